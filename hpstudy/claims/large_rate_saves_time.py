"""On trial: a large learning rate decreases the time that training takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hpstudy.claims.table import Column, Table
from hpstudy.data import digits
from hpstudy.training import train

GUIDE = "A large learning rate decreases processing time, though it may oscillate."
EXAM = "Large: fewer steps, with a risk of overshooting."
TOPICS = ("opt.lr",)
SEEDS = 20

RATES = (0.03, 0.3, 3.0)
GOAL, EPOCHS = 0.9, 30


def epochs_needed(rate: float, seed: int) -> int:
    """Return the epochs until 90 % of new digits are read right; 30 if that never happens."""
    for epoch in train(
        digits(600, 600, seed),
        seed=seed,
        measure=("validation",),
        learning_rate=rate,
        epochs=EPOCHS,
    ):
        if epoch.validation_accuracy >= GOAL:
            return epoch.number
    return EPOCHS


def measure(seeds: Iterable[int]) -> Table:
    """Count the epochs at a small, a middling and a large rate."""

    def run(seed: int) -> Mapping[str, float]:
        return {f"{rate:g}": epochs_needed(rate, seed) for rate in RATES}

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return the epochs saved by the largest of the rates, compared with the middling one."""
    return table["0.3"] - table["3"]


def verdict(table: Table) -> str:
    """Say how many epochs each rate needs."""
    return (
        f"{GOAL:.0%} of new digits take {table.mean('0.03'):.0f} epochs on average at rate 0.03 "
        f"and {table.mean('0.3'):.0f} at 0.3; at 3, {int((table['3'] == EPOCHS).sum())} of "
        f"{len(table)} nets are not there after {EPOCHS}: larger saves time up to a point, and "
        "beyond it all is lost."
    )
