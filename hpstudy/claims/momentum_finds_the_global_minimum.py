"""On trial: momentum gets a model out of local minima, to the global one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.valleys import valleys

GUIDE = "Momentum prevents sticking in a local minimum and helps to reach the global minimum."
EXAM = "It can prevent being stuck in a local minimum. (No guarantee; see the figure.)"
TOPICS = ("opt.momentum", "opt.minima")
SEEDS = 20

MOMENTUM = 0.9
RATES = (0.003, 0.01, 0.03, 0.1)


def measure(seeds: Iterable[int]) -> Table:
    """Release 400 balls in the shallow valley; take the rate at which most of them cross."""

    def run(seed: int) -> Mapping[str, float]:
        return {
            name: max(valleys(seed, momentum=momentum, rate=rate).share for rate in RATES)
            for name, momentum in (("without", 0.0), ("with", MOMENTUM))
        }

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return by how much the share that crosses is above one half: prevents means most of them."""
    return table["with"] - 0.5


def verdict(table: Table) -> str:
    """Say which share of the balls crosses, with and without momentum."""
    low, high = np.quantile(table["with"], [0.1, 0.9])
    return (
        f"Of balls released right of the hill, {table.mean('with'):.0%} ({low:.0%} to {high:.0%}) "
        f"end in the deeper valley with momentum {MOMENTUM}, at the best of {len(RATES)} rates, "
        f"and {table.mean('without'):.0%} without: it can prevent being stuck, for most it does "
        "not."
    )
