"""Optimizers: one step each, from weights and a gradient to new weights.

    symbol  name here    meaning                                     shape
    w       weights      where we stand                              (p,), or any other
    g       gradient     slope of the loss at w                      as w
    eta     rate         learning rate                               a number, or one a row
    beta    momentum     share of the last move that is kept         a number, or one a row
    v       velocity     the last move                               as w
    m       mean         running mean of gradients                   as w
    s       square       running mean of squared gradients           as w

Every optimizer is a pure function  (weights, gradient, rate, *memory) -> (weights, *memory).
What it gives back behind the weights it wants to see again at its next step; at the first step the
defaults stand for a start at rest. All arithmetic is element by element, so a thousand balls can
roll at once, each with its own rate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Number = float | Array

# -- one step each --


def gradient_descent(weights: Array, gradient: Array, rate: Number) -> tuple[Array]:
    """Go downhill, in proportion to the slope."""
    return (weights - rate * gradient,)


def heavy_ball(
    weights: Array,
    gradient: Array,
    rate: Number,
    velocity: Number = 0.0,
    *,
    momentum: Number = 0.9,
) -> tuple[Array, Array]:
    """Go on as before, a little slower, and let the slope bend the way (Polyak 1964).

    Down a steady slope the moves add up to rate / (1 - momentum) times the gradient.
    """
    velocity = momentum * velocity - rate * gradient
    return weights + velocity, velocity


def nesterov(
    weights: Array,
    gradient: Array,
    rate: Number,
    velocity: Number = 0.0,
    *,
    momentum: Number = 0.9,
) -> tuple[Array, Array]:
    """Roll on first, then let the slope *there* correct the way (Nesterov 1983).

    `weights` are the point already rolled to, w + beta v, where the gradient is taken; the last
    term rolls the new weights on in turn (Bengio, Boulanger-Lewandowski and Pascanu 2013, eq. 7).
    """
    velocity = momentum * velocity - rate * gradient
    return weights + momentum * velocity - rate * gradient, velocity


def rmsprop(
    weights: Array,
    gradient: Array,
    rate: Number,
    square: Number = 0.0,
    *,
    memory: float = 0.9,
    epsilon: float = 1e-8,
) -> tuple[Array, Array]:
    """Measure each slope by its own usual size, so that all weights move alike (Hinton 2012)."""
    square = memory * square + (1 - memory) * gradient**2
    return weights - rate * gradient / (np.sqrt(square) + epsilon), square


def adam(
    weights: Array,
    gradient: Array,
    rate: Number,
    mean: Number = 0.0,
    square: Number = 0.0,
    steps: int = 0,
    *,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[Array, Array, Array, int]:
    """Divide the usual slope by its usual size (Kingma and Ba 2015, algorithm 1).

    Both averages begin at zero; dividing by 1 - beta^t takes that bias out.
    """
    steps += 1
    mean = beta_1 * mean + (1 - beta_1) * gradient
    square = beta_2 * square + (1 - beta_2) * gradient**2
    move = mean / (1 - beta_1**steps)
    size = np.sqrt(square / (1 - beta_2**steps))
    return weights - rate * move / (size + epsilon), mean, square, steps


Optimizer = Callable[..., tuple[Any, ...]]

OPTIMIZERS: dict[str, Optimizer] = {
    "gradient_descent": gradient_descent,
    "momentum": heavy_ball,
    "nesterov": nesterov,
    "rmsprop": rmsprop,
    "adam": adam,
}

# -- many steps --


def descend(
    gradient: Callable[[Array], Array],
    start: Array,
    rate: Number,
    n_steps: int,
    optimizer: Optimizer = gradient_descent,
) -> Array:
    """Return the path (n_steps + 1, ...) from `start`; one that diverges ends in inf or NaN.

    >>> path = descend(lambda w: 10 * w, np.array([1.0]), 0.05, 3)
    >>> path.ravel()
    array([1.   , 0.5  , 0.25 , 0.125])
    """
    weights = np.array(start, dtype=float)
    path = np.empty((n_steps + 1, *weights.shape))
    path[0] = weights
    memory: list[Any] = []
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(1, n_steps + 1):
            weights, *memory = optimizer(weights, gradient(weights), rate, *memory)
            path[step] = weights
    return path
