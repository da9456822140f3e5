// Brings the page to life: the widgets' own scripts, with a page's own store in Jupyter's place.

/** What a demo asks of a model, for one that has no kernel behind it. */
class Held {
  constructor(about, data) { this.state = { ...about, prediction: null, reels: [{ ...about.reel, data: new DataView(data.buffer, data.byteOffset, data.byteLength) }], gone: '' } }
  get(name) { return this.state[name] }
  set() {}
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

async function showFilm(place) {
  const [about, data] = await unpack(place.querySelector('script'))
  const el = document.createElement('div')
  el.className = 'jupyter-widgets-disconnected'     // so that it knows there is no kernel
  place.replaceChildren(el)
  window.filmView.render({ model: new Held(about, data), el })
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
follow()

for (const place of document.querySelectorAll('[data-quiz]')) showPractice(place)
for (const place of document.querySelectorAll('[data-film]')) await showFilm(place)
document.body.dataset.ready = ''
