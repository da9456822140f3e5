"""A deck for Anki: the question in front; behind it the answer, the reasons and the source.

Notes keep their identity from one export to the next, so that importing a newer deck mends the
cards and leaves the learner's schedule alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from hpstudy.export import ExportError
from hpstudy.export.card import back, front
from hpstudy.export.html import tex_blocks, tex_line
from hpstudy.export.questions import key
from hpstudy.quiz.choosing import Item

DECK = "Hyperparameter optimization"
FIELDS = ("Question", "Answer", "Explanation", "Source", "Id")

_BACK = """{{FrontSide}}
<hr id="answer">
{{Answer}}
<div class="why">{{Explanation}}</div>
<footer>{{Source}} · {{Id}}</footer>"""

_CSS = """
.card { font: 20px/1.5 system-ui, sans-serif; max-width: 38em; margin: auto; padding: 0 .5em;
        color: #1f2328; background: #fff; }
.nightMode .card, .nightMode.card { color: #e6e6e6; background: #2c2c2c; }
.hint, footer, .reason { color: #667; font-size: .8em; }
.nightMode .hint, .nightMode footer, .nightMode .reason { color: #a8acb3; }
.reason { display: block; }
li { margin: .35em 0; }
li.right > .option::before { content: "✓ "; color: #2a7f3f; font-weight: bold; }
li.wrong > .option { opacity: .75; }
.nightMode li.right > .option::before { color: #6fcf87; }
.key { font-weight: 600; }
code, pre { font: .85em ui-monospace, monospace; background: #8882; border-radius: .25em; }
code { padding: .1em .25em; }
pre { padding: .6em; overflow-x: auto; text-align: left; }
img { max-width: 100%; background: #fff; }
table { border-spacing: .8em .2em; }
td { vertical-align: top; }
"""


def write(out: Path, items: Iterable[Item]) -> str:
    """Write the items as an .apkg and return the sentence that says how many there are."""
    genanki = _genanki()
    model = genanki.Model(
        _number("hpstudy/model"),
        "hpstudy question",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Card", "qfmt": "{{Question}}", "afmt": _BACK}],
        css=_CSS,
    )
    deck = genanki.Deck(_number("hpstudy/deck"), DECK)
    for item in items:
        deck.add_note(_note(genanki, model, item))
    path = out if out.suffix else out.with_suffix(".apkg")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Stamped with the time: Anki takes the text of a note over its own only if it is the newer.
    genanki.Package(deck).write_to_file(str(path))
    return f"{path}: {len(deck.notes)} cards. In Anki: File, Import."


def _note(genanki: Any, model: Any, item: Item) -> Any:
    asked = item.asked
    explanation = tex_blocks(asked.explanation)
    if asked.guide_says:
        explanation += f"<div class='hint'>{tex_blocks(asked.guide_says)}</div>"
    return genanki.Note(
        model=model,
        guid=genanki.guid_for("hpstudy", key(item)),
        fields=[front(item), back(asked), explanation, tex_line(asked.source), key(item)],
        tags=_tags(asked.topic, asked.exam, asked.type),
    )


def _tags(topic: str, exam: Sequence[str], kind: str) -> list[str]:
    return [f"hpstudy::{topic.replace('.', '::')}", *(f"exam::{task}" for task in exam), kind]


def _number(name: str) -> int:
    """Return a number of our own for Anki, the same for ever."""
    return (1 << 30) + zlib.crc32(name.encode()) % (1 << 30)


def _genanki() -> Any:
    try:
        import genanki
    except ImportError:
        raise ExportError(
            'A deck for Anki needs the package genanki: pip install "hpstudy[export]".'
        ) from None
    return genanki
