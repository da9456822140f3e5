// A demo on the page. What the kernel has drawn ahead is shown in the very event of a move.

const REST = 150                    // ms without a move, after which the kernel is told where we are
const PATIENCE = 1000               // ms without an answer, after which the reader is told why
const GONE = 'The kernel is gone: what was drawn still moves. Run the cell again for the rest.'
const BUSY = 'The kernel is busy; the picture follows when it is free.'

class Film {
  constructor(model, el) {
    this.model = model
    this.spec = model.get('spec')
    this.scales = new Scales(this.spec)
    this.frames = new Map()         // what is held: pictures by place,
    this.words = new Map()          // and the strokes they are made of, by number
    this.visited = new Map()        // trails left so far
    this.have = 0                   // the last reel taken
    this.below = 0                  // the lowest number of a stroke that was kept from before
    this.run = 0                    // the run whose pictures are shown
    this.focus = 0                  // the control in use
    this.alive = true               // the kernel
    this.busy = null                // the run that goes on, by its button
    this.offers = new Map()         // what the buttons of the actions say
    this.seed = model.get('seed')
    this.build(el)
    for (const reel of model.get('reels')) this.take(reel, reel.data)
    this.put(model.get('position'))
    this.lock()
    this.showFrame(this.frames.get(this.here) ?? [...this.frames.values()].at(-1))
  }

  build(el) {
    const { spec } = this, button = (label, act, title = null) => make('button', { type: 'button', title, onclick: act }, label)
    this.controls = spec.controls.map((control, i) => makeControl(control, () => this.moved(i)))
    this.stage = make('div', { class: 'hps-stage', onclick: event => this.clicked(event) })
    this.sentence = make('p', { class: 'hps-sentence', 'aria-live': 'polite' })
    this.notice = make('p', { class: 'hps-notice', role: 'status' })
    this.bar = make('div', { class: 'hps-progress', 'aria-hidden': 'true' })
    this.buttons = new Map([spec.button, ...spec.actions].filter(Boolean).map(label => [label, button(label, () => this.press(label))]))
    this.seedField = make('input', { type: 'number', min: 0, step: 1, value: this.seed, 'aria-label': 'Seed', onchange: () => this.reseed(+this.seedField.value) })
    this.newSeedButton = button('New seed', () => this.newSeed(), 'Does it hold with other random numbers? (S)')
    this.resetButton = button('Reset', () => this.reset(), 'Back to the start (R)')
    this.picture = new Picture(this.stage, spec, this.words)
    this.prediction = new Prediction(spec.predict, this.scales, this.stage, this.model.get('prediction'), {
      committed: said => this.predicted(said),
      asked: () => this.ask(),
    })
    this.stage.append(this.bar)
    this.root = make('div', { class: 'hps', role: 'group', 'aria-label': spec.question, tabindex: -1, style: `--hps-ratio: ${spec.width / spec.height}`,
                              onkeydown: event => this.key(event) },
      make('div', { class: 'hps-head' }, make('p', { class: 'hps-question' }, spec.question),
        make('div', { class: 'hps-seed' }, make('label', {}, 'Seed ', this.seedField), this.newSeedButton, this.resetButton)),
      make('div', { class: 'hps-body' }, this.stage,
        make('div', { class: 'hps-side' }, this.prediction.el, ...this.controls.map(control => control.el), make('div', { class: 'hps-buttons' }, ...this.buttons.values()))),
      this.sentence, this.notice)
    el.append(this.root)
  }

  // where we are

  get position() { return this.controls.map(control => control.place()) }
  get here() { return this.keyOf(this.position) }
  keyOf(position) { return this.spec.ahead ? `${this.seed}:${position}` : 'live' }
  get where() { return { position: this.position, seed: this.seed } }

  put(position) {
    position.forEach((place, i) => this.controls[i].put(place))
    this.dress()
    this.crosshair()
  }

  /** What the sliders are called and say, where a menu has a word in it. */
  dress() {
    this.spec.controls.forEach(({ instead }, menu) =>
      instead?.[this.controls[menu].place()].forEach((look, i) => this.controls[i].wear?.(look)))
  }

  /** Where on the axes the sliders point, in a demo that takes clicks. */
  crosshair() {
    const { click, controls } = this.spec
    for (const along of click ? ['x', 'y'] : []) {
      if (click[along] === null) continue
      const hair = this.stage.querySelector(`.hps-hair-${along}`) ?? this.stage.appendChild(make('span', { class: `hps-hair-${along}`, 'aria-hidden': 'true' }))
      const value = controls[click[along]].values[this.controls[click[along]].place()]
      Object.assign(hair.style, this.scales.stretch(click.axes, along, value, value))
    }
  }

  // what is held

  take(reel, data) {
    if (reel.fresh) this.forget()
    this.have = Math.max(this.have, reel.number)
    const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength)
    let at = 0
    reel.lengths.forEach((length, i) => { this.words.set(reel.first + i, new Int16Array(bytes, at, length / 2)); at += length })
    for (const frame of reel.frames) this.frames.set(frame.key, frame)
    this.keepSoon()
  }

  keepSoon() {
    clearTimeout(this.keeping)
    this.keeping = setTimeout(() => this.keep(), 400)
  }

  /** Start afresh: strokes are numbered anew, and only the trail stays, under numbers of its own. */
  forget() {
    const trails = [...this.visited].map(([key, strokes]) => [key, strokes.map(number => this.words.get(number))])
    for (const map of [this.frames, this.words, this.visited]) map.clear()
    this.picture.forget()
    for (const [key, strokes] of trails) this.visited.set(key, strokes.map(words => { this.words.set(--this.below, words); return this.below }))
  }

  /** Put what one move can reach from here into the state that is saved with the notebook. */
  keep() {
    const { position, seed } = this
    const reached = key => key === 'live' || (key.startsWith(`${seed}:`) && key.slice(`${seed}:`.length).split(',').filter((place, i) => +place !== position[i]).length < 2)
    const frames = [...this.frames.values()].filter(frame => reached(frame.key))
    const used = [...new Set([0, ...frames.flatMap(frame => frame.strokes)])]
    const places = new Map(used.map((number, i) => [number, i])), at = numbers => numbers.map(number => places.get(number))
    const words = used.map(number => this.words.get(number))
    const all = new Int16Array(words.reduce((sum, w) => sum + w.length, 0))
    words.reduce((end, w) => { all.set(w, end); return end + w.length }, 0)
    this.model.set('reels', [{ number: 0, fresh: true, first: 0, lengths: words.map(w => w.byteLength), data: new DataView(all.buffer),
                               frames: frames.map(frame => ({ ...frame, strokes: at(frame.strokes), trail: at(frame.trail) })) }])
  }

  holdsAll(i) { return this.spec.ahead && this.spec.controls[i].texts.every((_, place) => this.frames.has(this.keyOf(this.position.with(i, place)))) }

  // showing

  show() {
    const frame = this.frames.get(this.here)
    if (frame) this.showFrame(frame)
    else this.want()
    clearTimeout(this.resting)
    this.resting = setTimeout(() => this.rest(), REST)
  }

  showFrame(frame) {
    this.shown = frame
    this.picture.show(frame.strokes, this.trailTo(frame), frame.alt)
    this.offer(frame.offers)
    if (this.sentence.textContent !== frame.sentence) this.sentence.textContent = frame.sentence
  }

  /** What the buttons say as things stand, the first of them last; null: it is not on offer. */
  offer(offers = []) {
    this.offers = new Map([...this.spec.actions, this.spec.button].map((label, i) => [label, offers[i]]))
    this.running(this.busy)
    this.lock()
  }

  /** The trail: what marked artists left wherever we have been with one control. */
  trailTo(frame) {
    const others = `${this.seed}:${this.position.filter((_, i) => i !== this.spec.trail)}`
    if (others !== this.others) this.visited.clear()
    this.others = others
    this.visited.delete(frame.key)
    const before = [...this.visited.values()].flat()
    if (frame.trail.length) this.visited.set(frame.key, frame.trail)
    return before
  }

  /** Ask for the place where we are: one question at a time, always the newest. */
  want() {
    if (this.asking || !this.alive) return
    this.asking = this.here
    this.tell('want', { ...this.where, focus: this.focus })
    this.waiting = setTimeout(() => { this.notice.textContent = BUSY }, PATIENCE)
  }

  rest() { this.tell('rest', { ...this.where, focus: this.focus }) }

  // what the reader does

  moved(i) {
    this.focus = i
    this.dress()
    if (this.spec.controls[i].kind === 'menu' && !this.spec.ahead) return this.reseed(this.seed)
    this.remember()
    this.crosshair()
    if (this.spec.ahead || this.spec.button) this.halt()
    if (this.spec.ahead) this.show()
    else if (this.spec.button) this.rest()
    else this.start('')
    if (!this.alive) this.lock()    // what is held differs from place to place
  }

  start(label) {
    this.running(label)
    this.tell('run', { ...this.where, run: ++this.run, label })
  }

  /** The run that goes on, by its button; '' by a move, null none. */
  running(label) {
    this.busy = label
    this.root.classList.toggle('hps-busy', label !== null)
    if (label === null) this.bar.style.width = 0
    for (const [name, button] of this.buttons) button.textContent = name === label ? 'Stop' : this.offers.get(name) ?? name
  }

  press(label) {
    if (this.busy !== label) return this.start(label)
    this.halt()
    if (this.spec.ahead) this.rest()
  }

  /** Stop what runs; what it has reached stays. */
  halt() {
    if (this.busy === null) return
    this.tell('stop', {})
    this.running(null)
  }

  clicked(event) {
    const box = this.stage.getBoundingClientRect(), { click, controls } = this.spec
    const page = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
    if (!this.prediction.open) return this.prediction.click(page)
    const point = click && this.alive && this.scales.toData(click.axes, ...page)
    if (!point) return
    const [x, y] = point
    for (const [i, value] of [[click.x, x], [click.y, y]]) if (i !== null) this.controls[i].put(nearest(controls[i].values, value))
    this.remember()
    this.crosshair()
    this.start(click.runs)
  }

  reset() {
    this.visited.clear()
    this.put(this.spec.start)
    this.reseed(this.spec.seed, 'reset')
  }

  newSeed() { this.reseed(this.seed + 1) }

  reseed(seed, kind = 'reseed') {
    if (!Number.isSafeInteger(seed) || seed < 0) { this.seedField.value = this.seed; return }
    this.seed = seed
    this.seedField.value = seed
    if (this.prediction.found !== null) this.prediction.find(null)
    this.remember()
    if (this.spec.ahead) this.halt()
    if (this.spec.ahead && !(kind === 'reset' && this.alive && this.spec.actions.length)) return this.show()
    this.running(null)
    this.tell(kind, { ...this.where, run: ++this.run })
  }

  key(event) {
    const field = event.target.matches('input[type=number]') && event.target
    if (field && event.key === 'Enter') return this.entered(field)
    if (field || event.ctrlKey || event.metaKey || event.altKey) return
    const button = { r: this.resetButton, s: this.newSeedButton }[event.key.toLowerCase()]
    if (event.key.toLowerCase() === 'p') this.prediction.reveal()
    else if (button) button.click()
    else return
    event.preventDefault()
  }

  /** JupyterLab keeps the Enter key from doing this by itself. */
  entered(field) {
    if (field === this.seedField) this.reseed(+field.value)
    else field.form?.requestSubmit()
  }

  /** What the runs say to the prediction, where a page was written with it. */
  get known() { return this.model.get('answers')?.[this.seed] }
  ask() {
    if (this.alive || this.known === undefined) this.tell('answer', { seed: this.seed })
    else this.prediction.find(this.known)
  }

  predicted(said) {
    this.model.set('prediction', said)
    this.tell('predicted', { prediction: said })
    this.lock()
    this.begin()
    if (said !== '') this.controls[0]?.el.querySelector('input')?.focus({ preventScroll: true })
  }

  /** A demo that streams as its controls move has something to show from the start. */
  begin() { if (this.prediction.open && !this.spec.ahead && !this.spec.button) this.start('') }

  /** Who may be used: nobody before the prediction; without a kernel, those whose places are all held. */
  lock() {
    const { open } = this.prediction, able = open && this.alive, used = document.activeElement
    this.controls.forEach((control, i) => control.lock(!open || !(this.alive || this.holdsAll(i))))
    for (const [label, button] of this.buttons) button.disabled = !able || this.offers.get(label) === null
    for (const el of [this.seedField, this.newSeedButton]) el.disabled = !able
    this.resetButton.disabled = !open || !(this.alive || (this.spec.ahead && this.frames.has(`${this.spec.seed}:${this.spec.start}`)))
    if (this.prediction.revealing) this.prediction.revealing.disabled = !this.alive && this.known === undefined
    this.root.classList.toggle('hps-asks', !open)
    this.root.classList.toggle('hps-empty', this.prediction.empty)
    this.root.classList.toggle('hps-clicks', open && !!this.spec.click)
    if (used?.disabled && this.root.contains(used)) this.root.focus({ preventScroll: true })    // else keys went nowhere
  }

  // the kernel

  tell(kind, message) { if (this.alive) this.model.send({ kind, ...message }) }
  remember() {
    this.model.set({ position: this.position, seed: this.seed })
    this.keepSoon()
  }

  hear(message, buffers) {
    clearTimeout(this.waiting)
    this.notice.textContent = message.kind === 'trouble' ? message.sentence : ''
    if (message.kind === 'trouble') { this.asking = null; this.running(null) }
    if (message.kind === 'answer' && message.seed === this.seed) this.prediction.find(message.answer)
    if (message.kind === 'move') this.follow(message)
    if (message.kind === 'reel') this.hearReel(message, buffers[0])
  }

  /** The demo was moved from Python. */
  follow({ position, seed }) {
    this.seed = seed
    this.seedField.value = seed
    this.put(position)
    this.remember()
    const frame = this.frames.get(this.here)
    if (frame) this.showFrame(frame)
  }

  hearReel(message, data) {
    this.take(message, data)
    const stale = message.run && message.run !== this.run
    if (message.run && !stale) {
      this.bar.style.width = `${100 * (message.progress ?? 0)}%`
      if (message.done) this.running(null)
      if (message.done && this.spec.ahead) this.rest()
    }
    const frame = this.frames.get(this.here)
    if (frame && frame !== this.shown && !stale) this.showFrame(frame)
    if (!this.asking || !this.frames.has(this.asking)) return
    this.asking = null
    if (!frame) this.want()
  }

  lose() {
    this.alive = false
    this.asking = null
    this.running(null)
    this.notice.textContent = this.model.get('gone') ?? GONE
    this.lock()
  }
}

export default {
  render({ model, el }) {
    const film = new Film(model, el)
    const hear = (message, buffers) => film.hear(message, buffers)
    const unwatch = watchKernel(model, el, () => film.lose())
    const repaint = () => [0, 100, 500].forEach(delay => setTimeout(() => film.picture.repaint(), delay))
    const page = new MutationObserver(repaint)          // of a theme that is changed, as its styles arrive
    page.observe(document.body, { attributes: true, attributeFilter: ['data-jp-theme-name', 'data-jp-theme-light', 'class'] })
    model.on('msg:custom', hear)
    film.tell('ready', { have: film.have, ...film.where, focus: 0 })
    film.begin()
    return () => { unwatch(); page.disconnect(); film.picture.sizes.disconnect(); model.off('msg:custom', hear) }
  },
}
