"""Would the exam be passed? An estimate that says how wide it is, and no verdict while it may not.

Only first answers count: what was asked before is known from there. The exam is one of questions
like those of the bank, all or nothing each, and the ability is that of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np

from hpstudy.quiz.ability import GRID, Array, Items, floor, posterior, quantiles
from hpstudy.quiz.bank import Bank
from hpstudy.quiz.question import Question
from hpstudy.quiz.record import Answer, Record, Session

PASS_MARK = 720  # of 1000, as the exam's guide says
COUNTED = 50  # questions of the exam that count

MIN_ANSWERS = 20  # below, the interval spans most of the scale
MIN_TOPICS = 0.5  # of the bank's: of what was never asked nothing is known

# What somebody learns in a week or more of study, in logits: mean, and standard deviation. Wide
# enough for none at all and for a whole logit (`python -m tests.simulated_learners`).
_GROWTH, _WEEK = (0.6, 0.5), 7.0


@dataclass(frozen=True)
class Readiness:
    """What the first answers say about an exam of today.

    score, low, high: the expected share right in such an exam, and its 90 % interval
    mark:             the share right that the pass mark asks for, by `share_of`
    p_pass:           the chance to pass one exam, its own luck included
    verdict:          "ready", "not yet", "open" while the interval straddles the mark, "too little"
    """

    answers: int
    topics: int
    of_topics: int
    score: float
    low: float
    high: float
    mark: float
    p_pass: float

    @property
    def verdict(self) -> str:
        """The word for it."""
        if self.answers < MIN_ANSWERS or self.topics < MIN_TOPICS * self.of_topics:
            return "too little"
        if self.low > self.mark:
            return "ready"
        return "not yet" if self.high < self.mark else "open"

    @property
    def sentence(self) -> str:
        """What to say about it."""
        expected = (
            f"such an exam would bring {_percent(self.score)}"
            f" (90 % interval {_percent(self.low)} to {_percent(self.high)}),"
            f" and about {_percent(self.mark)} pass, by a straight line of our own"
        )
        chance = f"the chance to pass is {_percent(self.p_pass)}"
        match self.verdict:
            case "ready":
                return f"Ready: {expected}; {chance}."
            case "not yet":
                return f"Not yet: {expected}; {chance}. Revisit the weakest topics first."
            case "open":
                return f"No verdict yet: {expected}. The mark lies within the interval; answer on."
        return (
            f"Too little to say yet: {self.answers} questions answered for the first time, in"
            f" {self.topics} of {self.of_topics} topics; it takes at least {MIN_ANSWERS}, in half"
            " of the topics."
        )


@dataclass(frozen=True)
class Weakness:
    """A topic to revisit: how many of its questions are right by now, and the demos to go to."""

    topic: str
    right: int
    answered: int
    demos: tuple[str, ...]


def readiness(record: Record, bank: Bank, *, pass_mark: float = PASS_MARK) -> Readiness:
    """Return what the record says about an exam of today."""
    return estimate(record.attempts(), bank, pass_mark=pass_mark)


def estimate(attempts: Iterable[Answer], bank: Bank, *, pass_mark: float = PASS_MARK) -> Readiness:
    """Return what these attempts, oldest first, say about an exam on the day of the last."""
    first: dict[str, Answer] = {}
    for answer in attempts:
        if answer.question in bank:
            first.setdefault(answer.question, answer)
    answers = list(first.values())
    asked = [_concrete(bank[answer.question], answer.seed) for answer in answers]
    weights = posterior(
        items_of(asked),
        [answer.verdict == "right" for answer in answers],
        np.linspace(0, 1, len(answers)),
        _growth(answers),
    )
    share = _share_right_at_each_ability(bank)
    low, high = np.interp(quantiles(weights, [0.05, 0.95]), GRID, share)
    mark = share_of(pass_mark)
    return Readiness(
        answers=len(answers),
        topics=len({answer.topic for answer in answers}),
        of_topics=len({question.topic for question in bank}),
        score=float(weights @ share),
        low=float(low),
        high=float(high),
        mark=mark,
        p_pass=float(weights @ _passing(share, mark)),
    )


def scaled(share: float) -> float:
    """Return a share right on the exam's scale, by a straight line; the true one is not public."""
    return 100 + 900 * share


def share_of(mark: float) -> float:
    """Return the share right that gives this mark on the straight line of `scaled`."""
    return (mark - 100) / 900


def weaknesses(record: Record, bank: Bank, *, pass_mark: float = PASS_MARK) -> list[Weakness]:
    """Return the topics that are below the pass mark, the weakest first, by their last answers.

    Few answers say little: a topic counts as if two more had been given at the learner's mean.
    """
    last = {a.question: a for a in record.attempts() if a.question in bank}
    if not last:
        return []
    mean = sum(answer.credit for answer in last.values()) / len(last)
    by_topic: dict[str, list[Answer]] = {}
    for answer in last.values():
        by_topic.setdefault(bank[answer.question].topic, []).append(answer)
    shares = {
        topic: (sum(answer.credit for answer in answers) + 2 * mean) / (len(answers) + 2)
        for topic, answers in by_topic.items()
    }
    return [
        _weakness(topic, by_topic[topic], bank)
        for topic in sorted(shares, key=lambda topic: (shares[topic], topic))
        if shares[topic] < share_of(pass_mark)
        and any(answer.credit < 1 for answer in by_topic[topic])
    ]


def exam_forecasts(
    record: Record, bank: Bank, *, pass_mark: float = PASS_MARK
) -> list[tuple[float, bool]]:
    """Return, for each exam that was ended, the chance to pass seen before it and whether it was.

    What was left open counts as wrong, and an exam before which too little was known is left out.
    """
    attempts, found = record.attempts(), []
    for session in record.sessions():
        if session.content.get("mode") != "exam" or session.ended is None:
            continue
        before = estimate((a for a in attempts if a.at < session.at), bank, pass_mark=pass_mark)
        if before.verdict != "too little":
            share = _share_right(session, [a for a in attempts if a.session == session.uuid])
            found.append((before.p_pass, share >= before.mark))
    return found


def brier(forecasts: Sequence[tuple[float, bool]]) -> float | None:
    """Return the mean squared error of the forecasts: 0 is perfect, 0.25 what a coin gets."""
    if not forecasts:
        return None
    return sum((p - passed) ** 2 for p, passed in forecasts) / len(forecasts)


def items_of(questions: Sequence[Question]) -> Items:
    """Return what the model knows of these questions."""
    return Items(
        np.array([question.difficulty for question in questions], dtype=float),
        np.array([floor(question) for question in questions], dtype=float),
    )


def _passing(share: Array, mark: float) -> Array:
    """Return the chance that enough of `COUNTED` questions are right, for each share."""
    from scipy.special import bdtrc

    needed = int(np.ceil(mark * COUNTED - 1e-9))
    return np.asarray(bdtrc(needed - 1, COUNTED, share))


def _growth(answers: Sequence[Answer]) -> tuple[float, float]:
    """Return mean and standard deviation of what was learned while these answers were given."""
    if not answers:
        return 0.0, 0.0
    first, last = (datetime.fromisoformat(answers[i].at) for i in (0, -1))
    weeks = min((last - first).total_seconds() / 86400 / _WEEK, 1.0)
    return _GROWTH[0] * weeks, _GROWTH[1] * weeks


def _concrete(question: Question, seed: int | None) -> Question:
    return question.variant(0 if seed is None else seed)


@lru_cache(maxsize=4)
def _share_right_at_each_ability(bank: Bank) -> Array:
    items = items_of([_concrete(question, None) for question in bank])
    return np.asarray(items.chances(GRID).mean(axis=0))


def _share_right(session: Session, answers: Sequence[Answer]) -> float:
    right = sum(answer.verdict == "right" for answer in answers)
    return right / max(len(session.content.get("items", answers)), len(answers), 1)


def _weakness(topic: str, answers: Sequence[Answer], bank: Bank) -> Weakness:
    """Return the topic with its demos, those of what went wrong first."""
    order = sorted(answers, key=lambda answer: answer.credit)
    demos = dict.fromkeys(bank[answer.question].demo for answer in order)
    right = sum(answer.verdict == "right" for answer in answers)
    shown = tuple(demo for demo in demos if demo != "none")
    return Weakness(topic, right, len(answers), shown)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
