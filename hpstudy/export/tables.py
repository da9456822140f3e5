"""A gradebook as text for the screen and as tables for Canvas, Moodle and spreadsheets.

Canvas takes a row `Points Possible` and would have to be told the points without it; Moodle takes
every row for a learner and imports nothing if one is not enrolled. So each has a file of its own.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from hpstudy.gradebook import Gradebook, Standing

# Canvas looks for these five, and finds a learner by one of the IDs or else by the name.
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
GRADES = ("hpstudy questions", "hpstudy first try", "hpstudy last try")
# The row that Canvas reads as points and not as a learner; how many questions is no grade there.
POINTS = ("    Points Possible", "", "", "", "", "(read only)", "100", "100")

HELP = f"""the columns of --csv and --canvas:
  {", ".join(CANVAS)},
  {", ".join(GRADES)} (per cent)
  The name of a learner's folder or file stands under Student and SIS Login ID.
  --canvas: Grades, Import. Its row Points Possible says 100 for the two grades.
  --csv: for a spreadsheet, and Moodle: Grades, Import, CSV file. Map SIS Login ID to username,
  email address or ID number, by whichever your folders are named, and a column to a grade item.

example: hpstudy gradebook handed-in --canvas grades.csv"""


def as_text(book: Gradebook) -> str:
    """Return a table of a row a learner and a column for each group of topics."""
    groups = list(dict.fromkeys(topic.split(".")[0] for topic in book.topics()))
    rows = [["learner", "questions", "first try", "last try", *groups]]
    for learner in sorted(book.learners):
        whole = book.standing(learner)
        parts = [_cell(book.standing(learner, group)) for group in groups]
        rows.append(
            [learner, f"{whole.questions}", _share(whole.first), _share(whole.last), *parts]
        )
    note = "Of each group of topics: per cent at the first try / questions."
    return "\n".join([*_table(rows), "", note] if groups else _table(rows))


def items_as_text(book: Gradebook) -> str:
    """Return a table of a row a question; statistics only where enough learners answered."""
    from hpstudy.gradebook import ENOUGH

    items = book.items()
    rows = [["question", "learners", "facility", "discrimination"]]
    for item in items:
        numbers = [item.facility, item.discrimination]
        rows.append(
            [item.question, f"{item.learners}", *("" if n is None else f"{n:.2f}" for n in numbers)]
        )
    said = _table(rows)
    if not any(item.facility is not None for item in items):
        most = max((item.learners for item in items), default=0)
        said += ["", f"Statistics need {ENOUGH} learners a question; the most so far is {most}."]
    return "\n".join(said)


def write_grades(path: Path, book: Gradebook, *, canvas: bool = False) -> None:
    """Write a row a learner, as Moodle and spreadsheets take it, or as Canvas does."""
    rows: list[Sequence[object]] = [POINTS] if canvas else []
    for learner in sorted(book.learners):
        whole = book.standing(learner)
        grades = [whole.questions, _percent(whole.first), _percent(whole.last)]
        rows.append([_harmless(learner), "", "", _harmless(learner), "", *grades])
    _write(path, [*CANVAS, *GRADES], rows, mark=not canvas)


def write_topics(path: Path, book: Gradebook) -> None:
    """Write a row a learner and a topic."""
    rows = []
    for learner in sorted(book.learners):
        for topic in book.topics():
            found = book.standing(learner, topic)
            if found.questions:
                shares = [_percent(found.first), _percent(found.last)]
                rows.append([_harmless(learner), _harmless(topic), found.questions, *shares])
    _write(path, ["learner", "topic", "questions", "first try", "last try"], rows)


def _write(
    path: Path, head: Sequence[str], rows: Iterable[Sequence[object]], mark: bool = True
) -> None:
    """Write a table; the `mark` in front tells spreadsheets, and Moodle, that it is UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def _harmless(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula: names come from others."""
    return f"'{name}" if name[:1] in "=+-@\t\r" else name


def _percent(share: float) -> str:
    return "" if math.isnan(share) else f"{100 * share:.1f}"


def _share(share: float) -> str:
    return "" if math.isnan(share) else f"{100 * share:.0f} %"


def _cell(found: Standing) -> str:
    return f"{100 * found.first:.0f}/{found.questions}" if found.questions else "·"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        name = first + " " * (widths[0] - _width(first))
        lines.append("  ".join([name, *cells]).rstrip())
    return lines


def _width(text: str) -> int:
    """Return how many columns a text takes on the screen: a Chinese sign takes two."""
    wide = sum(east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(combining(sign) > 0 for sign in text)
