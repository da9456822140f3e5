"""A quiz for Canvas, as QTI 1.2: every question with its pictures, reasons and explanation.

Written by `xml.etree`: of the libraries on the package index, text2qti 0.8 brings no matching and
no second blank; qti-package-maker 26.7 no feedback, and its ids count places in the file.

Canvas knows no ordering, no case and no place on a plot. Steps become a matching with their
numbers, the parts of a case questions of their own below its scenario, a place one number or two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import takewhile
from pathlib import Path
from typing import Any

from hpstudy.export import cloze, qti
from hpstudy.export.canvas_items import Part, gaps_of, item_of
from hpstudy.export.card import back
from hpstudy.export.html import tex_blocks, tex_line
from hpstudy.export.plot import plot_html
from hpstudy.export.questions import key
from hpstudy.quiz.choosing import Item
from hpstudy.quiz.question import (
    Blank,
    Case,
    Choice,
    Hotspot,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Pair,
    Question,
    Typed,
)
from hpstudy.widgets.quiz_view import ask

TITLE = "Hyperparameter optimization"
AGAIN = "Overwrite assessment content with matching IDs"  # what Canvas calls it


def write(out: Path, items: Iterable[Item]) -> str:
    """Write the items as a package for Canvas and return the sentence that says what is in it."""
    items = list(items)
    parts = [part for item in items for part in parts_of(item)]
    levels = zip(*(item.question.topic.split(".") for item in items), strict=False)
    topic = [level[0] for level in takewhile(lambda level: len(set(level)) == 1, levels)]
    title = f"{TITLE}: {'.'.join(topic)}" if topic else TITLE
    name = "-".join(["hpstudy", *topic])
    path = out if out.suffix else out.with_suffix(".zip")
    qti.write_package(path, name, qti.assessment(name, title, map(item_of, parts)))
    return (
        f"{path}: {len(items)} questions{_otherwise(items, parts)}. In Canvas: Import Course"
        f' Content, QTI .zip file; the next time tick "{AGAIN}".'
    )


def _otherwise(items: Sequence[Item], parts: Sequence[Part]) -> str:
    """Say what Canvas asks in another way than the kit."""
    asked = [part for item in items for part in _parts(item.asked)]
    steps, places = (sum(isinstance(one, kind) for one in asked) for kind in (Ordering, Hotspot))
    said = [f"as {len(parts)}, a case as its parts"] if len(parts) > len(items) else []
    said += [f"{steps} to order as a matching with numbers"] if steps else []
    said += [f"{places} to point at as numbers to type"] if places else []
    return f" ({'; '.join(said)})" if said else ""


# what Canvas is to ask


def parts_of(item: Item) -> Iterator[Part]:
    """Give the questions that Canvas asks for an item, under names that stay the same."""
    name, whole = f"hpstudy-{_safe(key(item))}", item.asked
    for part in _parts(whole):
        ident, above, said = name, "", _said(part)
        if part is not whole:
            ident, above = f"{name}_{_safe(part.id)}", tex_blocks(whole.stem)
            said += _said(whole) if whole.explanation != part.explanation else ""
        yield from _asked(ident, item, part, above, said)


def _parts(asked: Question) -> Sequence[Question]:
    return asked.questions if isinstance(asked, Case) else [asked]


def _safe(ident: str) -> str:
    """Return an id without what Canvas would change in it, for it names files by them."""
    ident = ident.replace("#", "_v")
    return re.sub(r"[^A-Za-z0-9_-]", lambda sign: f"_{ord(sign[0]):x}", ident)


def _asked(ident: str, item: Item, asked: Question, above: str, said: str) -> Iterator[Part]:
    stem, view = above + tex_blocks(asked.stem, blank="_____"), ask(item, asked)
    kinds = ("options", "steps", "responses")
    offered = tuple(one["value"] for kind in kinds for one in view.get(kind, ()))
    match asked:
        case Hotspot():
            yield from _numbers(ident, asked, stem + plot_html(asked), said)
            return
        case Ordering():
            pairs = tuple(Pair(f"{n}.", step) for n, step in enumerate(asked.steps, 1))
            asked = Matching(**_common(asked), pairs=pairs)
            stem += "<p>1 is the first.</p>"
        case Multiple():
            stem += f"<p>Choose {asked.n_right}.</p>"
        case Numeric() if asked.unit:
            stem += f"<p>In {tex_line(asked.unit)}; type the number alone.</p>"
        case Typed() if len(asked.answers) > 1:
            stem = above + _with_gaps(asked)
    yield Part(ident, asked, stem, said, offered)


def _numbers(ident: str, asked: Hotspot, stem: str, said: str) -> Iterator[Part]:
    sides = cloze.sides(asked)
    for axis, (low, high) in sides.items():
        number = Numeric(**_common(asked), answer=(low + high) / 2, atol=(high - low) / 2)
        what = str(asked.plot[axis]) if isinstance(asked.plot, Mapping) else axis
        one = f"{ident}_{axis}" if len(sides) > 1 else ident
        yield Part(one, number, f"{stem}<p>Type its {tex_line(what)}.</p>", said)


def _common(asked: Question) -> dict[str, Any]:
    return {one.name: getattr(asked, one.name) for one in fields(Question)}


def _with_gaps(asked: Typed) -> str:
    gaps = [f"[{name}]" for name in gaps_of(asked)]
    html = tex_blocks(asked.stem, blank="{{blank}}")
    if isinstance(asked, Blank) and "{{blank}}" in html:
        return cloze.filled(html, gaps)
    return html + f"<p>{', '.join(gaps)}</p>"


def _said(asked: Question) -> str:
    """Return what everybody reads afterwards; an option's reason is read beside the option."""
    right = "" if isinstance(asked, Choice | Case) else back(asked)
    texts = right + tex_blocks(asked.explanation) + tex_blocks(asked.guide_says)
    return texts + (f"<p><small>{tex_line(asked.source)}</small></p>" if asked.source else "")
