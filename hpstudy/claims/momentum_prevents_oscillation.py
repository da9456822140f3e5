"""On trial: momentum prevents oscillation on the way to the minimum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.ravine import N_STEPS, crossings, roll

GUIDE = "Momentum prevents oscillation on the way to the minimum."
EXAM = "It prevents oscillation or noise. (It damps zig-zag at large rates, and rings at small.)"
TOPICS = ("opt.momentum",)
SEEDS = 20

KAPPA, MOMENTUM = 100.0, 0.9
LARGEST = 2 / KAPPA  # the rate above which gradient descent leaves the ravine


def measure(seeds: Iterable[int]) -> Table:
    """Draw a rate at which both stay in the ravine, and count how often each crosses its floor."""

    def run(seed: int) -> Mapping[str, float]:
        share = float(np.random.default_rng(seed).uniform(0.02, 0.98))
        plain, heavy = (
            crossings(roll(share * LARGEST, momentum, KAPPA)) for momentum in (0.0, MOMENTUM)
        )
        return {"share": share, "plain": plain, "heavy": heavy}

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return how many crossings momentum avoids in N_STEPS steps."""
    return table["plain"] - table["heavy"]


def verdict(table: Table) -> str:
    """Say what momentum does to rates below and above half of the largest possible."""
    small = table["share"] < 0.5
    words = [
        f"{table['plain'][rows].mean():.0f} times at {which} rates, "
        f"with momentum {MOMENTUM} {table['heavy'][rows].mean():.0f} times"
        for which, rows in (("small", small), ("large", ~small))
        if rows.any()
    ]
    fewer = int((effect(table) > 0).sum())
    return (
        f"In {N_STEPS} steps the ball crosses the ravine's floor {'; '.join(words)}. "
        f"Momentum has it cross less often at {fewer} of {len(table)} rates."
    )
