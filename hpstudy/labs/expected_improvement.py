"""Lab: expected improvement in four lines, checked against a hundred thousand draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from hpstudy.labs.mistake import Mistake, call, demand

PASSED = "Within one per cent of a hundred thousand draws, and sure of what is sure."

Array = NDArray[np.float64]

BEST = 0.5
BELLS = ((0.5, 0.2), (0.4, 0.1), (0.9, 0.4), (1.1, 0.3), (0.2, 0.5))  # mean and sd
N_DRAWS = 100_000
# As even as can be: each holds the same share of the normal distribution.
DRAWS = ndtri((np.arange(N_DRAWS) + 0.5) / N_DRAWS)


def reference(mean: Array, sd: Array, best: float) -> Array:
    """Return by how much each loss is expected to fall below `best`."""
    sd = np.maximum(sd, 1e-12)
    z = (best - mean) / sd
    density = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    return np.asarray(sd * (density + z * ndtr(z)))


def check(answer: Callable[..., Any]) -> None:
    """Compare with the draws, bell by bell, then where there is no doubt at all."""
    mean, sd = np.transpose(BELLS)
    given = _numbers(call(answer, mean.copy(), sd.copy(), BEST), len(BELLS))
    for bell, value in zip(BELLS, given, strict=True):
        _check_bell(*bell, float(value))
    _check_certain(answer)


def drawn(mean: float, sd: float) -> float:
    """Return the mean improvement of the draws."""
    return float(np.maximum(BEST - (mean + sd * DRAWS), 0).mean())


def _numbers(given: Any, n: int) -> Array:
    demand(
        isinstance(given, np.ndarray | list | tuple | float | int),
        f"Return numbers, an array as long as mean, not {given!r}.",
    )
    values = np.asarray(given, dtype=float)
    demand(
        values.shape == (n,),
        f"mean and sd are arrays of {n}; return as many numbers, not an array of shape "
        f"{values.shape}.",
    )
    return values


def _check_bell(mean: float, sd: float, value: float) -> None:
    expected = drawn(mean, sd)
    if abs(value - expected) <= 0.01 * expected:
        return
    z = (BEST - mean) / sd
    density = float(np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi))
    upward = sd * (density - z * float(ndtr(-z)))
    slips = {
        "the sign is that of maximising. A loss improves by falling: z = (best - mean) / sd."
        "": upward,
        "that is the probability of an improvement, not its size: density and sd are missing."
        "": float(ndtr(z)),
        "the factor sd is missing: z counts in standard deviations, an improvement is a loss."
        "": density + z * float(ndtr(z)),
        "that is what remains if the loss comes out as expected. A wide bell below the line counts "
        "too.": max(BEST - mean, 0.0),
        "the term z * ndtr(z) is missing.": sd * density,
    }
    where = f"Mean {mean}, sd {sd}, best {BEST}: the draws improve by {expected:.4f}"
    for reason, slip in slips.items():
        demand(abs(value - slip) > 1e-9, f"{where}, you say {value:.4f}; {reason}")
    raise Mistake(f"{where}, you say {value:.4f}: sd * (density + z * ndtr(z)).")


def _check_certain(answer: Callable[..., Any]) -> None:
    mean, sd = np.array([0.3, 0.5, 0.8, 0.4]), np.array([0.0, 0.0, 0.0, 0.1])
    with np.errstate(all="ignore"):
        given = _numbers(call(answer, mean.copy(), sd.copy(), BEST), len(mean))
    demand(
        np.isfinite(given).all(),
        f"Where sd is 0 you divide by it: {given[:3].tolist()}. Lift sd to a tiny number first, "
        "np.maximum(sd, 1e-12).",
    )
    certain = np.maximum(BEST - mean[:3], 0)
    demand(
        np.allclose(given[:3], certain, atol=1e-6),
        f"Means 0.3, 0.5, 0.8 with sd 0 improve on {BEST} by exactly {certain.tolist()}, you say "
        f"{given[:3].round(4).tolist()}. Lift sd itself, not only what you divide by: "
        "sd = np.maximum(sd, 1e-12).",
    )
