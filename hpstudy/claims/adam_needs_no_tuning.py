"""On trial: choose Adam, and the learning rate takes care of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.data import digits
from hpstudy.training import train

GUIDE = "Optimizers such as Adam and SGD control how the model learns: choose one."
EXAM = "Adam adapts each weight's step; its learning rate is still a hyperparameter."
TOPICS = ("opt.optimizers", "hp.types.optimizer")
SEEDS = 15

USUAL = 1e-3  # Adam's rate in its paper, and in most libraries
RATES = (1e-4, USUAL, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0)
EPOCHS, CLOSE = 5, 0.02


def accuracy(optimizer: str, rate: float, seed: int) -> float:
    """Return the validation accuracy after five epochs."""
    *_, last = train(
        digits(600, 600, seed),
        seed=seed,
        measure=("validation",),
        optimizer=optimizer,
        learning_rate=rate,
        epochs=EPOCHS,
    )
    return last.validation_accuracy


def measure(seeds: Iterable[int]) -> Table:
    """Train with eight rates each, for both optimizers."""

    def run(seed: int) -> Mapping[str, float]:
        adam = np.array([accuracy("adam", rate, seed) for rate in RATES])
        plain = np.array([accuracy("gradient_descent", rate, seed) for rate in RATES])
        return {
            "usual": adam[RATES.index(USUAL)],
            "best": adam.max(),
            "good rates": (adam >= adam.max() - CLOSE).sum(),
            "good rates of SGD": (plain >= plain.max() - CLOSE).sum(),
        }

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return how far Adam's usual rate is above two points less than its best."""
    return table["usual"] - (table["best"] - CLOSE)


def verdict(table: Table) -> str:
    """Say what Adam's usual rate costs, and how many rates are good."""
    lost = 100 * (table["best"] - table["usual"])
    low, high = np.quantile(lost, [0.1, 0.9])
    return (
        f"At its usual rate {USUAL:g} Adam reads {lost.mean():.0f} points less ({low:.0f} to "
        f"{high:.0f}) than at its best of {len(RATES)} rates; {table.mean('good rates'):.1f} of "
        f"them come within two points of the best, of plain SGD's "
        f"{table.mean('good rates of SGD'):.1f}."
    )
