r"""A question's text as HTML: with MathML for a page of our own, with TeX for other programs.

Anki and Moodle bring a typesetter for `\(x^2\)` along, and their editors lose MathML.
"""

from __future__ import annotations

from html import escape

from hpstudy.widgets.quiz_math import Node
from hpstudy.widgets.quiz_text import inline, tree

_BLANK = "<u>&emsp;&emsp;&emsp;</u>"


def blocks(text: str) -> str:
    """Return a text of one or more paragraphs, with MathML."""
    return "".join(map(markup, tree(text)))


def line(text: str) -> str:
    """Return a text that stands in a line, with MathML."""
    return "".join(map(markup, inline(text)))


def tex_blocks(text: str, blank: str = _BLANK) -> str:
    r"""Return a text of one or more paragraphs, mathematics as \(TeX\).

    blank: what stands for {{blank}}, as HTML
    """
    return "".join(markup(node, blank) for node in tree(text, _tex))


def tex_line(text: str) -> str:
    r"""Return a text that stands in a line, mathematics as \(TeX\)."""
    return "".join(map(markup, inline(text, _tex)))


def markup(node: Node, blank: str = _BLANK) -> str:
    """Return a node of `quiz_text.tree` as HTML; no tag and no attribute comes from a text."""
    if isinstance(node, str):
        return escape(node, quote=False)
    tag = str(node[0])
    if tag == "slot":
        return blank
    if tag == "tex":
        return escape(rf"\({node[1]}\)", quote=False)
    if tag == "math":
        inner = "".join(markup(child) for child in node[2:])
        return f'<math aria-label="{escape(str(node[1]))}">{inner}</math>'
    inner = "".join(markup(child, blank) for child in node[1:])
    return f"<{tag}>{inner}</{tag}>"


def _tex(source: str) -> Node:
    return ["tex", source]
