// The prediction that unlocks a demo. It lives here, in the browser: it needs no kernel.

/** Asks, keeps what was said on the picture, and shows beside it what the runs say. */
class Prediction {
  constructor(spec, scales, stage, said, events) {
    Object.assign(this, { spec, scales, stage, said, events })
    this.found = null
    this.el = make('div', { class: 'hps-predict' })
    stage.classList.toggle('hps-noted', this.noted)
    if (spec?.rest) stage.style.setProperty('--hps-seen', scales.around(spec.axes))
    if (spec) this.render()
  }

  get open() { return !this.spec || this.said !== null }
  /** Whether what is said has no place on the picture, and is noted above it. */
  get noted() {
    const { kind, spans, axes } = this.spec ?? {}
    return (kind === 'options' && !spans?.length) || (kind === 'number' && axes === null)
  }
  /** Whether hands were counted. */
  get voted() { return this.said !== null && typeof this.said === 'object' && !Array.isArray(this.said) }
  get empty() { return !this.open && this.spec.kind === 'point' }

  commit(said) {
    this.said = said
    this.render()
    this.events.committed(said)
  }

  /** A click on the picture, while the axes wait for one. */
  click(page) {
    const point = this.empty && this.scales.toData(this.spec.axes, ...page)
    if (point) this.commit(point)
  }

  /** What the runs say, shown or hidden again; without a prediction made, the demo is opened. */
  reveal() {
    if (!this.spec) return
    if (!this.open) this.commit('')
    if (this.found !== null) this.find(null)
    else if (this.spec.answers) this.events.asked()
  }

  find(answer) {
    this.found = answer
    this.render()
  }

  render() {
    const used = this.el.contains(document.activeElement)
    if (this.open) this.el.replaceChildren(...this.summary())
    else this.el.replaceChildren(make('p', { class: 'hps-ask' }, this.spec.ask), this.spec.kind === 'options' ? this.options() : this.numbers())
    for (const mark of this.stage.querySelectorAll('.hps-mark')) mark.remove()
    if (this.open && this.said !== '') this.mark(this.said, 'hps-said')
    if (this.found !== null) this.mark(this.found, 'hps-found')
    if (used) this.stage.closest('.hps').focus({ preventScroll: true })     // else keys went nowhere
  }

  summary() {
    const lines = []
    if (this.said !== '') lines.push(make('p', { class: this.voted && this.noted ? 'hps-repeated' : null }, this.voted ? 'Hands: ' : 'You said: ', make('strong', { class: 'hps-said' }, this.spoken(this.said))))
    if (this.found !== null) lines.push(make('p', { role: 'status' }, 'The runs say: ', make('strong', { class: 'hps-found' }, this.spoken(this.found))))
    else if (this.spec.answers) lines.push(this.revealing = make('button', { type: 'button', title: 'What do the runs say? (P)', onclick: () => this.reveal() }, 'Reveal'))
    return lines
  }

  options() {
    const { options, ask } = this.spec
    const votes = options.map(option => make('input', { type: 'number', min: 0, step: 1, 'aria-label': `Votes for ${option}` }))
    const count = event => {
      event.preventDefault()
      this.commit(Object.fromEntries(options.map((option, i) => [option, votes[i].valueAsNumber || 0])))
    }
    return make('div', {},
      make('div', { class: 'hps-options', role: 'group', 'aria-label': ask },
        ...options.map(option => make('button', { type: 'button', onclick: () => this.commit(option) }, option))),
      make('details', { class: 'hps-votes' }, make('summary', {}, 'Show of hands'),
        make('form', { onsubmit: count }, ...options.map((option, i) => make('label', {}, votes[i], ` ${option}`)),
          make('button', { type: 'submit' }, 'Keep the votes'))))
  }

  numbers() {
    const { kind, unit, between, whole, x, y } = this.spec, axes = this.scales.axes[this.spec.axes], id = newId()
    const asked = kind === 'number' ? [[unit || 'your number', between]] : [[x, axes.x], [y, axes.y]]
    const allowed = kind === 'number' ? `A ${whole ? 'whole ' : ''}number from ${between.join(' to ')}.` : 'Both within the axes.'
    const fields = asked.map(([name, [min, max]]) => [name, make('input', { type: 'number', min, max, step: whole ? 1 : 'any', required: true, 'aria-label': name, 'aria-describedby': id })])
    const commit = event => {
      event.preventDefault()
      const numbers = fields.map(([, field]) => field.valueAsNumber)
      this.commit(kind === 'number' ? numbers[0] : numbers)
    }
    return make('form', { class: 'hps-numbers', onsubmit: commit },
      ...fields.map(([name, field]) => make('label', {}, field, ` ${name}`)), make('button', { type: 'submit' }, 'Predict'), make('p', { class: 'hps-allowed', id }, allowed))
  }

  spoken(said) {
    const number = v => Math.abs(v) >= 1000 ? Math.round(v).toLocaleString('en') : String(+v.toPrecision(3))
    if (Array.isArray(said)) return said.map((v, i) => `${[this.spec.x, this.spec.y][i]} ${number(v)}`).join(', ')
    if (typeof said === 'number') return `${number(said)} ${this.spec.unit ?? ''}`.trim()
    return typeof said === 'string' ? said : Object.entries(said).sort((a, b) => b[1] - a[1]).map(([option, votes]) => `${votes} ${option}`).join(' · ')
  }

  /** Draw what was said, or found, where it belongs on the picture; else as a note above it.
   *  Votes are drawn each where their option belongs. */
  mark(said, kind, text = '') {
    const { spec, scales } = this, place = make('span', { class: `hps-mark ${kind}`, 'aria-hidden': 'true' }, text)
    if (spec.spans?.length && typeof said === 'object') return Object.entries(said).forEach(([option, votes]) => this.mark(option, kind, votes))
    const span = spec.spans?.[spec.options.indexOf(said)]
    if (spec.kind === 'point') {
      const [left, top] = scales.toPage(spec.axes, ...said)
      Object.assign(place.style, { left: `${100 * left}%`, top: `${100 * top}%` })
      place.classList.add('hps-cross')
      place.textContent = kind === 'hps-said' ? '✕' : '○'
    } else if (span || (spec.kind === 'number' && spec.axes !== null)) {
      Object.assign(place.style, scales.stretch(spec.axes, spec.along, ...(span ?? [said, said])))
      place.classList.add(span ? 'hps-band' : `hps-line-${spec.along}`)
    } else {
      const parts = this.spoken(said).split(/(?= · )/)       // on a slide each gives way a little
      place.append(make('span', {}, kind === 'hps-said' ? 'said: ' : 'found: '), ...parts.map(part => make('span', {}, part)))
      place.classList.add('hps-note')
    }
    this.stage.append(place)
  }
}
