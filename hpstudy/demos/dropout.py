"""d.dropout: a net of two layers whose units fall silent at random while it learns.

Adam at rate 0.005, minibatches of 32, 60 epochs. The data are 150 patients whose labels are as
noisy as life, or 400 pictures of digits, with right labels or with one in five drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import Split, digits, risk
from hpstudy.regularization import dropout_mask
from hpstudy.training import train

Array = NDArray[np.floating[Any]]

EPOCHS = 60
DATA = ("patients", "noisy digits", "digits")


@dataclass(frozen=True)
class Run:
    """A training as far as it has come; accuracies are one number an epoch, (epochs,)."""

    rate: float
    units: int  # of each of the two layers
    data: str
    training_accuracies: Array
    accuracies: Array  # on what it never saw, no unit dropped

    @property
    def seen(self) -> float:
        """Return the latest accuracy on what the net trains on, no unit dropped."""
        return float(self.training_accuracies[-1])

    @property
    def unseen(self) -> float:
        """Return the latest accuracy on what it never saw."""
        return float(self.accuracies[-1])

    @property
    def gap(self) -> float:
        """Return how much better the net is on what it has seen."""
        return self.seen - self.unseen


@dataclass(frozen=True)
class Dropout:
    """The training under way, those finished with the same net and data, and one mask.

    mask: (2, units) one example's: zero where a unit is silent; another at each step
    """

    now: Run
    past: tuple[Run, ...]
    mask: Array

    @property
    def without(self) -> Run | None:
        """Return the run without dropout, if it has been made."""
        return next((run for run in (*self.past, self.now) if run.rate == 0), None)


def dropout(
    seed: int = 0,
    *,
    rate: float = 0.0,
    units: int = 64,
    data: str = "patients",
    before: Dropout | None = None,
) -> Iterator[Dropout]:
    """Train with this dropout rate, an answer after every epoch; without it first, to compare."""
    finished = (*before.past, before.now) if before else ()
    past = tuple(
        run for run in finished if (run.units, run.data) == (units, data) and run.rate != rate
    )
    if rate and all(run.rate for run in past):
        for numbers in _train(seed, 0.0, units, data, past):
            yield numbers
        past = (*past, numbers.now)
    yield from _train(seed, rate, units, data, past)


def _train(
    seed: int, rate: float, units: int, data: str, past: tuple[Run, ...]
) -> Iterator[Dropout]:
    rng = np.random.default_rng([seed, 1])
    rows: list[tuple[float, float]] = []
    for epoch in train(
        examples(data, seed),
        seed=seed,
        hidden=(units, units),
        dropout=rate,
        optimizer="adam",
        learning_rate=5e-3,
        batch_size=32,
        epochs=EPOCHS,
    ):
        rows.append((epoch.training_accuracy, epoch.validation_accuracy))
        run = Run(rate, units, data, *np.array(rows).T)
        yield Dropout(run, past, dropout_mask((2, units), rate, rng))


def examples(data: str, seed: int) -> Split:
    """Return what the net learns from, by name."""
    if data == "patients":
        return risk(150, 292, seed)
    if data not in DATA:
        raise ValueError(f"there is no data {data!r}; choose from {', '.join(DATA)}")
    return digits(400, 600, seed, wrong_labels=0.2 if data == "noisy digits" else 0.0)
