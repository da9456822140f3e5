"""On trial: momentum makes a real net learn faster than a larger rate would."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.data import digits
from hpstudy.optimizers import heavy_ball
from hpstudy.training import train

GUIDE = "Momentum speeds up learning. (By more than the larger step that it amounts to?)"
EXAM = "Momentum makes learning faster and less noisy."
TOPICS = ("opt.momentum",)
SEEDS = 20

RATE, MOMENTUM, EPOCHS = 0.01, 0.9, 10


def accuracy(rate: float, momentum: float, seed: int) -> float:
    """Return the validation accuracy after ten epochs."""
    *_, last = train(
        digits(600, 600, seed),
        seed=seed,
        measure=("validation",),
        optimizer=partial(heavy_ball, momentum=momentum),
        learning_rate=rate,
        epochs=EPOCHS,
    )
    return last.validation_accuracy


def measure(seeds: Iterable[int]) -> Table:
    """Train without momentum, with it, and without it at the rate that it amounts to."""

    def run(seed: int) -> Mapping[str, float]:
        return {
            "without": accuracy(RATE, 0.0, seed),
            "with": accuracy(RATE, MOMENTUM, seed),
            "larger rate": accuracy(RATE / (1 - MOMENTUM), 0.0, seed),
        }

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return what momentum reads more than the larger rate."""
    return table["with"] - table["larger rate"]


def verdict(table: Table) -> str:
    """Say what each of the three reads."""
    low, high = np.quantile(100 * effect(table), [0.1, 0.9])
    return (
        f"Rate {RATE:g} reads {table.mean('without'):.0%}, with momentum {MOMENTUM} "
        f"{table.mean('with'):.0%}, and without it at rate {RATE / (1 - MOMENTUM):g} "
        f"{table.mean('larger rate'):.0%}: against the larger rate, momentum gains "
        f"{100 * effect(table).mean():+.1f} points ({low:+.1f} to {high:+.1f})."
    )
