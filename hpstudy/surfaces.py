"""Losses of one or two weights to walk on, each with its gradient: what the optimizers run down.

symbol  name here    meaning                                   shape
w       weights      where we stand                            (..., d)
kappa   curvatures   how steep the bowl is along each axis     (d,)
X, y    X, y         examples, and their classes 0 or 1        (n, 2), (n,)

bowl         a ravine when the curvatures differ: the exact answers are known
two_valleys  a shallow and a deep minimum with a hill between
logistic     a real loss, of a model with two weights
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]

# -- a bowl --


def bowl(weights: Array, curvatures: Array) -> Array:
    """Return half the sum of curvature times distance squared: zero at the origin."""
    return np.asarray((curvatures * weights**2).sum(axis=-1) / 2)


def bowl_gradient(weights: Array, curvatures: Array) -> Array:
    """Return curvature times distance, along each axis."""
    return curvatures * weights


def largest_rate(curvature: float, momentum: float = 0.0) -> float:
    """Return the learning rate above which the heavy ball leaves a bowl: 2 (1 + beta) / kappa.

    Without momentum a step multiplies the distance by 1 - rate kappa: beyond 2 / kappa it grows.
    """
    return 2 * (1 + momentum) / curvature


def best_heavy_ball(flattest: float, steepest: float) -> tuple[float, float]:
    """Return the (rate, momentum) that get to the bottom of a bowl soonest (Polyak 1964).

    With a and b the roots of the smallest and the largest curvature, rate = (2 / (a + b))^2 and
    momentum = ((b - a) / (b + a))^2: then a step shortens the distance by about its root.
    """
    a, b = flattest**0.5, steepest**0.5
    return (2 / (a + b)) ** 2, ((b - a) / (b + a)) ** 2


# -- two valleys --


def two_valleys(x: Array) -> Array:
    """Return x^4 / 4 - x^2 + 0.35 x: the left valley is the deeper one."""
    return x**4 / 4 - x**2 + 0.35 * x


def two_valleys_gradient(x: Array) -> Array:
    """Return its slope, x^3 - 2 x + 0.35."""
    return (x * x - 2) * x + 0.35


def valleys_and_hill() -> tuple[float, float, float]:
    """Return where the slope is zero: the deep minimum, the hill, the shallow minimum."""
    deep, hill, shallow = np.sort(np.roots([1, 0, -2, 0.35]).real)
    return float(deep), float(hill), float(shallow)


# -- a model with two weights --


def logistic(weights: Array, X: Array, y: Array) -> Array:
    """Return the mean log-loss of probabilities sigmoid(X w): log(1 + e^s) - y s for a score s.

    Takes one place (2,) or a grid of them (..., 2).
    """
    scores = weights @ X.T
    return np.asarray((np.logaddexp(0, scores) - y * scores).mean(axis=-1))


def logistic_gradient(weights: Array, X: Array, y: Array) -> Array:
    """Return the slope (2,): how far probabilities are off, times the inputs."""
    return (_sigmoid(X @ weights) - y) @ X / len(X)


def logistic_curvature(weights: Array, X: Array) -> float:
    """Return the largest curvature at `weights` (2,): of the Hessian X' diag(p (1 - p)) X / n."""
    p = _sigmoid(X @ weights)
    return float(np.linalg.eigvalsh((X.T * (p * (1 - p))) @ X / len(X))[-1])


def _sigmoid(scores: Array) -> Array:
    return np.asarray((1 + np.tanh(scores / 2)) / 2)
