"""Claim: L1 penalises small weights more than L2.

Ridge and lasso of equal effect: both are strong enough to halve the sum of absolute weights of the
ten diabetes features. What is left of the smallest weights then?
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.paths import fit, prepared
from hpstudy.regularization import Array, Moments

GUIDE = "L1 penalises small weights more than L2 does."
EXAM = "L1 penalises small weights more, down to zero; L2 penalises large ones more."
TOPICS = ("reg.l1-vs-l2", "reg.l1", "reg.l2")
SEEDS = 20


def measure(seeds: Iterable[int]) -> Table:
    """Return, per seed, the share of the small and of the large weights that each penalty leaves.

    Small are the five smallest without a penalty, large the five others.
    """
    return Table.over(seeds, _run)


def _run(seed: int) -> Mapping[str, float]:
    data = prepared(seed, "features")
    free = np.abs(fit(data, 1e-9, 0.0))
    small = free <= np.median(free)
    row = {}
    for name, share in (("l1", 1.0), ("l2", 0.0)):
        held = np.abs(_halved(data, share, free.sum() / 2))
        row[f"{name} small"] = held[small].sum() / free[small].sum()
        row[f"{name} large"] = held[~small].sum() / free[~small].sum()
    return row


def _halved(data: Moments, l1_share: float, total: float) -> Array:
    """Return the weights at the strength that leaves them this total, by halving the interval."""
    return fit(data, _where(lambda s: np.abs(fit(data, s, l1_share)).sum() > total), l1_share)


def _where(too_weak: Callable[[float], bool]) -> float:
    low, high = 1e-9, 1e9
    for _ in range(60):
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if too_weak(middle) else (low, middle)
    return low


def effect(table: Table) -> Column:
    """Return how much less L1 leaves of the small weights than L2 does."""
    return table["l2 small"] - table["l1 small"]


def verdict(table: Table) -> str:
    """Say what each leaves of small and of large weights."""
    left = {name: f"{table.mean(name):.0%}" for name in table.columns}
    return (
        f"Both halve the weights in sum. Of the five smallest L1 leaves {left['l1 small']} and L2 "
        f"{left['l2 small']}, of the five largest L1 leaves {left['l1 large']} and L2 "
        f"{left['l2 large']}."
    )
