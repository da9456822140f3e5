"""d.rate, the learning rate of a real net: 600 pictures of digits, 32 hidden units, 20 epochs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import digits
from hpstudy.training import train

Array = NDArray[np.float64]

EPOCHS = 20


@dataclass(frozen=True)
class Run:
    """A training at one rate, as far as it has come: one number an epoch, (epochs,)."""

    rate: float
    losses: Array  # on the training pictures
    accuracies: Array  # on the validation pictures

    @property
    def loss(self) -> float:
        """Return the training loss after the last epoch; infinite if the run diverged."""
        return float(np.nan_to_num(self.losses[-1], nan=np.inf))

    @property
    def accuracy(self) -> float:
        """Return the validation accuracy after the last epoch."""
        return float(self.accuracies[-1])


@dataclass(frozen=True)
class Rate:
    """The training under way, and those finished at other rates, the latest last."""

    now: Run
    past: tuple[Run, ...]

    @property
    def best(self) -> Run:
        """Return the run with the lowest loss at its end, of all that are finished and this."""
        return min((*self.past, self.now), key=lambda run: run.loss)


def rate(seed: int = 0, *, rate: float = 0.01, before: Rate | None = None) -> Iterator[Rate]:
    """Train at this learning rate, an answer after every epoch."""
    finished = (*before.past, before.now) if before else ()
    past = tuple(run for run in finished if run.rate != rate)
    losses: list[float] = []
    accuracies: list[float] = []
    for epoch in train(digits(600, 600, seed), seed=seed, learning_rate=rate, epochs=EPOCHS):
        losses.append(epoch.training_loss)
        accuracies.append(epoch.validation_accuracy)
        yield Rate(Run(rate, np.array(losses), np.array(accuracies)), past)
