"""The map of the lessons: what each asks, how long it takes, and the one thing to do next.

What the quiz knows, which questions are due and which lessons it was about, is handed in: the map
reads no record.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from hpstudy.places import notebooks


@dataclass(frozen=True)
class Lesson:
    """One lesson, and whether the reader has begun it."""

    name: str
    title: str
    question: str
    minutes: int
    begun: bool


def lessons(folder: Path | None = None, begun: Collection[str] = ()) -> list[Lesson]:
    """Return the kit's lessons in order, begun or not in the workbook `folder` (default: here).

    They are the notebooks with a number; the lecture is for whoever stands in front of a class.
    A lesson is begun once a cell of it was run and saved, or if its name is among those in `begun`.
    """
    here = folder or Path.cwd()
    return [
        _lesson(source, here / source.name, begun)
        for source in sorted(notebooks().glob("[0-9]*.ipynb"))
    ]


def next_lesson(course: Sequence[Lesson]) -> Lesson | None:
    """Return the first lesson not yet begun, None if all are."""
    return next((lesson for lesson in course if not lesson.begun), None)


def as_markdown(course: Sequence[Lesson], due: int = 0, days_left: int | None = None) -> str:
    """Return the map as a table, under one sentence on what to do next.

    due:       how many questions of the quiz are due
    days_left: until the exam, if a day is set
    """
    rows = [
        f"| {'✓' if lesson.begun else ''} | [{lesson.title}]({lesson.name}.ipynb) "
        f"| {lesson.question} | {lesson.minutes} |"
        for lesson in course
    ]
    head = ["| begun | lesson | its question | minutes |", "|:---:|---|---|---:|"]
    return "\n".join([_what_next(course, due, days_left), "", *head, *rows])


def _what_next(course: Sequence[Lesson], due: int, days_left: int | None) -> str:
    lesson = next_lesson(course)
    steps = []
    if due:
        count = "1 review is due" if due == 1 else f"{due} reviews are due"
        steps.append(f'{count}, run `show_quiz(mode="due", n={due})`')
    if lesson:
        steps.append(f"[{lesson.title}]({lesson.name}.ipynb), {lesson.minutes} minutes")
    sentences = [f"Next: {'; then '.join(steps)}."] if steps else []
    if lesson:
        left = sum(one.minutes for one in course if not one.begun)
        sentences.append(f"All the lessons that are left take about {left} minutes.")
    else:
        sentences.append("You have begun every lesson.")
    if days_left is not None:
        when = {0: "today", 1: "tomorrow"}.get(days_left, f"in {days_left} days")
        sentences.append(f"Your exam is {when}.")
    return " ".join(sentences)


def _lesson(source: Path, copy: Path, begun: Collection[str]) -> Lesson:
    about = json.loads(source.read_text(encoding="utf-8"))["metadata"]["hpstudy"]
    return Lesson(
        name=source.stem,
        title=about["title"],
        question=about["question"],
        minutes=about["minutes"],
        begun=source.stem in begun or _was_run(copy, source),
    )


def _was_run(copy: Path, source: Path) -> bool:
    """Say whether the reader's copy was run; the kit's own file is nobody's work."""
    if not copy.exists() or copy.resolve() == source.resolve():
        return False
    try:
        cells = json.loads(copy.read_text(encoding="utf-8"))["cells"]
        return any(cell.get("execution_count") for cell in cells)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False  # not a notebook any more: whatever it is, it is not a lesson begun
