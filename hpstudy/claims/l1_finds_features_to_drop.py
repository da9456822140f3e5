"""Claim: L1 gives a sparse model and hints at features to drop.

65 columns of 300 diabetes patients; the strength is the one that predicts 142 others best.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.paths import Paths, paths

GUIDE = "L1 gives a sparse model, and so helps to find features that can be dropped."
EXAM = "L1 (lasso) can make coefficients zero: a sparse model, and a hint at features to drop."
TOPICS = ("reg.l1", "reg.l1-vs-l2", "hp.feature-eng")
SEEDS = 20
STRENGTHS = np.geomspace(0.03, 30, 37)


def measure(seeds: Iterable[int]) -> Table:
    """Return, for the best strength of each penalty, the weights that are left and the error."""
    return Table.over(seeds, _run)


def _run(seed: int) -> Mapping[str, float]:
    l1, l2 = (_best(seed, share) for share in (1.0, 0.0))
    return {
        "left": l1.left,
        "l1": l1.unseen_error,
        "l2": l2.unseen_error,
        "weak": paths(seed, strength=1e-3, l1_share=0.0).unseen_error,
    }


def _best(seed: int, l1_share: float) -> Paths:
    fits = (paths(seed, strength=strength, l1_share=l1_share) for strength in STRENGTHS)
    return min(fits, key=lambda fit: fit.unseen_error)


def effect(table: Table) -> Column:
    """Return the share of the 65 columns that the best L1 drops without predicting worse than L2.

    Minus one where it does predict worse, by more than one in a hundred.
    """
    dropped = 1 - table["left"] / 65
    return np.where(table["l1"] < 1.01 * table["l2"], dropped, -1.0)


def verdict(table: Table) -> str:
    """Say how many columns are left, and what that does to the error."""
    low, high = np.quantile(table["left"], [0.1, 0.9])
    return (
        f"At its best strength L1 keeps {table.mean('left'):.0f} of 65 columns ({low:.0f} to "
        f"{high:.0f} in four of five splits) and misses new patients by {table.mean('l1'):.1f}; "
        f"the best L2 keeps all and misses by {table.mean('l2'):.1f}, hardly any penalty by "
        f"{table.mean('weak'):.1f}."
    )
