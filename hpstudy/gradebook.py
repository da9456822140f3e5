"""A class's records in one table: what each learner answered, and what each question is like.

Reads every record.sqlite and every file of JSON lines below a folder. An answer counts once however
often it was handed in. Nothing leaves the machine, and no file that was handed in is changed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from hpstudy.quiz.record import FILE, SCHEMA, Answer, RecordError, answers_of, attempts_of

ENOUGH = 30  # learners, before a question's statistics say more than chance
KINDS = {".sqlite", ".jsonl", ".ndjson"}
PACKED = {".zip", ".gz", ".tgz", ".7z", ".rar"}


class GradebookError(Exception):
    """There is nothing to read: one sentence says why, and the way out."""


@dataclass(frozen=True)
class Standing:
    """How a learner stands, in all or in a topic: shares of the credit, first and last attempts."""

    questions: int
    first: float
    last: float


@dataclass(frozen=True)
class ItemStatistics:
    """A question's first attempts; `facility` and `discrimination` are None below `ENOUGH`.

    facility:       the mean credit
    discrimination: the correlation with the mean credit in all other questions
    """

    question: str
    learners: int
    facility: float | None = None
    discrimination: float | None = None


@dataclass
class Gradebook:
    """Attempts by learner, oldest first, and a sentence about every file that was left out."""

    learners: dict[str, list[Answer]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def standing(self, learner: str, topic: str = "") -> Standing:
        """Return how a learner stands in a topic, such as "reg.l1" or "reg", or in all."""
        within = f"{topic}." if topic else ""
        attempts = [a for a in self.learners[learner] if f"{a.topic}.".startswith(within)]
        first, last = first_of(attempts), {a.question: a.credit for a in attempts}
        if not attempts:
            return Standing(0, np.nan, np.nan)
        return Standing(len(last), *(float(np.mean(list(c.values()))) for c in (first, last)))

    def topics(self) -> list[str]:
        """Return the topics that anybody answered, sorted."""
        return sorted({answer.topic for attempts in self.learners.values() for answer in attempts})

    def items(self) -> list[ItemStatistics]:
        """Return the statistics of every question that anybody answered."""
        firsts = [first_of(attempts) for attempts in self.learners.values()]
        questions = sorted({question for first in firsts for question in first})
        return [_statistics(question, firsts) for question in questions]


def first_of(attempts: Iterable[Answer]) -> dict[str, float]:
    """Return the credit of the first attempt at each question."""
    first: dict[str, float] = {}
    for answer in attempts:
        first.setdefault(answer.question, answer.credit)
    return first


def _statistics(question: str, firsts: list[dict[str, float]]) -> ItemStatistics:
    asked = [first for first in firsts if question in first]
    if len(asked) < ENOUGH:
        return ItemStatistics(question, len(asked))
    credit = np.array([first[question] for first in asked])
    # A learner's mean over the rest: not everybody was asked the same questions.
    rest = np.array([_mean_without(question, first) for first in asked])
    known = ~np.isnan(rest)
    discrimination = None
    if known.sum() >= ENOUGH and np.ptp(credit[known]) > 0 and np.ptp(rest[known]) > 0:
        discrimination = float(np.corrcoef(credit[known], rest[known])[0, 1])
    return ItemStatistics(question, len(asked), float(credit.mean()), discrimination)


def _mean_without(question: str, first: Mapping[str, float]) -> float:
    rest = [credit for other, credit in first.items() if other != question]
    return float(np.mean(rest)) if rest else np.nan


# reading


def read_folder(folder: Path) -> Gradebook:
    """Return the gradebook of all the records below `folder`."""
    files, packed = _handed_in(folder)
    book, answers, owner = Gradebook(), dict[str, list[Answer]](), dict[str, str]()
    book.problems += [f"Left out: {path} is packed: unpack it in its place." for path in packed]
    for path in files:
        name = learner_of(path, folder)
        try:
            read = read_record(path)
        except RecordError as error:
            book.problems.append(f"Left out: {error}")
            continue
        theirs = [owner[a.uuid] for a in read if owner.setdefault(a.uuid, name) != name]
        if theirs:
            whose = " and ".join(sorted(set(theirs)))
            book.problems.append(
                f"{path}: {len(theirs)} of its {len(read)} answers stand in the record of {whose},"
                " too, and are counted there."
            )
        answers.setdefault(name, []).extend(a for a in read if owner[a.uuid] == name)
    for name, own in answers.items():
        once = {answer.uuid: answer for answer in own}.values()
        book.learners[name] = attempts_of(sorted(once, key=lambda answer: answer.at))
    return book


def _handed_in(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the records below a folder, and what has to be unpacked first."""
    if not folder.is_dir():
        raise GradebookError(f"{folder} is no folder: name the one with the class's records.")
    files = sorted(path for path in folder.rglob("*") if _is_record(path, folder))
    packed = sorted(p for p in folder.iterdir() if p.suffix.lower() in PACKED and p.is_file())
    if not files and not packed:
        raise GradebookError(
            f"{folder} holds no record: put there what the learners handed in, a {FILE} each in a"
            " folder of its own, or the .jsonl that `hpstudy export record` writes."
        )
    return files, packed


def _is_record(path: Path, folder: Path) -> bool:
    """Say whether a file is meant as a record; a workbook may hold databases of other things."""
    # Shadows that a Mac packs beside each file, and copies that Jupyter keeps.
    hidden = any(p.startswith((".", "__MACOSX")) for p in path.relative_to(folder).parts)
    kind = path.suffix.lower()
    named = path.name == FILE or kind != ".sqlite" or path.parent == folder
    return named and kind in KINDS and not hidden and path.is_file()


def learner_of(path: Path, folder: Path) -> str:
    """Return whose file it is: the folder that was handed in, or else the file's own name.

    One name, however a system spells its accents, and with the (1) of a second download left out.
    """
    inside = path.relative_to(folder)
    name = folder.resolve().name if path.name == FILE else path.stem
    if len(inside.parts) > 1:
        name = inside.parts[0]
    name = re.sub(r"(?<=\S) ?\(\d+\)$", "", unicodedata.normalize("NFC", name))
    # Bytes of another encoding, as old archives leave them, cannot be printed.
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)


def read_record(path: Path) -> list[Answer]:
    """Return the answers of a record; a file that is damaged or none is a `RecordError`."""
    try:
        answers = answers_of(_lines(path))
    except OSError as error:
        raise RecordError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (ValueError, TypeError, AttributeError, RecursionError):  # whatever is in it
        raise _foreign(path) from None
    except RecordError as error:
        raise (_foreign(path) if path.suffix.lower() != ".sqlite" else error) from None
    if not all(map(_is_sound, answers)):
        raise _foreign(path)
    return answers


def _lines(path: Path) -> Iterator[str]:
    if path.suffix.lower() == ".sqlite":
        from hpstudy.journal import Journal

        with Journal(path, "events", SCHEMA, read_only=True, error=RecordError) as journal:
            yield from (json.dumps(entry) for entry in journal)
        return
    for line in path.read_text(encoding="utf-8-sig").split("\n"):
        if line.strip() and "kind" not in json.loads(line):
            raise ValueError
        yield line


def _foreign(path: Path) -> RecordError:
    return RecordError(f"{path} is damaged or no record of hpstudy: have it handed in again.")


def _is_sound(answer: Answer) -> bool:
    texts = [answer.uuid, answer.at, answer.question, answer.topic, answer.verdict, answer.mode]
    texts += [] if answer.session is None else [answer.session]
    number = isinstance(answer.credit, int | float) and 0 <= answer.credit <= 1
    seeded = answer.seed is None or isinstance(answer.seed, int)
    # A line break in a name would be a line of its own in the teacher's table.
    return number and seeded and all(isinstance(t, str) and t.isprintable() for t in texts)
