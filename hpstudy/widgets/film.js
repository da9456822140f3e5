// A demo on the page. What the kernel has drawn ahead is shown in the very event of a move.

const FORGIVING = 150               // ms of rest after which the kernel is told where the reader is

function make(tag, attributes = {}, ...children) {
  const el = document.createElement(tag)
  el.setAttribute('data-lm-suppress-shortcuts', 'true')     // else JupyterLab takes the keys
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) el.addEventListener(name.slice(2), value)
    else if (value !== null && value !== false) el.setAttribute(name, value === true ? '' : value)
  }
  el.append(...children)
  return el
}

let count = 0

/** One slider, choice or toggle: `place()` reads it, `put(i)` moves it, `lock(on)` disables it. */
function makeControl(spec, changed) {
  const id = `hps-${++count}`
  return { slider: makeSlider, choice: makeChoice, toggle: makeToggle }[spec.kind](spec, id, changed)
}

function makeSlider({ label, texts }, id, changed) {
  const value = make('output', { for: id })
  const input = make('input', { type: 'range', id, min: 0, max: texts.length - 1, step: 1, 'aria-label': label,
                                oninput: () => { say(); changed() } })
  const say = () => { value.textContent = texts[input.value]; input.setAttribute('aria-valuetext', texts[input.value]) }
  const widest = Math.max(...texts.map(text => text.length))
  value.style.minWidth = `${widest}ch`
  return {
    el: make('div', { class: 'hps-control' }, make('label', { for: id }, label), value, input),
    place: () => +input.value, put: i => { input.value = i; say() }, lock: on => { input.disabled = on },
  }
}

function makeChoice({ label, texts }, id, changed) {
  const radios = texts.map((text, i) => make('input', { type: 'radio', name: id, id: `${id}-${i}`, onchange: changed }))
  const rows = texts.map((text, i) => make('label', { for: `${id}-${i}` }, radios[i], make('span', {}, text)))
  return {
    el: make('fieldset', { class: 'hps-control hps-choice' }, make('legend', {}, label), ...rows),
    place: () => radios.findIndex(radio => radio.checked), put: i => { radios[i].checked = true },
    lock: on => radios.forEach(radio => { radio.disabled = on }),
  }
}

function makeToggle({ label }, id, changed) {
  const box = make('input', { type: 'checkbox', role: 'switch', id, onchange: changed })
  return {
    el: make('div', { class: 'hps-control hps-toggle' }, box, make('label', { for: id }, label)),
    place: () => +box.checked, put: i => { box.checked = i === 1 }, lock: on => { box.disabled = on },
  }
}

/** Data and page: where on the picture (0 to 1 each way) a point of some axes lies, and back. */
class Scales {
  constructor(spec) { Object.assign(this, spec) }
  toPage(axes, x, y) {
    const { box: [left, top, w, h], x: xs, y: ys } = this.axes[axes]
    return [(left + w * part(xs, x)) / this.width, (top + h * (1 - part(ys, y))) / this.height]
  }
  toData(axes, px, py) {
    const { box: [left, top, w, h], x: xs, y: ys } = this.axes[axes]
    const u = (px * this.width - left) / w, v = 1 - (py * this.height - top) / h
    return u < 0 || u > 1 || v < 0 || v > 1 ? null : [whole(xs, u), whole(ys, v)]
  }
}
const part = ([low, high, scale], v) => scale === 'log' ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low)
const whole = ([low, high, scale], u) => scale === 'log' ? low * (high / low) ** u : low + u * (high - low)
const nearest = (values, v) => values.reduce((best, x, i) => Math.abs(x - v) < Math.abs(values[best] - v) ? i : best, 0)

class Film {
  constructor(model, el) {
    this.model = model
    this.spec = model.get('spec')
    this.scales = new Scales(this.spec)
    this.frames = new Map()
    this.words = new Map()
    this.visited = new Map()
    this.have = 0
    this.run = 0
    this.live = true                // until the kernel is known to be gone
    this.focus = 0
    this.seed = model.get('seed')
    this.prediction = model.get('prediction')
    this.build(el)
    for (const reel of model.get('reels')) this.take(reel, reel.data)
    this.put(model.get('position'))
    this.lock()
    this.showHere()
  }

  build(el) {
    const { spec } = this
    this.controls = spec.controls.map((control, i) => makeControl(control, () => this.moved(i)))
    this.stage = make('div', { class: 'hps-stage', style: `aspect-ratio: ${spec.width} / ${spec.height}`,
                               onclick: event => this.clicked(event) })
    this.sentence = make('p', { class: 'hps-sentence', 'aria-live': 'polite' })
    this.notice = make('p', { class: 'hps-notice', role: 'status' })
    this.predict = make('div', { class: 'hps-predict' })
    this.buttons = [spec.button, ...spec.actions].filter(Boolean).map(label => make('button', { type: 'button', onclick: () => this.press(label) }, label))
    this.seedField = make('input', { type: 'number', min: 0, step: 1, 'aria-label': 'Seed', value: this.seed, onchange: () => this.reseed(+this.seedField.value) })
    this.foot = [
      make('button', { type: 'button', title: 'Back to the start (R)', onclick: () => this.reset() }, 'Reset'),
      make('label', { class: 'hps-seed' }, 'Seed', this.seedField),
      make('button', { type: 'button', title: 'Does it hold with other random numbers? (S)', onclick: () => this.newSeed() }, 'New seed'),
    ]
    const side = make('div', { class: 'hps-side' }, this.predict, ...this.controls.map(control => control.el),
      make('div', { class: 'hps-buttons' }, ...this.buttons), make('div', { class: 'hps-foot' }, ...this.foot))
    this.root = make('div', { class: 'hps', role: 'group', 'aria-label': spec.question, tabindex: -1,
                              style: `--hps-ratio: ${spec.width / spec.height}`, onkeydown: event => this.key(event) },
      make('p', { class: 'hps-question' }, spec.question),
      make('div', { class: 'hps-body' }, this.stage, side), this.sentence, this.notice)
    el.append(this.root)
    this.picture = new Picture(this.stage, spec)
    this.picture.words = this.words
  }

  // what is held

  take(reel, data) {
    if (reel.fresh) { this.frames.clear(); this.words.clear(); this.picture.compiled.clear(); this.visited.clear() }
    this.have = Math.max(this.have, reel.number)
    const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength)
    let at = 0
    reel.lengths.forEach((length, i) => { this.words.set(reel.first + i, new Int16Array(bytes, at, length / 2)); at += length })
    for (const frame of reel.frames) this.frames.set(frame.key, frame)
    this.keep()
  }

  /** Put what is held into the state that is saved with the notebook, once things are quiet. */
  keep() {
    clearTimeout(this.keeping)
    this.keeping = setTimeout(() => {
      const used = [...new Set([0, ...[...this.frames.values()].flatMap(frame => [...frame.strokes, ...frame.trail])])]
      const places = new Map(used.map((number, i) => [number, i]))
      const frames = [...this.frames.values()].map(frame => ({ ...frame, strokes: frame.strokes.map(n => places.get(n)), trail: frame.trail.map(n => places.get(n)) }))
      const words = used.map(number => this.words.get(number))
      const all = new Int16Array(words.reduce((sum, w) => sum + w.length, 0))
      words.reduce((at, w) => { all.set(w, at); return at + w.length }, 0)
      this.model.set('reels', [{ number: 0, fresh: true, frames, first: 0, lengths: words.map(w => 2 * w.length), data: new DataView(all.buffer) }])
    }, 400)
  }

  key_(position = this.position) { return this.spec.ahead ? `${this.seed}:${position}` : 'live' }
  get position() { return this.controls.map(control => control.place()) }
  put(position) { position.forEach((place, i) => this.controls[i].put(place)) }

  // what the reader does

  /** A demo that streams as its controls move has something to show from the start. */
  begin() { if (!this.spec.ahead && !this.spec.button && !this.locked) this.start('') }

  moved(i) {
    this.focus = i
    this.remember()
    if (this.spec.ahead) this.showHere()
    else if (!this.spec.button) this.start('')
  }

  showHere() {
    const frame = this.frames.get(this.key_())
    if (frame) this.showFrame(frame)
    else if (this.spec.ahead) this.want()
    clearTimeout(this.resting)
    this.resting = setTimeout(() => this.tell('rest', this.where()), FORGIVING)
  }

  showFrame(frame) {
    this.shown = frame
    this.picture.show(frame.strokes, this.trailWith(frame), frame.alt)
    if (this.sentence.textContent !== frame.sentence) this.sentence.textContent = frame.sentence
  }

  /** The trail is what marked artists left wherever the reader has been with one control. */
  trailWith(frame) {
    const others = `${this.seed}:${this.position.filter((_, i) => i !== this.spec.trail)}`
    if (others !== this.others) { this.visited.clear(); this.others = others }
    if (frame.trail.length) this.visited.set(frame.key, frame.trail)
    return [...this.visited.values()].flat()
  }

  /** Ask for the position where the reader is: one question at a time, always the newest. */
  want() {
    if (this.asking || !this.live) return
    this.asking = this.key_()
    this.tell('want', this.where())
  }

  start(label) {
    this.run += 1
    this.running(label || true)
    this.tell('run', { ...this.where(false), run: this.run, label })
  }

  running(label) {
    this.busy = label
    this.root.classList.toggle('hps-busy', !!label)
    for (const button of this.buttons) if (button.textContent !== 'Stop' || !label) button.textContent = button.dataset.label ??= button.textContent
    const active = this.buttons.find(button => button.dataset.label === label)
    if (active) active.textContent = 'Stop'
  }

  press(label) {
    if (this.busy === label) { this.tell('stop', {}); this.running(null) }
    else this.start(label)
  }

  clicked(event) {
    const { left, top, width, height } = this.stage.getBoundingClientRect()
    const at = [(event.clientX - left) / width, (event.clientY - top) / height]
    const { predict, click } = this.spec
    if (this.locked) {
      const point = predict.kind === 'point' && this.scales.toData(predict.axes, ...at)
      if (point) this.commit(point)
      return
    }
    const point = click && this.scales.toData(click.axes, ...at)
    if (!point) return
    for (const [along, value] of [['x', point[0]], ['y', point[1]]])
      if (click[along] !== null) this.controls[click[along]].put(nearest(this.spec.controls[click[along]].values, value))
    this.remember()
    this.start(this.spec.button)
  }

  reset() {
    this.put(this.spec.start)
    this.visited.clear()
    this.reseed(this.spec.seed, true)
  }

  newSeed() { this.reseed(this.seed + 1) }

  reseed(seed, reset = false) {
    if (!Number.isSafeInteger(seed) || seed < 0) { this.seedField.value = this.seed; return }
    this.seed = seed
    this.seedField.value = seed
    this.remember()
    if (this.spec.ahead) return this.showHere()
    this.run += 1
    this.running(null)
    if (reset) this.tell('reset', { run: this.run })
    else this.tell('reseed', { ...this.where(false), run: this.run })
  }

  key(event) {
    const typing = event.target.matches('input[type=number]')
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return
    const act = { r: () => this.reset(), s: () => this.newSeed(), p: () => this.reveal() }[event.key.toLowerCase()]
    if (!act || (this.locked && event.key.toLowerCase() !== 'p')) return
    event.preventDefault()
    act()
  }

  // the prediction

  get locked() { return !!this.spec.predict && this.prediction === null }

  lock() {
    const gone = !this.live
    this.controls.forEach((control, i) => control.lock(this.locked || (gone && !this.holdsAll(i))))
    for (const button of this.buttons) button.disabled = this.locked || gone
    for (const el of [this.foot[0], this.foot[2], this.seedField]) el.disabled = this.locked || (gone && el !== this.foot[0])
    this.root.classList.toggle('hps-locked', this.locked)
    this.root.classList.toggle('hps-empty', this.locked && this.spec.predict.kind === 'point')
    this.askForPrediction()
  }

  askForPrediction() {
    const { predict } = this.spec
    this.predict.replaceChildren()
    if (!predict) return
    if (!this.locked) {
      this.predict.append(make('p', {}, 'You said: ', make('strong', {}, this.spoken(this.prediction))))
      this.markPrediction()
      return
    }
    const ask = make('p', { class: 'hps-ask' }, predict.ask)
    if (predict.kind === 'options')
      this.predict.append(ask, make('div', { class: 'hps-options', role: 'group', 'aria-label': predict.ask },
        ...predict.options.map(option => make('button', { type: 'button', onclick: () => this.commit(option) }, option))))
    else {
      const fields = (predict.kind === 'number' ? [predict.unit || 'Your number'] : [predict.x, predict.y])
        .map(name => [name, make('input', { type: 'number', step: 'any', 'aria-label': name })])
      const commit = () => {
        const numbers = fields.map(([, field]) => field.valueAsNumber)
        if (numbers.every(Number.isFinite)) this.commit(predict.kind === 'number' ? numbers[0] : numbers)
      }
      this.predict.append(ask, make('form', { class: 'hps-numbers', onsubmit: event => { event.preventDefault(); commit() } },
        ...fields.map(([name, field]) => make('label', {}, field, ` ${name}`)), make('button', { type: 'submit' }, 'Predict')))
    }
  }

  commit(prediction) {
    this.prediction = prediction
    this.model.set('prediction', prediction)
    this.tell('predicted', { prediction })
    this.lock()
    this.begin()
    this.controls[0]?.el.querySelector('input')?.focus({ preventScroll: true })
  }

  spoken(said) {
    const round = v => String(+v.toPrecision(3))
    return Array.isArray(said) ? said.map(round).join(', ') : typeof said === 'number' ? `${round(said)} ${this.spec.predict.unit ?? ''}` : said
  }

  markPrediction() {
    const { predict } = this.spec
    this.stage.querySelector('.hps-mark')?.remove()
    let at = null
    if (predict.kind === 'point') at = this.scales.toPage(predict.axes, ...this.prediction)
    if (!at) return
    this.stage.append(make('span', { class: 'hps-mark', 'aria-hidden': 'true', style: `left: ${100 * at[0]}%; top: ${100 * at[1]}%` }, '✕'))
  }

  reveal() {
    if (this.locked) this.commit('')
  }

  // the kernel

  where(focus = true) { return { position: this.position, seed: this.seed, ...(focus && { focus: this.focus }) } }
  tell(kind, message) { if (this.live) this.model.send({ kind, ...message }) }
  remember() { this.model.set({ position: this.position, seed: this.seed }) }

  hear(message, buffers) {
    if (message.kind === 'trouble') { this.notice.textContent = message.sentence; this.asking = null; this.running(null) }
    if (message.kind === 'move') { this.put(message.position); this.seed = message.seed; this.seedField.value = message.seed; if (this.spec.ahead) this.showHere() }
    if (message.kind === 'reel') this.hearReel(message, buffers[0])
  }

  hearReel(message, data) {
    this.notice.textContent = ''
    const stale = message.run > 0 && message.run !== this.run
    this.take(message, data)
    if (message.done && !stale) this.running(null)
    const here = this.frames.get(this.key_())
    if (here && here !== this.shown && !stale) this.showFrame(here)
    if (!this.asking || !this.frames.has(this.asking)) return
    this.asking = null
    if (!here) this.want()
  }

  holdsAll(i) {
    return this.spec.ahead && this.spec.controls[i].texts.every((_, value) => this.frames.has(this.key_(this.position.with(i, value))))
  }
}

export default {
  render({ model, el }) {
    const film = new Film(model, el)
    const hear = (message, buffers) => film.hear(message, buffers)
    const repaint = () => { film.picture.repaint(); setTimeout(() => film.picture.repaint(), 300) }
    model.on('msg:custom', hear)
    const pages = new MutationObserver(repaint)
    pages.observe(document.body, { attributes: true, attributeFilter: ['data-jp-theme-name', 'data-jp-theme-light', 'class'] })
    film.tell('ready', { have: film.have, ...film.where() })
    film.begin()
    return () => { model.off('msg:custom', hear); pages.disconnect(); film.picture.sizes.disconnect() }
  },
}
