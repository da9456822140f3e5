"""Stopping early: which trainings are worth going on with, judged by their losses so far.

    falls_behind   one training against those before it: the median rule, after every epoch
    median_rule    the epochs that the rule grants each of many trainings, one after another
    halving        the epochs that successive halving grants them, all side by side

Losses are one number an epoch, lower is better; of a metric to maximise, take minus the metric.
NaN, a training that diverged, counts as the worst loss there is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int_]
Curves = NDArray[np.floating[Any]]


def falls_behind(
    losses: Sequence[float], earlier: Iterable[Sequence[float]], *, grace: int = 1
) -> bool:
    """Return whether a training is to be stopped after its last epoch: the median rule.

    It is, if its loss is worse than the median, over all earlier trainings, of their mean loss up
    to this epoch. One that was stopped before counts with the mean of what it has: left out, it
    would leave ever fewer and better ones to be compared with. (So Automatic Model Tuning says it;
    Golovin et al. 2017 compare the best loss so far.)

    earlier: losses of each earlier training, of a stopped one as far as it came
    grace:   the first epoch after which a training may be stopped
    """
    t = len(losses)
    begun = [[_known(loss) for loss in other[:t]] for other in earlier if len(other)]
    if t < max(grace, 1) or not begun:
        return False
    return _known(losses[-1]) > median(sum(some) / len(some) for some in begun)


def median_rule(curves: Curves, *, grace: int = 1) -> Counts:
    """Return the epochs (n,) that the rule grants each of n trainings, run one after another.

    curves: (n, epochs), their losses if each ran in full
    """
    run: list[list[float]] = []
    for curve in np.asarray(curves, dtype=float).tolist():
        epochs = range(1, len(curve) + 1)
        stop = next((t for t in epochs if falls_behind(curve[:t], run, grace=grace)), len(curve))
        run.append(curve[:stop])
    return np.array([len(losses) for losses in run])


def halving(curves: Curves, rungs: Iterable[tuple[int, int]]) -> Counts:
    """Return the epochs (n,) that one bracket grants each of n trainings, run side by side.

    rungs: (how many come to it, the epochs each is trained for), as [(27, 1), (9, 3), (3, 9)];
           who comes is decided by the loss on the rung below, among equals by their order
    """
    losses = np.where(np.isnan(curves), math.inf, curves)
    granted = np.zeros(len(losses), dtype=int)
    alive = np.arange(len(losses))
    for n, epochs in rungs:
        if granted.any():
            reached = losses[alive, granted[alive] - 1]
            alive = alive[np.argsort(reached, kind="stable")]
        alive = np.sort(alive[:n])
        granted[alive] = epochs
    return granted


def _known(loss: float) -> float:
    return math.inf if math.isnan(loss) else loss
