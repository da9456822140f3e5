"""d.bend: a small net draws a line between two classes; what bends it, how wide and how deep is it?

Adam at rate 0.01, minibatches of 16, 40 epochs. The data are points in the plane, or pictures of
digits to be told odd from even.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import Split, circles, moons, parity
from hpstudy.network import Layers, n_parameters, predict
from hpstudy.training import train

Array = NDArray[np.floating[Any]]

EPOCHS = 40
CELLS = 40  # of the map, each way
SIDES = {"circles": (-1.6, 1.6, -1.6, 1.6), "moons": (-1.7, 2.7, -1.2, 1.7)}  # of the plane drawn


@dataclass(frozen=True)
class Run:
    """A training as far as it has come; accuracies are one number an epoch, (epochs,)."""

    activation: str
    layers: int
    width: int  # units of each layer
    data: str
    training_accuracies: Array
    accuracies: Array  # on examples it never saw

    @property
    def seen(self) -> float:
        """Return the latest accuracy on what the net trains on."""
        return float(self.training_accuracies[-1])

    @property
    def unseen(self) -> float:
        """Return the latest accuracy on what it never saw."""
        return float(self.accuracies[-1])

    @property
    def parameters(self) -> int:
        """Return how many numbers the net learns."""
        inputs = 64 if self.data == "parity" else 2
        return n_parameters((inputs, *(self.width,) * self.layers, 2))


@dataclass(frozen=True)
class Bend:
    """The training under way, what the net makes of its world, and earlier runs on the same data.

    examples: what it trains on and is judged by
    map:      (40, 40) probability of class 1 over the plane, the lowest row first; or None
    misread:  (n, 8, 8) the validation pictures that it takes for the wrong kind; or None
    """

    now: Run
    past: tuple[Run, ...]
    examples: Split
    map: Array | None
    misread: Array | None


def bend(
    seed: int = 0,
    *,
    activation: str = "none",
    layers: int = 1,
    width: int = 16,
    data: str = "circles",
    before: Bend | None = None,
) -> Iterator[Bend]:
    """Train a net with this bend between its layers, an answer after every epoch."""
    examples = split(data, seed)
    finished = (*before.past, before.now) if before else ()
    past = tuple(run for run in finished if run.data == data)
    rows: list[tuple[float, float]] = []
    for epoch in train(
        examples,
        seed=seed,
        activation=activation,
        hidden=(width,) * layers,
        optimizer="adam",
        learning_rate=0.01,
        batch_size=16,
        epochs=EPOCHS,
    ):
        rows.append((epoch.training_accuracy, epoch.validation_accuracy))
        run = Run(activation, layers, width, data, *np.array(rows).T)
        if data in SIDES:
            yield Bend(run, past, examples, probabilities(epoch.layers, activation, data), None)
        else:
            yield Bend(run, past, examples, None, misread(epoch.layers, activation, examples))


def split(data: str, seed: int) -> Split:
    """Return the examples, by name."""
    known = {"circles": circles, "moons": moons, "parity": parity}
    if data not in known:
        raise ValueError(f"there is no data {data!r}; choose from {', '.join(known)}")
    return known[data](seed=seed)


def probabilities(layers: Layers, activation: str, data: str) -> Array:
    """Return the probability (40, 40) of class 1 in the middle of each cell of the plane."""
    return predict(layers, cells(data), activation)[:, 1].reshape(CELLS, CELLS)


@lru_cache(maxsize=4)
def cells(data: str) -> Array:
    """Return the middle (1600, 2) of each cell, row by row from below."""
    left, right, low, high = SIDES[data]
    share = (np.arange(CELLS, dtype=np.float32) + 0.5) / CELLS
    x, y = np.meshgrid(left + (right - left) * share, low + (high - low) * share)
    return np.column_stack([x.ravel(), y.ravel()])


def misread(layers: Layers, activation: str, examples: Split) -> Array:
    """Return the validation pictures (n, 8, 8) that the net takes for the wrong kind."""
    guessed = predict(layers, examples.X_validation, activation).argmax(axis=1)
    wrong = examples.X_validation[guessed != examples.y_validation]
    return np.asarray(wrong.reshape(-1, 8, 8))
