"""d.race: gradient descent, momentum and Adam from the same weights, at the same learning rate.

In a ravine, where every step can be seen, and on a real net that reads digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import digits
from hpstudy.optimizers import OPTIMIZERS, descend
from hpstudy.surfaces import bowl_gradient
from hpstudy.training import train

Array = NDArray[np.floating[Any]]

RACERS = ("gradient_descent", "momentum", "adam")
EPOCHS = 5
START = (10.0, 1.0)
CURVATURES = (1.0, 30.0)  # along the ravine, and across it
N_STEPS = 60

Ended = dict[str, dict[float, float]]  # racer: {rate: accuracy after five epochs}


@dataclass(frozen=True)
class Race:
    """The race as far as it has come.

    trails:     racer: its way through the ravine (61, 2), inf or NaN where it left it
    accuracies: racer: validation accuracy on digits after each epoch so far
    ended:      racer: {rate: accuracy at the end}, of this and of earlier races
    """

    rate: float
    trails: dict[str, Array]
    accuracies: dict[str, tuple[float, ...]]
    ended: Ended

    @property
    def epoch(self) -> int:
        """Return how many epochs all three have finished."""
        return min(len(run) for run in self.accuracies.values())

    @property
    def leader(self) -> str:
        """Return who reads most new digits right."""
        return max(RACERS, key=lambda racer: self.accuracies[racer][-1])


def race(seed: int = 0, *, rate: float = 0.01, before: Race | None = None) -> Iterator[Race]:
    """Run the three side by side, an answer after every epoch."""
    trails = {racer: ravine_trail(racer, rate) for racer in RACERS}
    accuracies: dict[str, tuple[float, ...]] = dict.fromkeys(RACERS, ())
    ended: Ended = before.ended if before else {racer: {} for racer in RACERS}
    runs = [net_run(racer, rate, seed) for racer in RACERS]
    for reached in zip(*runs, strict=True):
        for racer, accuracy in zip(RACERS, reached, strict=True):
            accuracies = {**accuracies, racer: (*accuracies[racer], accuracy)}
            if len(accuracies[racer]) == EPOCHS:
                ended = {**ended, racer: {**ended[racer], rate: accuracy}}
        yield Race(rate, trails, accuracies, ended)


def ravine_trail(racer: str, rate: float) -> Array:
    """Return the way (61, 2) through a ravine, without the noise of minibatches."""
    slope = partial(bowl_gradient, curvatures=np.array(CURVATURES))
    return descend(slope, np.array(START), rate, N_STEPS, OPTIMIZERS[racer])


def net_run(racer: str, rate: float, seed: int) -> Iterator[float]:
    """Train on digits, and yield the validation accuracy after every epoch."""
    for epoch in train(
        digits(600, 600, seed),
        seed=seed,
        measure=("validation",),
        optimizer=racer,
        learning_rate=rate,
        epochs=EPOCHS,
    ):
        yield epoch.validation_accuracy
