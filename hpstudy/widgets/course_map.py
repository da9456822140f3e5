"""The map of the lessons, as the reader sees it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hpstudy.quiz.agenda import Agenda


def show_map() -> None:
    """Show every lesson with its question and minutes, and the one thing to do next."""
    from IPython.display import Markdown, display

    from hpstudy.course import as_markdown, lessons

    here = _agenda()
    course = lessons(begun=here.begun)
    display(Markdown(as_markdown(course, here.due, here.days_left)))  # type: ignore[no-untyped-call]


def _agenda() -> Agenda:
    """Return what the record in this folder says; the map is shown whatever state that is in."""
    from hpstudy.journal import JournalError
    from hpstudy.quiz import BankError, Record, load_bank
    from hpstudy.quiz.agenda import Agenda, agenda

    record = Record(Path.cwd())
    if not record.path.exists():
        return Agenda()
    try:
        return agenda(record, load_bank(), datetime.now().astimezone())
    except (JournalError, BankError) as problem:
        print(problem)
        return Agenda()
    finally:
        record.close()
