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


def in_html(cell: Cell) -> str:
    """Return one cell of a lesson as HTML."""
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return markdown(source)
    shown = _shown(source)
    code = "" if shown and all(name in _SHOW for name, _ in shown) else _code(source)
    live = [_live(name, given) for name, given in shown]
    if any(live):
        return "\n".join([code, *live])
    return "\n".join([code, *(_output(output) for output in cell["outputs"])])


def _code(source: str) -> str:
    """Return a cell's code; what it imports can be looked up."""
    imports = (ast.Import, ast.ImportFrom)
    if all(isinstance(statement, imports) for statement in ast.parse(source).body):
        return f"<details><summary>What it imports</summary>{highlight(source)}</details>"
    return highlight(source)


def _shown(source: str) -> list[tuple[str, ast.Call | None]]:
    """Return for every statement of a cell the function it calls, if that is all it does."""
    found = []
    for statement in ast.parse(source).body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        name = (
            call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        )
        found.append((name, call if isinstance(call, ast.Call) else None))
    return found


def _live(name: str, call: ast.Call | None) -> str:
    """Return a demo or a quiz that lives on the page, "" for any other call."""
    if call is None or name not in ("show_demo", "show_quiz"):
        return ""
    given = [ast.literal_eval(argument) for argument in call.args]
    named = {str(word.arg): ast.literal_eval(word.value) for word in call.keywords}
    make = site_demos.in_html if name == "show_demo" else site_quiz.in_html
    return make(*given, **named)


def _output(output: dict[str, Any]) -> str:
    """Return what came out of a cell in the form that reads best."""
    if output["output_type"] == "stream":
        return _plain(output["text"])
    data = output.get("data", {})
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
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}"
