"""Lab: how much of the losses' spread does one knob explain?"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.demos.importance import BINS, explained
from hpstudy.labs.mistake import Mistake, call, demand, shape, shown

Array = NDArray[np.float64]

PASSED = "The share that lies between the bins, whichever shape the curve has."

reference = explained


def check(answer: Callable[[Array, Array], Any]) -> None:
    """Check a valley, a slope, and a knob that does nothing, 80 trials each, in no order."""
    rng = np.random.default_rng(4)
    noise = 0.3 * rng.standard_normal(80)
    values = rng.random(80) ** 2  # more trials at the low end: bins of equal width are uneven
    for losses in (8 * (values - 0.5) ** 2 + noise, 2 * values + noise, 1 + noise):
        found = call(answer, values.copy(), losses.copy())
        demand(shape(found) == (), f"Return one number, not {shown(found)}.")
        _check_share(float(found), values, losses)


def _between(numbers: NDArray[Any]) -> float:
    """Return the variance of the means of eight bins."""
    return float(np.var([part.mean() for part in np.array_split(numbers, BINS)]))


def _check_share(found: float, values: Array, losses: Array) -> None:
    right = explained(values, losses)
    if math.isclose(found, right, abs_tol=0.005):
        return
    order = np.argsort(values, kind="stable")
    within = float(np.mean([part.var() for part in np.array_split(losses[order], BINS)]))
    spread = float(losses.var())
    typical = {
        within / spread: "That is the spread within the bins, which the knob leaves open. "
        "Take the spread of the bins' means.",
        _between(losses) / spread: "The bins hold the trials as they came. Sort the losses "
        "by the knob's values first (np.argsort).",
        np.corrcoef(values, losses)[0, 1] ** 2: "That is a squared correlation: it sees straight "
        "lines only, and a valley not at all. Take the means of eight bins.",
        _between(np.sort(losses)) / spread: "You sort the losses by themselves, and the knob is "
        "forgotten. Sort them by its values: losses[np.argsort(values)].",
        _between(order) / spread: "The bins hold places, not losses: "
        "losses[np.argsort(values)] has the losses in that order.",
        math.sqrt(right): "That is the ratio of the deviations; shares are of the variance.",
        right * spread: "Divide by the variance of all losses: a share has no unit.",
        100 * right: "Return a share between 0 and 1, not a percentage.",
    }
    for wrong, why in typical.items():
        if math.isclose(found, wrong, rel_tol=0.01, abs_tol=1e-4):
            raise Mistake(f"You say {found:.3f}. {why}")
    raise Mistake(
        f"You say {found:.3f}, right is {right:.3f}: the variance of the eight bins' means "
        "(ten trials each), over the variance of all losses."
    )
