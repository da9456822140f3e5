// The plot of a hotspot, to be pointed at: a surrogate's mean, its deviation and the trials, or named lines.

const WIDE = 560, TALL = 280, LEFT = 50, RIGHT = 12, TOP = 10, BOTTOM = 42

/** Round numbers that divide a stretch in about `n` parts. */
function ticks(low, high, n) {
  const rough = (high - low) / n, unit = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map(k => k * unit).find(k => k >= rough)
  const first = Math.ceil(low / step - 1e-9)
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => +((first + i) * step).toPrecision(6))
}

const short = v => String(+v.toPrecision(3))

/** The plot: `el`, `mark(x, y)` for what the reader says, `region(x, y)` for what is right. */
class Plot {
  constructor(plot, pointed) {
    const { mean = [], deviation = [], trials = [], lines = [] } = plot
    const band = mean.map(([x, y], i) => [x, y, 2 * (deviation[i]?.[1] ?? 0)])
    const all = [...band.flatMap(([x, y, d]) => [[x, y - d], [x, y + d]]), ...trials, ...lines.flatMap(line => line.points)]
    const [xs, ys] = [0, 1].map(i => all.map(point => point[i]))
    const room = 0.06 * (Math.max(...ys) - Math.min(...ys) || 1)
    this.x = [Math.min(...xs), Math.max(...xs)]
    this.y = [Math.min(...ys) - room, Math.max(...ys) + room]
    this.marks = makeSvg('g', {})
    this.svg = makeSvg('svg', { viewBox: `0 0 ${WIDE} ${TALL}`, role: 'img', 'aria-label': this.say(plot) })
    this.axes(plot)
    if (deviation.length) this.svg.append(makeSvg('path', { class: 'hpq-band', d: this.path([...band.map(([x, y, d]) => [x, y + d]), ...band.map(([x, y, d]) => [x, y - d]).reverse()]) + 'Z' }))
    if (mean.length) this.svg.append(makeSvg('path', { class: 'hpq-mean', d: this.path(mean) }))
    this.svg.append(...lines.map(({ points }, i) => makeSvg('path', { class: `hpq-line-${i}`, d: this.path(points) })))
    this.svg.append(...trials.map(([x, y]) => makeSvg('circle', { class: 'hpq-trial', cx: this.px(x), cy: this.py(y), r: 4.5 })), this.marks)
    this.svg.addEventListener('click', event => this.clicked(event, pointed))
    this.el = make('figure', { class: 'hpq-plot' }, this.svg, this.key(plot))
  }

  px(x) { return LEFT + (WIDE - LEFT - RIGHT) * (x - this.x[0]) / (this.x[1] - this.x[0]) }
  py(y) { return TALL - BOTTOM - (TALL - TOP - BOTTOM) * (y - this.y[0]) / (this.y[1] - this.y[0]) }
  path(points) { return 'M' + points.map(([x, y]) => `${this.px(x).toFixed(1)},${this.py(y).toFixed(1)}`).join('L') }

  axes({ x, y }) {
    for (const v of ticks(...this.x, 5)) this.svg.append(makeSvg('path', { class: 'hpq-grid', d: `M${this.px(v)},${TOP}V${TALL - BOTTOM}` }), this.words(this.px(v), TALL - BOTTOM + 16, short(v)))
    for (const v of ticks(...this.y, 4)) this.svg.append(makeSvg('path', { class: 'hpq-grid', d: `M${LEFT},${this.py(v)}H${WIDE - RIGHT}` }), this.words(LEFT - 6, this.py(v) + 4, short(v), 'end'))
    this.svg.append(this.words((LEFT + WIDE - RIGHT) / 2, TALL - 6, x ?? 'x'), makeSvg('text', { x: 0, y: 0, 'text-anchor': 'middle', transform: `translate(12 ${(TOP + TALL - BOTTOM) / 2}) rotate(-90)` }, y ?? 'y'))
  }

  words(x, y, text, anchor = 'middle') { return makeSvg('text', { x, y, 'text-anchor': anchor }, text) }

  key({ mean, deviation, trials, lines = [] }) {
    const parts = [[mean, 'mean'], [deviation, 'band'], [trials, 'trial']].filter(([there]) => there?.length)
    const names = { mean: 'mean', band: 'mean ± 2 deviations', trial: 'trials' }
    const named = lines.map(({ name }, i) => make('span', { class: `hpq-key-line-${i}` }, name))
    return make('figcaption', {}, ...parts.map(([, kind]) => make('span', { class: `hpq-key-${kind}` }, names[kind])), ...named)
  }

  /** The picture in words: its numbers at a tenth of the way each. */
  say({ x, y, mean = [], deviation = [], trials = [], lines = [] }) {
    const tenths = points => Array.from({ length: Math.min(11, points.length) }, (_, i) => Math.round(i * (points.length - 1) / 10))
    const said = tenths(mean).map(i => `at ${short(mean[i][0])} mean ${short(mean[i][1])}` + (deviation.length ? `, deviation ${short(deviation[i][1])}` : ''))
    const seen = trials.map(([u, v]) => `${short(u)}: ${short(v)}`)
    const drawn = lines.map(({ name, points }) => `${name}: ` + tenths(points).map(i => `at ${short(points[i][0])} ${short(points[i][1])}`).join(', '))
    return [`Plot of ${y} against ${x}`, said.join('; '), seen.length ? `Trials at ${seen.join('; ')}` : '', ...drawn].filter(Boolean).join('. ') + '.'
  }

  clicked(event, pointed) {
    const box = this.svg.getBoundingClientRect()
    const u = ((event.clientX - box.left) / box.width * WIDE - LEFT) / (WIDE - LEFT - RIGHT)
    const v = (TALL - BOTTOM - (event.clientY - box.top) / box.height * TALL) / (TALL - TOP - BOTTOM)
    const within = t => Math.min(1, Math.max(0, t))
    pointed(this.x[0] + within(u) * (this.x[1] - this.x[0]), this.y[0] + within(v) * (this.y[1] - this.y[0]))
  }

  mark(x, y) {
    this.marks.querySelectorAll('.hpq-said').forEach(el => el.remove())
    if (!Number.isFinite(x)) return
    const at = this.px(x)
    this.marks.append(makeSvg('path', { class: 'hpq-said', d: Number.isFinite(y) ? `M${at - 8},${this.py(y)}h16M${at},${this.py(y) - 8}v16` : `M${at},${TOP}V${TALL - BOTTOM}` }))
  }

  region([xs, ys]) {
    const [left, right] = (xs ?? this.x).map(v => this.px(Math.min(this.x[1], Math.max(this.x[0], v))))
    const [bottom, top] = (ys ?? this.y).map(v => this.py(v))
    this.marks.prepend(makeSvg('rect', { class: 'hpq-region', x: left, y: top, width: right - left, height: bottom - top }))
  }
}
