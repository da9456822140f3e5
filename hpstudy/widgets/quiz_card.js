// The quiz card. It shows what the kernel sends, keeps what is typed, and knows no key.

const KERNEL_GONE = 'The kernel is gone. Run the cell again: you will be where you were.'
const KERNEL_BUSY = 'The kernel is busy; the answer comes when it is free.'

class QuizCard {
  constructor(model, el) {
    this.model = model
    this.alive = true
    this.acted = false              // the focus moves only after the reader did something
    this.notice = make('p', { class: 'hpq-notice', role: 'alert' })
    this.spoken = make('p', { class: 'hpq-hidden', role: 'status' })
    this.head = make('div', { class: 'hpq-head' })
    this.body = make('div', { class: 'hpq-body' })
    this.stage = make('div', { class: 'hpq-demo' })
    this.root = make('div', { class: 'hpq', role: 'group', 'aria-label': 'Quiz', tabindex: -1, onkeydown: event => this.key(event) },
      this.head, this.body, this.stage, this.notice, this.spoken)
    this.folder = (model.widget_manager?.context?.path ?? '').replace(/[^/]*$/, '')
    this.act = { demo: name => this.tell('demo', { name }), go: place => this.tell('go', { place }), folder: this.folder }
    el.append(this.root)
    this.show(model.get('view'), null)
  }

  tell(kind, more = {}) {
    if (!this.alive) return
    if (kind !== 'ready' && kind !== 'draft') {
      this.acted = true
      clearTimeout(this.saving)     // a draft on its way is of what stood here before
      clearTimeout(this.waiting)
      this.waiting = setTimeout(() => { this.notice.textContent = KERNEL_BUSY }, 1500)
    }
    this.model.send({ kind, ...more })
  }

  hear(message) {
    clearTimeout(this.waiting)
    if (message.kind === 'demo') return this.showDemo(message.model)
    this.notice.textContent = message.trouble ?? ''
    // The answer to `ready` mostly brings nothing new: whoever has begun already keeps the focus.
    if (!message.feedback && !this.feedback && JSON.stringify(message.view) === JSON.stringify(this.view)) return
    this.show(message.view, message.feedback)
  }

  // showing

  show(view, feedback) {
    const other = !this.view || view.stage !== this.view.stage || view.place !== this.view.place
    if (other) this.putAway()
    this.view = view
    this.feedback = feedback
    clearInterval(this.ticking)
    this.head.replaceChildren(...this.makeHead())
    const build = { question: () => this.question(), result: () => this.result(), intro: () => this.intro(), nothing: () => [] }[view.stage]
    this.body.replaceChildren(...build())
    if (view.sentence) this.body.append(...grow([['p', view.sentence]]))
    if (!this.alive) this.lose()
    if (this.acted) this.moveFocus(other)
  }

  makeHead() {
    const { stage, name, place, n, exam, over, guide, resumed } = this.view
    const where = stage === 'question' ? `${guide ? `The guide’s question ${guide} · ` : ''}${place + 1} of ${n}` : ''
    const parts = [make('p', { class: 'hpq-name' }, stage === 'result' ? `${name}: result` : name), make('p', { class: 'hpq-where' }, where)]
    if (stage === 'question' && !exam && !over) parts.push(make('progress', { class: 'hpq-progress', max: n, value: place + (this.feedback?.final ? 1 : 0), 'aria-label': 'Progress' }))
    if (stage === 'question' && resumed && !over && place > 0 && !this.acted) parts.push(make('p', { class: 'hpq-resumed' }, 'You are where you were. ', this.button('Begin a new one', () => this.tell('fresh'), 'hpq-link')))
    if (stage === 'question' && exam) parts.push(...this.makeExam())
    return parts
  }

  makeExam() {
    const { exam, over, place } = this.view
    const dots = exam.answered.map((done, i) => make('button', {
      type: 'button', class: `hpq-dot${done ? ' hpq-done' : ''}${exam.flagged[i] ? ' hpq-flagged' : ''}`, 'aria-current': i === place ? 'step' : null,
      'aria-label': `Question ${i + 1}${done ? ', answered' : ''}${exam.flagged[i] ? ', flagged' : ''}`, onclick: () => this.leave('go', { place: i }),
    }, `${i + 1}`))
    const nav = make('nav', { class: 'hpq-dots', 'aria-label': 'Questions' }, ...dots)
    if (over || exam.left === null) return [nav]
    const end = performance.now() + 1000 * exam.left, clock = make('p', { class: 'hpq-clock', role: 'timer' })
    const tick = () => {
      const left = Math.max(0, Math.round((end - performance.now()) / 1000))
      clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')} left`
      clock.classList.toggle('hpq-soon', left < 300)
      if (left === 0) { clearInterval(this.ticking); this.leave('finish') }
    }
    tick()
    this.ticking = setInterval(tick, 1000)
    return [clock, nav]
  }

  question() {
    const { question, given, draft, exam, over } = this.view, id = newId()
    this.field = makeField(question, () => this.changed(), id)
    const text = make('div', { class: 'hpq-stem', id }, ...grow(question.text, this.field.slot && (() => this.field.slot())))
    this.field.settle?.()
    this.label = text
    this.field.put(draft ?? given)
    this.dirty = draft !== null
    const parts = [text]
    if (question.hint && question.kind !== 'blank') parts.push(make('p', { class: 'hpq-hint' }, question.hint))
    parts.push(this.field.el)
    this.foot = make('div', { class: 'hpq-foot' })
    if (this.feedback?.final) {
      this.field.lock()
      this.field.show(this.feedback)
    }
    if (this.feedback) parts.push(makeFeedback(this.feedback, this.view, this.act))
    parts.push(this.foot)
    this.foot.append(...(over ? this.lookBack() : exam ? this.examButtons() : this.studyButtons()))
    return parts
  }

  button(text, act, kind = '', more = {}) { return make('button', { type: 'button', class: kind, onclick: act, ...more }, text) }

  studyButtons() {
    const { attempts, tries, place, n } = this.view
    if (attempts === 0) return [this.next = this.button(place + 1 < n ? 'Next' : 'Result', () => this.tell('next', { place }), 'hpq-main')]
    if (attempts < tries) return [this.check = this.button('Check again, for half', () => this.submit(null), 'hpq-main'), this.button('Show the answer', () => this.tell('reveal'))]
    const name = newId()
    this.sure = CERTAINTIES.map(([level, word, marks]) => this.button('', () => this.submit(level), 'hpq-sure', { 'aria-label': `Check: ${word}, ${marks.replace('/', 'if right,').replace('−', 'minus ')} if wrong` }))
    this.sure.forEach((button, i) => button.append(make('span', {}, CERTAINTIES[i][1]), make('small', {}, CERTAINTIES[i][2])))
    this.check = this.sure[0]
    return [make('span', { class: 'hpq-label', id: name }, 'Check it. How sure are you?'), make('div', { class: 'hpq-sures', role: 'group', 'aria-labelledby': name }, ...this.sure)]
  }

  examButtons() {
    const { place, n, exam } = this.view, on = exam.flagged[place]
    const open = exam.answered.filter((done, i) => !done && i !== place).length
    const buttons = [this.button(on ? 'Flagged' : 'Flag', () => this.leave('flag'), '', { 'aria-pressed': String(on) })]
    if (place > 0) buttons.unshift(this.button('Back', () => this.leave('go', { place: place - 1 })))
    if (place + 1 < n) buttons.push(this.next = this.check = this.button('Next', () => this.leave('go', { place: place + 1 }), 'hpq-main'))
    let sure = false
    const finish = this.button('Finish', () => {
      if (sure || !open) return this.leave('finish')
      sure = true
      finish.textContent = `Finish with ${open} open?`
      setTimeout(() => { sure = false; finish.textContent = 'Finish' }, 5000)
    }, place + 1 < n ? '' : 'hpq-main')
    if (place + 1 === n) this.next = this.check = finish
    return [...buttons, finish]
  }

  lookBack() {
    const { place, n } = this.view, go = to => this.tell('go', { place: to })
    const buttons = [this.next = this.button('Result', () => this.tell('result'), 'hpq-main')]
    if (place > 0) buttons.push(this.button('Back', () => go(place - 1)))
    if (place + 1 < n) buttons.push(this.button('Next', () => go(place + 1)))
    return buttons
  }

  intro() {
    const { n, minutes } = this.view
    const rules = [`${n} questions in ${minutes} minutes.`, 'Go back and change your answers until the end; flag what you want to see again.', 'Nothing is revealed before the end. Each question counts all or nothing; a wrong answer costs no more than none.', 'The clock runs on if you close the page.']
    this.next = this.button('Start the clock', () => this.tell('start'), 'hpq-main')
    return [make('ul', { class: 'hpq-rules' }, ...rules.map(text => make('li', {}, text))), make('div', { class: 'hpq-foot' }, this.next)]
  }

  result() {
    this.next = this.button(this.view.again ?? 'A new quiz', () => this.tell('fresh'), 'hpq-main')
    return [...makeResult(this.view, this.act), make('div', { class: 'hpq-foot' }, this.next)]
  }

  async showDemo(id) {
    const manager = this.model.widget_manager
    if (!manager) return
    const { view: asked } = this, view = await manager.create_view(await manager.get_model(id))
    if (this.view !== asked) return view.remove()       // the reader has moved on meanwhile
    this.putAway()
    this.demo = view
    this.stage.append(view.el)
    view.trigger?.('displayed')
    view.el.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
    view.el.querySelector('.hps')?.focus({ preventScroll: true })
  }

  /** Take the demo off the page, and let go of what it listens to. */
  putAway() {
    this.demo?.remove()
    this.demo = null
  }

  /** After an action: to the verdict's next step, to a new question's first field. */
  moveFocus(other) {
    const { stage, attempts, exam, over } = this.view, said = this.feedback
    const target = stage !== 'question' || (said?.final && !exam) || over ? this.next : this.field.first
    this.spoken.textContent = said ? [said.title, ...said.said.map(() => ''), this.root.querySelector('.hpq-feedback')?.innerText ?? ''].join(' ').slice(0, 600) : other && stage === 'question' ? this.label.innerText : ''
    target?.focus({ preventScroll: !other })
    if (other) this.root.scrollIntoView({ block: 'nearest' })
    if (said) this.root.querySelector('.hpq-feedback')?.scrollIntoView({ block: 'nearest' })
  }

  // what the reader does

  changed() {
    this.dirty = true
    clearTimeout(this.saving)
    this.saving = setTimeout(() => this.tell('draft', { draft: this.field.value() }), 300)
  }

  submit(certainty) { this.tell('submit', { place: this.view.place, answer: this.field.value(), certainty }) }

  /** In an exam an answer is handed in as its question is left. */
  leave(kind, more) {
    const { exam, over, place } = this.view
    if (exam && !over && this.dirty && this.field.value() !== null) this.tell('submit', { place, answer: this.field.value(), certainty: null })
    this.dirty = false
    this.tell(kind, more)
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const typing = event.target.matches('input:not([type=radio], [type=checkbox]), select')
    if (event.key === 'Enter' && event.target.matches('input')) {
      event.preventDefault()
      return this.check?.isConnected && (this.sure?.includes(this.check) ? this.check.focus() : this.check.click())
    }
    if (this.sure?.includes(event.target) && ['ArrowLeft', 'ArrowRight'].includes(event.key)) {
      event.preventDefault()
      return this.sure[this.sure.indexOf(event.target) + (event.key === 'ArrowRight' ? 1 : -1)]?.focus()
    }
    if (typing || this.view.stage !== 'question' || this.feedback?.final) return
    if (event.key.length === 1 && this.field.key?.(event.key.toLowerCase())) event.preventDefault()
  }

  lose() {
    this.alive = false
    clearInterval(this.ticking)
    this.notice.textContent = KERNEL_GONE
    for (const el of this.root.querySelectorAll('button, input, select')) el.disabled = true
  }
}

export default {
  render({ model, el }) {
    const card = new QuizCard(model, el)
    const hear = message => card.hear(message)
    const unwatch = watchKernel(model, el, () => card.lose())
    model.on('msg:custom', hear)
    card.tell('ready')
    return () => { unwatch(); clearInterval(card.ticking); card.putAway(); model.off('msg:custom', hear) }
  },
}
