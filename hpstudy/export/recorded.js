// A demo on a page, without a kernel: its buttons play the runs that were recorded with the page.

const PACE = 90                     // ms a picture of a recorded run
const CALMLY = matchMedia('(prefers-reduced-motion: reduce)')

class Recorded extends Film {
  constructor(model, el) {
    super(model, el)
    addEventListener('beforeprint', () => this.print())
    addEventListener('afterprint', () => this.picture.repaint())
  }

  /** On paper, which is white. Printed, the upper canvas wipes out the lower: it takes its picture over. */
  print() {
    const { still, moving } = this.picture, ctx = moving.getContext('2d')
    this.picture.repaint()
    ctx.save()
    ctx.globalCompositeOperation = 'destination-over'
    ctx.drawImage(still, 0, 0)
    ctx.restore()
  }

  get runs() { return this.model.get('runs') }
  /** The next turn of the game that is played here, if one is. */
  get turn() { return this.model.get('turns')[this.played ?? 0] }
  /** The run, or turn, that has left what is shown. */
  get scene() { return this.after ? `${this.after}/` : '' }

  /** A place as the last run left it; where it left nothing, as it was before. */
  keyOf(position) {
    const key = super.keyOf(position)
    return this.frames.has(this.scene + key) ? this.scene + key : key
  }

  /** Whether every position of a control is held, or has a run of its own for the button. */
  holdsAll(i) {
    const { controls, button } = this.spec, runs = this.runs[button]
    return super.holdsAll(i) || (!!runs && controls[i].texts.every((_, place) => runs[this.position.with(i, place)]))
  }

  press(label) {
    if (this.busy === label) return this.halt()
    if (this.turn?.label === label) return this.playOn(this.turn)
    if (this.played || !this.runs[label][this.position]) this.reset()
    this.begins(label, this.runs[label][this.position], label)
  }

  /** Play a turn of the game, with the controls where the player had them. */
  playOn({ label, scene, position, keys }) {
    this.halt()
    this.played = (this.played ?? 0) + 1
    this.put(position)
    this.begins(label, keys, scene)
  }

  begins(label, keys, scene) {
    this.halt()
    this.after = null
    this.visited.clear()
    this.running(label)
    this.play(label, CALMLY.matches ? keys.slice(-1) : keys, this.showing = { scene })
  }

  /** Show one picture of a run after the other, as long as nothing else is done. */
  play(label, [key, ...rest], showing, n = rest.length) {
    if (this.busy !== label || this.showing !== showing) return
    this.showFrame({ ...this.frames.get(key), key: this.here })
    this.bar.style.width = `${100 - 100 * rest.length / Math.max(1, n)}%`
    if (rest.length) setTimeout(() => this.play(label, rest, showing, n), PACE)
    else this.end(showing.scene)
  }

  end(scene) {
    if (this.spec.ahead) this.after = scene
    this.visited.clear()
    this.running(null)
    this.lock()
  }

  reset() {
    this.after = null
    this.played = 0
    super.reset()
    if (!this.spec.ahead) this.showFrame(this.frames.get(this.here))
    this.lock()
  }

  lock() {
    super.lock()
    const { open } = this.prediction
    for (const [label, button] of this.buttons) button.disabled = !open || !(this.runs[label] || this.turn?.label === label)
    if (this.buttons.size) this.resetButton.disabled = !open
  }

  /** A click would train where it falls. */
  clicked(event) { if (!this.prediction.open) super.clicked(event) }
}
