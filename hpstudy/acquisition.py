"""Acquisition functions: what a belief about a loss is worth as a place to look next.

Each takes mean and standard deviation of the belief at some points and gives a number a point;
more is better.

Notation

    symbol  here   meaning
    mu      mean   expected loss (any shape)
    sigma   sd     its standard deviation, above zero
    f*      best   loss to beat
    z       z      (best - mean) / sd: how many standard deviations below the loss to beat
    phi     pdf    density of the standard normal distribution
    Phi     ndtr   its distribution function
    h       h      phi(z) + z Phi(z): expected improvement when sigma is 1
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import erfcx, ndtr

Array = NDArray[np.float64]

_LOG_SQRT_2PI = 0.5 * math.log(2 * math.pi)
# Beyond this, 1 - t R(t) loses digits to cancellation, and its series is exact to all of them.
_FAR_TAIL = 100.0


def expected_improvement(mean: ArrayLike, sd: ArrayLike, best: ArrayLike) -> Array:
    """Return by how much the loss is expected to fall below `best`: E max(best - loss, 0).

    For a normal loss that is sigma (phi(z) + z Phi(z)) (Jones, Schonlau and Welch 1998, eq. 15).
    """
    mean, sd, best = _arrays(mean, sd, best)
    z = (best - mean) / sd
    improvement: Array = sd * np.maximum(normal_pdf(z) + z * ndtr(z), 0)
    return improvement


def log_expected_improvement(mean: ArrayLike, sd: ArrayLike, best: ArrayLike) -> Array:
    """Return the logarithm of the expected improvement, also where that rounds to zero.

    Far from the best, expected improvement is a flat 0 that points nowhere; its logarithm still
    says which way is up (Ament et al. 2023).
    """
    mean, sd, best = _arrays(mean, sd, best)
    return np.log(sd) + log_h((best - mean) / sd)


def probability_of_improvement(mean: ArrayLike, sd: ArrayLike, best: ArrayLike) -> Array:
    """Return the probability that the loss is below `best`: Phi(z) (Kushner 1964)."""
    mean, sd, best = _arrays(mean, sd, best)
    return np.asarray(ndtr((best - mean) / sd))


def confidence_bound(mean: ArrayLike, sd: ArrayLike, kappa: float = 2.0) -> Array:
    """Return the negative of the loss that is hardly undercut, -(mu - kappa sigma).

    It is an upper bound on how good the point may be (Srinivas et al. 2010); a large kappa
    explores.
    """
    bound: Array = kappa * np.asarray(sd, dtype=float) - np.asarray(mean, dtype=float)
    return bound


def normal_pdf(z: Array) -> Array:
    """Return phi(z), the density of the standard normal distribution."""
    return np.exp(-0.5 * z * z - _LOG_SQRT_2PI)


def log_h(z: ArrayLike) -> Array:
    """Return log(phi(z) + z Phi(z)), to full relative accuracy for every z.

    Below z = -1 the two terms cancel. With Mills' ratio R(t) = (1 - Phi(t)) / phi(t), which is
    sqrt(pi/2) erfcx(t / sqrt 2), and t = -z, the sum is phi(t) (1 - t R(t)), whose logarithm is
    -t^2/2 - log sqrt(2 pi) + log(1 - t R(t)). Far out, 1 - t R(t) is the series
    1/t^2 - 3/t^4 + 15/t^6 - 105/t^8 + ... (Abramowitz and Stegun 26.2.12).
    """
    z = np.asarray(z, dtype=float)
    near, t = np.maximum(z, -1.0), np.maximum(-z, 1.0)
    direct = np.log(normal_pdf(near) + near * ndtr(near))
    mills = math.sqrt(math.pi / 2) * erfcx(t / math.sqrt(2))
    tail = np.where(t < _FAR_TAIL, np.log1p(-np.minimum(t, _FAR_TAIL) * mills), _log_series(t))
    logarithm: Array = np.where(z > -1.0, direct, tail - 0.5 * t * t - _LOG_SQRT_2PI)
    return logarithm


def _log_series(t: Array) -> Array:
    """Return log(1/t^2 - 3/t^4 + 15/t^6 - 105/t^8), for large t."""
    s = 1 / (t * t)
    return -2 * np.log(t) + np.log1p(np.where(t < _FAR_TAIL, 0.0, -s * (3 - s * (15 - 105 * s))))


def _arrays(mean: ArrayLike, sd: ArrayLike, best: ArrayLike) -> tuple[Array, Array, Array]:
    """Return all three as arrays of floats."""
    return np.asarray(mean, float), np.asarray(sd, float), np.asarray(best, float)
