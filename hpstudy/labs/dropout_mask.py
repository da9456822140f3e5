"""Lab: a mask that silences units and makes up for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy import regularization
from hpstudy.labs.mistake import Mistake, call, demand, shape, shown

Array = NDArray[np.floating[Any]]

PASSED = (
    "Your mask drops the right share, another one each time, keeps the mean, and drops nothing at "
    "rate 0, as at prediction."
)

SHAPE = (200, 100)  # the mean of so many units is known to half a percent


def reference(shape: tuple[int, ...], rate: float, rng: np.random.Generator) -> Array:
    """Return zeros with probability `rate`, and 1 / (1 - rate) elsewhere."""
    return regularization.dropout_mask(shape, rate, rng)


def check(answer: Callable[[tuple[int, ...], float, np.random.Generator], Any]) -> None:
    """Check shares, sizes, seeds, and that nothing is dropped at rate 0."""
    for rate in (0.5, 0.2, 0.8):
        mask = _as_mask(call(answer, SHAPE, rate, np.random.default_rng(0)))
        _check_spread(mask)
        _check_share(mask, rate)
        _check_size(mask, rate)
    _check_draws(answer)
    nothing = _as_mask(call(answer, SHAPE, 0.0, np.random.default_rng(0)))
    demand(np.all(nothing == 1), "At rate 0, as at prediction, the mask should be all ones.")


def _as_mask(found: Any) -> Array:
    demand(
        shape(found) == SHAPE,
        f"Return an array of the shape asked for, {SHAPE}, not {shape(found) or shown(found)}.",
    )
    return np.asarray(found, dtype=float)


def _check_share(mask: Array, rate: float) -> None:
    dropped = float(np.mean(mask == 0))
    if abs(dropped - rate) < 0.02:
        return
    if abs(dropped - (1 - rate)) < 0.02:
        raise Mistake(
            f"At rate {rate:g} you drop {dropped:.0%} of the units: the rate is the share that is "
            "dropped, not the one that is kept."
        )
    raise Mistake(f"At rate {rate:g}, {rate:.0%} of the units should be zero; {dropped:.0%} are.")


def _check_size(mask: Array, rate: float) -> None:
    kept = mask[mask != 0]
    if np.allclose(kept, 1 / (1 - rate)):
        return
    if np.allclose(kept, 1):
        raise Mistake(
            f"The mean of your mask is {mask.mean():.2f}: the next layer hears too little. Units "
            "that are kept have to make up for the others, 1 / (1 - rate) times."
        )
    raise Mistake(
        f"At rate {rate:g} a unit that is kept should count {1 / (1 - rate):.3g} times, so that "
        f"the mean stays 1; yours counts {kept.flat[0]:.3g} times."
    )


def _check_spread(mask: Array) -> None:
    silent = mask == 0
    for axis, what in ((0, "example"), (1, "unit")):
        demand(
            not silent.any() or silent.all() or silent.mean(axis=axis).std() < 0.3,
            f"Draw for each {what} anew: yours are all dropped together, or all kept.",
        )


def _check_draws(answer: Callable[..., Any]) -> None:
    rng = np.random.default_rng(1)
    first, second = (_as_mask(call(answer, SHAPE, 0.5, rng)) for _ in range(2))
    again = _as_mask(call(answer, SHAPE, 0.5, np.random.default_rng(1)))
    demand(
        not np.array_equal(first, second),
        "Two calls give the same mask: draw from the generator you are given, which moves on.",
    )
    demand(
        np.array_equal(first, again),
        "The same seed gives another mask: draw from rng, not from a generator of your own.",
    )
