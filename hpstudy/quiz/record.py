"""The record: what one learner answered, predicted and planned, in one file that only grows.

    sqlite3 record.sqlite "SELECT entry FROM events"

Each event is on the disk before the call that adds it returns. There are no tables of cards,
abilities or scores beside it: `review` and `readiness` work those out from the answers alone, so
that no two of them can disagree.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from hpstudy.journal import Entry, Journal, JournalError
from hpstudy.quiz.question import Question
from hpstudy.quiz.verdict import Grade

FILE, SCHEMA = "record.sqlite", 1
CERTAINTIES = (1, 2, 3)  # a guess, rather sure, sure


class RecordError(JournalError):
    """The record cannot be read or written: one sentence says which file, why, and the way out."""


@dataclass(frozen=True)
class Answer:
    """One answer: to which variant of which question, what was said, and what it was worth.

    `at` is UTC in ISO 8601; `seed` says which variant of a generated question was asked;
    `certainty` is 1, 2 or 3, or None where nobody asked; `session` is the uuid of a `Session`.
    """

    uuid: str
    at: str
    question: str
    topic: str
    revision: int
    seed: int | None
    mode: str
    answer: Any
    verdict: str
    credit: float
    slip: str
    certainty: int | None
    seconds: float | None
    session: str | None


@dataclass(frozen=True)
class Session:
    """One sitting: what it asks, as plain data, and when it ended, None while it goes on."""

    uuid: str
    at: str
    content: Mapping[str, Any]
    ended: str | None = None


@dataclass(frozen=True)
class Prediction:
    """What a reader expected of a demo, and what came; it is never marked."""

    uuid: str
    at: str
    demo: str
    given: Any
    seen: Any


Event = TypeVar("Event", Answer, Session, Prediction)


class Record:
    """A learner's record in `folder`; the file is made when there is first something to keep.

    Iterating gives the answers, oldest first. Several kernels may write side by side.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.path = Path(folder).expanduser().absolute() / FILE
        self._journal: Journal | None = None
        self._file: tuple[int, int] | None = None  # which file that journal has open
        self._writable = False
        self._waiting: list[Entry] = []  # answers that could not be written yet

    def add(
        self,
        question: Question,
        answer: Any,
        grade: Grade,
        *,
        seed: int | None = None,
        mode: str = "study",
        certainty: int | None = None,
        seconds: float | None = None,
        session: str | None = None,
        at: datetime | None = None,
    ) -> Answer:
        """Keep an answer and its grade; when this returns, it is on the disk.

        If it cannot be written, that is told, and the next that is kept takes it along.

        at: when it was given, if not now; with its time zone
        """
        if certainty not in (None, *CERTAINTIES):
            raise ValueError(f"certainty is 1, 2 or 3, not {certainty!r}.")
        kept = Answer(
            **_stamp(at),
            question=question.id,
            topic=question.topic,
            revision=question.revision,
            seed=None if seed is None else int(seed),
            mode=mode,
            answer=_plain(answer),
            verdict=grade.verdict,
            credit=float(grade.credit),
            slip=grade.slip,
            certainty=certainty,
            seconds=None if seconds is None else float(seconds),
            session=session,
        )
        self._waiting.append({"kind": "answer", **asdict(kept)})
        self._write_waiting()
        return kept

    def __iter__(self) -> Iterator[Answer]:
        return iter(sorted(self._events("answer", Answer), key=lambda answer: answer.at))

    def attempts(self) -> list[Answer]:
        """Return the answers that count, oldest first.

        Invalid is no attempt; in an exam, where an answer may be changed until the end, the last
        one counts.
        """
        return attempts_of(self)

    def begin(self, session: Mapping[str, Any]) -> str:
        """Keep what a session asks, as plain data; return the uuid for its answers to carry."""
        stamp = _stamp()
        self._append("session", {**stamp, "content": _plain(session)})
        return stamp["uuid"]

    def end(self, session: str) -> None:
        """Keep that the session with this uuid is over."""
        self._append("end", {**_stamp(), "session": session})

    def sessions(self) -> list[Session]:
        """Return the sessions, oldest first."""
        ended = {entry["session"]: entry["at"] for entry in self._entries("end")}
        return [
            Session(s.uuid, s.at, s.content, ended.get(s.uuid))
            for s in self._events("session", Session)
        ]

    def predicted(self, demo: str, given: Any, seen: Any) -> None:
        """Keep what a reader expected of a demo and what came."""
        self._append(
            "prediction", {**_stamp(), "demo": demo, "given": _plain(given), "seen": _plain(seen)}
        )

    def predictions(self) -> list[Prediction]:
        """Return the predictions, oldest first."""
        return self._events("prediction", Prediction)

    def plan(self, exam_date: date | str | None) -> None:
        """Keep the day of the exam, such as "2030-05-17"; None for none."""
        try:
            day = exam_date if isinstance(exam_date, date | None) else date.fromisoformat(exam_date)
        except (TypeError, ValueError):
            raise ValueError(
                f"{exam_date!r} is no day: write year, month and day, such as 2030-05-17."
            ) from None
        day = day.date() if isinstance(day, datetime) else day
        self._append("plan", {**_stamp(), "exam_date": day and day.isoformat()})

    @property
    def exam_date(self) -> date | None:
        """The day of the exam, as planned last."""
        days = [entry["exam_date"] for entry in self._entries("plan")]
        return date.fromisoformat(days[-1]) if days and days[-1] else None

    def lines(self) -> Iterator[str]:
        """Give every event as a line of JSON, to be handed in; `answers_of` reads them."""
        return (json.dumps(entry) for entry in self._entries())

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        if self._journal is not None:
            self._journal.close()
        self._journal = None

    def _append(self, kind: str, entry: Mapping[str, Any]) -> None:
        self._write_waiting()
        self._write({"kind": kind, **entry})

    def _write_waiting(self) -> None:
        while self._waiting:
            self._write(self._waiting[0])
            del self._waiting[0]

    def _write(self, entry: Entry) -> None:
        journal = self._open(writable=True)
        assert journal is not None
        journal.append(entry)

    def _events(self, kind: str, event: type[Event]) -> list[Event]:
        return [_event(self.path, event, entry) for entry in self._entries(kind)]

    def _entries(self, kind: str | None = None) -> list[Entry]:
        journal = self._open(writable=False)
        entries = [] if journal is None else list(journal)
        return [entry for entry in entries if kind in (None, entry.get("kind"))]

    def _open(self, writable: bool) -> Journal | None:
        """Return the journal; None if nothing was written yet and nothing is to be."""
        # Whoever moves or deletes the file under an open kernel must not write into the void.
        same = self._journal is not None and self._file == _identity(self.path)
        if same and (self._writable or not writable):
            return self._journal
        self.close()
        if not writable and _identity(self.path) is None:
            return None
        # What may not be written may still be read.
        self._writable = writable or all(
            os.access(path, os.W_OK) for path in (self.path, self.path.parent)
        )
        self._journal = Journal(
            self.path, "events", SCHEMA, read_only=not self._writable, error=RecordError
        )
        self._file = _identity(self.path)
        return self._journal


def answers_of(lines: Iterable[str]) -> list[Answer]:
    """Return the answers among exported lines, oldest first, each once however often it came."""
    entries = [json.loads(line) for line in lines if line.strip()]
    answers = [_event(FILE, Answer, entry) for entry in entries if entry.get("kind") == "answer"]
    return sorted({answer.uuid: answer for answer in answers}.values(), key=lambda a: a.at)


def attempts_of(answers: Iterable[Answer]) -> list[Answer]:
    """Return those of the answers that count, as `Record.attempts` does."""
    valid = [answer for answer in answers if answer.verdict != "invalid"]
    last = {(a.session, a.question, a.seed): a for a in valid if a.mode == "exam" and a.session}
    return [
        a
        for a in valid
        if a.mode != "exam" or not a.session or last[a.session, a.question, a.seed] is a
    ]


def _stamp(at: datetime | None = None) -> dict[str, str]:
    now = datetime.now(UTC) if at is None else at
    if now.tzinfo is None:
        raise ValueError(f"{now} has no time zone: give it one, such as datetime.UTC.")
    return {"uuid": str(uuid4()), "at": now.astimezone(UTC).isoformat(timespec="microseconds")}


def _identity(path: Path) -> tuple[int, int] | None:
    """Return which file lies at `path`, whatever its name was before."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _event(path: object, event: type[Event], entry: Mapping[str, Any]) -> Event:
    try:
        return event(**{f.name: entry[f.name] for f in fields(event) if f.name in entry})
    except TypeError:
        raise RecordError(f"{path} is damaged: restore a copy, or choose another folder.") from None


def _plain(value: Any) -> Any:
    """Return the value as JSON can say it, whatever somebody may have answered."""
    if hasattr(value, "tolist"):  # NumPy's
        value = value.tolist()
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    return str(value)
