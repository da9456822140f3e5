"""A notebook's cells as HTML: text with its mathematics, code in colours, and what came out.

The text is the kit's own, and is trusted as such; a question's text is not (see `site_quiz.py`).
"""

from __future__ import annotations

import ast
import re
from functools import cache
from html import escape
from typing import Any

from hpstudy.export import site_demos, site_quiz
from hpstudy.export.html import markup
from hpstudy.widgets.quiz_math import math

Cell = dict[str, Any]

# Calls that only show something: on a page the thing itself stands there, and not the call.
_SHOW = {"show_demo", "show_quiz", "show_source", "show_map", "show_topics", "show_guide_differs"}


# What a lesson says to somebody at a notebook, and what the page says in its place.
AT_A_NOTEBOOK = {
    "A grey box is a cell. Click into it and press Shift+Enter to run it. Run the next two now.":
        "A grey box is code that has been run; what came out stands below it.",
    " Run `show_map()` above again whenever you want to know what comes next.": "",
    "made on your machine; nothing was stored.": "made as this page was written.",
    ' What you miss comes back; `show_quiz(mode="due")` in any lesson asks what is due.': "",
    ", and what you missed comes back until you know it.": ".",
    "efore you run the next cell": "efore you look at what comes out",
    "To print: *File*, *Print*, this cell alone.": "",
    "Then keep clicking.": "Then press *Train here*, ten times: is chance as good as you?",
    "Set the sliders, press *Train it*, read the curve.":
        "Here a scripted player sits in your seat. Guess its next job, press *Train it*, read the"
        " curve.",
    " Tick *Will be my lowest* when you expect that; a job may also be there to learn something.":
        " Some of its jobs are there to learn something.",
    " Now play with *Rules: blind*, where what you know of nets is worth nothing. By how much"
    " do you end worse?": "",
}  # fmt: skip
# Where the reader is to say first what comes out.
_GUESS = re.compile(r"before you run |guess(, then| first)|decide(, then| first)", re.IGNORECASE)

_LAB = (
    '<p class="site-note">To write it and have it checked takes'
    ' <a href="index.html#workbook">the workbook</a>.</p>'
)
_OWN = (
    '<p class="site-note">What stands here is your own, and is kept in'
    ' <a href="index.html#workbook">the workbook</a>.</p>'
)
_MAP = '<p>In which order? <a href="index.html">All lessons</a> are one table.</p>'
_KEPT = {"show_readiness", "set_exam_date"}  # they show what somebody's record says
# How what comes out begins where the reader has not written anything yet.
_TEXTS = ("plain", "markdown")
_GAPS = ("Not yet:", "Not run.", "Ellipsis", "There is still a gap", "The test set stays sealed")


def in_html(cell: Cell, *, guessed: bool = False) -> str:
    """Return one cell of a lesson as HTML; what comes out is folded away if it is to be guessed."""
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return markdown(_on_a_page(source))
    shown = calls(source)
    code = "" if shown and all(name in _SHOW for name, _ in shown) else _code(source)
    live = [_live(name, call) for name, call in shown]
    if any(live):
        return "\n".join([code, *live])
    if "check_lab(" in source:
        return _LAB
    if any(name in _KEPT for name, _ in shown):
        return _OWN
    if any(name == "show_map" for name, _ in shown):
        return _MAP
    out = "\n".join(map(_output, cell["outputs"]))
    if guessed and out:
        out = f"<details><summary>What comes out</summary>{out}</details>"
    return f"{code}\n{out}"


def asks_for_a_guess(cell: Cell) -> bool:
    """Say whether a text has the reader guess what the code below it gives."""
    return bool(_GUESS.search("".join(cell["source"])))


def _on_a_page(text: str) -> str:
    for words, instead in AT_A_NOTEBOOK.items():
        text = text.replace(words, instead)
    return text


def _code(source: str) -> str:
    """Return a cell's code; what it imports can be looked up."""
    imports = (ast.Import, ast.ImportFrom)
    if all(isinstance(statement, imports) for statement in ast.parse(source).body):
        return f"<details><summary>What it imports</summary>{highlight(source)}</details>"
    return highlight(source)


def calls(source: str) -> list[tuple[str, ast.Call | None]]:
    """Return for every statement of a cell the function it calls, if that is all it does."""
    found = []
    for statement in ast.parse(source).body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        name = (
            call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        )
        found.append((name, call if isinstance(call, ast.Call) else None))
    return found


def arguments(call: ast.Call) -> tuple[list[Any], dict[str, Any]]:
    """Return what a call in a cell is given; a cell of a lesson writes it out."""
    given = [ast.literal_eval(argument) for argument in call.args]
    return given, {str(word.arg): ast.literal_eval(word.value) for word in call.keywords}


def _live(name: str, call: ast.Call | None) -> str:
    """Return a demo or a quiz that lives on the page, "" for any other call."""
    if call is None or name not in ("show_demo", "show_quiz"):
        return ""
    given, named = arguments(call)
    make = site_demos.in_html if name == "show_demo" else site_quiz.in_html
    return make(*given, **named)


def _output(output: dict[str, Any]) -> str:
    """Return what came out of a cell in the form that reads best."""
    if output["output_type"] == "stream":
        return _plain(output["text"])
    data = output.get("data", {})
    if any("".join(data.get(f"text/{kind}", "")).startswith(_GAPS) for kind in _TEXTS):
        return ""
    if "text/markdown" in data:
        return markdown("".join(data["text/markdown"]))
    if "image/png" in data:
        words = escape("".join(data.get("text/plain", "")), quote=True)
        return (
            f'<img alt="{words}" src="data:image/png;base64,{"".join(data["image/png"]).strip()}">'
        )
    return _plain(data.get("text/plain", ""))


def _plain(text: str | list[str]) -> str:
    words = "".join(text).rstrip()
    return f'<pre class="site-out" tabindex="0">{escape(words)}</pre>' if words else ""


# text and code


def markdown(text: str) -> str:
    """Return markdown as HTML; links to notebooks lead to their pages."""
    html = re.sub(r"<th([^>]*)></th>", r"<td\1></td>", str(_reader()(text)))
    return re.sub(r'href="([\w-]+)\.ipynb"', r'href="\1.html"', html)


@cache
def _reader() -> Any:
    from nbconvert.filters.markdown_mistune import (
        IPythonRenderer,
        MarkdownWithMath,
    )

    class Renderer(IPythonRenderer):
        """The notebook's own dialect of markdown, with mathematics that needs no script."""

        def inline_math(self, body: str) -> str:
            return markup(math(body))

        def block_math(self, body: str) -> str:
            return f"<p>{markup(math(body))}</p>"

        def block_code(self, code: str, info: str | None = None) -> str:
            return highlight(code) if info == "python" else _plain(code)

    return MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True))


def highlight(code: str) -> str:
    """Return Python in colours."""
    from pygments import highlight as coloured  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

    inner = coloured(code.rstrip(), PythonLexer(), HtmlFormatter(nowrap=True))
    return f'<pre class="code" tabindex="0">{inner.rstrip()}</pre>'


def code_style() -> str:
    """Return the colours of code for a light page and a dark one."""
    from pygments.formatters import HtmlFormatter

    light, dark = (
        "\n".join(
            line
            for line in HtmlFormatter(style=style).get_style_defs(".code").splitlines()
            if line.startswith(".code .")  # the paper is ours
        )
        for style in ("xcode", "github-dark")
    )
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}"
