// What is said after the answer, and the result at the end.

const CERTAINTIES = [[1, 'a guess', '+1 / 0'], [2, 'rather sure', '+2 / −2'], [3, 'sure', '+3 / −6']]

/** The verdict and why; `final` once the key is shown. */
function makeFeedback(said, view, act) {
  const box = make('section', { class: `hpq-feedback hpq-is-${said.verdict}`, 'aria-label': 'Feedback' })
  const mark = typeof said.mark === 'number' ? make('span', { class: 'hpq-earned' }, `${said.mark > 0 ? '+' : said.mark < 0 ? '−' : ''}${Math.abs(said.mark)}`) : ''
  box.append(make('p', { class: 'hpq-verdict' }, said.title, mark), ...grow(said.said))
  if (!said.final) return box
  box.append(make('div', { class: 'hpq-explanation' }, ...grow(said.explanation)))
  if (said.guide) box.append(make('div', { class: 'hpq-guide' }, make('p', { class: 'hpq-label' }, 'Guide and service differ'), ...grow(said.guide)))
  box.append(readOn(said, act), make('p', { class: 'hpq-source' }, `Source: ${said.source}`))
  return box
}

/** Where to read on: the demo, shown in place, and the lesson. */
function readOn({ topic, lesson, demo }, act) {
  const row = make('p', { class: 'hpq-read' })
  if (demo) row.append(make('button', { type: 'button', class: 'hpq-link', onclick: () => act.demo(demo) }, `See it: demo ${demo}`))
  if (topic) row.append(make('span', {}, `${topic}`))
  if (lesson) row.append(lessonLink(lesson, act.folder))
  return row
}

/** A lesson's link; JupyterLab opens it beside this notebook, other pages follow it. */
function lessonLink(lesson, folder) {
  const path = `${folder}${lesson}.ipynb`
  return make('a', { href: `${lesson}.ipynb`, 'data-commandlinker-command': 'docmanager:open', 'data-commandlinker-args': JSON.stringify({ path }) }, `Lesson ${lesson.replaceAll('_', ' ')}`)
}

function makeResult(view, act) {
  const stars = view.topics.filter(topic => topic.revisit)
  const row = topic => make('tr', { class: topic.revisit ? 'hpq-revisit' : '' },
    make('th', { scope: 'row' }, topic.title), make('td', {}, topic.score),
    make('td', {}, topic.demo ? make('button', { type: 'button', class: 'hpq-link', onclick: () => act.demo(topic.demo) }, topic.demo) : ''),
    make('td', {}, topic.lesson ? lessonLink(topic.lesson, act.folder) : ''))
  const dots = view.questions.map((how, i) => make('button', { type: 'button', class: `hpq-dot hpq-is-${how}`, 'aria-label': `Question ${i + 1}: ${how}. Look at it again`, onclick: () => act.go(i) }, `${i + 1}`))
  return [
    make('p', { class: 'hpq-score' }, make('strong', {}, `${view.percent} %`), ` ${view.score}`),
    make('p', { class: 'hpq-level' }, view.level),
    ...[view.marks, view.scaled, view.interval, view.readiness].filter(Boolean).map(text => make('p', { class: 'hpq-fine' }, text)),
    make('nav', { class: 'hpq-dots', 'aria-label': 'Look at a question again' }, ...dots),
    make('table', { class: 'hpq-topics' }, make('caption', {}, stars.length ? `${stars.length} topic${stars.length > 1 ? 's' : ''} to revisit` : 'Nothing to revisit'),
      make('thead', {}, make('tr', {}, ...['Topic', 'Score', 'Demo', 'Lesson'].map(text => make('th', { scope: 'col' }, text)))),
      make('tbody', {}, ...view.topics.map(row))),
  ]
}
