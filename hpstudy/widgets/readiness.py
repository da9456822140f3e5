"""Where the reader stands: readiness with its width, stated certainty, and what to read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hpstudy.quiz.calibration import Calibration, calibration
from hpstudy.quiz.question import Generated
from hpstudy.quiz.readiness import Weakness, readiness, weaknesses
from hpstudy.quiz.topics import load_topics

if TYPE_CHECKING:
    from hpstudy.quiz.bank import Bank
    from hpstudy.quiz.record import Record

_MOST = 6  # topics at a time: more would be a list to close again
_SURE = {1: "guess", 2: "fairly sure", 3: "certain"}


def show_readiness(folder: str | Path | None = None) -> None:
    """Say what the answers in this folder's record (default: here) tell about an exam of today."""
    from hpstudy.quiz import Record, load_bank

    _show(as_markdown(Record(folder or Path.cwd()), load_bank()))


def set_exam_date(day: str | date | None, folder: str | Path | None = None) -> None:
    """Space the reviews towards `day`, such as "2027-03-31"; None takes it back."""
    from hpstudy.quiz import Record

    Record(folder or Path.cwd()).plan(day)
    _show("No exam date." if day is None else f"Exam on {day}: reviews are spaced towards it.")


def show_guide_differs(folder: str | Path | None = None) -> None:
    """Show where the guide and the truth differ: first, for what was answered wrongly here."""
    from hpstudy.quiz import Record, load_bank

    _show(differences(Record(folder or Path.cwd()), load_bank()))


def as_markdown(record: Record, bank: Bank) -> str:
    """Return readiness, certainty and weak topics as text for a page."""
    parts = [readiness(record, bank).sentence, _certainty(calibration(record))]
    weak = weaknesses(record, bank)[:_MOST]
    if weak:
        parts.append("\n".join(["To read again, weakest first:", "", *map(_line, weak)]))
    return "\n\n".join(part for part in parts if part)


def differences(record: Record, bank: Bank) -> str:
    """Return a table of what the guide says and what holds, a topic once: those missed first."""
    missed = {one.question for one in record.attempts() if one.verdict == "wrong"}
    # The explanation of a generated question speaks of numbers that only a variant has.
    told = [q for q in bank if q.guide_says and not isinstance(q, Generated)]
    told.sort(key=lambda q: q.id not in missed)
    rows = [
        f"| {'missed' if q.id in missed else ''} | {_titled(q.topic)} | {_cell(q.explanation)} "
        f"| {_cell(q.guide_says)} |"
        for q in {q.topic: q for q in reversed(told)}.values()
    ]
    head = ["| | topic | what holds | what the guide says |", "|---|---|---|---|"]
    return "\n".join([*head, *reversed(rows)])


def _certainty(stated: Calibration) -> str:
    """Return a table of how often each level of certainty was right, or nothing without any."""
    used = [level for level in stated.levels if level.answers]
    if not used:
        return ""
    rows = [
        f"| {_SURE[level.certainty]} | {level.right} of {level.answers} "
        f"| {level.low:.0%} to {level.high:.0%} | {level.band[0]:.0%} to {level.band[1]:.0%} |"
        for level in used
    ]
    head = ["| you said | right | so between | it pays between |", "|---|---|---|---|"]
    return "\n".join([*head, *rows])


def _line(weak: Weakness) -> str:
    demos = ", ".join(f"`{demo}`" for demo in weak.demos)
    return f"- *{_titled(weak.topic)}*, {weak.right} of {weak.answered} right" + (
        f"; {demos}" if demos else ""
    )


def _titled(topic: str) -> str:
    """Return what a topic is called in words."""
    return _cell(load_topics()[topic].title)


def _cell(text: str | None) -> str:
    """Return text that stays within one cell of a table."""
    return " ".join((text or "").split()).replace("|", "\\|")


def _show(text: str) -> None:
    from IPython.display import Markdown, display

    display(Markdown(text))  # type: ignore[no-untyped-call]
