"""d.bench: two searches side by side on the same data: as the practices advise, and as you like.

One pair of searches is luck; both are played again and again, each time on a split of their own,
and what counts is the mean. A job takes an hour of simulated time, whoever runs beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hpstudy.demos._replays import (
    ADVISED,
    AT_ONCE,
    BAYESIAN,
    JOBS,
    LOG,
    RIGHT,
    Setting,
    replay,
    rounds,
    space_of,
)

Array = NDArray[np.float64]

REPLAYS = 32
STEP = 6  # jobs between two pictures
EDGE = 0.05  # of a range, at either end
ALARM = 0.5  # share of the replays whose best lies there


class Alarm(NamedTuple):
    """The edge where most bests lie: of which knob, which end, and in how many replays."""

    knob: str
    upper: bool
    replays: int


@dataclass(frozen=True)
class Lane:
    """The replays of one setting so far.

    lowest: (r, 30) lowest error after each job
    bests:  (r, 30, knobs) where in its ranges the best so far lies, 0 to 1
    """

    setting: Setting
    lowest: Array
    bests: Array

    @property
    def replays(self) -> int:
        """Return how many replays there are."""
        return len(self.lowest)

    @property
    def mean(self) -> Array:
        """Return the mean curve (30,), NaN without replays."""
        if not self.replays:
            return np.full(JOBS, np.nan)
        mean: Array = self.lowest.mean(axis=0)
        return mean

    @property
    def margin(self) -> Array:
        """Return half the width (30,) of the 95 % interval of the mean, NaN below two replays."""
        if self.replays < 2:
            return np.full(JOBS, np.nan)
        half: Array = 1.96 * self.lowest.std(axis=0, ddof=1) / self.replays**0.5
        return half

    def end(self, jobs: int) -> float:
        """Return the mean of the lowest error of so many jobs."""
        return float(self.mean[jobs - 1])

    def by_hours(self, jobs: int) -> Array:
        """Return the mean after each hour, (hours,), of so many jobs of an hour each."""
        at_once = self.setting.at_once
        ended = np.arange(1, rounds(jobs, at_once) + 1) * at_once
        by_hours: Array = self.mean[np.minimum(ended, jobs) - 1]
        return by_hours

    def alarm(self, jobs: int) -> Alarm | None:
        """Return the edge where the bests of so many jobs crowd; None if they do not."""
        at = self.bests[:, jobs - 1]
        ends = np.stack([at < EDGE, at > 1 - EDGE]).sum(axis=1)
        upper, knob = np.unravel_index(int(ends.argmax()), ends.shape)
        if not self.replays or ends[upper, knob] < ALARM * self.replays:
            return None
        return Alarm(list(space_of(self.setting))[knob], bool(upper), int(ends[upper, knob]))


@dataclass(frozen=True)
class Bench:
    """Both lanes after the same replays.

    jobs:   the budget; the curves go on beyond it
    others: lanes like "as you like" but for the number of jobs at once, as far as they were run
    done:   how far a run is, 0 to 1
    """

    jobs: int
    advised: Lane
    liked: Lane
    others: Mapping[Setting, Lane]
    done: float

    @property
    def dearer(self) -> Array:
        """Return for each replay how much higher "as you like" ends than "as advised", (r,)."""
        ends = self.liked.lowest[:, self.jobs - 1] - self.advised.lowest[:, self.jobs - 1]
        dearer: Array = ends
        return dearer

    @property
    def finished(self) -> bool:
        """Return whether all replays of both lanes are run."""
        return self.liked.replays == REPLAYS

    @property
    def trade(self) -> dict[int, Lane]:
        """Return the lanes of other numbers of jobs at once, this one's with them."""
        lanes = {**self.others, self.liked.setting: self.liked}
        same = {n: self.liked.setting._replace(at_once=n) for n in AT_ONCE}
        return {n: lanes[it] for n, it in same.items() if it in lanes and lanes[it].replays}


def bench(
    seed: int = 0,
    *,
    knobs: int = 2,
    ranges: str = RIGHT,
    scale: str = LOG,
    at_once: int = 1,
    strategy: str = BAYESIAN,
    jobs: int = JOBS,
    before: Bench | None = None,
) -> Iterator[Bench]:
    """Play both lanes again and again, a search of each in turn."""
    setting = Setting(knobs, ranges, scale, at_once, strategy)
    others = known(before)
    if before and before.finished and before.liked.setting == setting:
        yield replace(before, jobs=jobs, done=1.0)  # only the budget has moved
        return
    for n, done in in_turn(seed, [ADVISED, setting]):
        yield Bench(jobs, lane(seed, ADVISED, n), lane(seed, setting, n), others, done)


def every_at_once(
    seed: int = 0,
    *,
    knobs: int = 2,
    ranges: str = RIGHT,
    scale: str = LOG,
    at_once: int = 1,
    strategy: str = BAYESIAN,
    jobs: int = JOBS,
    before: Bench | None = None,
) -> Iterator[Bench]:
    """Play "as you like" with every number of jobs at once, a search of each in turn."""
    setting = Setting(knobs, ranges, scale, at_once, strategy)
    others = known(before)
    every = [setting._replace(at_once=number) for number in AT_ONCE]
    for n, done in in_turn(seed, [ADVISED, *every]):
        found = {each: lane(seed, each, n) for each in every}
        yield Bench(jobs, lane(seed, ADVISED, n), found[setting], {**others, **found}, done)


def known(before: Bench | None) -> dict[Setting, Lane]:
    """Return the lanes that earlier runs have left."""
    if before is None:
        return {}
    return {**before.others, before.liked.setting: before.liked}


def in_turn(seed: int, settings: list[Setting]) -> Iterator[tuple[int, float]]:
    """Run the replays of all settings; yields how many are run of each, and the share done."""
    yield 0, 0.0
    for number in range(REPLAYS):
        for place, setting in enumerate(settings):
            for jobs in range(STEP, JOBS + 1, STEP):
                replay(setting, REPLAYS * seed + number).run(jobs)
                yield number, (number + (place + jobs / JOBS) / len(settings)) / REPLAYS
    yield REPLAYS, 1.0


def lane(seed: int, setting: Setting, n: int) -> Lane:
    """Return the first `n` replays of a setting, which have been run."""
    runs = [replay(setting, REPLAYS * seed + number) for number in range(n)]
    losses = np.array([run.losses for run in runs]).reshape(n, JOBS)
    curves = np.minimum.accumulate(losses, axis=1)
    better = np.diff(curves, axis=1, prepend=np.inf) < 0
    at = np.maximum.accumulate(np.where(better, np.arange(JOBS), 0), axis=1)
    bests = np.array([run.points[places] for run, places in zip(runs, at, strict=True)])
    return Lane(setting, curves, bests.reshape(n, JOBS, setting.knobs))
