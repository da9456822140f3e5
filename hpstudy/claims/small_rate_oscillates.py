"""On trial: a small learning rate ends in oscillation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.data import digits
from hpstudy.training import train

GUIDE = "A small learning rate takes longer and ends in no convergence or in oscillation."
EXAM = "Small: slow, may not converge in the time given. Large: faster, but may oscillate."
TOPICS = ("opt.lr",)
SEEDS = 20

SMALL, LARGE, EPOCHS = 0.001, 1.0, 20


def rises(rate: float, seed: int) -> int:
    """Return in how many of 19 epochs after the first the training loss went up."""
    epochs = train(
        digits(600, 600, seed),
        seed=seed,
        measure=("training",),
        learning_rate=rate,
        epochs=EPOCHS,
    )
    losses = [epoch.training_loss for epoch in epochs]
    return sum(not after <= before for before, after in pairwise(losses))


def measure(seeds: Iterable[int]) -> Table:
    """Train with the small and with the large rate."""

    def run(seed: int) -> Mapping[str, float]:
        return {"small": rises(SMALL, seed), "large": rises(LARGE, seed)}

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return how many more times the loss rose at the small rate."""
    return table["small"] - table["large"]


def verdict(table: Table) -> str:
    """Say how often the loss rose at either rate."""
    low, high = np.quantile(table["large"], [0.1, 0.9])
    return (
        f"At rate {SMALL:g} the training loss rose in {table.mean('small'):.1f} of "
        f"{EPOCHS - 1} epochs on average, at rate {LARGE:g} in {table.mean('large'):.1f} "
        f"({low:.0f} to {high:.0f}): a small rate is slow, a large one swings."
    )
