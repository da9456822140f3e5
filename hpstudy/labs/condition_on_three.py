"""Lab: what three known losses say of a fourth, with matrices filled in by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hpstudy.labs.mistake import Mistake, call, demand, shown
from hpstudy.surrogate import GaussianProcess, Kernel

PASSED = (
    "Mean and standard deviation are those of the Gaussian process that this kit searches with."
)

Alike = Callable[[float, float], float]

POINTS, LOSSES = (0.1, 0.45, 0.8), (1.2, -0.4, 0.3)
NEWS = (0.2, 0.6, 0.45, 1.0)  # the third is known already
TOLERANCE = 1e-4


def reference(
    points: tuple[float, ...], losses: tuple[float, ...], new: float, alike: Alike
) -> tuple[float, float]:
    """Return the loss to expect at `new`, and its standard deviation."""
    a, b, c = points
    K = np.array(
        [
            [alike(a, a), alike(a, b), alike(a, c)],
            [alike(b, a), alike(b, b), alike(b, c)],
            [alike(c, a), alike(c, b), alike(c, c)],
        ]
    )
    k = np.array([alike(new, a), alike(new, b), alike(new, c)])
    mean = k @ np.linalg.solve(K, losses)
    variance = alike(new, new) - k @ np.linalg.solve(K, k)
    return float(mean), float(np.sqrt(np.maximum(variance, 0)))


def alike(a: float, b: float) -> float:
    """Return the covariance of the losses at two points: 1 at the same, less the farther apart."""
    kernel = Kernel(lengthscale=0.3)
    return float(kernel.covariance(np.array([[[(a - b) ** 2]]])).item())


def check(answer: Callable[..., Any]) -> None:
    """Compare with the kit's own Gaussian process, and name the slip if it is a usual one."""
    for new in NEWS:
        given = call(answer, POINTS, LOSSES, new, alike)
        demand(
            isinstance(given, tuple | list | np.ndarray) and len(given) == 2,
            f"Return two numbers, mean and standard deviation, not {shown(given)}.",
        )
        for part in given:
            demand(
                np.size(part) == 1,
                f"Return one number each for mean and standard deviation, not {shown(part)}: "
                "k @ ... makes one number of three.",
            )
        mean, sd = (float(np.squeeze(part)) for part in given)
        _check_mean(mean, new)
        _check_sd(sd, new)


def belief(new: float) -> tuple[float, float]:
    """Return mean and standard deviation of the kit's Gaussian process at `new`."""
    gp = GaussianProcess(Kernel(lengthscale=0.3), np.reshape(POINTS, (3, 1)), LOSSES)
    mean, sd = gp.predict([[new]])
    return float(mean[0]), float(sd[0])


def _check_mean(mean: float, new: float) -> None:
    expected, _ = belief(new)
    k = np.array([alike(new, point) for point in POINTS])
    slips = {
        "k @ losses counts twice what two neighbours both say. Solve with K first: "
        "k @ np.linalg.solve(K, losses).": k @ LOSSES,
        "that is an average of the losses by weight. A Gaussian process solves with K: "
        "k @ np.linalg.solve(K, losses).": k @ LOSSES / k.sum(),
        "off its diagonal your K seems to be zero: there stands how alike two different points "
        "are.": k @ LOSSES / (1 + 1e-6),
    }
    if abs(mean - expected) < TOLERANCE:
        return
    for reason, slip in slips.items():
        demand(abs(mean - slip) > 1e-7, f"At {new} your mean is {mean:.3f}: {reason}")
    if new in POINTS:
        known = LOSSES[POINTS.index(new)]
        raise Mistake(
            f"At {new} the loss is known to be {known}, your mean is {mean:.3f}: row i of K holds "
            "how alike point i is to each of the three, 1 on the diagonal."
        )
    raise Mistake(
        f"At {new} the mean is {expected:.3f}, yours {mean:.3f}. k holds how alike the new point "
        "is to each of the three, K how alike they are among themselves."
    )


def _check_sd(sd: float, new: float) -> None:
    _, expected = belief(new)
    demand(
        np.isfinite(sd),
        f"At {new} your standard deviation is {sd}: rounding may leave the variance a hair below "
        "zero; take max(variance, 0) before the root.",
    )
    if abs(sd - expected) < 2e-3:
        return
    slips = {
        "that is the variance. The standard deviation is its root.": expected**2,
        "that is what the three explain, k @ np.linalg.solve(K, k). Subtract it from what was "
        "unknown before, alike(new, new).": np.sqrt(1 - expected**2),
        "that is what the three explain. Subtract it from alike(new, new), then take the root.": 1
        - expected**2,
    }
    for reason, slip in slips.items():
        demand(abs(sd - slip) > TOLERANCE, f"At {new} you return {sd:.3f}: {reason}")
    raise Mistake(
        f"At {new} the standard deviation is {expected:.3f}, yours {sd:.3f}: the root of "
        "alike(new, new) - k @ np.linalg.solve(K, k)."
    )
