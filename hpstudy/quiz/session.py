"""A sitting: which question is next, which attempts are left, and what it all was worth.

Nothing here reads a clock or a file: whoever runs a session says what happens, and may replay the
answers of an earlier one from the record to be where it was.

Study: feedback at once, a second try for half, parts of the credit. Exam: nothing before the end,
any order, answers may be changed, all or nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hpstudy.quiz.choosing import Item
from hpstudy.quiz.grading import grade
from hpstudy.quiz.question import Case, Choice, Question
from hpstudy.quiz.verdict import Grade, invalid

MODES = ("study", "exam", "due", "guide", "placement")
SECOND_TRY = 0.5

# What a right and a wrong answer earn, by how sure one is: 1 to 3 (Gardner-Medwin's marks). Saying
# what one believes pays best: the next level up is worth it from 67 % and from 80 % on.
MARKS = {1: (1, 0), 2: (2, -2), 3: (3, -6)}


@dataclass
class Sitting:
    """What happened to one item so far."""

    item: Item
    answers: list[Any] = field(default_factory=list)
    grades: list[Grade] = field(default_factory=list)
    certainty: int | None = None
    given_up: bool = False
    flagged: bool = False

    @property
    def tries(self) -> int:
        """How many attempts this question is worth: a choice of two leaves nothing to try again."""
        asked = self.item.asked
        return 1 if isinstance(asked, Choice) and len(asked.options) <= 2 else 2

    @property
    def attempts_left(self) -> int:
        """How many attempts are left."""
        if self.given_up or (self.grades and self.grades[-1].verdict == "right"):
            return 0
        return self.tries - len(self.grades)

    @property
    def credit(self) -> float:
        """The credit earned, from 0 to 1: the better of the attempts."""
        return max((found.credit for found in self.grades), default=0.0)

    @property
    def mark(self) -> int:
        """The certainty mark of the first attempt; only a right answer is a right answer here."""
        if self.certainty is None or not self.grades:
            return 0
        right, wrong = MARKS[self.certainty]
        return right if self.grades[0].verdict == "right" else wrong


class Session:
    """Questions in a row, the one at `place` in front."""

    def __init__(self, items: Iterable[Item], *, exam: bool = False) -> None:
        self.exam = exam
        self.sittings = [Sitting(item) for item in items]
        self.place = 0
        self.over = not self.sittings

    @property
    def here(self) -> Sitting:
        """The question in front."""
        return self.sittings[self.place]

    @property
    def can_submit(self) -> bool:
        """Whether the question in front takes an answer."""
        return not self.over and (self.exam or self.here.attempts_left > 0)

    @property
    def revealed(self) -> bool:
        """Whether the question in front may show its key."""
        return self.over or (not self.exam and self.here.attempts_left == 0)

    def submit(self, answer: Any, certainty: int | None = None) -> Grade:
        """Grade the answer to the question in front; an invalid one changes nothing."""
        if not self.can_submit:
            return invalid("This question takes no more answers.")
        here = self.here
        found = grade(here.item.asked, answer, exam=self.exam)
        if found.verdict == "invalid":
            return found
        if self.exam:
            here.answers, here.grades = [answer], [found]
            return found
        if here.grades:
            found = replace(found, credit=found.credit * SECOND_TRY)
        else:
            here.certainty = certainty if certainty in MARKS else None
        here.answers.append(answer)
        here.grades.append(found)
        return found

    def give_up(self) -> None:
        """Take the answer instead of the second try; a question not yet answered stays open."""
        if self.here.grades:
            self.here.given_up = True

    def next(self) -> None:
        """Go on; in study, from a question that is done, and behind the last lies the result."""
        if not self.exam and self.here.attempts_left:
            return
        if self.place + 1 < len(self.sittings):
            self.place += 1
        elif not self.exam:
            self.over = True

    def go(self, place: int) -> None:
        """Go to any question: in an exam always, else once all is over."""
        if (self.exam or self.over) and 0 <= place < len(self.sittings):
            self.place = place

    def flag(self) -> None:
        """Mark the question in front to be looked at again, or no more."""
        self.here.flagged = not self.here.flagged

    def finish(self) -> None:
        """End it, whatever is still open."""
        self.over = True

    def replay(self, answers: Iterable[tuple[str, int | None, Any, int | None]]) -> None:
        """Take up earlier answers: (question, seed, answer, certainty), oldest first.

        None for an answer: there the key was taken instead of the second try. It then stands
        where the reader was: at the question with an attempt left, or the next one.
        """
        places = {(s.item.question.id, s.item.seed): i for i, s in enumerate(self.sittings)}
        for question, seed, answer, certainty in answers:
            if (place := places.get((question, seed))) is None:
                continue
            if place > self.place and not self.exam:
                self.give_up()
            self.place = place
            if answer is None:
                self.give_up()
            else:
                self.submit(answer, certainty)
        if self.exam:
            self.place = next((i for i, s in enumerate(self.sittings) if not s.grades), 0)
        elif self.sittings and self.here.grades and not self.here.attempts_left:
            self.next()

    def report(self) -> Report:
        """Return what it was worth so far."""
        return Report(self.sittings)


@dataclass(frozen=True)
class Report:
    """What a session was worth: in all, by topic, and with what one was sure of."""

    sittings: Sequence[Sitting]

    @property
    def n(self) -> int:
        """How many questions were asked."""
        return len(self.sittings)

    @property
    def credit(self) -> float:
        """The sum of the credits."""
        return sum(one.credit for one in self.sittings)

    @property
    def share(self) -> float:
        """The credit as a share of what could be had."""
        return self.credit / self.n if self.n else 0.0

    @property
    def marks(self) -> tuple[int, int] | None:
        """The certainty marks and their maximum; None if nobody said how sure they were."""
        said = [one for one in self.sittings if one.certainty is not None]
        return (sum(one.mark for one in said), 3 * len(said)) if said else None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share would lie with very many such questions, with 90 % confidence (Wilson).

        It takes every question for an independent draw from the same pool.
        """
        if not self.n:
            return 0.0, 1.0
        z, n, p = 1.645, self.n, self.share
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def by_topic(self) -> dict[str, tuple[float, int]]:
        """Return (credit, questions) of each topic, weakest first."""
        found: dict[str, tuple[float, int]] = {}
        for one in self.sittings:
            credit, n = found.get(one.item.question.topic, (0.0, 0))
            found[one.item.question.topic] = (credit + one.credit, n + 1)
        return dict(sorted(found.items(), key=lambda entry: entry[1][0] / entry[1][1]))


def minutes_for(n: int) -> int:
    """Return the time for an exam of n questions: 130 minutes for 65, 50 for 40."""
    return 2 * n if n >= 65 else math.ceil(1.25 * n)


def part_grades(case: Case, answer: Any, *, exam: bool) -> dict[str, tuple[Question, Grade]]:
    """Return each part of a case with its grade; a part left out is "invalid"."""
    given = answer if isinstance(answer, dict) else {}
    return {part.id: (part, grade(part, given.get(part.id), exam=exam)) for part in case.questions}
