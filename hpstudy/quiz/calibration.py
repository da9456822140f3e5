"""Do you know what you know? The certainty that was stated, against how often it was right.

The three levels are bets: each pays best within a band of probabilities, so that saying one states
a band. Whoever is right more or less often than that at a level is off by the distance to the band.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hpstudy.quiz.record import CERTAINTIES, Answer, Record
from hpstudy.quiz.session import MARKS

_Z = 1.6449  # 90 %


@dataclass(frozen=True)
class Level:
    """One level of certainty: how often it was right, and how often it says it would be.

    share: None if it was never used; low and high hold it with 90 % confidence
    band:  the probabilities of being right for which this level pays best
    """

    certainty: int
    answers: int
    right: int
    band: tuple[float, float]

    @property
    def share(self) -> float | None:
        """The share that was right."""
        return self.right / self.answers if self.answers else None

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return self._wilson(-1)

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return self._wilson(1)

    @property
    def off(self) -> float:
        """How far the share lies above (+) or below (-) the band: too modest or too sure."""
        if self.share is None:
            return 0.0
        return max(self.share - self.band[1], 0.0) or min(self.share - self.band[0], 0.0)

    def _wilson(self, side: int) -> float:
        n = self.answers
        if not n:
            return float(side > 0)
        p = self.right / n
        middle, half = p + _Z**2 / (2 * n), _Z * math.sqrt(p * (1 - p) / n + (_Z / (2 * n)) ** 2)
        return min(max((middle + side * half) / (1 + _Z**2 / n), 0.0), 1.0)


@dataclass(frozen=True)
class Calibration:
    """All levels, and how far a stated certainty is off on average."""

    levels: tuple[Level, ...]

    @property
    def error(self) -> float | None:
        """The expected calibration error: the mean distance to the bands; None without answers."""
        n = sum(level.answers for level in self.levels)
        return sum(level.answers * abs(level.off) for level in self.levels) / n if n else None


def calibration(record: Record) -> Calibration:
    """Return how the certainty stated in the record compares with what was right."""
    return of_answers(record.attempts())


def of_answers(answers: Sequence[Answer]) -> Calibration:
    """Return how the certainty stated with these answers compares with what was right."""
    stated = [(answer.certainty, answer.verdict == "right") for answer in answers]
    return Calibration(
        tuple(
            Level(
                certainty,
                sum(one == certainty for one, _ in stated),
                sum(right for one, right in stated if one == certainty),
                band(certainty),
            )
            for certainty in CERTAINTIES
        )
    )


def band(certainty: int) -> tuple[float, float]:
    """Return between which probabilities of being right this level earns the most marks."""
    return (
        _break_even(certainty - 1, certainty) if certainty - 1 in MARKS else 0.0,
        _break_even(certainty, certainty + 1) if certainty + 1 in MARKS else 1.0,
    )


def _break_even(lower: int, upper: int) -> float:
    """Return the probability at which two levels earn the same on average."""
    (right, wrong), (more, less) = MARKS[lower], MARKS[upper]
    # p right + (1-p) wrong = p more + (1-p) less
    return (wrong - less) / (more - right + wrong - less)
