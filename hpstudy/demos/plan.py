"""d.plan: from what you want and what you may spend to a strategy, jobs, and how many at once.

The plan really runs, at a small scale: each job trains a small net with four knobs, and stands for
one that takes an hour on one machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hpstudy.objectives import DigitsNet
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.strategies.random_search import RandomSearch

Array = NDArray[np.float64]

PRICE = 4  # of a machine, an hour
MOST = 48  # jobs of a plan: with four knobs, more of them find little more
FEWEST_ROUNDS = 3  # below that there is hardly anything to learn from while it still matters
WORKERS = (1, 4, 16)
JOBS, REPLAYS = 32, 12  # of the comparison
SEEN = 8  # jobs of a search that is not drawn, until its progress is
BAYESIAN, RANDOM = "Bayesian", "random"


class Schedule(NamedTuple):
    """What is to run: a strategy, so many jobs, so many of them at once, an hour each."""

    strategy: str
    jobs: int
    parallel: int

    @property
    def rounds(self) -> int:
        """Return how many times a machine is free and what came before is known: also, hours."""
        return ceil(self.jobs / self.parallel)

    @property
    def cost(self) -> int:
        """Return what the machines cost: each job an hour of one."""
        return PRICE * self.jobs


@dataclass(frozen=True)
class Plan:
    """A plan, what came of it so far, and what 1, 4 and 16 workers find.

    losses: (n,) of the plan's jobs, in the order in which they were begun
    curves: {workers: (replays, hours)} lowest loss so far, of 32 jobs that many at once
    """

    wanted: float
    schedule: Schedule
    losses: Array
    curves: Mapping[int, Array]
    ran: Mapping[Schedule, Array] = field(repr=False, compare=False)
    done: float = 0.0

    @property
    def trajectory(self) -> Array:
        """Return the plan's lowest loss after each hour."""
        return by_the_hour(self.losses, self.schedule.parallel)

    @property
    def reached(self) -> int | None:
        """Return after how many hours the loss wanted is reached; None if it is not."""
        good = self.trajectory <= self.wanted
        return int(good.argmax()) + 1 if good.any() else None

    @property
    def replays(self) -> int:
        """Return how many times the workers have been compared."""
        return len(self.curves[WORKERS[-1]])


def plan(
    seed: int = 0,
    *,
    wanted: float = 0.25,
    hours: int = 8,
    money: int = 16,
    before: Plan | None = None,
) -> Plan:
    """Make a plan from the loss wanted, the hours there are and the money an hour."""
    ran = before.ran if before else {}
    return _planned(ran, before.curves if before else _NO_CURVES, wanted, hours, money)


def schedule(hours: int, money: int) -> Schedule:
    """Return what to run: as many jobs as are affordable, no more at once than they must be.

    The money says how many machines there may be; the deadline how often each is used. Where jobs
    are enough, fewer machines make more rounds, and a strategy that learns has more to learn from.
    """
    jobs = min(money // PRICE * hours, MOST)
    parallel = ceil(jobs / hours)
    rounds = ceil(jobs / parallel)
    return Schedule(BAYESIAN if rounds >= FEWEST_ROUNDS else RANDOM, jobs, parallel)


def run_plan(
    seed: int = 0,
    *,
    wanted: float = 0.25,
    hours: int = 8,
    money: int = 16,
    before: Plan | None = None,
) -> Iterator[Plan]:
    """Run the plan to its deadline, an answer after each job."""
    curves = before.curves if before else _NO_CURVES
    ran = dict(before.ran) if before else {}
    chosen = schedule(hours, money)
    for losses in search(chosen, seed):
        ran[chosen] = losses
        now = _planned(dict(ran), curves, wanted, hours, money)
        yield replace(now, done=len(losses) / chosen.jobs)


def compare_workers(
    seed: int = 0,
    *,
    wanted: float = 0.25,
    hours: int = 8,
    money: int = 16,
    before: Plan | None = None,
) -> Iterator[Plan]:
    """Run 32 jobs with 1, 4 and 16 workers, twelve times over, each on a net of its own."""
    ran = before.ran if before else {}
    curves: dict[int, Array] = dict(_NO_CURVES)
    for replay in range(REPLAYS):
        for place, workers in enumerate(WORKERS):
            for losses in search(Schedule(BAYESIAN, JOBS, workers), 1000 + REPLAYS * seed + replay):
                if len(losses) % SEEN:
                    continue
                part = (place + len(losses) / JOBS) / len(WORKERS)
                now = _planned(ran, dict(curves), wanted, hours, money)
                yield replace(now, done=(replay + part) / REPLAYS)
            curves[workers] = np.vstack([curves[workers], by_the_hour(losses, workers)])
    yield replace(_planned(ran, curves, wanted, hours, money), done=1.0)


_NO_CURVES: Mapping[int, Array] = {w: np.empty((0, ceil(JOBS / w))) for w in WORKERS}


def _planned(
    ran: Mapping[Schedule, Array],
    curves: Mapping[int, Array],
    wanted: float,
    hours: int,
    money: int,
) -> Plan:
    chosen = schedule(hours, money)
    return Plan(wanted, chosen, ran.get(chosen, np.empty(0)), curves, ran)


def search(what: Schedule, seed: int) -> Iterator[Array]:
    """Yield the losses of a search so far, after each job; a round's jobs are asked for at once."""
    net = DigitsNet(4, seed=seed)
    kinds: dict[str, type[Strategy]] = {BAYESIAN: BayesianOptimization, RANDOM: RandomSearch}
    strategy = kinds[what.strategy](net.space, seed=seed)
    losses: list[float] = []
    while len(losses) < what.jobs:
        n = min(what.parallel, what.jobs - len(losses))
        trials = [trial for _ in range(n) if (trial := strategy.ask())]
        for trial in trials:
            losses.append(train_once(seed, tuple(trial.configuration.values())))
            yield np.array(losses)
        for trial, loss in zip(trials, losses[-n:], strict=True):
            strategy.tell(trial, loss)


@lru_cache(maxsize=8192)
def train_once(seed: int, values: tuple[float, ...]) -> float:
    """Return the validation loss of a net with these four settings."""
    net = DigitsNet(4, seed=seed)
    *_, loss = net(dict(zip(net.space, values, strict=True)))
    return loss


def by_the_hour(losses: Array, parallel: int) -> Array:
    """Return the lowest loss after each hour (n,), so many jobs an hour; the last may be short."""
    lowest = np.minimum.accumulate(losses)
    ends = np.arange(parallel, len(losses) + parallel, parallel)
    hourly: Array = lowest[np.minimum(ends, len(losses)) - 1] if len(losses) else lowest
    return hourly
