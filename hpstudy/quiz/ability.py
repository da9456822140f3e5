"""How able somebody is, read off first answers: a Rasch model with a guessing floor, on a grid.

    theta  ability today, in logits
    b      how hard an item is, in logits; its author's guess from 1 to 5, give or take `SPREAD`
    c      the floor: how often somebody is right who knows nothing
    s      when it was answered, from 0, the first answer, to 1, the last
    g      how much was learned between those two

    P(right | theta) = integral of N(b; logit of the guess, SPREAD) [c + (1-c) / (1 + exp(b-theta))]

and an answer at s was given with the ability theta - g (1 - s). That b and g are not known is
integrated and not wished away: it is what keeps the interval as wide as it has to be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.typing import ArrayLike, NDArray

from hpstudy.quiz.question import Case, Matching, Multiple, Ordering, Question, Single

Array = NDArray[np.float64]

PRIOR = 1.5  # standard deviation of ability among learners; the mean is 0
STEP = 0.7  # logits from one of the author's five difficulties to the next
SPREAD = 1.0  # and how far off, in logits, the author usually is

GRID = np.linspace(-6.0, 6.0, 121)
_FINE = np.linspace(-12.0, 12.0, 481)  # abilities for which chances are tabled
_NODES, _WEIGHTS = hermegauss(9)  # for the integrals over b and g
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Items:
    """What the model knows of questions: how hard their author takes them for, and their floors."""

    difficulty: Array
    floor: Array

    def chances(self, theta: ArrayLike) -> Array:
        """Return P(right), a row for each item and a column for each ability."""
        b = STEP * (self.difficulty - 3)[:, None] + SPREAD * _NODES
        known = _logistic(np.asarray(theta)[None, :, None] - b[:, None, :]) @ _WEIGHTS
        return np.asarray(self.floor[:, None] + (1 - self.floor[:, None]) * known)


def posterior(
    items: Items, right: ArrayLike, s: ArrayLike, growth: tuple[float, float] = (0.0, 0.0)
) -> Array:
    """Return the weights of `GRID` after these answers, the prior if there are none.

    right:  1 or 0 for each item
    s:      when each was answered, 0 to 1
    growth: mean and standard deviation of g
    """
    log_weights = -0.5 * (GRID[:, None] / PRIOR) ** 2 + np.log(_WEIGHTS)
    g = growth[0] + growth[1] * _NODES
    asked = zip(items.difficulty, items.floor, strict=True)
    answered = zip(np.asarray(right, dtype=bool), np.asarray(s, dtype=float), strict=True)
    for item, (y, when) in zip(asked, answered, strict=True):
        at_the_time = GRID[:, None] - g * (1 - when)
        p = np.interp(at_the_time, _FINE, _table(*item))
        log_weights += np.log(p if y else 1 - p)
    weights = np.exp(log_weights - log_weights.max()).sum(axis=1)
    return np.asarray(weights / weights.sum())


@lru_cache(maxsize=256)
def _table(difficulty: float, floor: float) -> Array:
    """Return P(right) of one item at the abilities `_FINE`; most questions are alike in this."""
    item = Items(np.array([difficulty]), np.array([floor]))
    return item.chances(_FINE).ravel()


def quantiles(weights: Array, probabilities: ArrayLike) -> Array:
    """Return abilities below which so much of the weight lies."""
    # The weight of a point of the grid lies evenly around it.
    below = np.cumsum(weights) - weights / 2
    return np.asarray(np.interp(np.asarray(probabilities, float), below, GRID))


def floor(question: Question) -> float:
    """Return how often a blind answer is right; nobody types the right word blindly."""
    match question:
        case Single():
            return 1 / len(question.options)
        case Multiple():
            return 1 / math.comb(len(question.options), question.n_right)
        case Ordering():
            return 1 / math.factorial(len(question.steps))
        case Matching():
            return float(len(question.responses)) ** -len(question.pairs)
        case Case():
            return math.prod(floor(part) for part in question.questions)
    return 0.0


def _logistic(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))
