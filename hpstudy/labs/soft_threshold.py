"""Lab: the step that makes L1's zeros."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy import regularization
from hpstudy.labs.mistake import Mistake, call, demand, shape, shown

Array = NDArray[np.floating[Any]]

PASSED = "Small weights land on zero, exactly, and large ones move by the strength."

CASES = (
    (np.array([3.0, -2.0, 0.5, -0.25, 0.0, 1.0]), 1.0),
    (np.array([0.3, -0.7, 12.0, -0.01]), 0.25),
    (np.array([5.0, -4.0]), 0.0),
)


def reference(w: Array, strength: float) -> Array:
    """Return the weights moved towards zero by `strength`, and no further."""
    return regularization.soft_threshold(w, strength)


def check(answer: Callable[[Array, float], Any]) -> None:
    """Check weights above and below the strength, of both signs."""
    for w, strength in CASES:
        given = w.copy()
        _check_case(call(answer, given, strength), w, strength)
        demand(np.array_equal(given, w), "Your function changes w itself; return a new array.")


def _check_case(found: Any, w: Array, strength: float) -> None:
    demand(
        shape(found) == w.shape,
        f"Return an array with one number a weight, {w.shape[0]} here, not {shown(found)}.",
    )
    right = regularization.soft_threshold(w, strength)
    if np.array_equal(found, right) or np.allclose(found, right, rtol=1e-12, atol=0):
        return
    where = f"With strength {strength:g}, {w.tolist()} should become {_listed(right)}"
    for test, why in _TYPICAL:
        if test(np.asarray(found), w, strength):
            raise Mistake(f"{where}. {why}")
    raise Mistake(f"{where}, not {_listed(found)}.")


def _listed(numbers: Any) -> list[float]:
    """Return numbers as a list, without a zero that has a sign."""
    return (np.asarray(numbers, dtype=float) + 0.0).tolist()  # type: ignore[no-any-return]


def _overshoots(found: Array, w: Array, strength: float) -> bool:
    return np.allclose(found, w - strength * np.sign(w))


def _loses_signs(found: Array, w: Array, strength: float) -> bool:
    return np.allclose(found, np.maximum(np.abs(w) - strength, 0))


def _cuts_only(found: Array, w: Array, strength: float) -> bool:
    return np.allclose(found, np.where(np.abs(w) > strength, w, 0))


def _only_positive(found: Array, w: Array, strength: float) -> bool:
    return np.allclose(found, np.maximum(w - strength, 0))


def _shrinks(found: Array, w: Array, strength: float) -> bool:
    return np.allclose(found, w / (1 + strength)) or np.allclose(found, w * (1 - strength))


_TYPICAL = (
    (_overshoots, "Yours go past zero to the other side: stop there, with np.maximum(..., 0)."),
    (_loses_signs, "Yours have the right size, but no sign: multiply by np.sign(w)."),
    (_cuts_only, "Small ones are zero, but the large ones have to move as well, by the strength."),
    (_only_positive, "Negative weights move up towards zero: work with np.abs(w), then the sign."),
    (_shrinks, "That scales all weights down, as L2 does, and none becomes zero."),
)
