"""d.next, where to train next: the worth of every learning rate by three rules.

The surrogate of d.band knows three trainings. A rule turns its belief into worth, and the rate
that is worth most is trained next. Each rule takes its own steps from the same three trainings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from hpstudy.acquisition import expected_improvement, probability_of_improvement
from hpstudy.demos.band import RATES, Array, Surrogate, Trainings

STARTS = (1e-4, 1e-2, 1.0)
RULES = ("improvement", "greedy", "uncertainty")
N_STEPS = 10
N_DRAWS = 100_000
NEAR = 0.25  # of a decade
_LEAST_SD = 1e-9


@dataclass(frozen=True)
class Look:
    """What the surrogate holds of one rate, as a bell of log losses.

    mean, sd:    of the bell
    improvement: mean share by which it falls below the line, by the formula; `drawn` by draws
    below:       the share of the bell below the line
    """

    rate: float
    mean: float
    sd: float
    improvement: float
    drawn: float
    below: float


@dataclass(frozen=True)
class Next:
    """The belief after a rule's steps so far, and what each rate is worth by that rule.

    line:            the log loss to beat
    mean, low, high: loss expected at `RATES` (161,), and its 95 % band
    worth:           of `RATES` (161,) by the rule, from 0 to 1
    steps:           of each rule, what it has trained after the three
    """

    rule: str
    known: Trainings
    line: float
    mean: Array
    low: Array
    high: Array
    worth: Array
    look: Look
    steps: Mapping[str, Trainings] = field(default_factory=dict)

    @property
    def best(self) -> float:
        """Return the rate that is worth most."""
        return float(RATES[int(np.argmax(self.worth))])

    @property
    def n_near(self) -> int:
        """Return how many of the rule's steps lie within a quarter decade of its lowest loss."""
        at = self.known.rates[int(np.argmin(self.known.losses))]
        steps = self.known.rates[len(STARTS) :]
        return int((np.abs(np.log10(steps / at)) <= NEAR).sum())

    def lowest(self, rule: str) -> float:
        """Return the lowest loss that a rule has found, NaN if it has taken no step."""
        if rule not in self.steps:
            return float("nan")
        first = self.known.losses[: len(STARTS)]
        return float(min(first.min(), self.steps[rule].losses.min()))


def next(
    seed: int = 0,
    *,
    rate: float = 1e-1,
    xi: float = 0.0,
    rule: str = "improvement",
    before: Next | None = None,
) -> Next:
    """Say what every rate is worth by a rule; `xi` is asked of an improvement, as a share."""
    steps = before.steps if before else {}
    known = Trainings.at(seed, STARTS)
    if rule in steps:
        known = known + steps[rule]
    surrogate = Surrogate(known)
    line = float(np.log(known.losses.min())) - xi
    return Next(
        rule,
        known,
        line,
        *surrogate.expect(RATES),
        worth=worth_of(rule, surrogate, line, known),
        look=look_at(surrogate, rate, line, seed),
        steps=steps,
    )


def worth_of(rule: str, surrogate: Surrogate, line: float, known: Trainings) -> Array:
    """Return what each of `RATES` (161,) is worth, from 0 to 1.

    A rate that is known is worth nothing: the same training has the same loss again, which is no
    improvement, and there is no doubt of it. Only the greedy rule does not mind.
    """
    mean, sd = surrogate.predict(RATES)
    worth: Array = {
        "improvement": expected_improvement(mean, np.maximum(sd, _LEAST_SD), line),
        "greedy": -mean,
        "uncertainty": sd,
    }[rule]
    worth = worth - worth.min()
    if rule != "greedy":
        worth[np.isin(RATES, known.rates)] = 0
    worth /= max(float(worth.max()), _LEAST_SD)
    return worth


def look_at(surrogate: Surrogate, rate: float, line: float, seed: int) -> Look:
    """Return how far the loss at `rate` may fall below the line: by the formula, and by draws."""
    (mean,), (sd,) = surrogate.predict(rate)
    sd = max(float(sd), _LEAST_SD)
    drawn = np.maximum(line - (mean + sd * _normal_draws(seed)), 0).mean()
    return Look(
        rate,
        float(mean),
        sd,
        float(expected_improvement(mean, sd, line)),
        float(drawn),
        float(probability_of_improvement(mean, sd, line)),
    )


@lru_cache(maxsize=4)
def _normal_draws(seed: int) -> Array:
    return np.random.default_rng([seed, 1]).standard_normal(N_DRAWS)


def step(
    seed: int = 0,
    *,
    rate: float = 1e-1,
    xi: float = 0.0,
    rule: str = "improvement",
    before: Next | None = None,
) -> Iterator[Next]:
    """Train where the rule says, and believe anew."""
    yield _stepped(seed, rate, xi, rule, before)


def ten_steps(
    seed: int = 0,
    *,
    rate: float = 1e-1,
    xi: float = 0.0,
    rule: str = "improvement",
    before: Next | None = None,
) -> Iterator[Next]:
    """Take ten steps, one after the other."""
    for _ in range(N_STEPS):
        before = _stepped(seed, rate, xi, rule, before)
        yield before


def ended(rule: str, seeds: Iterable[int]) -> list[tuple[int, int, float]]:
    """Return for each seed, after ten steps by a rule: how many different rates it tried, how many
    steps were close to its best, and its lowest loss.
    """
    last = ([*ten_steps(seed, rule=rule)][-1] for seed in seeds)
    return [
        (len(np.unique(end.steps[rule].rates)), end.n_near, round(end.lowest(rule), 2))
        for end in last
    ]


def _stepped(seed: int, rate: float, xi: float, rule: str, before: Next | None) -> Next:
    now = next(seed, rate=rate, xi=xi, rule=rule, before=before)
    trained = Trainings.at(seed, now.best)
    steps = {**now.steps, rule: now.steps[rule] + trained if rule in now.steps else trained}
    before = Next(**{**vars(now), "steps": steps})
    return next(seed, rate=rate, xi=xi, rule=rule, before=before)
