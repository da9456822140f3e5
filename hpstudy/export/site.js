// Brings the page to life: the widgets' own scripts, with a page's own store in Jupyter's place.

/** What a demo asks of a model, for one that has no kernel behind it. */
class Held {
  constructor(about, data, kept) { this.state = { prediction: null, ...about, ...kept, reels: [{ ...about.reel, data: new DataView(data.buffer, data.byteOffset, data.byteLength) }], gone: '' } }
  get(name) { return this.state[name] }
  set(name, value) { if (name === 'prediction') this.state.prediction = value }
  send() {}
  on() {}
  off() {}
}

/** The line of JSON and the bytes behind it that a script holds, compressed, as text. */
async function unpack(script) {
  const bytes = Uint8Array.from(atob(script.textContent), letter => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  const all = new Uint8Array(await new Response(stream).arrayBuffer()), end = all.indexOf(10)
  return [JSON.parse(new TextDecoder().decode(all.subarray(0, end))), all.slice(end + 1)]
}

/** A screen as narrow as a phone's has the picture with larger type. */
const narrow = matchMedia('(max-width: 600px)')

async function showFilm(place) {
  const [plain, large] = await Promise.all([...place.querySelectorAll('script')].map(unpack))
  let model, end
  const show = () => {
    const [about, data] = narrow.matches && large ? larger(plain, large) : plain
    const el = document.createElement('div')
    el.className = 'jupyter-widgets-disconnected'     // so that it knows there is no kernel
    end?.()
    place.replaceChildren(el)
    model = new Held(about, data, { prediction: model?.get('prediction') ?? null })
    end = window.filmView.render({ model, el })
  }
  show()
  if (large) narrow.addEventListener('change', show)
}

/** The same pictures in the other drawing. */
function larger([about], [{ spec, lengths, frames }, data]) {
  const { reel } = about
  return [{ ...about, spec: { ...about.spec, ...spec }, reel: { ...reel, lengths, frames: reel.frames.map((frame, i) => ({ ...frame, ...frames[i] })) } }, data]
}

/** What d.job asks of a model: the request, and the job that was recorded, played when it is created. */
class Desk {
  constructor({ spec, text, views }) {
    this.state = { spec, text, view: { ...views[0], turn: 0 }, prediction: null }
    this.asked = text
    this.views = views
  }
  get(name) { return this.state[name] }
  set(name, value) { this.state[name] = value }
  on(event, act) { if (event === 'change:view') this.hear = act }
  off() { this.hear = () => {} }
  show(view) { this.set('view', view); this.hear() }

  /** Whether a text asks for the job that was recorded. */
  asks(text) { try { return JSON.stringify(JSON.parse(text)) === JSON.stringify(JSON.parse(this.asked)) } catch { return false } }

  send({ kind, text, turn }) {
    if (kind !== 'check' && kind !== 'create') return
    const same = this.asks(text), view = { ...this.get('view'), turn, trouble: same ? '' : OTHER }
    if (same && kind === 'create') this.play(this.views.slice(1), turn)
    else this.show(view)
  }

  play([view, ...rest], turn) {
    this.show({ ...view, turn })
    if (rest.length) setTimeout(() => this.play(rest, turn), 250)
  }
}

const OTHER = 'A page cannot check a request, and holds one job: that of the request as it opens. Reset, or take the workbook.'

function showJob(place) {
  const model = new Desk(JSON.parse(place.querySelector('script').textContent))
  const el = document.createElement('div')
  place.replaceChildren(el)
  window.jobView.render({ model, el })
}

function showPractice(place) {
  const paper = JSON.parse(place.querySelector('script').textContent)
  const el = document.createElement('div')
  place.replaceChildren(el)
  window.quizView.render({ model: new Practice(paper), el })
}

// The reader's own setting, in the words in which the widgets know themes.
const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => { document.body.dataset.jpThemeLight = String(!dark.matches) }
dark.addEventListener('change', follow)
addEventListener('beforeprint', () => { document.body.classList.add('site-paper') })
addEventListener('afterprint', () => { document.body.classList.remove('site-paper') })
follow()

for (const place of document.querySelectorAll('[data-quiz]')) showPractice(place)
for (const place of document.querySelectorAll('[data-job]')) showJob(place)
for (const place of document.querySelectorAll('[data-film]')) await showFilm(place)
document.body.dataset.ready = ''
