"""d.cut: thirty real learning curves, and a rule that stops those not worth going on with.

All thirty are trained to the end, so that we know what a rule would have thrown away. A rule looks
only at what it would have seen by then, so any rule can be tried on the curves that are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from hpstudy.demos._curves import EPOCHS, Array, jobs
from hpstudy.stopping import halving, median_rule
from hpstudy.strategies.hyperband import brackets
from hpstudy.strategies.successive_halving import Rung, halve, most_halvings

JOBS = 30
ETA = 3
AT_ONCE = 6  # jobs trained an epoch further between two pictures

NONE, MEDIAN, HALVING, HYPERBAND = "none", "median rule", "successive halving", "Hyperband"
RULES = (NONE, MEDIAN, HALVING, HYPERBAND)

Counts = NDArray[np.int_]


@dataclass(frozen=True)
class Cut:
    """Thirty jobs as far as they are trained, and what a rule leaves of them.

    losses:  (30, 27) validation log-loss after each epoch, NaN where not trained yet
    granted: (30,) epochs that the rule lets each job have, of those trained so far
    """

    rule: str
    grace: int
    losses: Array
    granted: Counts

    @property
    def trained(self) -> int:
        """Return the epochs that every job has been trained for."""
        return int(np.isfinite(self.losses).all(axis=0).sum())

    @property
    def done(self) -> float:
        """Return how far the race is, 0 to 1."""
        return float(np.isfinite(self.losses).mean())

    @property
    def saved(self) -> float:
        """Return the share of the epochs so far that the rule saves; NaN before the first."""
        all_of_them = JOBS * self.trained
        return 1 - int(self.granted.sum()) / all_of_them if all_of_them else np.nan

    @property
    def stopped(self) -> int:
        """Return how many jobs are stopped short of the epochs trained."""
        return int((self.granted < self.trained).sum())

    @property
    def best(self) -> int:
        """Return the job with the lowest loss at the last epoch trained."""
        return int(self.losses[:, max(self.trained, 1) - 1].argmin())

    @property
    def kept(self) -> bool:
        """Return whether the rule lets that job run."""
        return bool(self.granted[self.best] == self.trained)

    @property
    def found(self) -> float:
        """Return the lowest of the losses that the jobs end at under the rule."""
        return float(self.losses[np.arange(JOBS), np.maximum(self.granted, 1) - 1].min())


def cut(seed: int = 0, *, rule: str = MEDIAN, grace: int = 1, before: Cut | None = None) -> Cut:
    """Apply a rule to the curves there are; `seed` chooses them when they are trained."""
    losses = before.losses if before else np.full((JOBS, EPOCHS), np.nan)
    return _judged(losses, rule, grace)


def race(
    seed: int = 0, *, rule: str = MEDIAN, grace: int = 1, before: Cut | None = None
) -> Iterator[Cut]:
    """Train all thirty side by side, an epoch at a time."""
    field = jobs(seed, JOBS)
    losses = np.full((JOBS, EPOCHS), np.nan)
    for epoch in range(EPOCHS):
        for job in range(JOBS):
            losses[job, epoch] = field.train(job, epoch + 1)[epoch]
            if (job + 1) % AT_ONCE == 0:
                yield _judged(losses.copy(), rule, grace)


def _judged(losses: Array, rule: str, grace: int) -> Cut:
    trained = int(np.isfinite(losses).all(axis=0).sum())
    return Cut(rule, grace, losses, granted(losses[:, :trained], rule, grace))


def granted(losses: Array, rule: str, grace: int = 1) -> Counts:
    """Return the epochs (n,) that a rule lets each of n jobs have, of those in `losses`."""
    n, trained = losses.shape
    if rule == MEDIAN:
        return median_rule(losses, grace=grace)
    if rule == HALVING:
        s = most_halvings(grace, EPOCHS, ETA)
        return halving(losses, so_far(halve(n, s, EPOCHS, ETA), trained))
    if rule == HYPERBAND:
        groups = dealt(n, grace)
        ends = accumulate((rungs[0].n_trials for rungs in groups), initial=0)
        return np.concatenate(
            [
                halving(losses[start:end], so_far(rungs, trained))
                for (start, end), rungs in zip(pairwise(ends), groups, strict=True)
            ]
        )
    return np.full(n, trained)


def dealt(n: int, grace: int = 1) -> list[list[Rung]]:
    """Return Hyperband's brackets with `n` jobs dealt out over them, the boldest bracket first.

    Its own brackets up to 27 epochs ask for 27 + 12 + 6 + 4 jobs; each here gets its share of `n`.
    """
    asked = np.array([rungs[0].n_trials for rungs in brackets(grace, EPOCHS, ETA)])
    ends = np.rint(n * asked.cumsum() / asked.sum()).astype(int)
    sizes = np.diff(ends, prepend=0)
    return [
        [Rung(max(n_trials, 1), epochs) for n_trials, epochs in halve(int(size), s, EPOCHS, ETA)]
        for s, size in zip(reversed(range(len(sizes))), sizes, strict=True)
    ]


def so_far(rungs: Sequence[Rung], trained: int) -> list[Rung]:
    """Return the rungs that have begun after `trained` epochs, the last as far as it has come."""
    begun = [0, *(rung.resource for rung in rungs)]
    return [
        Rung(rung.n_trials, min(rung.resource, trained))
        for rung, before in zip(rungs, begun, strict=False)
        if before < max(trained, 1)
    ]
