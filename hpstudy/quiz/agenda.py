"""What the record says about what to do next: how much is due, and which lessons were begun."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from hpstudy.quiz.record import Record
from hpstudy.quiz.review import due
from hpstudy.quiz.topics import load_topics


@dataclass(frozen=True)
class Agenda:
    """How many questions are due, the lessons begun by quizzes on them, the days to the exam."""

    due: int = 0
    begun: frozenset[str] = frozenset()
    days_left: int | None = None


def agenda(record: Record, bank: Container[str], now: datetime) -> Agenda:
    """Return what there is to do at `now`, which has its time zone."""
    exam = record.exam_date
    left = None if exam is None else (exam - now.date()).days
    return Agenda(
        due=len(due(record, bank, now)),
        begun=_begun(record),
        days_left=left if left is not None and left >= 0 else None,
    )


def _begun(record: Record) -> frozenset[str]:
    """Return the lessons on whose topics somebody asked to be asked, and then answered.

    A quiz on everything, or a mock exam, touches every lesson and begins none.
    """
    on_purpose = {s.uuid for s in record.sessions() if s.content.get("topic") is not None}
    topics = load_topics()
    answered = {answer.topic for answer in record.attempts() if answer.session in on_purpose}
    return frozenset(
        topics[topic].lessons[0] for topic in answered if topic in topics and topics[topic].lessons
    )
