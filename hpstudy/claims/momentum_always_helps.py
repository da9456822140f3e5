"""On trial: momentum speeds up learning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.ravine import steps_needed

GUIDE = "Momentum speeds up learning."
EXAM = "Momentum makes learning faster and less noisy."
TOPICS = ("opt.momentum",)
SEEDS = 10

KAPPAS = (1, 10, 100, 1000)
MOMENTUM = 0.9
SHARES = np.geomspace(0.05, 1, 40)  # of the largest rate at which a ball stays in the ravine


def fewest(momentum: float, kappa: float, start: tuple[float, float]) -> float:
    """Return the steps that a ball needs at the best of forty rates."""
    rates = SHARES * 2 * (1 + momentum) / (1 + kappa)
    return float(steps_needed(rates, np.full(len(rates), momentum), kappa, start).min())


def measure(seeds: Iterable[int]) -> Table:
    """Roll from a random side with and without momentum; how many times fewer steps with it?"""

    def run(seed: int) -> Mapping[str, float]:
        angle = np.random.default_rng(seed).uniform(0.1, np.pi / 2 - 0.1)
        start = float(10 * np.cos(angle)), float(10 * np.sin(angle))
        return {
            f"{kappa}": fewest(0, kappa, start) / fewest(MOMENTUM, kappa, start) for kappa in KAPPAS
        }

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return the logarithm of the speed gained where momentum gains least: always means there."""
    least = np.min([table[f"{kappa}"] for kappa in KAPPAS], axis=0)
    return np.asarray(np.log10(least))


def verdict(table: Table) -> str:
    """Say how much faster, or slower, in ravines of each kind."""
    return (
        f"Momentum {MOMENTUM}, each at its best rate: {_times(table, 1)} in a round bowl, "
        f"{_times(table, 10)} where one side is 10 times as steep, {_times(table, 100)} at 100, "
        f"{_times(table, 1000)} at 1,000."
    )


def _times(table: Table, kappa: int) -> str:
    ratio = table.median(f"{kappa}")
    times, way = (ratio, "faster") if ratio >= 1 else (1 / ratio, "slower")
    low, high = sorted(np.quantile(table[f"{kappa}"] ** np.sign(np.log(ratio)), [0.1, 0.9]))
    spread = "" if f"{low:.1f}" == f"{high:.1f}" else f" ({low:.1f} to {high:.1f})"
    return f"{times:.1f} times {way}{spread}"
