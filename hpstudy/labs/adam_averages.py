"""Lab: one step of Adam, whose last line is plain gradient descent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.labs.mistake import Mistake, call, demand
from hpstudy.optimizers import adam

Array = NDArray[np.floating[Any]]
Step = tuple[Array, Array, Array]

PASSED = "Both averages, both corrections, and downhill: the same steps as the kit's own Adam."

RATE = 0.1
GRADIENTS = np.array([[2.0, -0.03], [1.0, 0.05], [-3.0, 0.02], [0.5, -0.01]])


def reference(
    weights: Array, gradient: Array, rate: float, mean: Array, square: Array, step: int
) -> Step:
    """Return the new weights, mean and square; `step` counts from 1."""
    moved, mean, square, _ = adam(weights, gradient, rate, mean, square, step - 1)
    return moved, mean, square


def check(answer: Callable[..., Any]) -> None:
    """Take four steps with the learner's function and with the kit's, side by side."""
    weights: Array = np.array([1.0, -1.0])
    mean: Array = np.zeros(2)
    square: Array = np.zeros(2)
    for number, gradient in enumerate(GRADIENTS, 1):
        arguments = (weights, gradient, RATE, mean, square, number)
        copies = [np.copy(each) if isinstance(each, np.ndarray) else each for each in arguments]
        found = _as_arrays(call(answer, *copies))
        right = reference(*arguments)
        _check_averages(found, right, gradient, number)
        _check_weights(found[0], right[0], arguments)
        weights, mean, square = right


def _as_arrays(found: Any) -> Step:
    demand(
        isinstance(found, tuple) and len(found) == 3,
        "Return three things: weights, mean, square.",
    )
    demand(found[0] is not None, "The weights are None: end sgd with a return.")
    weights, mean, square = (np.asarray(each, dtype=float) for each in found)
    for each in (weights, mean, square):
        demand(each.shape == (2,), "Each of the three keeps the shape of the weights.")
    return weights, mean, square


def _check_averages(found: Step, right: Step, gradient: Array, number: int) -> None:
    _, mean, square = found
    if number == 1 and np.allclose(mean, gradient):
        raise Mistake(
            "mean is the gradient itself. Keep 0.9 of what it was, take in 0.1 of the new "
            "gradient, and return that: the correction is for the step alone."
        )
    demand(
        np.allclose(mean, right[1]),
        f"Step {number}: mean should be 0.9 mean + 0.1 gradient (uncorrected: the correction is "
        "for the step alone).",
    )
    if np.allclose(square, right[1] ** 2) and not np.allclose(square, right[2]):
        raise Mistake("square is the square of the mean; average the squares, gradient ** 2.")
    demand(
        np.allclose(square, right[2]),
        f"Step {number}: square should be 0.999 square + 0.001 gradient ** 2 (uncorrected).",
    )


def _check_weights(found: Array, right: Array, arguments: tuple[Any, ...]) -> None:
    weights, _, rate, _, _, step = arguments
    if np.allclose(found, right, atol=1e-6):
        return
    if np.allclose(found - weights, weights - right, atol=1e-6):
        raise Mistake("Your step goes uphill: plain gradient descent subtracts rate * direction.")
    _, mean, square = reference(*arguments)
    if np.allclose(found, weights - rate * mean / np.sqrt(square), rtol=1e-4):
        raise Mistake(
            f"Both averages began at zero and are still too small; uncorrected, step {step} is "
            f"{_times_too_long(step):.1f} times what it should be. Divide mean by 1 - 0.9 ** step, "
            "square by 1 - 0.999 ** step."
        )
    move, size = mean / (1 - 0.9**step), square / (1 - 0.999**step)
    demand(
        not np.allclose(found, weights - rate * move / size, rtol=1e-4),
        "You divide by the mean of the squares; divide by its root, the usual size of a slope.",
    )
    demand(
        not np.allclose(found, weights - rate * arguments[1], rtol=1e-6),
        "That is plain gradient descent with the gradient itself; Adam's direction is the "
        "corrected mean over the root of the corrected square.",
    )
    raise Mistake(
        f"Step {step} goes from {weights} to {found}; right is {right.round(4)}. The direction is "
        "mean / (1 - 0.9 ** step) over the root of square / (1 - 0.999 ** step)."
    )


def _times_too_long(step: int) -> float:
    return float((1 - 0.9**step) / np.sqrt(1 - 0.999**step))
