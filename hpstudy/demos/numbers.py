"""d.numbers, every number in sight: which ones did the training move?

A net on pictures of digits with one hidden layer, or ridge regression on diabetes patients.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import diabetes, digits
from hpstudy.network import Layers, as_layers, initialize, n_parameters
from hpstudy.regularization import moments, ridge
from hpstudy.training import train

Array = NDArray[Any]

EPOCHS = 5
STRENGTH = 1.0  # of the ridge penalty
N_INPUTS, N_CLASSES = 64, 10


class Row(NamedTuple):
    """Some numbers of one kind: how many, one of them before and after, how many moved."""

    name: str
    n: int
    before: float
    after: float
    moved: int


@dataclass(frozen=True)
class Numbers:
    """Every number in sight, as far as the training has come.

    set_by_you, learnt: rows of the table; share: of the training that is over
    """

    model: str
    hidden: int
    rate: float
    set_by_you: tuple[Row, ...]
    learnt: tuple[Row, ...]
    share: float

    @property
    def n_learnt(self) -> int:
        """Return how many numbers the model learns."""
        return sum(row.n for row in self.learnt)


def numbers(
    seed: int = 0, *, hidden: int = 32, rate: float = 0.1, model: str = "net"
) -> Iterator[Numbers]:
    """Train a "net" or a "ridge" regression, and compare all numbers with what they were before."""
    if model == "ridge":
        yield Numbers(model, hidden, rate, (_set("strength of L2", STRENGTH),), _ridge(seed), 1.0)
        return
    mine = tuple(
        _set(name, value)
        for name, value in {
            "hidden units": hidden,
            "learning rate": rate,
            "minibatch size": 16,
            "epochs": EPOCHS,
            "seed": seed,
        }.items()
    )
    before = first_layers(seed, hidden)
    data = digits(600, 600, seed)
    for epoch in train(
        data, seed=seed, measure=(), hidden=(hidden,), learning_rate=rate, epochs=EPOCHS
    ):
        learnt = compare_layers(before, epoch.layers)
        yield Numbers(model, hidden, rate, mine, learnt, epoch.number / EPOCHS)


def first_layers(seed: int, hidden: int) -> Layers:
    """Return the net that the training starts from."""
    widths = (N_INPUTS, hidden, N_CLASSES)
    first, *_ = np.random.default_rng(seed).spawn(3)
    return as_layers(initialize(widths, "rectifier", first), widths)


def compare_layers(before: Layers, after: Layers) -> tuple[Row, ...]:
    """Return a row for the weights and one for the biases of every layer."""
    return tuple(
        compare(f"{kind}, layer {number}", old, new)
        for number, (olds, news) in enumerate(zip(before, after, strict=True), 1)
        for kind, old, new in zip(("weights", "biases"), olds, news, strict=True)
    )


def compare(name: str, before: Array, after: Array) -> Row:
    """Count the numbers that moved, and show the one that moved farthest."""
    change = np.nan_to_num(np.abs(after - before).ravel(), nan=np.inf)
    shown = int(change.argmax())
    first, last = (float(array.ravel()[shown]) for array in (before, after))
    return Row(name, before.size, first, last, int((change > 0).sum()))


def _ridge(seed: int) -> tuple[Row, ...]:
    """Fit ridge regression: all that it and its scaler learn from the patients, from zero."""
    raw = diabetes(250, 192, seed, scaled=False)
    data = diabetes(250, 192, seed)
    weights = ridge(moments(data.X_train, data.y_train - data.y_train.mean()), STRENGTH)
    return (
        compare("weights", np.zeros(weights.size), weights),
        compare("intercept", np.zeros(1), np.array([data.y_train.mean()])),
        compare("scaler's deviations", np.zeros(weights.size), raw.X_train.std(axis=0)),
    )


def _set(name: str, value: float) -> Row:
    """Return the row of a number that was set: the training has no way to move it."""
    return Row(name, 1, value, value, 0)


def growth(hidden: int) -> int:
    """Return how many more parameters twice the hidden units make."""
    return n_parameters((N_INPUTS, 2 * hidden, N_CLASSES)) - n_parameters(
        (N_INPUTS, hidden, N_CLASSES)
    )
