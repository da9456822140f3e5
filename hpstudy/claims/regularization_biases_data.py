"""Claim: regularization biases data towards certain values.

Ridge on 65 columns, refitted on 40 samples of 150 out of 300 diabetes patients. If the data were
biased, the numbers in them would move; what moves is the model that is fitted to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.paths import patients
from hpstudy.regularization import moments, ridge

GUIDE = "Regularization biases data towards certain values."
EXAM = "It penalises large weights: a little bias in the model, for less variance."
TOPICS = ("reg.why",)
SEEDS = 12
STRENGTHS = {"free": 1e-2, "held": 1.0}
SAMPLES = 40


def measure(seeds: Iterable[int]) -> Table:
    """Return, per seed, how far data and weights move, and how far apart refitted models are."""
    return Table.over(seeds, _run)


def _run(seed: int) -> Mapping[str, float]:
    data = patients(seed, "products")
    X, y = data.X_train.copy(), data.y_train.copy()
    rng = np.random.default_rng(seed)
    samples = [rng.choice(len(y), 150, replace=False) for _ in range(SAMPLES)]
    fits = {
        name: np.array([_fit(X[rows], y[rows], strength) for rows in samples])
        for name, strength in STRENGTHS.items()
    }
    free, held = fits["free"].mean(axis=0), fits["held"].mean(axis=0)
    predicted = {name: data.X_validation @ weights.T for name, weights in fits.items()}
    return {
        "data moved": float(np.abs(X - data.X_train).mean() + np.abs(y - data.y_train).mean()),
        "weights moved": float(1 - np.linalg.norm(held) / np.linalg.norm(free)),
        "free varies": float(predicted["free"].std(axis=1).mean()),
        "held varies": float(predicted["held"].std(axis=1).mean()),
    }


def _fit(X: np.ndarray, y: np.ndarray, strength: float) -> np.ndarray:
    return ridge(moments(X - X.mean(axis=0), y - y.mean()), strength)


def effect(table: Table) -> Column:
    """Return how much further the data move than the weights do."""
    return table["data moved"] - table["weights moved"]


def verdict(table: Table) -> str:
    """Say what is biased, and what that is good for."""
    return (
        f"The data moved by {table['data moved'].max():g}. What is biased is the model: its "
        f"weights lost {table.mean('weights moved'):.0%} of their length, and predictions of "
        f"models fitted to other samples then lie {table.mean('held varies'):.0f} apart in place "
        f"of {table.mean('free varies'):.0f}."
    )
