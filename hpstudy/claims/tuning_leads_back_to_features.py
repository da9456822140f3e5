"""Claim: tuning may send you back to feature engineering.

Diabetes patients, L1 at the strength that predicts best: on the ten features as measured, and with
their squares and products.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.paths import Paths, paths

GUIDE = "Tuning may send you back to feature engineering: other features, a better model."
EXAM = "Hyperparameter tuning can lead back to feature engineering."
TOPICS = ("hp.feature-eng",)
SEEDS = 30
STRENGTHS = np.geomspace(0.03, 30, 37)


def measure(seeds: Iterable[int]) -> Table:
    """Return the error on new patients with both sets of columns, tuned and not, per seed."""
    return Table.over(seeds, _run)


def _run(seed: int) -> Mapping[str, float]:
    return {
        "ten": _best(seed, "features").unseen_error,
        "untuned": paths(seed, strength=1e-3, l1_share=0.0, columns="products").unseen_error,
        "sixty-five": _best(seed, "products").unseen_error,
    }


def _best(seed: int, columns: str) -> Paths:
    fits = (paths(seed, strength=strength, columns=columns) for strength in STRENGTHS)
    return min(fits, key=lambda fit: fit.unseen_error)


def effect(table: Table) -> Column:
    """Return by how much the error falls with the new columns, both tuned."""
    return table["ten"] - table["sixty-five"]


def verdict(table: Table) -> str:
    """Say what the new columns are worth, and what they cost if nothing is tuned."""
    gain = effect(table)
    return (
        f"Ten features, tuned: error {table.mean('ten'):.1f}. With 55 made from them and hardly a "
        f"penalty it is {table.mean('untuned'):.1f}, tuned {table.mean('sixty-five'):.1f}: better "
        f"in {(gain > 0).sum()} of {len(table)} draws, by {gain.mean():.1f} on average. New "
        "features want a new strength, and may bring little."
    )
