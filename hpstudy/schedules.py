"""Schedules: the learning rate as a function of the epoch, counted from 0.

    symbol  name here   meaning
    t       epoch       epochs finished so far: a number, or an array of them
    eta_0   rate        the rate to begin with
    T       n_epochs    epochs in all

Each is a plain function of the epoch first, so `cosine(np.arange(20), 0.1, 20)` draws a schedule
and `partial(cosine, rate=0.1, n_epochs=20)` is one to train with. The schedule never changes during
a run even though the rate does: the schedule and its settings are the hyperparameters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Epochs = TypeVar("Epochs", float, NDArray[np.float64])
Schedule = Callable[[float], float]


def constant(epoch: Epochs, rate: float) -> Epochs:
    """Keep the rate."""
    return rate + 0 * epoch


def step(epoch: Epochs, rate: float, every: int = 10, factor: float = 0.1) -> Epochs:
    """Multiply the rate by `factor` after each `every` epochs."""
    left: Epochs = factor ** (epoch // every)
    return rate * left


def exponential(epoch: Epochs, rate: float, factor: float = 0.9) -> Epochs:
    """Multiply the rate by `factor` after each epoch."""
    left: Epochs = factor**epoch
    return rate * left


def cosine(epoch: Epochs, rate: float, n_epochs: int, lowest: float = 0.0) -> Epochs:
    """Lower the rate to `lowest` along half a wave: slowly, fast, slowly (Loshchilov, Hutter 2017).

    `lowest` is reached at `n_epochs` and kept from there.
    """
    left: Epochs = (1 + np.cos(np.pi * np.minimum(epoch / n_epochs, 1))) / 2
    return lowest + (rate - lowest) * left


def warm_up(epoch: Epochs, after: Callable[[Epochs], Epochs], n_epochs: int = 3) -> Epochs:
    """Raise the rate evenly over the first `n_epochs` to what the schedule `after` says.

    The first epoch already moves: it takes one part in n_epochs + 1 of the rate.
    """
    share: Epochs = np.minimum((epoch + 1) / (n_epochs + 1), 1)
    return after(epoch) * share
