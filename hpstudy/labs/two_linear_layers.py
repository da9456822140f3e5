"""Lab: two layers without a bend are one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.labs.mistake import Mistake, call, demand, shown

Array = NDArray[np.float64]

PASSED = "One layer does what the two did, to the last digit: depth without a bend is no depth."

SHAPES = ((2, 16, 3), (64, 8, 10), (3, 3, 3))


def reference(W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Array, Array]:
    """Return W, b with X W + b = (X W1 + b1) W2 + b2 for all X."""
    return W1 @ W2, b1 @ W2 + b2


def check(answer: Callable[[Array, Array, Array, Array], Any]) -> None:
    """Check the one layer on random inputs, for layers of several sizes."""
    rng = np.random.default_rng(0)
    for inputs, hidden, outputs in SHAPES:
        layers = [
            rng.normal(size=shape)
            for shape in ((inputs, hidden), (hidden,), (hidden, outputs), (outputs,))
        ]
        W, b = _as_layer(call(answer, *(array.copy() for array in layers)), inputs, outputs)
        _check_layer(W, b, *layers)


def _as_layer(found: Any, inputs: int, outputs: int) -> tuple[Array, Array]:
    demand(
        isinstance(found, tuple | list) and len(found) == 2,
        f"Return two things, the weights and the biases of the one layer, not {shown(found)}.",
    )
    W, b = (np.asarray(array, dtype=float) for array in found)
    demand(
        W.shape == (inputs, outputs),
        f"From {inputs} inputs to {outputs} outputs W is ({inputs}, {outputs}); yours is "
        f"{W.shape}. The outputs of layer 1 are the inputs of layer 2: multiply the matrices "
        "in that order.",
    )
    demand(b.shape == (outputs,), f"b has one number an output, {outputs}; yours is {b.shape}.")
    return W, b


def _check_layer(W: Array, b: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> None:
    right_W, right_b = reference(W1, b1, W2, b2)
    if W1.shape == W2.shape and np.allclose(W, W1 * W2):
        raise Mistake("W1 * W2 multiplies number by number; the product of two matrices is @.")
    if not np.allclose(W, right_W, atol=1e-6):
        raise Mistake("W is not right: put X W1 in the place of X in X W2, then read off W.")
    if np.allclose(b, b2):
        raise Mistake("The first biases are lost: they pass through the second layer as well.")
    if b1.shape == b2.shape and np.allclose(b, b1 + b2):
        raise Mistake("b1 passes through the second layer before b2 is added: b1 @ W2.")
    demand(
        np.allclose(b, right_b, atol=1e-6),
        "W is right, b is not: give both layers an input of zeros. What comes out is b.",
    )
