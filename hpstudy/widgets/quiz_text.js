// A question's text, from a tree of tags and words to elements: no tag but these is ever made.

const TAGS = new Set(['p', 'pre', 'code', 'em', 'strong'])
const MATH_TAGS = new Set(['mrow', 'mi', 'mn', 'mo', 'mfrac', 'msup', 'msub', 'msubsup', 'msqrt', 'mover', 'mtext'])
const MATH = 'http://www.w3.org/1998/Math/MathML'

/** Elements for a list of nodes; `slot()` gives what stands at a blank. */
function grow(nodes, slot) {
  return (nodes ?? []).map(node => {
    if (typeof node === 'string') return document.createTextNode(node)
    const [tag, ...children] = node
    if (tag === 'slot') return slot ? slot() : document.createTextNode('…')
    if (tag === 'math') return growMath(children)
    const el = make(TAGS.has(tag) ? tag : 'span', tag === 'pre' ? { tabindex: 0, role: 'group', 'aria-label': 'Code' } : {})
    el.append(...grow(children, slot))
    return el
  })
}

function growMath([spoken, ...rows]) {
  const math = document.createElementNS(MATH, 'math')
  math.setAttribute('alttext', spoken)
  math.append(...rows.map(growRow))
  return math
}

function growRow(node) {
  if (typeof node === 'string') return document.createTextNode(node)
  const [tag, ...children] = node
  const el = document.createElementNS(MATH, MATH_TAGS.has(tag) ? tag : 'mtext')
  if (tag === 'mo' && '()|⌈⌉⌊⌋'.includes(children[0])) el.setAttribute('stretchy', 'false')
  el.append(...children.map(growRow))
  return el
}
