"""The map of the lessons: what each asks, how long it takes, which comes next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hpstudy.places import notebooks


@dataclass(frozen=True)
class Lesson:
    """One lesson, and whether the reader has run a cell of it and saved."""

    name: str
    title: str
    question: str
    minutes: int
    begun: bool


def lessons(folder: Path | None = None) -> list[Lesson]:
    """Return the kit's lessons in order, begun or not in the workbook `folder` (default: here)."""
    here = folder or Path.cwd()
    return [_lesson(source, here / source.name) for source in sorted(notebooks().glob("*.ipynb"))]


def next_lesson(course: Sequence[Lesson]) -> Lesson | None:
    """Return the first lesson not yet begun, None if all are."""
    return next((lesson for lesson in course if not lesson.begun), None)


def as_markdown(course: Sequence[Lesson]) -> str:
    """Return the map as a table, under one sentence on what to do next."""
    rows = [
        f"| {'✓' if lesson.begun else ''} | [{lesson.title}]({lesson.name}.ipynb) "
        f"| {lesson.question} | {lesson.minutes} |"
        for lesson in course
    ]
    head = ["| begun | lesson | its question | minutes |", "|:---:|---|---|---:|"]
    return "\n".join([_what_next(course), "", *head, *rows])


def _what_next(course: Sequence[Lesson]) -> str:
    lesson = next_lesson(course)
    if lesson is None:
        return "You have begun every lesson."
    left = sum(one.minutes for one in course if not one.begun)
    return (
        f"Next: [{lesson.title}]({lesson.name}.ipynb), {lesson.minutes} minutes. "
        f"All that is left takes about {left} minutes."
    )


def _lesson(source: Path, copy: Path) -> Lesson:
    about = json.loads(source.read_text(encoding="utf-8"))["metadata"]["hpstudy"]
    return Lesson(
        source.stem, about["title"], about["question"], about["minutes"], _begun(copy, source)
    )


def _begun(copy: Path, source: Path) -> bool:
    """Say whether the reader's copy was run; the kit's own file is nobody's work."""
    if not copy.exists() or copy.resolve() == source.resolve():
        return False
    try:
        cells = json.loads(copy.read_text(encoding="utf-8"))["cells"]
        return any(cell.get("execution_count") for cell in cells)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False  # not a notebook any more: whatever it is, it is not a lesson begun
