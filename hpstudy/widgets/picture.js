// Plays what plots/recorder.py has recorded: lists of 16-bit integers, drawn on a canvas.

const UNIT = 16                     // steps in a page pixel
const [PEN, CLIP, SHAPE, PATH, MARKS, TEXT, IMAGE] = [1, 2, 3, 4, 5, 6, 7]
const [MOVETO, CURVE3, CURVE4, CLOSE] = [1, 3, 4, 79]
const CAPS = ['butt', 'round', 'square'], JOINS = ['miter', 'round', 'bevel']
const ALIGN = ['left', 'center', 'right']

/** The commands of one stroke as a list of functions of (context, theme), at a scale. */
function compile(words, scale) {
  let at = 0, pen = null, shape = null
  const next = () => words[at++]
  const length = () => words[at++] * scale / UNIT
  const steps = []

  const colour = () => {
    const role = next()
    if (role === -1) return null
    if (role >= 0) return { role, alpha: next() / 255 }
    return { css: `rgb(${next()},${next()},${next()})`, alpha: next() / 255 }
  }
  const outline = () => {
    const n = next(), coded = next(), codes = words.subarray(at, at += coded ? n : 0)
    return { n, codes: coded ? codes : null, points: words.subarray(at, at += 2 * n) }
  }
  const paint = (ctx, theme, path, { fill, stroke, width, cap, join, dash, offset }) => {
    if (fill) { theme.use(ctx, 'fillStyle', fill); ctx.fill(path) }
    if (!stroke) return
    theme.use(ctx, 'strokeStyle', stroke)
    ctx.lineWidth = width; ctx.lineCap = cap; ctx.lineJoin = join
    ctx.setLineDash(dash); ctx.lineDashOffset = offset
    ctx.stroke(path)
  }
  const commands = {
    [PEN]() {
      pen = { fill: colour(), stroke: colour(), width: length(), cap: CAPS[next()], join: JOINS[next()],
              offset: length(), dash: Array.from({ length: next() }, length) }
    },
    [CLIP]() {
      const frame = [length(), length(), length(), length()]
      steps.push(ctx => { ctx.restore(); ctx.save(); ctx.beginPath(); ctx.rect(...frame); ctx.clip() })
    },
    [SHAPE]() { shape = outline() },
    [PATH]() {
      const step = snapping(next() && pen), path = trace(outline(), scale, step, step), how = pen
      steps.push((ctx, theme) => paint(ctx, theme, path, how))
    },
    [MARKS]() {
      const step = snapping(next() && pen), how = pen
      for (let n = next(); n > 0; n--) {
        const x = step(length()), y = step(length())
        const path = trace(shape, scale, v => v + x, v => v + y)
        steps.push((ctx, theme) => paint(ctx, theme, path, how))
      }
    },
    [TEXT]() {
      const x = length(), y = length(), turn = -next() * Math.PI / 180, size = length()
      const align = ALIGN[next()], face = next(), n = next(), how = pen
      const text = String.fromCharCode(...words.subarray(at, at += n))
      steps.push((ctx, theme) => {
        ctx.save(); ctx.translate(x, y); ctx.rotate(turn)
        ctx.font = `${face & 2 ? 'italic ' : ''}${face & 1 ? '600 ' : ''}${size}px ${face & 4 ? theme.mono : theme.font}`
        ctx.textAlign = align
        theme.use(ctx, 'fillStyle', how.fill)
        ctx.fillText(text, 0, 0); ctx.restore()
      })
    },
    [IMAGE]() {
      const place = [length(), length(), length(), length()], columns = next(), rows = next()
      const cells = new OffscreenCanvas(columns, rows)
      const bytes = new Uint8ClampedArray(words.slice(at, at += 2 * columns * rows).buffer)
      cells.getContext('2d').putImageData(new ImageData(bytes, columns, rows), 0, 0)
      steps.push((ctx, theme) => { ctx.globalAlpha = theme.opacity; ctx.imageSmoothingEnabled = false; ctx.drawImage(cells, ...place) })
    },
  }
  while (at < words.length) commands[next()]()
  return steps
}

/** Rounds to where a line of this pen is crisp: the middle of a screen pixel if its width is odd. */
function snapping(pen) {
  if (!pen) return v => v
  const half = pen.stroke && Math.max(1, Math.round(pen.width)) % 2 ? 0.5 : 0
  return v => Math.round(v - half) + half
}

function trace({ n, codes, points }, scale, toX, toY) {
  const path = new Path2D(), x = i => toX(points[2 * i] * scale / UNIT), y = i => toY(points[2 * i + 1] * scale / UNIT)
  for (let i = 0; i < n; i++) {
    const code = codes ? codes[i] : i ? 2 : MOVETO
    if (code === MOVETO) path.moveTo(x(i), y(i))
    else if (code === CURVE3) path.quadraticCurveTo(x(i), y(i), x(++i), y(i))
    else if (code === CURVE4) { path.bezierCurveTo(x(i), y(i), x(i + 1), y(i + 1), x(i + 2), y(i + 2)); i += 2 }
    else if (code === CLOSE) path.closePath()
    else path.lineTo(x(i), y(i))
  }
  return path
}

/** The page's colours and fonts, by role; light or dark is read from the page itself. */
class Theme {
  constructor(el, palette) {
    const style = getComputedStyle(el)
    this.dark = isDark(el)
    this.colours = palette.map(role => role[this.dark ? 1 : 0])
    this.font = style.fontFamily
    this.mono = style.getPropertyValue('--jp-code-font-family') || 'monospace'
  }
  use(ctx, what, { role, css, alpha }) {
    ctx[what] = css ?? this.colours[role]
    ctx.globalAlpha = alpha * this.opacity
  }
}

function isDark(el) {
  for (; el; el = el.parentElement) {
    const [r, g, b, a = 1] = getComputedStyle(el).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0]
    if (a > 0.5) return 0.3 * r + 0.6 * g + 0.1 * b < 110
  }
  return false
}

/** Two canvases, one on the other: what stands still and what moves. */
class Picture {
  constructor(stage, spec, words) {
    Object.assign(this, { stage, spec, words, compiled: new Map(), strokes: [], trail: [], alt: '' })
    this.still = stage.appendChild(make('canvas', { class: 'hps-still', 'aria-hidden': 'true' }))
    this.moving = stage.appendChild(make('canvas', { class: 'hps-moving', role: 'img' }))
    this.sizes = new ResizeObserver(() => this.fit())
    this.sizes.observe(stage)
  }

  /** Draw these strokes (numbers in `words`), the trail below them. */
  show(strokes, trail, alt) {
    Object.assign(this, { strokes, trail, alt })
    if (this.theme) this.move()
  }

  forget() { this.compiled.clear() }

  /** As many dots as the screen has for the place that we have. */
  fit() {
    const width = Math.round(this.stage.clientWidth * devicePixelRatio), scale = width / this.spec.width
    if (!width || scale === this.scale) return
    this.scale = scale
    this.forget()
    for (const canvas of [this.still, this.moving]) {
      canvas.width = width
      canvas.height = Math.round(this.spec.height * scale)
    }
    this.repaint()
  }

  /** Paint all of it, in the colours that the page has now. */
  repaint() {
    if (!this.scale) return
    this.theme = new Theme(this.stage, this.spec.palette)
    this.stage.closest('.hps').classList.toggle('hps-dark', this.theme.dark)
    clear(this.still)
    this.play(this.still, [0])
    this.move()
  }

  move() {
    clear(this.moving)
    this.play(this.moving, this.trail, 0.4)
    this.play(this.moving, this.strokes)
    this.moving.setAttribute('aria-label', this.alt)
  }

  play(canvas, strokes, opacity = 1) {
    const ctx = canvas.getContext('2d')
    this.theme.opacity = opacity
    for (const number of strokes) {
      ctx.save()
      for (const step of this.steps(number)) step(ctx, this.theme)
      ctx.restore()
    }
  }

  steps(number) {
    let steps = this.compiled.get(number)
    if (!steps && this.words.has(number)) this.compiled.set(number, steps = compile(this.words.get(number), this.scale))
    return steps ?? []
  }
}

function clear(canvas) { canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height) }
