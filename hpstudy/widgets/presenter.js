// Slides: every demo and quiz of the notebook fills the window in its turn.

const CARDS = '.hps, .hpq'
const KEYS = { N: 'next', 'Page up': 'back', R: 'reset', P: 'reveal', S: 'new seed', K: 'new kernel', Esc: 'out' }
const STARTS = 'A new kernel starts, and all cells run anew up to this one.'
const ELSEWHERE = 'K works where JupyterLab was started with hpstudy lab; here it is Kernel, Restart Kernel and Run up to Selected Cell.'

class Slides {
  constructor(model, el) {
    Object.assign(this, { model, el })
    this.here = null
    this.onKey = event => this.key(event)
    window.addEventListener('keydown', this.onKey, true)
    const stand = make('div', { class: 'hps-stand' },
      make('button', { type: 'button', onclick: () => this.go(this.all[0]) }, 'Present'),
      make('span', {}, ' Keys: ', ...Object.entries(KEYS).flatMap(([key, does]) => [make('kbd', {}, key), ` ${does}  `])))
    stand.addEventListener('hps-go', event => this.go(event.detail))
    el.append(stand)
  }

  /** The notebook's cards from top to bottom; a demo within a quiz belongs to the quiz. */
  get all() { return cardsOf(this.el.closest('.jp-Notebook') ?? document) }

  go(card) {
    if (!card) return
    this.leave(false)
    card.scrollIntoView({ block: 'center' })
    card.popover = 'manual'           // the top layer: no panel of the page can cover or clip it
    card.classList.add('hps-slide')
    card.showPopover()
    for (const votes of card.querySelectorAll('.hps-votes')) votes.open = true
    card.focus({ preventScroll: true })
    this.here = card
  }

  step(by) {
    const { all } = this, place = all.indexOf(this.here) + by
    if (place >= all.length) this.leave()
    else if (place >= 0) this.go(all[place])
  }

  leave(focus = true) {
    const card = this.here
    this.here = null
    if (!card?.isConnected) return
    card.hidePopover()
    card.popover = null
    card.classList.remove('hps-slide')
    if (focus) card.scrollIntoView({ block: 'center' })
  }

  /** A new kernel, all cells from the first to this slide's, and on from here; nothing is asked. */
  async again() {
    const { here, all } = this, app = window.jupyterapp, { context } = this.model.widget_manager ?? {}
    const panel = app && [...app.shell.widgets('main')].find(one => one.context === context)
    const place = panel?.content.widgets.findIndex(cell => cell.node.contains(here)) ?? -1
    if (place < 0) { here.querySelector('.hps-notice, .hpq-notice').textContent = ELSEWHERE; return }
    acknowledge(context.sessionContext.path)
    const still = stillOf(here), notebook = panel.content.node, { sessionContext } = context, asks = sessionContext.kernelPreference
    this.leave(false)
    panel.content.deselectAll()
    panel.content.activeCellIndex = place
    sessionContext.kernelPreference = { ...asks, skipKernelRestartDialog: true }
    try {
      await app.commands.execute('notebook:restart-and-run-to-selected')
      await until(() => cardsOf(notebook)[all.indexOf(here)]?.isConnected && !here.isConnected)
      notebook.querySelector('.hps-stand')?.dispatchEvent(new CustomEvent('hps-go', { detail: cardsOf(notebook)[all.indexOf(here)] }))
    } finally {
      sessionContext.kernelPreference = asks
      still.remove()
    }
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.isTrusted) return
    if (this.here && !this.here.isConnected) this.here = null      // its cell was run again
    const key = event.key.toLowerCase(), { here } = this
    if (!here || (key === 'escape' && document.querySelector('.jp-Dialog'))) return
    const typing = event.target.matches?.('input:not([type=range], [type=radio], [type=checkbox]), textarea, select')
    const act = { n: () => this.step(1), pagedown: () => this.step(1), pageup: () => this.step(-1), escape: () => this.leave(), k: () => this.again() }[key]
    if (typing && key !== 'escape') return
    if (act) act()
    else if (here.contains(event.target)) return
    else here.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, cancelable: true }))
    event.preventDefault()
    event.stopImmediatePropagation()   // JupyterLab has other uses for these keys
  }

  end() {
    this.leave(false)
    window.removeEventListener('keydown', this.onKey, true)
  }
}

const cardsOf = page => [...page.querySelectorAll(CARDS)].filter(card => !card.parentElement.closest(CARDS))

/** Close JupyterLab's news that a notebook's kernel has died, in whatever language: the one dialog
 *  that names the notebook in its text and has one button. Any other is the presenter's to answer. */
function acknowledge(path) {
  for (const dialog of document.querySelectorAll('.jp-Dialog')) {
    const buttons = dialog.querySelectorAll('.jp-Dialog-button'), text = dialog.querySelector('.jp-Dialog-body')?.textContent
    if (buttons.length === 1 && text?.includes(path)) buttons[0].click()
  }
}

/** The picture of a slide, which stays while its cell is run again. */
function stillOf(card) {
  const still = document.body.appendChild(card.cloneNode(true)), drawn = card.querySelectorAll('canvas')
  still.querySelectorAll('canvas').forEach((canvas, i) => canvas.getContext('2d').drawImage(drawn[i], 0, 0))
  still.querySelector('.hps-notice, .hpq-notice').textContent = STARTS
  still.inert = true
  still.showPopover()
  return still
}

/** Wait for this to be so, but no longer than five seconds. */
async function until(so) {
  for (let i = 0; i < 50 && !so(); i++) await new Promise(then => setTimeout(then, 100))
}

export default {
  render({ model, el }) {
    const slides = new Slides(model, el)
    return () => slides.end()
  },
}
