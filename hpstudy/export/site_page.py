"""The frame of a page: its style and its scripts are in the file, and nothing is fetched."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

_HERE = Path(__file__).parent
_WIDGETS = _HERE.parent / "widgets"

# The browser itself sees to it that a page asks for nothing.
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"

_HEAD = """<header class="site-head"><a href="index.html">All lessons</a>
<span>{says} <a href="index.html#workbook">the workbook</a>.</span></header>"""
_LESSON = """Demos move and questions answer on this page; its code was run when it was written.
To run it yourself, take"""
_LECTURE = "Demos move and questions answer on this page. For trainings of your own take"

# What a page cannot do, and how to get what does it.
NEEDS = """<section id="workbook">
<h2>Get the workbook</h2>
<p>A page cannot train: what its buttons play was recorded. Trainings of your own, new seeds, the
labs you write yourself, the timed mock and the record of what you know are in the workbook. It runs
on your own computer and needs no account. Ask whoever sent you these pages for a copy of the
project; with Python 3.11 or newer, type in its folder:</p>
<pre>python3 -m venv .venv
.venv/bin/pip install -e ".[aws]"
.venv/bin/hpstudy lab</pre>
<p>On Windows write <code>py</code> for <code>python3</code> and <code>.venv\\Scripts\\</code> for
<code>.venv/bin/</code>. The third line alone opens it again.</p>
</section>"""


def page(title: str, body: str, *, home: bool, deck: bool = False) -> str:
    """Return a whole page.

    home: whether it has the way back to the list of lessons
    deck: whether its sections are slides
    """
    head = _HEAD.format(says=_LECTURE if deck else _LESSON) if home else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{_style(deck)}
</style>
</head>
<body>
{head}
{body}
{_scripts(deck)}
</body>
</html>
"""


@cache
def _style(deck: bool) -> str:
    from hpstudy.export.site_cells import code_style

    widgets = ["film", "job", "quiz_card", *["presenter"] * deck]
    ours = ["site", *["deck"] * deck]
    files = [_WIDGETS / f"{name}.css" for name in widgets] + [
        _HERE / f"{name}.css" for name in ours
    ]
    return "\n".join([*(file.read_text(encoding="utf-8") for file in files), code_style()])


@cache
def _scripts(deck: bool) -> str:
    """Return the widgets' own scripts, each in its own scope, and what stands in for Jupyter."""
    from hpstudy.widgets.film import SCRIPT as film
    from hpstudy.widgets.job import SCRIPT as job
    from hpstudy.widgets.quiz_card import SCRIPT as quiz

    recorded, *ours = (
        (_HERE / f"{name}.js").read_text(encoding="utf-8")
        for name in ["recorded", "practice", *["deck"] * deck, "site"]
    )
    film = film.replace("new Film(", "new Recorded(") + recorded
    views = [
        script.replace("export default", f"window.{name} =")
        for name, script in (("filmView", film), ("jobView", job), ("quizView", quiz))
    ]
    return "\n".join(
        f'<script type="module">\n{text}\n</script>' for text in (*views, "\n".join(ours))
    )
