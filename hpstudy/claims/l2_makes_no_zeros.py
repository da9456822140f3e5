"""Claim: L2 makes no sparse model.

65 columns of 300 diabetes patients, ridge at 25 strengths from 0.0001 to 10,000.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.paths import fit, prepared

GUIDE = "L2 gives no sparse model."
EXAM = "L2 (ridge) adds the squared magnitude of the coefficients; the result is not sparse."
TOPICS = ("reg.l2", "reg.l1-vs-l2")
SEEDS = 20
STRENGTHS = np.geomspace(1e-4, 1e4, 25)


def measure(seeds: Iterable[int]) -> Table:
    """Return the most zeros that each penalty makes at any strength, per seed."""
    return Table.over(seeds, _run)


def _run(seed: int) -> Mapping[str, float]:
    return {"l1": _most_zeros(seed, 1.0), "l2": _most_zeros(seed, 0.0)}


def _most_zeros(seed: int, l1_share: float) -> float:
    data = prepared(seed, "products")
    return float(max((fit(data, s, l1_share) == 0).sum() for s in STRENGTHS))


def effect(table: Table) -> Column:
    """Return by how much fewer than one weight is exactly zero, at the strength with most zeros."""
    return 0.5 - table["l2"]


def verdict(table: Table) -> str:
    """Say how many zeros there were."""
    return (
        f"Over {len(STRENGTHS)} strengths up to {STRENGTHS[-1]:,.0f}, L2 made at most "
        f"{table['l2'].max():.0f} of 65 weights exactly zero; L1 made up to {table.mean('l1'):.0f}."
    )
