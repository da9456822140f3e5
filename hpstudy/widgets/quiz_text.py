r"""A question's text as a small tree that the page builds elements from, never as HTML.

`tree("Two `x` of $\frac{1}{2}$")` gives `[["p", "Two ", ["code", "x"], " of ", ["math", ...]]]`: a
node is a text or a list of a tag and its children, and no tag comes from the text. What it knows:
paragraphs, fenced code, `code`, *emphasis*, **strong**, $mathematics$ and {{blank}}.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from hpstudy.widgets.quiz_math import Node, math

# In the order in which they are tried: nothing inside code is anything else.
_INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\$(?P<math>[^$\s](?:[^$\n]*[^$\s])?)\$(?!\d)"
    r"|\*\*(?P<strong>[^*\s](?:[^*]*[^*\s])?)\*\*"
    r"|(?<![\w*])\*(?P<em>[^*\s](?:[^*\n]*[^*\s])?)\*(?![\w*])"
    r"|\{\{(?P<slot>blank)\}\}"
)
_FENCE = re.compile(r"^```[^\n]*\n(.*?)\n?^```[ \t]*$", re.MULTILINE | re.DOTALL)


def tree(text: str, math: Callable[[str], Node] = math) -> list[Node]:
    """Return the blocks of a text: ["p", ...] and ["pre", code]; `math` makes nodes of TeX."""
    blocks: list[Node] = []
    end = 0
    for match in _FENCE.finditer(text):
        blocks += _paragraphs(text[end : match.start()], math)
        blocks.append(["pre", match[1]])
        end = match.end()
    return blocks + _paragraphs(text[end:], math)


def inline(text: str, math: Callable[[str], Node] = math) -> list[Node]:
    """Return what stands in one paragraph."""
    nodes: list[Node] = []
    end = 0
    for match in _INLINE.finditer(text):
        kind, found = str(match.lastgroup), match[match.lastgroup or 0]
        nodes += [text[end : match.start()]] if match.start() > end else []
        nodes.append(math(found) if kind == "math" else _node(kind, found))
        end = match.end()
    return nodes + ([text[end:]] if end < len(text) else [])


def plain(text: str) -> str:
    """Return the text in one line for a label or a menu, which hold no elements."""
    return " ".join("".join(_words(tree(text))).split())


def _node(kind: str, found: str) -> Node:
    return ["slot"] if kind == "slot" else [kind, found]


def _paragraphs(text: str, math: Callable[[str], Node]) -> list[Node]:
    parts = re.split(r"\n\s*\n", text.strip())
    return [["p", *inline(" ".join(part.split()), math)] for part in parts if part.strip()]


def _words(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node[0] == "slot":
            yield "…"
        elif node[0] == "math":
            yield str(node[1])
        else:
            yield from _words(node[1:])
            yield " " if node[0] in ("p", "pre") else ""
