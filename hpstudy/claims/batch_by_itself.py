"""On trial: the minibatch changes how well a net learns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.data import digits
from hpstudy.training import train

GUIDE = "The minibatch size controls how the algorithm learns."
EXAM = "Minibatch size is an optimizer hyperparameter, with learning rate and epochs."
TOPICS = ("opt.batch", "hp.types.optimizer")
SEEDS = 15

SMALL, LARGE, EPOCHS = 16, 256, 10
N_TRAIN, RATE = 600, 0.1


def accuracy(batch: int, epochs: int, seed: int) -> float:
    """Return the validation accuracy after so many epochs."""
    *_, last = train(
        digits(N_TRAIN, 600, seed),
        seed=seed,
        measure=("validation",),
        batch_size=batch,
        learning_rate=RATE,
        epochs=epochs,
    )
    return last.validation_accuracy


def measure(seeds: Iterable[int]) -> Table:
    """Train with either size, first for the same epochs, then for the same updates."""
    updates = EPOCHS * math.ceil(N_TRAIN / SMALL)
    as_many = math.ceil(updates / math.ceil(N_TRAIN / LARGE))

    def run(seed: int) -> Mapping[str, float]:
        return {
            "small": accuracy(SMALL, EPOCHS, seed),
            "same epochs": accuracy(LARGE, EPOCHS, seed),
            "same updates": accuracy(LARGE, as_many, seed),
        }

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return by how much the small minibatch reads better after the same number of updates."""
    return table["small"] - table["same updates"]


def verdict(table: Table) -> str:
    """Say what the sizes differ by after the same epochs, and after the same updates."""
    epochs = 100 * (table["small"] - table["same epochs"])
    low, high = np.quantile(100 * effect(table), [0.1, 0.9])
    return (
        f"After {EPOCHS} epochs minibatches of {SMALL} read {epochs.mean():.0f} points more than "
        f"{LARGE}; after the same number of updates, {100 * effect(table).mean():+.1f} "
        f"({low:+.1f} to {high:+.1f}): the size acts through the updates that it leaves time for."
    )
