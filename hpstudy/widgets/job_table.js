// A tuning job as the service's console shows it: its training jobs, its counters, its best so far.

const WIDTH = 236, HEIGHT = 138, LEFT = 40, RIGHT = 8, TOP = 8, BOTTOM = 22   // of the plot, in page pixels

class JobTable {
  constructor() {
    this.table = make('table', { class: 'hpj-table' })
    this.scroll = make('div', { class: 'hpj-scroll', tabindex: 0, role: 'group', 'aria-label': 'Training jobs' }, this.table)
    this.plot = make('div', { class: 'hpj-plot' })
    this.counters = make('div', { class: 'hpj-counters', role: 'group', 'aria-label': 'Counters' })
    this.total = make('p', { class: 'hpj-total' })
    const legend = make('p', { class: 'hpj-legend', 'aria-hidden': 'true' }, ...[['●', 'completed', 'dot'], ['×', 'stopped early', 'cross'], ['★', 'best', 'star']].map(([sign, text, kind]) => make('span', {}, make('b', { class: `hpj-sign-${kind}` }, sign), ` ${text}`)))
    this.el = make('div', { class: 'hpj-jobs' }, this.scroll, make('div', { class: 'hpj-side' }, this.plot, legend, this.counters, this.total))
  }

  show(job) {
    const atEnd = this.scroll.scrollTop + this.scroll.clientHeight >= this.scroll.scrollHeight - 30
    this.table.replaceChildren(...this.rows(job))
    this.plot.replaceChildren(trajectory(job))
    const sum = job.counters.reduce((all, [, n]) => all + n, 0)
    this.counters.replaceChildren(...job.counters.map(([name, n]) => make('span', { class: n ? '' : 'hpj-zero' }, `${name} `, make('b', {}, n))))
    this.total.textContent = `${job.counters.filter(([, n]) => n).map(([, n]) => n).join(' + ') || 0} = ${sum} training jobs`
    if (atEnd && !job.ended) this.scroll.scrollTop = this.scroll.scrollHeight
  }

  rows(job) {
    const head = ['Training job', 'Status', job.metric, ...job.knobs]
    const cells = head.map((name, i) => make('th', { scope: 'col', class: i > 1 ? 'hpj-number' : '' }, name))
    return [
      make('caption', { class: 'hpj-hidden' }, `The training jobs of ${job.name}`),
      make('thead', {}, make('tr', {}, ...cells)),
      make('tbody', {}, ...job.rows.map(row => make('tr', { class: row.best ? 'hpj-best' : '', title: row.why || null },
        make('th', { scope: 'row' }, make('span', { 'aria-hidden': 'true' }, row.best ? '★ ' : ''), row.name, make('span', { class: 'hpj-hidden' }, row.best ? ', the best' : '')),
        make('td', { class: `hpj-is-${row.status}` }, row.early ? 'Stopped early' : row.status, make('span', { class: 'hpj-hidden' }, row.why ? `: ${row.why}` : '')),
        make('td', { class: 'hpj-number' }, row.objective),
        ...row.tuned.map(value => make('td', { class: 'hpj-number' }, value))))),
    ]
  }
}

/** Each training job a mark, the best so far a line of steps. */
function trajectory(job) {
  const dots = job.rows.map((row, i) => ({ ...row, n: i + 1 })).filter(row => row.value !== null && Number.isFinite(row.value))
  const svg = makeSvg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': spoken(job, dots) })
  const most = Math.max(job.most ?? 0, job.rows.length, 2)
  const x = n => LEFT + (WIDTH - LEFT - RIGHT) * (n - 1) / (most - 1)
  const scale = scaleOf(dots.map(dot => dot.value))
  const y = value => TOP + (HEIGHT - TOP - BOTTOM) * (1 - scale.part(value))
  for (const tick of scale.ticks) svg.append(makeSvg('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y(tick), y2: y(tick), class: 'hpj-grid' }), makeSvg('text', { x: LEFT - 5, y: y(tick) + 4, 'text-anchor': 'end' }, String(+tick.toPrecision(2))))
  for (const n of [1, most]) svg.append(makeSvg('text', { x: x(n), y: HEIGHT - 7, 'text-anchor': n === 1 ? 'start' : 'end' }, n))
  svg.append(makeSvg('text', { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 7, 'text-anchor': 'middle' }, 'training job'))
  svg.append(makeSvg('path', { d: steps(dots, job.maximize, x, y), class: 'hpj-steps' }))
  for (const dot of dots) svg.append(mark(dot, x(dot.n), y(dot.value)))
  return svg
}

/** The line of the best so far, carried on to the last training job. */
function steps(dots, maximize, x, y) {
  let best = null, path = ''
  for (const { n, value } of dots) {
    const better = best === null || (maximize ? value > best : value < best)
    if (better) { path += best === null ? `M${x(n)},${y(value)}` : `H${x(n)}V${y(value)}`; best = value }
    else path += `H${x(n)}`
  }
  return path || 'M0,0'
}

function mark({ best, early }, x, y) {
  if (best) return makeSvg('path', { d: star(x, y), class: 'hpj-star' })
  if (early) return makeSvg('path', { d: `M${x - 3.5},${y - 3.5}l7,7m0,-7l-7,7`, class: 'hpj-cross' })
  return makeSvg('circle', { cx: x, cy: y, r: 3.5, class: 'hpj-dot' })
}

function star(x, y) {
  const corners = Array.from({ length: 10 }, (_, i) => {
    const r = i % 2 ? 3 : 7, turn = Math.PI * i / 5
    return `${x + r * Math.sin(turn)},${y - r * Math.cos(turn)}`
  })
  return `M${corners.join('L')}Z`
}

/** A linear scale, or a logarithmic one if the values span more than a factor of ten. */
function scaleOf(values) {
  if (!values.length) return { part: () => 0.5, ticks: [] }
  const low = Math.min(...values), high = Math.max(...values), log = low > 0 && high / low > 10
  const to = log ? Math.log : v => v, from = log ? Math.exp : v => v
  const a = to(low), b = to(high), pad = (b - a) * 0.08 || Math.abs(a) * 0.1 || 0.5
  const part = v => (to(v) - a + pad) / (b - a + 2 * pad)
  return { part, ticks: low === high ? [low] : [low, from((a + b) / 2), high] }
}

function spoken(job, dots) {
  const best = job.rows.findIndex(row => row.best)
  const begun = `${job.metric} of ${dots.length} training jobs`
  return best < 0 ? `${begun}; none is the best yet.` : `${begun}; the best so far is number ${best + 1} with ${job.rows[best].objective}.`
}
