// Slides: every demo and quiz of the notebook fills the window in its turn.

const CARDS = '.hps, .hpq'

class Slides {
  constructor(el) {
    this.el = el
    this.here = null
    this.onKey = event => this.key(event)
    window.addEventListener('keydown', this.onKey, true)
    el.append(make('div', { class: 'hps-stand' },
      make('button', { type: 'button', onclick: () => this.go(this.all[0]) }, 'Present'),
      make('span', {}, ' Keys: ', ...[['N', 'next'], ['Page up', 'back'], ['R', 'reset'], ['P', 'reveal'], ['S', 'new seed'], ['Esc', 'out']]
        .flatMap(([key, does]) => [make('kbd', {}, key), ` ${does}  `]))))
  }

  /** The notebook's cards from top to bottom; a demo within a quiz belongs to the quiz. */
  get all() {
    const cards = (this.el.closest('.jp-Notebook') ?? document).querySelectorAll(CARDS)
    return [...cards].filter(card => !card.parentElement.closest(CARDS))
  }

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

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.isTrusted) return
    if (this.here && !this.here.isConnected) this.here = null      // its cell was run again
    const key = event.key.toLowerCase(), { here } = this
    if (!here || (key === 'escape' && document.querySelector('.jp-Dialog'))) return
    const typing = event.target.matches?.('input:not([type=range], [type=radio], [type=checkbox]), textarea, select')
    const act = { n: () => this.step(1), pagedown: () => this.step(1), pageup: () => this.step(-1), escape: () => this.leave() }[key]
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

export default {
  render({ el }) {
    const slides = new Slides(el)
    return () => slides.end()
  },
}
