"""Regularization: what holds weights back, as a penalty, its gradient and its proximal step.

Weights w (d,), strength s >= 0, l1 share r from 0 (only L2) to 1 (only L1):

    name          penalty                      gradient          proximal step with threshold t
    L1, lasso     s sum |w|                    s sign(w)         sign(w) max(|w| - t, 0)
    L2, ridge     s/2 sum w^2                  s w               w / (1 + t)
    elastic net   r L1 + (1 - r) L2            r and 1 - r       the first, then the second

A proximal step solves min_v (v - w)^2 / 2 + t penalty(v) / s exactly: it lands on zero where a
gradient step would only hover about it. L1 pulls a small weight as hard as a large one, so small
ones become exactly zero; L2 pulls in proportion, so none ever does.

Regression on centred inputs X (n, d) and targets y (n,) minimises, in every function here,

    |y - X w|^2 / (2 n) + s (r |w|_1 + (1 - r) |w|^2 / 2)

which is scikit-learn's `ElasticNet(alpha=s, l1_ratio=r)`, its `Lasso(alpha=s)` for r = 1, and its
`Ridge(alpha=n s)` for r = 0: there the fit is a sum, here it is a mean.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]

# Twin columns have one answer too, and rounding cannot keep the lasso searching.
_WHISPER = 1e-12  # share of the largest spread, added to every curvature
_SLACK = 1e-10  # share of the largest pull that counts as none
_MOST_WAKES = 50  # a weight; about one is usual

# -- penalties, gradients, proximal steps --


def l1_penalty(weights: Array, strength: float) -> float:
    """Return the sum of absolute weights, times `strength`."""
    return strength * float(np.abs(weights).sum())


def l1_gradient(weights: Array, strength: float) -> Array:
    """Return the pull of L1: the same for every weight that is not zero, however small."""
    return strength * np.sign(weights)


def soft_threshold(weights: Array, threshold: float) -> Array:
    """Move every weight towards zero by `threshold`, and stop there: the proximal step of L1."""
    return np.sign(weights) * np.maximum(np.abs(weights) - threshold, 0)


def l2_penalty(weights: Array, strength: float) -> float:
    """Return half the sum of squared weights, times `strength`."""
    return strength / 2 * float(np.square(weights).sum())


def l2_gradient(weights: Array, strength: float) -> Array:
    """Return the pull of L2: in proportion to the weight, so next to nothing near zero."""
    return strength * weights


def shrink(weights: Array, strength: float) -> Array:
    """Scale every weight down by the same factor: the proximal step of L2."""
    return weights / (1 + strength)


def elastic_net_penalty(weights: Array, strength: float, l1_share: float) -> float:
    """Return the mix of both penalties (Zou and Hastie 2005)."""
    return l1_penalty(weights, strength * l1_share) + l2_penalty(weights, strength * (1 - l1_share))


def elastic_net_gradient(weights: Array, strength: float, l1_share: float) -> Array:
    """Return the mix of both pulls."""
    return l1_gradient(weights, strength * l1_share) + l2_gradient(
        weights, strength * (1 - l1_share)
    )


def elastic_net_step(weights: Array, strength: float, l1_share: float) -> Array:
    """Return the proximal step of the mix: threshold first, then shrink."""
    return shrink(soft_threshold(weights, strength * l1_share), strength * (1 - l1_share))


# -- dropout --


def dropout_mask(shape: tuple[int, ...], rate: float, rng: np.random.Generator) -> Array:
    """Return a mask that silences each unit with probability `rate` and makes up for it.

    Units that are kept count 1 / (1 - rate) times, so that the next layer hears as much on average
    as it does at prediction, where no unit is dropped ("inverted" dropout; Srivastava et al. 2014).
    """
    kept = rng.random(shape, dtype=np.float32) >= rate
    return kept * np.float32(1 / (1 - rate))


# -- ridge, lasso and elastic net, exactly --


class Moments(NamedTuple):
    """What a regularized fit needs to know of centred data; made once, then each fit is cheap.

    products:   (d, d) G = X'X / n, how inputs go together
    pulls:      (d,) c = X'y / n, how the targets pull at weights that are all zero
    spreads:    (d,) eigenvalues of G, how far the data spread along each direction
    directions: (d, d) the eigenvectors, one a column
    """

    products: Array
    pulls: Array
    spreads: Array
    directions: Array


def moments(X: Array, y: Array) -> Moments:
    """Return the moments of X (n, d) and y (n,), both already centred; no NaN, nothing infinite."""
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("A fit needs finite numbers: X or y holds NaN or infinity.")
    n = len(X)
    products = X.T @ X / n
    return Moments(products, X.T @ y / n, *np.linalg.eigh(products))


def ridge(data: Moments, strength: float) -> Array:
    """Return the ridge weights (d,): each direction shrunk, most where the data spread least.

    The gradient G w - c + s w is zero where (G + s I) w = c, and along the eigenvectors of G that
    is one division a direction. `strength` > 0.
    """
    _check_strength(strength)
    along = data.pulls @ data.directions
    return data.directions @ (along / (data.spreads + strength))


def lasso(data: Moments, strength: float, start: Array | None = None) -> Array:
    """Return the lasso weights (d,), many of them exactly zero."""
    return elastic_net(data, strength, 1.0, start)


def elastic_net(
    data: Moments, strength: float, l1_share: float, start: Array | None = None
) -> Array:
    """Return the elastic net's weights (d,): guess which are not zero and their signs, solve, mend.

    A weight stays at zero while the data pull at it no harder than L1 does. So wake the sleeping
    weight with the hardest pull, solve for all that are awake, and repeat until no pull is too hard
    (feature-sign search; Lee, Battle, Raina and Ng 2006). It ends after finitely many steps at the
    exact minimum. `strength` > 0; `start`: weights to begin from, which saves steps.
    """
    _check_strength(strength)
    l1, l2 = strength * l1_share, strength * (1 - l1_share)
    curvature = data.products + (l2 + _WHISPER * data.spreads[-1]) * np.eye(len(data.pulls))
    weights = np.zeros(len(data.pulls)) if start is None else np.array(start, dtype=float)
    signs = np.sign(weights)
    for _ in range(_MOST_WAKES * len(weights)):
        _solve_awake(curvature, data.pulls, l1, weights, signs)
        pulls = np.where(signs == 0, data.pulls - curvature @ weights, 0)
        hardest = int(np.argmax(np.abs(pulls)))
        if abs(pulls[hardest]) <= l1 + _SLACK * np.abs(data.pulls).max():
            break
        signs[hardest] = np.sign(pulls[hardest])
    return weights


def _solve_awake(curvature: Array, pulls: Array, l1: float, weights: Array, signs: Array) -> None:
    """Move the weights whose sign is not 0 to their minimum; one that reaches zero falls asleep.

    With the signs fixed L1 is a constant pull, and the minimum solves a linear system. On the way
    there a weight may cross zero, where its sign no longer holds: stop there and solve again.
    """
    while signs.any():
        awake = np.flatnonzero(signs)
        now, sign = weights[awake], signs[awake]
        target = np.linalg.solve(curvature[np.ix_(awake, awake)], pulls[awake] - l1 * sign)
        crosses = target * sign <= 0
        if not crosses.any():
            weights[awake] = target
            return
        way = np.abs(now) + np.abs(target) + np.finfo(float).tiny
        share = np.where(crosses, np.abs(now) / way, np.inf)  # of the way, to where it is zero
        first = int(np.argmin(share))
        weights[awake] = now + share[first] * (target - now)
        weights[awake[first]] = signs[awake[first]] = 0


def _check_strength(strength: float) -> None:
    if not 0 < strength < np.inf:
        raise ValueError(f"The strength of a penalty is a number above 0, not {strength}.")
