"""Claim: L2 limits no coefficient.

65 columns of 300 diabetes patients, with hardly any penalty and at the strength of ridge that
predicts 142 others best.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.paths import Paths, paths

GUIDE = "L2 limits no coefficient."
EXAM = "L2 (ridge) does not make coefficients zero. It does shrink them."
TOPICS = ("reg.l2", "reg.why")
SEEDS = 20
STRENGTHS = np.geomspace(0.01, 10, 31)
LIMITED = 0.05  # a model whose weights lose less than this share of their length is not limited


def measure(seeds: Iterable[int]) -> Table:
    """Return how long and how large the weights are, free and held back, per seed."""
    return Table.over(seeds, _run)


def _run(seed: int) -> Mapping[str, float]:
    free, held = paths(seed, strength=1e-6, l1_share=0.0), _best(seed)
    return {
        "left": np.linalg.norm(held.weights) / np.linalg.norm(free.weights),
        "largest free": np.abs(free.weights).max(),
        "largest held": np.abs(held.weights).max(),
    }


def _best(seed: int) -> Paths:
    fits = (paths(seed, strength=strength, l1_share=0.0) for strength in STRENGTHS)
    return min(fits, key=lambda fit: fit.unseen_error)


def effect(table: Table) -> Column:
    """Return by how much less than `LIMITED` the weights are shortened."""
    return table["left"] - (1 - LIMITED)


def verdict(table: Table) -> str:
    """Say how much of the weights' length is left, and of the largest one."""
    low, high = np.quantile(table["left"], [0.1, 0.9])
    return (
        f"It limits them all: at its best strength L2 leaves {table.median('left'):.0%} of the "
        f"weights' length ({low:.0%} to {high:.0%} in four of five splits); the largest goes from "
        f"{table.median('largest free'):.0f} to {table.median('largest held'):.0f}."
    )
