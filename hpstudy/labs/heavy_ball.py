"""Lab: the two lines of the heavy ball."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy import optimizers
from hpstudy.labs.mistake import Mistake, call, demand

Array = NDArray[np.floating[Any]]

PASSED = "Your ball rolls as it should, step by step, on a bowl whose path is known exactly."

CURVATURES = np.array([1.0, 10.0])
START = np.array([10.0, 1.0])


def reference(
    weights: Array, gradient: Array, rate: float, velocity: Array, momentum: float
) -> tuple[Array, Array]:
    """Return the new weights and the new velocity."""
    moved, velocity = optimizers.heavy_ball(weights, gradient, rate, velocity, momentum=momentum)
    return moved, velocity


def check(answer: Callable[..., Any]) -> None:
    """Roll a ball down a bowl, from rest and with two settings."""
    for rate, momentum in ((0.05, 0.0), (0.05, 0.9), (0.1, 0.5)):
        weights: Array = START
        velocity: Array = np.zeros(2)
        for number in range(1, 6):
            gradient = CURVATURES * weights
            found = _as_pair(
                call(answer, weights.copy(), gradient, rate, velocity.copy(), momentum)
            )
            _check_step(found, (weights, gradient, rate, velocity, momentum), number)
            weights, velocity = reference(weights, gradient, rate, velocity, momentum)


def _as_pair(found: Any) -> tuple[Array, Array]:
    demand(
        isinstance(found, tuple) and len(found) == 2,
        "Return two things: the new weights and the new velocity.",
    )
    weights, velocity = (np.asarray(each, dtype=float) for each in found)
    demand(
        weights.shape == velocity.shape == START.shape,
        "Weights and velocity each keep their shape.",
    )
    return weights, velocity


def _check_step(found: tuple[Array, Array], arguments: tuple[Any, ...], number: int) -> None:
    weights, gradient, rate, velocity, momentum = arguments
    right_weights, right_velocity = reference(*arguments)
    if np.allclose(found[0], right_weights) and np.allclose(found[1], right_velocity):
        return
    uphill = momentum * velocity + rate * gradient
    if np.allclose(found[1], uphill) and np.allclose(found[0], weights + uphill):
        raise Mistake("Your ball rolls uphill: the slope takes rate * gradient off the velocity.")
    averaged = momentum * velocity - (1 - momentum) * rate * gradient
    if momentum and np.allclose(found[1], averaged):
        raise Mistake(
            "You weigh the gradient with 1 - momentum. That is an average; the heavy ball adds the "
            "whole rate * gradient each time, so down a slope it gets 1 / (1 - momentum) times as "
            "fast."
        )
    if np.allclose(found[0], weights + velocity) and number > 1:
        raise Mistake("You move with the old velocity: let the slope change it first, then move.")
    if np.allclose(found[0], weights - rate * gradient):
        raise Mistake(
            "That is a step without memory: the weights move by the velocity, and momentum keeps "
            "a share of the last one."
        )
    raise Mistake(
        f"Step {number}, rate {rate}, momentum {momentum}: the weights go from {weights.round(4)} "
        f"to {found[0].round(4)}; right is {right_weights.round(4)}. First velocity = momentum * "
        "velocity - rate * gradient, then weights + velocity."
    )
