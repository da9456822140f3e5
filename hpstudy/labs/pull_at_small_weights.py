"""Lab: how hard do L1 and L2 pull at a weight?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hpstudy.labs.mistake import Mistake, call, demand, shown

PASSED = (
    "At 0.01 L1 pulls with 1 and L2 with 0.02: fifty times harder, and that is where zeros are "
    "made. Beyond 0.5 it is L2 that pulls harder."
)

WEIGHTS = (0.01, 0.1, 0.5, 2.0, -0.01, -3.0)


def reference(w: float) -> tuple[float, float]:
    """Return the slopes at w of |w| and of w squared."""
    return float(np.sign(w)), 2 * w


def check(answer: Callable[[float], Any]) -> None:
    """Check weights near zero and far away, of both signs."""
    for w in WEIGHTS:
        _check_case(call(answer, w), w)


def _check_case(found: Any, w: float) -> None:
    demand(
        isinstance(found, tuple | list | np.ndarray) and len(found) == 2,
        f"Return two numbers, the slope of abs(w) and the slope of w ** 2, not {shown(found)}.",
    )
    l1, l2 = (float(number) for number in found)
    if np.allclose((l1, l2), reference(w)):
        return
    if np.allclose((l1, l2), (abs(w), w**2)):
        raise Mistake(
            f"At w = {w:g} those are the penalties. The pull is their slope: how fast the penalty "
            "grows when w does."
        )
    if np.allclose((l2, l1), reference(w)):
        raise Mistake("They are the wrong way round: L1 first, then L2.")
    _check_l1(l1, w)
    demand(
        not np.isclose(l2, w),
        f"At w = {w:g}: w ** 2 grows twice as fast as w. (The kit's own L2 halves the penalty, to "
        "be rid of this 2; the guide's does not.)",
    )
    raise Mistake(f"At w = {w:g} the slope of w ** 2 is {2 * w:g}, not {l2:g}.")


def _check_l1(l1: float, w: float) -> None:
    if w < 0 and np.isclose(l1, 1):
        raise Mistake(f"At w = {w:g}, abs(w) falls when w grows: its slope is negative there.")
    if np.isclose(l1, w) or np.isclose(l1, abs(w)):
        raise Mistake(f"At w = {w:g}: abs(w) is a straight line on each side of zero, how steep?")
    demand(np.isclose(l1, np.sign(w)), f"At w = {w:g} the slope of abs(w) is not {l1:g}.")
