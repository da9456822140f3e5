"""Searches played again and again: each replay has a split of its own and a search of its own.

What is trained is kernel ridge regression on diabetes patients, two milliseconds a job. What was
run stays in memory as long as Python runs, and is not run again.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hpstudy.objectives import KernelRidge
from hpstudy.space import Configuration, Float, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.strategies.random_search import RandomSearch

Array = NDArray[np.float64]
Objective = Callable[[Configuration], Any]
Interval = tuple[float, float]

JOBS = 30  # of every replay: one with fewer is its beginning

KNOBS = (2, 3, 4, 6, 11)  # alpha, and one gamma to ten: for all features together, up to each alone
RIGHT, SEVEN, WIDE, WRONG = "narrow", "seven decades", "wide", "narrow, misplaced"
RANGES = (RIGHT, SEVEN, WIDE, WRONG)
LOG, LINEAR = "log", "linear"
AT_ONCE = (1, 2, 3, 5, 10, 30)
BAYESIAN, RANDOM, FORGETFUL = "Bayesian", "random", "forgetful"
STRATEGIES = (BAYESIAN, RANDOM, FORGETFUL)


class Setting(NamedTuple):
    """How a search is set up; without arguments, as the practices advise."""

    knobs: int = 2
    ranges: str = RIGHT
    scale: str = LOG
    at_once: int = 1
    strategy: str = BAYESIAN


ADVISED = Setting()


# -- where to look --


def box(ranges: str) -> tuple[Interval, Interval]:
    """Return the ranges of alpha and of each gamma."""
    match ranges:
        case "narrow":
            alpha, gamma = best_elsewhere()
            return around(alpha, decades=3), around(gamma, decades=3.5)
        case "seven decades":
            return (1e-5, 1e2), (1e-6, 1e1)
        case "wide":
            return (1e-12, 1e6), (1e-12, 1e4)
    return (1e-5, 1e-3), (1e-2, 1e1)  # "narrow, misplaced": gammas too large, alphas too small


def around(value: float, decades: float) -> Interval:
    """Return the range of so many decades with `value` in its middle."""
    half = 10 ** (decades / 2)
    return value / half, value * half


@lru_cache(maxsize=1)
def best_elsewhere() -> tuple[float, float]:
    """Return what was best on average on three other splits: what experience would tell."""
    (low_alpha, high_alpha), (low_gamma, high_gamma) = box(SEVEN)
    places = [
        {"alpha": float(alpha), "gamma": float(gamma)}
        for alpha in np.geomspace(low_alpha, high_alpha, 8)
        for gamma in np.geomspace(low_gamma, high_gamma, 8)
    ]
    splits = [KernelRidge(seed=10**6 + i) for i in range(3)]
    errors = np.array([[split(place) for place in places] for split in splits])
    best = places[int(errors.mean(axis=0).argmin())]
    return best["alpha"], best["gamma"]


def space_of(setting: Setting) -> SearchSpace:
    """Return the search space of a setting."""
    alpha, gamma = (Float(low, high, setting.scale) for low, high in box(setting.ranges))
    names = list(KernelRidge(setting.knobs - 1).space)
    return SearchSpace({name: alpha if name == "alpha" else gamma for name in names})


# -- searching --


def search(
    objective: Objective,
    strategy: Strategy,
    jobs: int,
    at_once: int = 1,
    *,
    forgetful: bool = False,
) -> Iterator[tuple[Configuration, float]]:
    """Yield configurations and losses, round after round of `at_once` jobs side by side.

    The strategy hears of a round when it is over. A forgetful one does not know what it has asked
    for and gives all of a round the same configuration.
    """
    done = 0
    while done < jobs:
        n = min(at_once, jobs - done)
        asked = [strategy.ask() for _ in range(1 if forgetful else n)]
        trials = [trial for trial in asked if trial is not None]
        losses = [final(objective(trial.configuration)) for trial in trials]
        for trial, loss in zip(trials, losses, strict=True):
            strategy.tell(trial, loss)
        for i in range(n):
            yield trials[i % len(trials)].configuration, losses[i % len(trials)]
        done += n


def final(losses: Any) -> float:
    """Return the loss that counts, of an objective that returns it or yields one an epoch."""
    if isinstance(losses, Iterator):
        *_, losses = losses
    return float(losses)


def lowest(losses: Any) -> Array:
    """Return the lowest loss so far, after each job."""
    return np.minimum.accumulate(np.asarray(losses, dtype=float))


class Replay:
    """One search of thirty jobs, run as far as anybody asked for.

    losses: (30,) error of each job, NaN where not run yet
    points: (30, knobs) where each job lies in its ranges, from 0 to 1 along the scale
    """

    def __init__(self, setting: Setting, seed: int) -> None:
        self.space = space_of(setting)
        kind = RandomSearch if setting.strategy == RANDOM else BayesianOptimization
        self.losses = np.full(JOBS, np.nan)
        self.points = np.full((JOBS, len(self.space)), np.nan)
        self._jobs = search(
            KernelRidge(setting.knobs - 1, seed),
            kind(self.space, seed=seed),
            JOBS,
            setting.at_once,
            forgetful=setting.strategy == FORGETFUL,
        )
        self._done = 0
        self._one_at_a_time = threading.Lock()  # a demo and its answer may run at once

    def run(self, jobs: int = JOBS) -> Replay:
        """Go on until `jobs` are done, if it has not come so far."""
        with self._one_at_a_time:
            while self._done < jobs:
                configuration, self.losses[self._done] = next(self._jobs)
                self.points[self._done] = self.space.to_unit(configuration)
                self._done += 1
        return self

    def best(self, jobs: int = JOBS) -> Array:
        """Return where the best of the first `jobs` lies in its ranges, (knobs,)."""
        at: Array = self.points[int(self.losses[:jobs].argmin())]
        return at


@lru_cache(maxsize=4096)
def replay(setting: Setting, seed: int) -> Replay:
    """Return a replay, as far as it was run."""
    return Replay(setting, seed)


def rounds(jobs: int, at_once: int) -> int:
    """Return how many rounds `jobs` take."""
    return math.ceil(jobs / at_once)


# -- judging --


def mean_lowest(pool: Array, n: int) -> float:
    """Return the mean, over all draws of `n` out of `pool`, of the lowest loss drawn.

    Each loss counts as often as it is the lowest: all others drawn are then among the higher ones.
    """
    ordered = np.sort(pool)
    higher = np.arange(len(pool) - 1, -1, -1)
    shares = np.array([math.comb(int(h), n - 1) for h in higher], dtype=float)
    return float(ordered @ shares / math.comb(len(pool), n))
