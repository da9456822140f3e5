"""On trial: more epochs make a better model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos import compute
from hpstudy.demos.epochs import EPOCHS

GUIDE = "The number of epochs is a setting of the optimizer. (It is silent on too many.)"
EXAM = "Too few epochs underfit, too many overfit; early stopping ends training in between."
TOPICS = ("opt.epochs", "found.overfit")
SEEDS = 15

EARLY = 10


def measure(seeds: Iterable[int]) -> Table:
    """Train for 80 epochs on pictures of which one label in five was drawn at random."""

    def run(seed: int) -> Mapping[str, float]:
        numbers = compute("d.epochs", seed)
        return {
            "early": numbers.accuracies[EARLY - 1],
            "late": numbers.accuracies[-1],
            "trained": numbers.training_accuracies[-1],
        }

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return what 70 more epochs bring on new pictures."""
    return table["late"] - table["early"]


def verdict(table: Table) -> str:
    """Say what the further epochs did to new pictures, and to those trained on."""
    low, high = np.quantile(100 * effect(table), [0.1, 0.9])
    return (
        f"From epoch {EARLY} to {EPOCHS} accuracy on new digits changed by "
        f"{100 * effect(table).mean():+.1f} points ({low:+.1f} to {high:+.1f}), while on the "
        f"training pictures it reached {table.mean('trained'):.1%}, wrong labels included."
    )
