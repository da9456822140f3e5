// The form of a request: fields that read and write members of the JSON, wherever they stand.

const KINDS = { Continuous: 'ContinuousParameterRanges', Integer: 'IntegerParameterRanges', Categorical: 'CategoricalParameterRanges' }

const get = (body, path) => path.reduce((at, key) => at?.[key], body)

/** Put a value where a path leads, making what is missing on the way; undefined takes it out. */
function put(body, path, value) {
  const last = path.at(-1)
  let at = body
  for (const key of path.slice(0, -1)) at = isObject(at[key]) ? at[key] : (at[key] = {})
  if (value === undefined) delete at[last]
  else at[last] = value
}

const isObject = value => typeof value === 'object' && value !== null

/** JSON that a person reads: what fits on a line stands on one. */
function pretty(value, depth = 0, lead = '', tail = '') {
  const pad = '  '.repeat(depth), short = spaced(value)
  if (!isObject(value) || pad.length + lead.length + short.length <= 64) return `${pad}${lead}${short}${tail}`
  const [opened, closed] = Array.isArray(value) ? '[]' : '{}'
  const inside = Array.isArray(value) ? value.map(each => ['', each]) : Object.entries(value).map(([name, each]) => [`${JSON.stringify(name)}: `, each])
  const lines = inside.map(([name, each], i) => pretty(each, depth + 1, name, i < inside.length - 1 ? ',' : ''))
  return [`${pad}${lead}${opened}`, ...lines, `${pad}${closed}${tail}`].join('\n')
}

/** The value on one line, with a space after each comma and colon. */
function spaced(value) {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`
  if (isObject(value)) return `{${Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${spaced(each)}`).join(', ')}}`
  return JSON.stringify(value)
}

/** Where in the text a member begins: its keys one after the other, an item by its number. */
function placeIn(text, path) {
  let at = 0
  for (const key of path) {
    if (typeof key === 'string') at = text.indexOf(`"${key}"`, at)
    else for (let n = 0; n <= key && at >= 0; n++) at = text.indexOf('{', at + 1)
    if (at < 0) return null
  }
  return at
}

/** Fields, ranges and static hyperparameters, grouped by the three inputs. */
class Form {
  constructor(spec, events) {
    Object.assign(this, { spec, events, body: {}, editors: [] })
    this.el = make('div', { class: 'hpj-form', role: 'group', 'aria-label': 'The request as a form' }, ...spec.parts.map(part => this.part(part)))
  }

  part({ title, fields, ranges, statics }) {
    const editors = fields.map(field => new Field(field, this))
    if (ranges) editors.push(new Ranges(ranges, this))
    if (statics) editors.push(new Statics(statics, this))
    this.editors.push(...editors)
    const [number, ...words] = title.split(' ')
    return make('fieldset', { class: `hpj-part hpj-part-${number}` }, make('legend', {}, make('b', {}, number), ` ${words.join(' ')}`),
      make('div', { class: 'hpj-fields' }, ...editors.map(editor => editor.el)))
  }

  /** Show what a request says. */
  show(body) {
    this.body = body
    for (const editor of this.editors) editor.show()
  }

  /** A field was changed: its member too. */
  changed(path, value) {
    put(this.body, path, value)
    this.events.changed(this.body, path)
  }

  /** Mark the fields at these places as refused. */
  mark(places) {
    for (const field of this.el.querySelectorAll('[data-path]')) {
      const path = JSON.parse(field.dataset.path)
      const hit = places.some(place => path.every((key, i) => i >= place.length || place[i] === key) && place.length >= path.length - 1)
      if (hit) field.setAttribute('aria-invalid', 'true')
      else field.removeAttribute('aria-invalid')
    }
  }

  lock(on) { for (const field of this.el.querySelectorAll('input, select, button')) field.disabled = on }

  /** A field of the form that knows its place; whoever comes to it sees that place in the JSON. */
  input(tag, path, attributes, ...children) {
    return make(tag, { 'data-path': JSON.stringify(path), onfocus: event => this.events.focused(JSON.parse(event.target.dataset.path)), ...attributes }, ...children)
  }

  /** A menu; a value that it does not have is shown all the same. */
  menu(path, options, attributes) {
    return this.input('select', path, attributes, ...options.map(option => make('option', { value: option }, option)))
  }
}

function choose(menu, value) {
  menu.querySelector('.hpj-strange')?.remove()
  const known = [...menu.options].some(option => option.value === value)
  if (!known) menu.append(make('option', { value: value ?? '', class: 'hpj-strange' }, value ?? '–'))
  menu.value = value ?? ''
}

class Field {
  constructor({ kind, label, path, options }, form) {
    Object.assign(this, { kind, path, form })
    const write = () => form.changed(path, this.value())
    this.input = kind === 'choice' ? form.menu(path, options, { onchange: write }) : form.input('input', path, { type: kind, min: kind === 'number' && 1, spellcheck: 'false', oninput: write })
    this.el = make('label', { class: `hpj-field hpj-${kind}` }, make('span', {}, label), this.input)
  }
  value() {
    const { value } = this.input
    return this.kind === 'number' ? (value === '' ? undefined : +value) : value
  }
  show() {
    const value = get(this.form.body, this.path)
    if (this.kind === 'choice') choose(this.input, value)
    else this.input.value = isObject(value) ? '' : value ?? ''
  }
}

/** Rows that are added and taken away: what the ranges and the static hyperparameters share. */
class Rows {
  constructor(path, form, title, add) {
    Object.assign(this, { path, form, title, rows: [] })
    this.body = make('div', { class: 'hpj-rows' })
    this.el = make('div', { class: 'hpj-list', role: 'group', 'aria-label': title }, make('div', { class: 'hpj-listhead' }, make('span', {}, title),
      make('button', { type: 'button', onclick: () => this.add() }, add)), this.body)
  }
  show() {
    this.rows = this.read(get(this.form.body, this.path))
    this.render()
  }
  render() { this.body.replaceChildren(...this.rows.map((row, i) => this.line(row, i))) }
  write() { this.form.changed(this.path, this.built()) }
  add() {
    this.rows.push(this.fresh())
    this.render()
    this.write()
    this.body.lastChild.querySelector('input').focus()
  }
  takeAway(i) {
    this.rows.splice(i, 1)
    this.render()
    this.write()
    this.el.querySelector('button').focus()
  }
  text(row, member, label, path) {
    return this.form.input('input', path, { type: 'text', class: `hpj-${member}`, value: row[member], 'aria-label': `${label}${row.name && member !== 'name' ? ` of ${row.name}` : ''}`, spellcheck: 'false', oninput: event => { row[member] = event.target.value; this.write() } })
  }
  remover(row, i) { return make('button', { type: 'button', class: 'hpj-remove', 'aria-label': `Remove ${row.name || 'this one'}`, title: 'Remove', onclick: () => this.takeAway(i) }, '×') }
}

class Ranges extends Rows {
  constructor(path, form) { super(path, form, 'Ranges to search', 'Add a range') }

  read(ranges) {
    const rows = []
    for (const [kind, member] of Object.entries(KINDS)) {
      const list = Array.isArray(ranges?.[member]) ? ranges[member] : []
      for (const { Name, MinValue, MaxValue, ScalingType, Values } of list.filter(isObject)) rows.push({ kind, name: Name ?? '', low: MinValue ?? '', high: MaxValue ?? '', scale: ScalingType, values: Array.isArray(Values) ? Values.join(', ') : '' })
    }
    return rows
  }

  built() {
    const others = Object.entries(get(this.form.body, this.path) ?? {}).filter(([member]) => !Object.values(KINDS).includes(member))
    const lists = Object.entries(KINDS).map(([kind, member]) => [member, this.rows.filter(row => row.kind === kind).map(entryOf)])
    return Object.fromEntries([...lists.filter(([, list]) => list.length), ...others])
  }

  fresh() { return { kind: 'Continuous', name: 'l2', low: '0.0001', high: '0.1', scale: 'Logarithmic', values: '' } }

  line(row, i) {
    const path = [...this.path, KINDS[row.kind], this.rows.slice(0, i).filter(other => other.kind === row.kind).length]
    const kind = this.form.menu(path, Object.keys(KINDS), { 'aria-label': `Kind of ${row.name || 'this range'}`, onchange: event => { row.kind = event.target.value; this.render(); this.write(); this.body.children[i].querySelector('select').focus() } })
    choose(kind, row.kind)
    if (row.kind === 'Categorical') return make('div', { class: 'hpj-row' }, this.text(row, 'name', `Name of range ${i + 1}`, [...path, 'Name']), kind, this.text(row, 'values', 'Values', [...path, 'Values']), this.remover(row, i))
    const scale = this.form.menu([...path, 'ScalingType'], this.form.spec.scales, { 'aria-label': `Scale of ${row.name || 'this range'}`, onchange: event => { row.scale = event.target.value; this.write() } })
    choose(scale, row.scale ?? 'Auto')
    return make('div', { class: 'hpj-row hpj-range' }, this.text(row, 'name', `Name of range ${i + 1}`, [...path, 'Name']), kind, this.text(row, 'low', 'Lowest value', [...path, 'MinValue']), this.text(row, 'high', 'Highest value', [...path, 'MaxValue']), scale, this.remover(row, i))
  }
}

/** A range as the request has it: numbers are texts. */
function entryOf({ kind, name, low, high, scale, values }) {
  if (kind === 'Categorical') return { Name: name, Values: values.split(',').map(value => value.trim()).filter(Boolean) }
  return { Name: name, MinValue: low, MaxValue: high, ...(scale ? { ScalingType: scale } : {}) }
}

class Statics extends Rows {
  constructor(path, form) { super(path, form, 'Static hyperparameters', 'Add one') }
  read(statics) { return isObject(statics) ? Object.entries(statics).map(([name, value]) => ({ name, value })) : [] }
  built() { return Object.fromEntries(this.rows.map(({ name, value }) => [name, value])) }
  fresh() { return { name: 'batch_size', value: '16' } }
  line(row, i) {
    return make('div', { class: 'hpj-row' }, this.text(row, 'name', `Name of static hyperparameter ${i + 1}`, [...this.path]), this.text(row, 'value', 'Value', [...this.path, row.name]), this.remover(row, i))
  }
}
