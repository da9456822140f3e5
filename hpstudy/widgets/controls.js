// Sliders, choices and toggles: each says its value aloud and is moved by the keyboard.

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

function makeSvg(tag, attributes, ...children) {
  const el = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value)
  el.append(...children)
  return el
}

let count = 0
const newId = () => `hps-${Date.now().toString(36)}-${++count}`

/** A control on the page: `place()` is its position, `put(i)` moves it, `lock(on)` disables it. A
 *  slider may `wear` another label and other texts, its own again (null), or be put away (false). */
function makeControl(spec, changed) {
  const id = newId()
  return { slider: makeSlider, choice: makeChoice, menu: makeMenu, toggle: makeToggle }[spec.kind](spec, id, changed)
}

function makeSlider(spec, id, changed) {
  let { label, texts } = spec
  const value = make('output', { for: id }), name = make('label', { for: id }, label)
  const say = () => { value.textContent = texts[input.value]; input.setAttribute('aria-valuetext', texts[input.value]) }
  const input = make('input', { type: 'range', id, min: 0, max: texts.length - 1, step: 1, 'aria-label': label,
                                oninput: () => { say(); changed() } })
  const el = make('div', { class: 'hps-control' }, name, value, input)
  return {
    el,
    place: () => +input.value,
    put: i => { input.value = i; say() },
    lock: on => { input.disabled = on },
    wear(look) {
      el.hidden = look === false;
      ({ label, texts } = look || spec)
      name.textContent = label
      input.setAttribute('aria-label', label)
      say()
    },
  }
}

function makeChoice({ label, texts }, id, changed) {
  const radios = texts.map(text => make('input', { type: 'radio', name: id, 'aria-label': text, onchange: changed }))
  const rows = texts.map((text, i) => make('label', {}, radios[i], text))
  return {
    el: make('fieldset', { class: 'hps-control hps-choice' }, make('legend', {}, label), ...rows),
    place: () => radios.findIndex(radio => radio.checked),
    put: i => { radios[i].checked = true },
    lock: on => { for (const radio of radios) radio.disabled = on },
  }
}

function makeMenu({ label, texts }, id, changed) {
  const list = make('select', { id, onchange: changed }, ...texts.map(text => make('option', {}, text)))
  return {
    el: make('div', { class: 'hps-control hps-menu' }, make('label', { for: id }, label), list),
    place: () => list.selectedIndex,
    put: i => { list.selectedIndex = i },
    lock: on => { list.disabled = on },
  }
}

function makeToggle({ label }, id, changed) {
  const box = make('input', { type: 'checkbox', role: 'switch', 'aria-label': label, onchange: changed })
  return {
    el: make('div', { class: 'hps-control hps-toggle' }, make('label', {}, box, label)),
    place: () => +box.checked,
    put: i => { box.checked = i === 1 },
    lock: on => { box.disabled = on },
  }
}

/** Data and page: where on the picture (0 to 1 each way) a point of some axes lies, and back. */
class Scales {
  constructor({ axes, width, height }) { Object.assign(this, { axes, width, height }) }

  toPage(axes, x, y) {
    const { box: [left, top, w, h], x: xs, y: ys } = this.axes[axes]
    return [(left + w * part(xs, x)) / this.width, (top + h * (1 - part(ys, y))) / this.height]
  }

  toData(axes, px, py) {
    const { box: [left, top, w, h], x: xs, y: ys } = this.axes[axes]
    const u = (px * this.width - left) / w, v = 1 - (py * this.height - top) / h
    return u < 0 || u > 1 || v < 0 || v > 1 ? null : [whole(xs, u), whole(ys, v)]
  }

  /** A stretch of the axes from one value to another, along x or y, as a box in percent. */
  stretch(axes, along, from, to) {
    const { box: [left, top, w, h], x, y } = this.axes[axes]
    const [a, b] = [from, to].map(v => Math.min(1, Math.max(0, part(along === 'x' ? x : y, v))))
    const [u, width] = along === 'x' ? [left + w * Math.min(a, b), w * Math.abs(b - a)] : [left, w]
    const [v, height] = along === 'x' ? [top, h] : [top + h * (1 - Math.max(a, b)), h * Math.abs(b - a)]
    const percent = (n, of) => `${100 * n / of}%`
    return { left: percent(u, this.width), width: percent(width, this.width), top: percent(v, this.height), height: percent(height, this.height) }
  }

  /** All of the picture but the inside of these axes, as a path to clip by. */
  around(axes) {
    const { box: [left, top, w, h] } = this.axes[axes], [x, y] = [this.width / 100, this.height / 100]
    const corners = [[0, 0], [left, top], [left + w, top], [left + w, top + h], [left, top + h], [left, top], [0, 0], [0, this.height], [this.width, this.height], [this.width, 0]]
    return `polygon(${corners.map(([u, v]) => `${u / x}% ${v / y}%`)})`
  }
}

const part = ([low, high, scale], v) => scale === 'log' ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low)
const whole = ([low, high, scale], u) => scale === 'log' ? low * (high / low) ** u : low + u * (high - low)
const nearest = (values, v) => values.reduce((best, x, i) => Math.abs(x - v) < Math.abs(values[best] - v) ? i : best, 0)
