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


def show_topics() -> None:
    """Show every topic of the kit on one page: by part, with the demo to see it and its lesson."""
    from IPython.display import Markdown, display

    display(Markdown(topics_as_markdown()))  # type: ignore[no-untyped-call]


def topics_as_markdown() -> str:
    """Return a table of lessons: the topics of each, and the demos that show them."""
    from hpstudy.quiz.topics import load_topics

    rows: dict[str, tuple[list[str], dict[str, None]]] = {}
    for topic in load_topics().values():
        titles, demos = rows.setdefault(topic.lessons[0], ([], {}))
        titles.append(topic.title)
        demos.update(dict.fromkeys(topic.demos))
    lines = [
        f"| {lesson[:2]} | {'<br>'.join(titles)} | {'<br>'.join(demos)} |"
        for lesson, (titles, demos) in sorted(rows.items())
    ]
    return "\n".join(["| lesson | topics | demos |", "|---|---|---|", *lines])
