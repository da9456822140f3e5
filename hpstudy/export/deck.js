// The lecture: one slide at a time, with its notes; presented, its demo or quiz fills the window.

class Deck {
  constructor(slides, bar) {
    Object.assign(this, { slides, bar, presents: false })
    for (const button of document.querySelectorAll('[data-deck]')) button.addEventListener('click', () => this[button.dataset.deck]())
    addEventListener('hashchange', () => this.show())
    addEventListener('keydown', event => this.key(event))
    document.body.classList.add('site-deck')
    this.show()
  }

  /** Where we are: the address says it, so that the browser's own way back is one. */
  get place() { return Math.max(0, this.slides.findIndex(slide => `#${slide.id}` === location.hash)) }
  get card() { return this.slides[this.place].querySelector('.hps, .hpq') }

  go(place) { if (this.slides[place]) location.hash = this.slides[place].id }
  next() { this.go(this.place + 1) }
  back() { this.go(this.place - 1) }
  leave() { this.turn(false) }

  present() {
    this.turn(true)
    if (!this.card) this.next()
  }

  turn(presents) {
    this.presents = presents
    this.show()
  }

  show() {
    const { slides, place, bar } = this, n = slides.length
    this.empty()
    slides.forEach((slide, i) => slide.classList.toggle('site-here', i === place))
    bar.querySelector('[role=status]').textContent = `${place + 1} of ${n}`
    for (const [way, end] of [['back', 0], ['next', n - 1]]) bar.querySelector(`[data-deck=${way}]`).disabled = place === end
    if (this.presents && this.card) return this.fill(this.card)
    slides[place].querySelector('h1').focus({ preventScroll: true })
    scrollTo(0, 0)
  }

  /** Let a card fill the window, the bar on it: the top layer covers the page. */
  fill(card) {
    this.filled = card
    card.classList.add('hps-slide')
    for (const part of [card, this.bar]) {
      part.popover = 'manual'
      part.showPopover()
    }
    this.count(true)
    card.focus({ preventScroll: true })
  }

  empty() {
    for (const part of this.filled ? [this.filled, this.bar] : []) {
      part.hidePopover()
      part.popover = null
    }
    this.filled?.classList.remove('hps-slide')
    this.count(false)
    this.filled = null
  }

  /** Before a class, hands are counted. */
  count(hands) { for (const votes of this.filled?.querySelectorAll('.hps-votes') ?? []) votes.open = hands }

  key(event) {
    if (event.defaultPrevented || !event.isTrusted || event.ctrlKey || event.metaKey || event.altKey) return
    const { target, key } = event, { card, filled } = this
    const typing = target.matches('input:not([type=range], [type=radio], [type=checkbox]), select')
    const letters = { n: 'next', f: 'present' }, arrows = { arrowright: 'next', arrowleft: 'back' }, remote = { pagedown: 'next', pageup: 'back' }
    const act = { escape: 'leave', ...!typing && letters, ...!target.matches('input, select, pre') && arrows, ...filled && remote }[key.toLowerCase()]
    if (act) this[act]()
    else if (card && !card.contains(target) && ['p', 'r'].includes(key.toLowerCase())) card.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))
    else return
    event.preventDefault()
  }
}

new Deck([...document.querySelectorAll('main > section')], document.querySelector('.site-bar'))
