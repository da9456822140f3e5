// d.job on the page: the form and the JSON of a request, and the tuning job that it starts.

const CALM = 150                    // ms without a key, after which the kernel is asked to check
const LOST = 'The kernel is gone. What has finished is kept: run the cell again, and the job can be resumed.'
const SETTLED = ['Completed', 'Failed', 'Stopped']

const nextName = name => name.replace(/\d*$/, n => n ? +n + 1 : '-2')

class JobPage {
  constructor(model, el) {
    Object.assign(this, { model, spec: model.get('spec'), alive: true, turn: 0, shown: 'request', readable: true })
    this.build(el)
    this.take(model.get('text'))
    this.hear()
  }

  get open() { return !this.spec.predict || this.model.get('prediction') !== null }
  get text() { return this.json.value }
  get view() { return this.model.get('view') }

  build(el) {
    const { spec } = this, button = (label, act, attributes) => make('button', { type: 'button', onclick: act, ...attributes }, label)
    this.id = newId()
    this.seedField = make('input', { type: 'number', min: 0, step: 1, 'aria-label': 'Seed', oninput: () => this.reseed(this.seedField.valueAsNumber) })
    this.newSeed = button('New seed', () => this.reseed((this.seedField.valueAsNumber || 0) + 1), { title: 'Does it hold with other random numbers? (S)' })
    this.resetButton = button('Reset', () => this.reset(), { title: 'The request as it was at first (R)' })
    this.predict = make('div', { class: 'hpj-predict' })
    this.form = new Form(spec, { changed: (body, path) => this.fromForm(body, path), focused: path => this.point(path) })
    this.bar = make('div', { class: 'hpj-bar', 'aria-hidden': 'true' })
    this.json = make('textarea', { class: 'hpj-json', spellcheck: 'false', autocomplete: 'off', wrap: 'off', 'aria-label': 'The request as JSON', 'aria-describedby': `${this.id}-said`, oninput: () => this.fromText(), onscroll: () => this.place(), onfocus: () => this.point(null) })
    this.jobs = new JobTable()
    this.tabs = ['request', 'jobs'].map(name => button('', () => this.turnTo(name), { role: 'tab', id: `${this.id}-tab-${name}`, 'aria-controls': `${this.id}-${name}`, 'data-name': name, onkeydown: event => this.arrow(event) }))
    this.createButton = button('Create tuning job', () => this.create(), { class: 'hpj-main' })
    this.stopButton = button('Stop', () => this.tell('stop'))
    this.resumeButton = button('Resume', () => { this.turnTo('jobs'); this.tell('resume') }, { class: 'hpj-main' })
    this.panels = { request: this.panel('request', this.form.el, make('div', { class: 'hpj-editor' }, this.bar, this.json)), jobs: this.panel('jobs', this.jobs.el) }
    this.said = make('p', { class: 'hpj-sentence', 'aria-live': 'polite', id: `${this.id}-said` })
    this.root = make('div', { class: 'hpj', role: 'group', 'aria-label': spec.question, tabindex: -1, onkeydown: event => this.key(event) },
      make('div', { class: 'hpj-head' }, make('p', { class: 'hpj-question' }, spec.question), make('div', { class: 'hpj-seed' }, make('label', {}, 'Seed ', this.seedField), this.newSeed, this.resetButton)),
      this.predict,
      this.strip = make('div', { class: 'hpj-strip' }, make('div', { role: 'tablist', 'aria-label': 'Request and training jobs', class: 'hpj-tabs' }, ...this.tabs), make('div', { class: 'hpj-buttons' }, this.stopButton, this.resumeButton, this.createButton)),
      ...Object.values(this.panels), this.said)
    el.append(this.root)
    this.ask()
    this.turnTo(this.view.job ? 'jobs' : 'request')
  }

  panel(name, ...children) { return make('div', { class: `hpj-panel hpj-${name}-panel`, role: 'tabpanel', id: `${this.id}-${name}`, 'aria-labelledby': `${this.id}-tab-${name}` }, ...children) }

  turnTo(name) {
    this.shown = name
    for (const tab of this.tabs) {
      const here = tab.dataset.name === name
      tab.setAttribute('aria-selected', here)
      tab.tabIndex = here ? 0 : -1
      this.panels[tab.dataset.name].hidden = !here
    }
    this.place()
  }

  arrow(event) {
    if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return
    const other = this.tabs.find(tab => tab.dataset.name !== this.shown)
    if (other.disabled) return
    this.turnTo(other.dataset.name)
    other.focus()
    event.preventDefault()
  }

  // the prediction

  ask() {
    const { ask, options } = this.spec, said = this.model.get('prediction')
    if (!this.open) this.predict.replaceChildren(make('p', {}, ask), make('div', { role: 'group', 'aria-label': ask, class: 'hpj-options' }, ...options.map(option => make('button', { type: 'button', onclick: () => this.commit(option) }, option))))
    else {
      this.predict.replaceChildren(...(said ? [make('p', {}, 'You said: ', make('strong', {}, said))] : []))
      this.strip.lastChild.before(this.predict)     // out of the way
    }
  }

  commit(said) {
    this.model.set('prediction', said)
    this.tell('predicted', { said })
    this.ask()
    this.lock()
    this.createButton.focus({ preventScroll: true })
  }

  // the request

  /** Take in a text: what can be read of it is shown in the form. */
  take(text) {
    if (this.text !== text) this.json.value = text
    try {
      const body = JSON.parse(text)
      this.readable = isObject(body) && !Array.isArray(body)
      if (this.readable) this.form.show(body)
    } catch { this.readable = false }
    this.seedField.value = this.readable ? get(this.form.body, this.spec.seedPath) ?? '' : this.seedField.value
    this.lock()
  }

  fromText() {
    this.take(this.text)
    this.point(null)
    this.checkSoon()
  }

  fromForm(body, path) {
    this.json.value = pretty(body)
    this.seedField.value = get(body, this.spec.seedPath) ?? ''
    this.point(path)
    this.checkSoon()
  }

  reseed(seed) {
    if (!Number.isSafeInteger(seed) || seed < 0 || !this.readable) return
    const name = get(this.form.body, this.spec.namePath)
    if (name && name === this.view.job?.name) {         // a name is used only once
      this.form.changed(this.spec.namePath, nextName(name))
      this.form.show(this.form.body)
    }
    this.form.changed(this.spec.seedPath, seed)
  }

  reset() {
    this.take(pretty(this.spec.request))
    this.turnTo('request')
    this.point(null)
    this.checkSoon()
  }

  checkSoon() {
    this.model.set('text', this.text)
    this.turn += 1
    clearTimeout(this.calm)
    this.calm = setTimeout(() => this.tell('check', { text: this.text, turn: this.turn }), CALM)
  }

  create() {
    clearTimeout(this.calm)
    this.creating = ++this.turn
    this.tell('create', { text: this.text, turn: this.turn })
  }

  /** Show in the JSON where a member stands. */
  point(path) {
    const at = path && placeIn(this.text, path)
    this.line = at === null || at === undefined ? null : this.text.slice(0, at).split('\n').length - 1
    if (this.line !== null) {
      const top = this.line * this.lineHeight, { scrollTop, clientHeight } = this.json
      if (top < scrollTop || top > scrollTop + clientHeight - 3 * this.lineHeight) this.json.scrollTop = Math.max(0, top - clientHeight / 3)
    }
    this.place()
  }

  get lineHeight() { return parseFloat(getComputedStyle(this.json).lineHeight) || 17 }

  place() {
    const { line } = this
    this.bar.hidden = line === null || line === undefined
    if (!this.bar.hidden) this.bar.style.transform = `translateY(${line * this.lineHeight - this.json.scrollTop}px)`
  }

  // the kernel

  tell(kind, message = {}) { if (this.alive) this.model.send({ kind, ...message }) }

  /** The kernel has something new to say. */
  hear() {
    const { view } = this, { job, problem, trouble } = view
    if (job) this.jobs.show(job)
    if (this.creating && view.turn >= this.creating) {
      this.turnTo(job && !problem && !trouble ? 'jobs' : 'request')
      this.creating = null
    }
    const [request, jobs] = this.tabs
    request.textContent = 'Request'
    jobs.textContent = job ? `Training jobs (${job.rows.length}${job.most ? ` of ${job.most}` : ''})` : 'Training jobs'
    const refused = trouble || problem
    this.form.mark(problem ? view.places : [])
    if (problem) this.json.setAttribute('aria-invalid', 'true')
    else this.json.removeAttribute('aria-invalid')
    this.say(refused && !(this.shown === 'jobs' && !trouble) ? refused : view.sentence, !!refused && !(this.shown === 'jobs' && !trouble))
    this.lock()
  }

  say(text, wrong) {
    if (this.said.textContent !== text) this.said.textContent = text
    this.said.classList.toggle('hpj-wrong', wrong)
  }

  /** Who may be used: nobody before the prediction, and without a kernel nothing that needs it. */
  lock() {
    const { open, alive, view } = this, { job } = view, used = document.activeElement, runs = !!job && !SETTLED.includes(job.status)
    this.form.lock(!open || !this.readable)
    this.json.readOnly = !open
    for (const field of [this.seedField, this.newSeed]) field.disabled = !open || !this.readable
    this.resetButton.disabled = !open
    this.tabs[1].disabled = !job
    this.createButton.disabled = !open || !alive || runs || !!view.problem || !this.readable
    this.stopButton.hidden = !runs
    this.stopButton.disabled = !alive || job?.status === 'Stopping'
    this.resumeButton.hidden = !view.resume
    this.resumeButton.textContent = `Resume ${view.resume}`
    this.resumeButton.disabled = !open || !alive
    this.root.classList.toggle('hpj-locked', !open)
    if ((used?.disabled || used?.hidden) && this.root.contains(used)) this.root.focus({ preventScroll: true })  // else keys went nowhere
  }

  lose() {
    this.alive = false
    this.say(LOST, true)
    this.lock()
  }

  key(event) {
    if (event.target.matches('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return
    const button = { r: this.resetButton, s: this.newSeed }[event.key.toLowerCase()]
    if (!button) return
    button.click()
    event.preventDefault()
  }
}

export default {
  render({ model, el }) {
    const page = new JobPage(model, el)
    const hear = () => page.hear()
    const unwatch = watchKernel(model, el, () => page.lose())
    model.on('change:view', hear)
    return () => { unwatch(); model.off('change:view', hear) }
  },
}
