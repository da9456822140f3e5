// What stands in for the kernel behind a quiz card on a page: it holds the keys, and compares.

const AGAIN = 0.5                   // what a second try is worth
const EARNS = { 1: [1, 0], 2: [2, -2], 3: [3, -6] }
const LEVELS = [[0.9, 'You know this.'], [0.75, 'Nearly there: read what you missed.'], [0.5, 'Halfway: read the lesson again where you missed.'], [0, 'Go through the lesson once more, then try again.']]
const folded = text => text.toLowerCase().replaceAll('-', ' ').split(/\s+/).filter(Boolean).join(' ')

class Practice {
  constructor(paper) {
    this.paper = paper
    this.listeners = []
    this.begin()
  }

  begin() {
    Object.assign(this, { place: 0, over: false, looking: false })
    this.sittings = this.paper.items.map(({ question }) => ({ answers: [], verdicts: [], credit: 0, mark: null, done: false, tries: (question.options?.length ?? 9) <= 2 ? 1 : 2 }))
  }

  // what the card asks of a model

  get(name) { return name === 'view' ? this.view() : undefined }
  on(event, act) { if (event === 'msg:custom') this.listeners.push(act) }
  off(event, act) { this.listeners = this.listeners.filter(one => one !== act) }
  send({ kind, ...more }) {
    if (kind === 'draft') return
    this[kind]?.(more)
    queueMicrotask(() => { for (const hear of this.listeners) hear({ kind: 'view', view: this.view(), feedback: this.feedback() }) })
  }

  get here() { return this.sittings[this.place] }
  get item() { return this.paper.items[this.place] }

  view() {
    const { mode, name, items } = this.paper, base = { mode, name, resumed: 0 }
    if (!items.length) return { ...base, stage: 'nothing', sentence: 'No question of this kind fits on a page.' }
    if (this.over && !this.looking) return { ...base, stage: 'result', again: 'Ask them again', ...this.result() }
    const { answers, verdicts, done, tries } = this.here
    return { ...base, stage: 'question', place: this.place, n: items.length, guide: mode === 'guide' ? this.item.guide : null, question: this.item.question,
             given: answers.at(-1) ?? null, draft: null, attempts: done ? 0 : tries - verdicts.length, tries, exam: null, over: this.over }
  }

  feedback() {
    if (this.over && !this.looking) return null
    const { answers, verdicts, credit, mark, done } = this.here, verdict = verdicts.at(-1) ?? 'wrong'
    if (this.invalid) return { verdict: 'invalid', title: 'Not answered', said: [['p', 'No attempt was used.']] }
    if (!answers.length) return null
    const title = { right: 'Right', wrong: 'Not right', compare: 'Compare it with the key' }[verdict]
    if (!done) return { verdict, title, said: this.hint(answers.at(-1)) }
    return { ...this.item.reveal, verdict: verdict === 'compare' ? 'partial' : verdict, title, final: true, credit, mark }
  }

  /** Why what was chosen or typed is wrong, and no more. */
  hint(answer) {
    const { options } = this.item.reveal, { reject } = this.item.right
    if (reject) return namesIn(this.item, answer).filter(name => reject[name]).map(name => ['p', ...reject[name]])
    return [answer].flat().filter(text => options?.[text] && !options[text].correct).map(text => ['p', ...options[text].why])
  }

  // what the reader does

  submit({ place, answer, certainty }) {
    const { here } = this
    if (place !== this.place || here.done) return
    this.invalid = answer === null || answer === ''
    if (this.invalid) return
    const verdict = compare(this.item, answer), first = !here.verdicts.length
    here.answers.push(answer)
    here.verdicts.push(verdict)
    if (verdict === 'right') here.credit = first ? 1 : AGAIN
    if (first && certainty && verdict !== 'compare') here.mark = EARNS[certainty][verdict === 'right' ? 0 : 1]
    here.done = verdict !== 'wrong' || here.verdicts.length >= here.tries
  }

  reveal() { if (this.here.answers.length) this.here.done = true }

  next({ place }) {
    if (place !== this.place || !this.here.done) return
    this.invalid = false
    if (this.place + 1 < this.sittings.length) this.place++
    else this.over = true
  }

  go({ place }) { Object.assign(this, { place, looking: this.over }) }

  fresh() { this.begin() }

  result() {
    const graded = this.sittings.filter(one => !one.verdicts.includes('compare')), n = graded.length
    const credit = graded.reduce((sum, one) => sum + one.credit, 0), share = n ? credit / n : 0
    const marks = this.sittings.filter(one => one.mark !== null), left = this.sittings.length - n
    return {
      percent: Math.round(100 * share), score: `${credit} of ${n}`, level: LEVELS.find(([least]) => share >= least)[1],
      marks: marks.length ? `With what you were sure of: ${marks.reduce((sum, one) => sum + one.mark, 0)} of ${3 * marks.length} marks.` : '',
      interval: left ? `${left} in words you compared yourself; ${left > 1 ? 'they are' : 'it is'} not counted.` : '', scaled: '', readiness: '',
      questions: this.sittings.map(one => one.verdicts.includes('compare') ? 'partial' : one.credit >= 1 ? 'right' : one.credit > 0 ? 'partial' : 'wrong'),
      topics: this.topics(),
    }
  }

  topics() {
    const found = new Map()
    this.sittings.forEach((one, i) => {
      if (one.verdicts.includes('compare')) return
      const title = this.paper.items[i].topic, [credit, n] = found.get(title) ?? [0, 0]
      found.set(title, [credit + one.credit, n + 1])
    })
    return [...found].map(([title, [credit, n]]) => ({ title, score: `${credit} of ${n}`, revisit: credit < 0.75 * n, lesson: null, demo: null }))
  }
}

/** "right" or "wrong"; "compare" where the words are none of the key's, which the reader may judge. */
function compare({ question, right }, answer) {
  const same = (a, b) => a.length === b.length && a.every(text => b.includes(text))
  const is = { single: () => right[0] === answer, multiple: () => same(answer, right), ordering: () => answer.every((step, i) => step === right[i]),
               matching: () => Object.entries(right).every(([prompt, response]) => answer[prompt] === response),
               numeric: () => Math.abs(readNumber(answer) - right.answer) <= right.within + 1e-9 * Math.abs(right.answer) }[question.kind]
  if (is) return is() ? 'right' : 'wrong'
  const typed = namesIn({ question }, answer), slots = right.slots.map(names => typed.findIndex(name => names.includes(name)))
  if (typed.some(name => right.reject[name])) return 'wrong'
  return slots.every(i => i >= 0) && new Set(slots).size === typed.length ? 'right' : 'compare'
}

/** The names that were typed; in one field they may stand in a row. */
function namesIn({ question }, answer) {
  const texts = [answer].flat()
  return (question.fields > 1 ? texts : texts.flatMap(text => text.split(/,|;|\band\b/))).map(folded).filter(Boolean)
}

function readNumber(text) {
  const found = String(text).replace('−', '-').replace(/(\d),(?=\d{3}\b)/g, '$1').match(/[-+]?\d*\.?\d+(?:e[-+]?\d+)?/i)
  return found ? +found[0] : NaN
}
