"""d.paths, two ways to hold weights back: L1, L2 and a mix of both, on the diabetes patients.

A linear model with a weight for each of 65 columns, ten features and their squares and products;
beside it a model with two of the features only, whose loss and penalty can be drawn in the plane.

All weights are given per deviation of their column, so that they compare whatever the unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import Split, diabetes
from hpstudy.regularization import Moments, elastic_net, elastic_net_penalty, moments, ridge

Array = NDArray[np.floating[Any]]

N_SEEN, N_UNSEEN = 300, 142
COLUMNS = {
    "products": {"products": True},
    "unscaled": {"products": True, "scaled": False},
    "features": {},
}
PAIR = [2, 3]  # body-mass index and blood pressure
_CIRCLE = np.linspace(0, 2 * np.pi, 97)  # holds the corners: 96 is a multiple of four
_DIRECTIONS = np.column_stack([np.cos(_CIRCLE), np.sin(_CIRCLE)])


@dataclass(frozen=True)
class Pair:
    """The model with two weights, w, and what the plane of all w shows.

    free:   (2,) the weights without a penalty
    held:   (2,) the weights with it
    loss:   (97, 2) all w that fit the patients as well as `held`
    budget: (97, 2) all w whose penalty is that of `held`
    """

    free: Array
    held: Array
    loss: Array
    budget: Array


@dataclass(frozen=True)
class Paths:
    """One fit: a weight a column, (65,) or (10,), its errors, and the model with two weights."""

    strength: float
    l1_share: float
    columns: str
    weights: Array
    seen_error: float  # root of the mean squared error, in the units of the target
    unseen_error: float
    pair: Pair

    @property
    def left(self) -> int:
        """Return how many weights are not exactly zero."""
        return int(np.count_nonzero(self.weights))


def paths(
    seed: int = 0, *, strength: float = 0.1, l1_share: float = 1.0, columns: str = "products"
) -> Paths:
    """Fit 300 patients with a penalty of this strength, and judge the model on 142 others."""
    data, fitted = patients(seed, columns), prepared(seed, columns)
    weights = fit(fitted, strength, l1_share)
    return Paths(
        strength,
        l1_share,
        columns,
        weights * np.sqrt(np.diag(fitted.products)),
        error(weights, data, data.X_train, data.y_train),
        error(weights, data, data.X_validation, data.y_validation),
        pair(fitted, strength, l1_share),
    )


def patients(seed: int, columns: str) -> Split:
    """Return the patients with these columns; the seed draws who is seen."""
    return diabetes(N_SEEN, N_UNSEEN, seed, **COLUMNS[columns])


@lru_cache(maxsize=8)
def prepared(seed: int, columns: str) -> Moments:
    """Return what a fit needs to know of the patients seen."""
    data = patients(seed, columns)
    return moments(data.X_train, data.y_train - data.y_train.mean())


def fit(data: Moments, strength: float, l1_share: float) -> Array:
    """Return the weights (d,) that a penalty of this strength leaves; all L1 is 1, all L2 is 0."""
    return elastic_net(data, strength, l1_share) if l1_share else ridge(data, strength)


def error(weights: Array, data: Split, X: Array, y: Array) -> float:
    """Return the root of the mean squared error of a model of centred columns."""
    predicted = data.y_train.mean() + X @ weights
    return float(np.sqrt(np.mean((predicted - y) ** 2)))


def pair(data: Moments, strength: float, l1_share: float) -> Pair:
    """Fit the two features alone, and trace the lines on which loss and penalty stay the same."""
    products, pulls = data.products[np.ix_(PAIR, PAIR)], data.pulls[PAIR]
    two = Moments(products, pulls, *np.linalg.eigh(products))
    free = np.linalg.solve(products, pulls)
    held = fit(two, strength, l1_share)
    deviations = np.sqrt(np.diag(products))
    return Pair(
        free * deviations,
        held * deviations,
        same_loss(two, free, held) * deviations,
        same_penalty(held, l1_share, deviations) * deviations,
    )


def same_loss(data: Moments, free: Array, held: Array) -> Array:
    """Return the ellipse (97, 2) around `free` through `held`: (w - free)' G (w - free) constant.

    Along the eigenvectors of G that is a circle whose radii are divided by root eigenvalues.
    """
    gap = held - free
    radii = np.sqrt(gap @ data.products @ gap / data.spreads)
    return np.asarray(free + (_DIRECTIONS * radii) @ data.directions.T)


def same_penalty(held: Array, l1_share: float, deviations: Array) -> Array:
    """Return the line (97, 2) of all weights with the penalty c of `held`: diamond, disc or mix.

    In each direction u it lies where r t |u|_1 + (1 - r) t^2 |u|^2 / 2 = c, quadratic in t.
    """
    level = elastic_net_penalty(held, 1.0, l1_share)
    towards = _DIRECTIONS / deviations  # evenly spread in the plane that is drawn
    corners = l1_share * np.abs(towards).sum(axis=1)
    curve = (1 - l1_share) * np.square(towards).sum(axis=1)
    lengths = 2 * level / (corners + np.sqrt(corners**2 + 2 * level * curve))
    return np.asarray(towards * lengths[:, None])
