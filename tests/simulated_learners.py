"""Learners who differ from the model of readiness, and what it says about them.

    python -m tests.simulated_learners [WAY ...] [--learners 1000] [--answers 65]

prints, for each way to differ whose name holds such a word, how often the 90 % interval holds the
truth: the share of the bank's questions that the learner, at the ability of the last day, would
get right.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from hpstudy.quiz import load_bank
from hpstudy.quiz.ability import STEP
from hpstudy.quiz.readiness import Readiness, estimate, items_of
from hpstudy.quiz.record import Answer

BANK = load_bank()
ASKED = [question.variant(0) for question in BANK]
ITEMS = items_of(ASKED)
TOPICS = np.unique([question.topic for question in BANK], return_inverse=True)[1]
START = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Differs:
    """How far the learners, and the items they meet, differ from what the model takes them for.

    items:   logits by which each item is harder or easier than its author thinks, either way
    guess:   by how much the floor of a question with options is off: between these two
    gain:    logits learned on the way: between these two
    at_once: all of it in the middle, not little by little
    topics:  standard deviation of a learner's ability from topic to topic, in logits
    days:    that pass from the first answer to the last
    """

    items: float = 0.0
    guess: tuple[float, float] = (0.0, 0.0)
    gain: tuple[float, float] = (0.0, 0.0)
    at_once: bool = False
    topics: float = 0.0
    days: float = 0.1


WAYS: Mapping[str, Differs] = {
    "difficulties off by one logit": Differs(items=1.0),
    "guesses better by 0.10": Differs(guess=(0.1, 0.1)),
    "guesses worse by 0.10": Differs(guess=(-0.1, -0.1)),
    "topics differ by half a logit": Differs(topics=0.5),
    "two weeks, nothing learned": Differs(days=14),
    "learns up to one logit": Differs(gain=(0.0, 1.0), days=14),
    "learns one logit": Differs(gain=(1.0, 1.0), days=14),
    "learns one logit at once": Differs(gain=(1.0, 1.0), at_once=True, days=14),
    "all three by their full amount": Differs(1.0, (0.1, 0.1), (1.0, 1.0), days=14),
    "all four by lot": Differs(1.0, (-0.1, 0.1), (0.0, 1.0), topics=0.5, days=14),
}


@dataclass(frozen=True)
class Learner:
    """One who has answered: the answers, and the share that would be right today."""

    answers: list[Answer]
    truth: float
    ability: float


def learners(way: Differs, n: int, n_answers: int, seed: int = 0) -> Iterator[Learner]:
    """Give `n` learners; their abilities spread as those of real classes do, by a logit."""
    rng = np.random.default_rng(seed)
    for _ in range(n):
        yield _learner(way, n_answers, rng)


def _learner(way: Differs, n_answers: int, rng: np.random.Generator) -> Learner:
    ability, gain = rng.normal(0.3, 1.0), rng.uniform(*way.gain)
    b = STEP * (ITEMS.difficulty - 3) + way.items * rng.choice([-1, 1], len(ASKED))
    b -= way.topics * rng.normal(size=TOPICS.max() + 1)[TOPICS]
    has_options = ITEMS.floor > 0.05
    floor = np.clip(ITEMS.floor + has_options * rng.uniform(*way.guess), 0, 1)

    def chances(ability: float | np.ndarray) -> np.ndarray:
        return floor + (1 - floor) / (1 + np.exp(b - ability))

    order = rng.permutation(len(ASKED))[:n_answers]
    s = np.linspace(0, 1, n_answers)
    done = (s > 0.5).astype(float) if way.at_once else s
    then = np.empty(len(ASKED))
    then[order] = ability - gain * (1 - done)
    right = rng.random(n_answers) < chances(then)[order]
    answers = [
        _answer(int(i), bool(y), START + timedelta(days=way.days * when))
        for i, y, when in zip(order, right, s, strict=True)
    ]
    return Learner(answers, float(chances(ability).mean()), ability)


def _answer(item: int, right: bool, at: datetime) -> Answer:
    question, verdict = ASKED[item], "right" if right else "wrong"
    return Answer(
        uuid=str(item), at=at.isoformat(timespec="microseconds"), question=question.id,
        topic=question.topic, revision=1, seed=0, mode="study", answer=None, verdict=verdict,
        credit=float(right), slip="", certainty=None, seconds=None, session=None,
    )  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What was said about many learners, and the truth."""

    said: list[Readiness]
    truths: list[float]

    @property
    def coverage(self) -> float:
        """How often the interval holds the truth."""
        pairs = zip(self.said, self.truths, strict=True)
        return sum(one.low <= truth <= one.high for one, truth in pairs) / len(self.said)

    @property
    def false(self) -> float:
        """How often a verdict is the wrong one."""
        pairs = zip(self.said, self.truths, strict=True)
        wrong = {"ready": lambda r, t: t < r.mark, "not yet": lambda r, t: t > r.mark}
        return sum(
            one.verdict in wrong and wrong[one.verdict](one, truth) for one, truth in pairs
        ) / len(self.said)

    @property
    def verdicts(self) -> float:
        """How often there is a verdict."""
        return sum(one.verdict in ("ready", "not yet") for one in self.said) / len(self.said)

    @property
    def width(self) -> float:
        """How wide the interval is on average."""
        return sum(one.high - one.low for one in self.said) / len(self.said)

    @property
    def bias(self) -> float:
        """By how much the expected score is too high on average."""
        pairs = zip(self.said, self.truths, strict=True)
        return sum(one.score - truth for one, truth in pairs) / len(self.said)

    @property
    def error(self) -> float:
        """The standard error of `coverage`."""
        return math.sqrt(0.9 * 0.1 / len(self.said))


def ask(way: Differs, n: int, n_answers: int = 65, seed: int = 0) -> Found:
    """Return what readiness says about `n` learners, and the truth."""
    found = list(learners(way, n, n_answers, seed))
    return Found([estimate(one.answers, BANK) for one in found], [one.truth for one in found])


def main() -> None:
    """Print a line for each way to differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("words", nargs="*", metavar="WAY")
    parser.add_argument("--learners", type=int, default=1000)
    parser.add_argument("--answers", type=int, default=65)
    options = parser.parse_args()
    print(f"{options.learners} learners, {options.answers} first answers each; goal 87 to 93 %")
    for name, way in WAYS.items():
        if options.words and not any(word in name for word in options.words):
            continue
        found = ask(way, options.learners, options.answers)
        print(
            f"{name:<32} covered {100 * found.coverage:5.1f} %   width {found.width:.3f}"
            f"   bias {found.bias:+.3f}   verdicts {100 * found.verdicts:3.0f} %,"
            f" false {100 * found.false:.1f} %",
            flush=True,
        )


if __name__ == "__main__":
    main()
