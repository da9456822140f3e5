"""Ways out of the kit: files for other programs, pages for paper and for the web.

`EXPORTS` is the table behind `hpstudy export KIND OUT`. Each kind is a module whose `write` makes
the file or folder and returns the sentence that says so. Those `of_questions` are handed the
questions to write; the others take nothing but the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any


class ExportError(Exception):
    """It cannot be written: one sentence says what, why, and the way out."""


@dataclass(frozen=True)
class Export:
    """One kind of export: what it makes, and an example of what to call it."""

    makes: str
    example: str
    of_questions: bool = False


EXPORTS: Mapping[str, Export] = {
    "anki": Export("the questions as a deck of cards for Anki", "hpo.apkg", of_questions=True),
    "moodle": Export("the questions for Moodle's question bank", "hpo.xml", of_questions=True),
    "canvas": Export("the questions as a quiz for Canvas (QTI)", "hpo.zip", of_questions=True),
    "csv": Export("the questions as a table, one a row", "hpo.csv", of_questions=True),
    "record": Export("your own answers, to hand in for a gradebook", "ada.jsonl"),
    "handouts": Export("the map and two cards, a page each, to print", "handouts"),
    "site": Export("every lesson and the lecture as pages that need no install", "site"),
}


def export(kind: str, out: str | Path, questions: Iterable[Any] | None = None) -> str:
    """Write one kind of export to `out` and return the sentence that says what is there.

    questions: `Item`s, for the kinds that are `of_questions`
    """
    module = import_module(f"hpstudy.export.{kind}")
    arguments = [questions] if EXPORTS[kind].of_questions else []
    try:
        return str(module.write(Path(out).expanduser(), *arguments))
    except OSError as error:
        reason = error.strerror or error
        raise ExportError(f"Cannot write {out}: {reason}. Choose another place.") from None
