"""`hpstudy export site OUT`: every lesson as a page that lives without a kernel and a network.

    OUT/index.html        the lessons, and how to get the whole kit
    OUT/07_searching.html one page a lesson: its text, its demos, practice questions
    OUT/lecture.html      the lecture as slides, to present or to click through alone

Each page is one file that asks for nothing else, so it works from a disk, a stick or any server.
What a demo shows there was computed while the page was written, by the code that the lesson runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from hpstudy.export.site_cells import asks_for_a_guess, in_html
from hpstudy.export.site_lecture import lecture
from hpstudy.export.site_page import NEEDS, page
from hpstudy.places import notebooks

_LECTURE = "lecture"


def write(out: Path, names: Sequence[str] | None = None) -> str:
    """Write the pages into the folder `out`; the sentence says how many and how large.

    names: of the lessons, such as "07_searching", and "lecture"; all of them if not said
    """
    from hpstudy.progress import progress_bar

    names = names or [*(path.stem for path in sorted(notebooks().glob("[0-9]*.ipynb"))), _LECTURE]
    lessons = {name: _read(name) for name in names if name != _LECTURE}
    out.mkdir(parents=True, exist_ok=True)
    sizes = [_save(out / "index.html", _index(lessons))]
    for name in progress_bar(names, len(names), "Pages"):
        made = lecture(_read(name)) if name == _LECTURE else _lesson(name, lessons)
        sizes.append(_save(out / f"{name}.html", made))
    return f"{len(sizes)} pages, {sum(sizes) / 1e6:.1f} MB: open {out / 'index.html'} in a browser."


def _read(name: str) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads((notebooks() / f"{name}.ipynb").read_text("utf-8"))
    return notebook


def _save(path: Path, text: str) -> int:
    path.write_text(text, encoding="utf-8")
    return path.stat().st_size


def _lesson(name: str, lessons: dict[str, Any]) -> str:
    """Return a lesson's page, with a way on and a way back."""
    cells = "\n".join(_cells(lessons[name]["cells"]))
    way = "".join(_ways(name, lessons))
    body = f'<main>\n{cells}\n</main>\n<nav class="site-ways" aria-label="Lessons">{way}</nav>'
    return page(lessons[name]["metadata"]["hpstudy"]["title"], body, home=True)


def _cells(cells: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the cells as HTML; what is to be guessed stays folded up to the next text."""
    guessed = False
    for cell in cells:
        if cell["cell_type"] == "markdown":
            guessed = asks_for_a_guess(cell)
        yield in_html(cell, guessed=guessed)


def _ways(name: str, lessons: dict[str, Any]) -> Iterator[str]:
    names = list(lessons)
    here = names.index(name)
    for place, arrow in ((here - 1, "← {}"), (here + 1, "{} →")):
        if 0 <= place < len(names):
            title = escape(lessons[names[place]]["metadata"]["hpstudy"]["title"])
            numbered = f"{_number(names[place])} {title}"
            yield f'<a href="{names[place]}.html">{arrow.format(numbered)}</a>'


def _number(name: str) -> str:
    """Return a lesson's number, as the others name it."""
    return name.partition("_")[0]


def _index(lessons: dict[str, Any]) -> str:
    about = {name: lesson["metadata"]["hpstudy"] for name, lesson in lessons.items()}
    rows = "\n".join(
        f'<tr><td>{_number(name)}</td><td><a href="{name}.html">{escape(one["title"])}</a></td>'
        f"<td>{escape(one['question'])}</td><td>{one['minutes']}</td></tr>"
        for name, one in about.items()
    )
    body = f"""<main>
<h1>Hyperparameter optimization, to play with</h1>
<p>Say what you expect, move a control, and see what a training answers. These pages need no
installation and no network: every picture in them was computed by a real training or a real fit
when they were written.</p>
<p class="site-begin"><a href="00_start.html">Begin with your first slider</a>
<a href="lecture.html">The lecture, as slides</a></p>
<table class="site-lessons"><thead><tr><th scope="col">no.</th><th scope="col">lesson</th>
<th scope="col">its question</th><th scope="col">minutes</th></tr></thead>
<tbody>
{rows}
</tbody></table>
{NEEDS}
</main>"""
    return page("Hyperparameter optimization", body, home=False)
