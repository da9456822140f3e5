// What a question is answered with: one kind of field each. A field has `el` (or takes the blanks of
// the text, `slot()`), `value()` (null: nothing yet), `put(value)`, `lock()`, `show(key)` and `first`.

function makeField(question, changed, name) {
  const kinds = { single: Choices, multiple: Choices, blank: Words, list: Words, ordering: Order, matching: Matches, numeric: Figure, hotspot: Spot, case: Parts }
  return new kinds[question.kind](question, changed, name)
}

class Choices {
  constructor({ kind, options, choose }, changed, label) {
    const name = newId()
    Object.assign(this, { options, choose, many: kind === 'multiple' })
    this.boxes = options.map(() => make('input', { type: this.many ? 'checkbox' : 'radio', name, onchange: () => { this.count(); changed() } }))
    this.rows = options.map((option, i) => make('div', { class: 'hpq-option' },
      make('label', {}, this.boxes[i], make('kbd', { 'aria-hidden': 'true' }, 'ABCDEFGHIJ'[i]), make('span', { class: 'hpq-option-text' }, ...grow(option.text)))))
    this.left = make('p', { class: 'hpq-left', 'aria-live': 'polite' })
    this.el = make('div', { role: this.many ? 'group' : 'radiogroup', 'aria-labelledby': label, class: 'hpq-options' }, ...this.rows, ...(this.many ? [this.left] : []))
    this.count()
  }
  get first() { return this.boxes.find(box => box.checked) ?? this.boxes[0] }
  get texts() { return this.options.filter((_, i) => this.boxes[i].checked).map(option => option.value) }
  value() { return this.texts.length ? (this.many ? this.texts : this.texts[0]) : null }
  put(value) {
    const chosen = [].concat(value ?? [])
    this.boxes.forEach((box, i) => { box.checked = chosen.includes(this.options[i].value) })
    this.count()
  }
  count() {
    this.rows.forEach((row, i) => row.classList.toggle('hpq-chosen', this.boxes[i].checked))
    if (!this.many) return
    const left = this.choose - this.texts.length
    this.left.textContent = left > 0 ? `${left} more to choose` : left < 0 ? `${-left} too many` : 'All chosen'
  }
  /** The letter of an option ticks it. */
  key(letter) {
    const box = this.boxes['abcdefghij'.indexOf(letter)]
    if (!box || box.disabled) return false
    box.focus()
    box.click()
    return true
  }
  lock() { this.boxes.forEach(box => { box.disabled = true }); this.left.remove() }
  show({ options }) {
    this.options.forEach((option, i) => {
      const { correct, why } = options[option.value], chosen = this.boxes[i].checked
      const said = correct ? (chosen ? 'right' : 'right, not chosen') : (chosen ? 'wrong, chosen' : 'wrong')
      this.rows[i].classList.add(correct ? 'hpq-right' : 'hpq-wrong')
      this.rows[i].append(make('p', { class: 'hpq-why' }, make('span', { class: 'hpq-mark' }, correct ? '✓' : '✕'), make('span', { class: 'hpq-hidden' }, `${said}: `), ...grow(why)))
    })
  }
}

class Words {
  constructor({ kind, fields, words }, changed, label) {
    Object.assign(this, { words, changed, fields: [], live: kind === 'blank' })
    this.left = make('p', { class: 'hpq-left', 'aria-live': 'polite' })
    this.inText = kind === 'blank'
    this.wanted = fields
    const rows = this.inText ? [] : Array.from({ length: fields }, (_, i) => make('label', { class: 'hpq-word' }, `${i + 1}. `, this.field(fields > 1 ? `Name ${i + 1} of ${fields}` : 'Answer')))
    this.el = make('div', this.inText ? { class: 'hpq-words' } : { class: 'hpq-words', role: 'group', 'aria-labelledby': label }, ...rows, this.left)
    this.count()
  }
  get first() { return this.fields[0] }
  field(name) {
    const field = make('input', { type: 'text', 'aria-label': name, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', oninput: () => { this.count(); this.changed() } })
    this.fields.push(field)
    return field
  }
  slot() { return this.field(this.wanted > 1 ? `Blank ${this.fields.length + 1} of ${this.wanted}` : 'The missing words') }
  /** A text without the blank in it is followed by its field. */
  settle() { if (this.inText && !this.fields.length) this.el.prepend(this.field('Answer')) }
  value() {
    const typed = this.fields.map(field => field.value)
    return typed.some(text => text.trim()) ? (typed.length > 1 ? typed : typed[0]) : null
  }
  put(value) { [].concat(value ?? []).forEach((text, i) => { if (this.fields[i]) this.fields[i].value = text }); this.count() }
  count() {
    if (!this.live) return
    const left = this.words - this.fields.map(field => field.value.trim().split(/\s+/).filter(Boolean).length).reduce((a, b) => a + b, 0)
    const word = n => `${n} word${n === 1 ? '' : 's'}`
    this.left.textContent = left > 0 ? `${word(left)} left` : left < 0 ? `${word(-left)} more than the key has` : 'As many words as the key has'
    for (const field of this.fields) field.style.width = `${Math.min(30, Math.max(9, field.value.length + 2))}ch`
  }
  lock() { this.fields.forEach(field => { field.disabled = true }); this.left.remove() }
  show({ key, also }) { this.el.append(make('div', { class: 'hpq-key' }, ...answerLine(key)), ...(also ? [make('p', { class: 'hpq-also' }, also)] : [])) }
}

const answerLine = key => [make('span', { class: 'hpq-keyword' }, 'Answer: '), ...grow(key.flatMap(block => block.slice(1)))]

class Order {
  constructor({ steps }, changed, label) {
    Object.assign(this, { steps: [...steps], changed, touched: false })
    this.live = make('span', { class: 'hpq-hidden', 'aria-live': 'assertive' })
    this.list = make('ol', { class: 'hpq-order', 'aria-labelledby': label })
    this.el = make('div', {}, this.list, this.live)
    this.rows = new Map(steps.map(step => [step, this.row(step)]))
    this.render()
  }
  get first() { return this.rows.get(this.steps[0]).querySelector('button:enabled') }
  row(step) {
    const button = (sign, by, word) => make('button', { type: 'button', 'aria-label': `Move ${word}: ${step.plain}`, title: `Move ${word}`, onclick: () => this.move(step, by) }, sign)
    return make('li', { onkeydown: event => this.key(event, step) }, make('span', { class: 'hpq-step' }, ...grow(step.text)), make('span', { class: 'hpq-moves' }, button('↑', -1, 'up'), button('↓', 1, 'down')))
  }
  key(event, step) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!by) return
    event.preventDefault()
    this.move(step, by)
  }
  move(step, by) {
    const from = this.steps.indexOf(step), to = from + by
    if (this.locked || to < 0 || to >= this.steps.length) return
    this.steps.splice(from, 1)
    this.steps.splice(to, 0, step)
    this.touched = true
    this.render()
    const [up, down] = this.rows.get(step).querySelectorAll('button')
    const wanted = by < 0 ? up : down
    ;(wanted.disabled ? (by < 0 ? down : up) : wanted).focus()
    this.live.textContent = `${step.plain}: now ${to + 1} of ${this.steps.length}`
    this.changed()
  }
  render() {
    this.list.replaceChildren(...this.steps.map(step => this.rows.get(step)))
    this.steps.forEach((step, i) => {
      const [up, down] = this.rows.get(step).querySelectorAll('button')
      up.disabled = i === 0
      down.disabled = i === this.steps.length - 1
    })
  }
  value() { return this.steps.map(step => step.value) }
  put(value) {
    if (!Array.isArray(value)) return
    this.steps.sort((a, b) => value.indexOf(a.value) - value.indexOf(b.value))
    this.render()
  }
  lock() { this.locked = true; this.list.querySelectorAll('.hpq-moves').forEach(el => el.remove()) }
  show({ steps }) {
    this.steps.forEach((step, i) => {
      const place = steps.indexOf(step.value), right = place === i
      this.rows.get(step).classList.add(right ? 'hpq-right' : 'hpq-wrong')
      this.rows.get(step).append(make('span', { class: 'hpq-place' }, make('span', { class: 'hpq-mark', 'aria-hidden': 'true' }, right ? '✓' : '✕'), right ? '' : ` belongs at ${place + 1}`, make('span', { class: 'hpq-hidden' }, right ? 'in its place' : '')))
    })
  }
}

class Matches {
  constructor({ prompts, responses }, changed, label) {
    this.prompts = prompts
    this.selects = prompts.map(({ plain }) => make('select', { 'aria-label': `Match for: ${plain}`, onchange: changed }, make('option', { value: '' }, 'choose …'), ...responses.map(({ value, plain }) => make('option', { value }, plain))))
    this.rows = prompts.map(({ text }, i) => make('div', { class: 'hpq-match' }, make('span', { class: 'hpq-prompt' }, ...grow(text)), this.selects[i]))
    this.el = make('div', { class: 'hpq-matches', role: 'group', 'aria-labelledby': label }, ...this.rows)
  }
  get first() { return this.selects[0] }
  value() {
    const given = this.prompts.map(({ value }, i) => [value, this.selects[i].value]).filter(([, response]) => response)
    return given.length ? Object.fromEntries(given) : null
  }
  put(value) { this.prompts.forEach(({ value: prompt }, i) => { this.selects[i].value = value?.[prompt] ?? '' }) }
  lock() { this.selects.forEach(select => { select.disabled = true }) }
  show({ pairs }) {
    this.prompts.forEach(({ value }, i) => {
      const { response, plain, why } = pairs[value], right = this.selects[i].value === response
      this.rows[i].classList.add(right ? 'hpq-right' : 'hpq-wrong')
      this.rows[i].append(make('p', { class: 'hpq-why' }, make('span', { class: 'hpq-mark', 'aria-hidden': 'true' }, right ? '✓' : '✕'), make('strong', {}, right ? make('span', { class: 'hpq-hidden' }, 'right. ') : `${plain}. `), ...grow(why)))
    })
  }
}

class Figure {
  constructor({ unit }, changed, label) {
    this.input = make('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', 'aria-label': unit ? `Number, in ${unit}` : 'Number', oninput: changed })
    this.el = make('div', { class: 'hpq-figure', role: 'group', 'aria-labelledby': label }, make('label', {}, this.input, ` ${unit}`))
  }
  get first() { return this.input }
  value() { return this.input.value.trim() ? this.input.value : null }
  put(value) { this.input.value = value ?? '' }
  lock() { this.input.disabled = true }
  show({ key }) { this.el.append(make('div', { class: 'hpq-key' }, ...answerLine(key))) }
}

class Spot {
  constructor({ plot, both }, changed, label) {
    this.drawn = Object.keys(plot).length ? new Plot(plot, (x, y) => { if (!this.locked) this.pointed(x, y) }) : null
    this.changed = changed
    const field = (axis, name) => make('input', { type: 'number', step: 'any', 'aria-label': name ?? axis, oninput: () => { this.mark(); changed() } })
    this.fields = [field('x', plot.x), ...(both ? [field('y', plot.y)] : [])]
    const names = [plot.x ?? 'x', plot.y ?? 'y']
    this.el = make('div', { class: 'hpq-spot', role: 'group', 'aria-labelledby': label }, ...(this.drawn ? [this.drawn.el] : []), make('div', { class: 'hpq-figure' }, ...this.fields.map((input, i) => make('label', {}, `${names[i]} `, input))))
  }
  get first() { return this.fields[0] }
  pointed(x, y) {
    [x, y].forEach((v, i) => { if (this.fields[i]) this.fields[i].value = +v.toPrecision(3) })
    this.mark()
    this.changed()
  }
  mark() { this.drawn?.mark(...this.fields.map(field => field.valueAsNumber)) }
  value() {
    const at = this.fields.map(field => field.valueAsNumber)
    return at.every(Number.isFinite) ? at : null
  }
  put(value) { [].concat(value ?? []).forEach((v, i) => { if (this.fields[i]) this.fields[i].value = v }); this.mark() }
  lock() { this.locked = true; this.fields.forEach(field => { field.disabled = true }) }
  show({ key, region }) {
    this.drawn?.region(region)
    this.el.append(make('div', { class: 'hpq-key' }, ...answerLine(key)))
  }
}

/** A case: several questions under one scenario. */
class Parts {
  constructor({ parts }, changed) {
    this.parts = parts.map((part, i) => {
      const id = newId(), field = makeField(part, changed, id)
      const text = make('div', { class: 'hpq-stem', id }, ...grow(part.text, field.slot && (() => field.slot())))
      field.settle?.()
      return { id: part.id, field, el: make('div', { class: 'hpq-part', role: 'group', 'aria-labelledby': id }, make('span', { class: 'hpq-number', 'aria-hidden': 'true' }, `${i + 1}`), text, ...(part.hint ? [make('p', { class: 'hpq-hint' }, part.hint)] : []), field.el) }
    })
    this.el = make('div', { class: 'hpq-parts' }, ...this.parts.map(part => part.el))
  }
  get first() { return this.parts[0].field.first }
  value() {
    const given = this.parts.map(({ id, field }) => [id, field.value()]).filter(([, value]) => value !== null)
    return given.length ? Object.fromEntries(given) : null
  }
  put(value) { for (const { id, field } of this.parts) field.put(value?.[id] ?? null) }
  lock() { for (const { field } of this.parts) field.lock() }
  show({ parts }) {
    for (const { id, field, el } of this.parts) {
      const key = parts[id]
      field.show(key)
      el.append(make('p', { class: `hpq-verdict hpq-is-${key.verdict}` }, key.title), ...grow(key.said), ...grow(key.explanation))
    }
  }
}
