"""The lecture as a page: slides to click through, each with its notes folded away.

A slide is a heading of `lecture.ipynb`, the demo or the questions of the cell below it, and its
notes. One reads it alone, notes and all; or one presents it, and the demo fills the window.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

from hpstudy.export import site_demos, site_quiz
from hpstudy.export.site_cells import arguments, calls, markdown
from hpstudy.export.site_page import page

_MINUTES = re.compile(r"minutes (\d+ to \d+)")

_TITLE = """<h1 tabindex="-1">{title}</h1>
<p>{question} {demos} demos that ask first what you expect, and {questions} questions.</p>
<p class="site-begin"><button type="button" data-deck="next">Click through it</button>
<button type="button" data-deck="present">Present it to a class</button></p>
<h2>Alone, as when you missed it</h2>
<p>Say what you expect, then move the controls. What a slide's notes have a teacher ask, do and
say is worth doing alone, too.</p>
<h2>In front of a class</h2>
<p>Presented, a demo fills the window in type that the last row can read; the notes stay behind.
Type how many hands each answer gets: the counts stay over the picture. Nothing here needs a
network, or a kernel that might die.</p>
<p class="site-keys">Keys: <kbd>N</kbd> or <kbd>→</kbd> next, <kbd>←</kbd> back, <kbd>P</kbd> what
the runs say, <kbd>R</kbd> reset, <kbd>F</kbd> present, <kbd>Esc</kbd> out of it; presented,
<kbd>Page up</kbd> and <kbd>Page down</kbd> too, as a presenter's remote sends them. The arrows move
a slider while it is in use.</p>"""

_BAR = """<nav class="site-bar" aria-label="Slides">
<button type="button" data-deck="back" aria-label="Back">←<span> Back</span></button>
<span role="status"></span>
<button type="button" data-deck="next" aria-label="Next"><span>Next </span>→</button>
<button type="button" data-deck="present" class="site-present">Present</button>
<button type="button" data-deck="leave" aria-label="Leave the slides">✕</button></nav>"""


class Slide(NamedTuple):
    """A slide: its heading, when it is due, its notes as HTML, and the call that shows it."""

    heading: str
    minutes: str
    notes: str
    shows: tuple[str, list[Any]]


def lecture(notebook: dict[str, Any]) -> str:
    """Return the page of the lecture."""
    about, slides = notebook["metadata"]["hpstudy"], slides_of(notebook["cells"])
    sections = [_title(about, slides), *map(_section, slides)]
    numbered = "\n".join(
        f'<section id="{number}">\n{section}\n</section>'
        for number, section in enumerate(sections, start=1)
    )
    body = f'<main class="site-lecture">\n{numbered}\n</main>\n{_BAR}'
    return page(about["title"], body, home=True, deck=True)


def slides_of(cells: Sequence[dict[str, Any]]) -> list[Slide]:
    """Return the slides of a notebook: each heading with notes, and the call in the next cell."""
    texts = ["".join(cell["source"]) for cell in cells]
    return [_slide(text, code) for text, code in pairwise(texts) if text.startswith("## ")]


def _slide(text: str, code: str) -> Slide:
    heading, _, notes = text.partition("\n")
    minutes = _MINUTES.search(notes)
    ((name, call),) = calls(code)
    given = arguments(call)[0] if call else []
    about = heading.removeprefix("## "), minutes[1] if minutes else "", markdown(notes)
    return Slide(*about, shows=(name, given))


def _title(about: dict[str, Any], slides: Sequence[Slide]) -> str:
    """Return the first slide: what this is, how to use it, and what there is."""
    shown = [slide.shows for slide in slides]
    title = _TITLE.format(
        title=escape(about["title"]),
        question=escape(about["question"]),
        demos=sum(name == "show_demo" for name, _ in shown),
        questions=sum(len(given) for name, given in shown if name == "ask_class"),
    )
    rows = "\n".join(
        f'<li><a href="#{number}">{escape(slide.heading)}</a> <small>{slide.minutes}</small></li>'
        for number, slide in enumerate(slides, start=2)
    )
    return f"{title}\n<h2>Slides, and their minutes</h2>\n<ol>\n{rows}\n</ol>"


def _section(slide: Slide) -> str:
    name, given = slide.shows
    shown = (
        site_demos.in_html(*given, slide=True)
        if name == "show_demo"
        else site_quiz.for_a_class(*given)
    )
    return f'<h1 tabindex="-1">{escape(slide.heading)}</h1>\n{slide.notes}\n{shown}'
