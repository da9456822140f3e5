"""d.ravine, a heavy ball in a ravine: curvature 1 along it and kappa across it, start (10, 1).

Behind the reader's ball lies a map of how many steps every rate and momentum needs. Each of its
cells is a ball that really rolled, all of them at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.optimizers import descend, heavy_ball
from hpstudy.surfaces import best_heavy_ball, bowl, bowl_gradient

Array = NDArray[np.floating[Any]]

START = (10.0, 1.0)
N_STEPS = 200  # of the path shown
GOAL = 1e-6  # a ball whose height and motion are together below it has come to rest
MOST_STEPS = 5000  # a ball that needs more counts as one that never arrives

RATES = np.geomspace(1e-4, 4, 47)
MOMENTA = 1 - np.geomspace(1, 0.01, 33)  # 0 to 0.99, ever closer to 1


@dataclass(frozen=True)
class Ravine:
    """One ball, and the map of all others.

    path:   (201, 2), in inf or NaN where the ball left the ravine
    losses: (201,) along it
    steps:  until it has come to rest; infinite if that takes more than 5,000, or never happens
    map:    the same for `MOMENTA` (rows) and `RATES` (columns), (33, 47)
    plain:  steps at the best rate without momentum
    best:   steps at the best rate and momentum
    """

    rate: float
    momentum: float
    kappa: float
    path: Array
    losses: Array
    steps: float
    map: Array
    plain: float
    best: float


def ravine(
    seed: int = 0, *, momentum: float = 0.0, rate: float = 0.01, kappa: float = 10.0
) -> Ravine:
    """Roll one ball for 200 steps, and count the steps that it and all others need."""
    path = roll(rate, momentum, kappa)
    with np.errstate(over="ignore", invalid="ignore"):
        losses = bowl(path, np.array([1.0, kappa]))
    steps = steps_of_one(rate, momentum, kappa)
    return Ravine(rate, momentum, kappa, path, losses, steps, step_map(kappa), *best_steps(kappa))


def roll(rate: float, momentum: float, kappa: float) -> Array:
    """Return the path (201, 2) of one ball."""
    slope = partial(bowl_gradient, curvatures=np.array([1.0, kappa]))
    return descend(slope, np.array(START), rate, N_STEPS, partial(heavy_ball, momentum=momentum))


def crossings(path: Array) -> int:
    """Return how often a ball went across the floor of the ravine."""
    across = path[np.isfinite(path[:, 1]), 1]
    return int((np.diff(np.sign(across)) != 0).sum())


def steps_of_one(rate: float, momentum: float, kappa: float) -> float:
    """Return the steps that one ball needs: read from the map, or rolled if it is not on it."""
    if momentum in MOMENTA and rate in RATES:
        row, column = np.argmax(momentum == MOMENTA), np.argmax(rate == RATES)
        return float(step_map(kappa)[row, column])
    return float(steps_needed(np.array([rate]), np.array([momentum]), kappa)[0])


@lru_cache(maxsize=8)
def step_map(kappa: float) -> Array:
    """Return the steps that each rate and momentum of the map needs, (33, 47)."""
    momenta, rates = np.meshgrid(MOMENTA, RATES, indexing="ij")
    return steps_needed(rates.ravel(), momenta.ravel(), kappa).reshape(rates.shape)


@lru_cache(maxsize=8)
def best_steps(kappa: float) -> tuple[float, float]:
    """Return the fewest steps without momentum, and with it.

    Known on paper, both: 2 / (1 + kappa), or a little less, and Polyak's pair, or near it a cell of
    the map.
    """
    polyak_rate, polyak_momentum = best_heavy_ball(1.0, kappa)
    plain_rates = 2 / (1 + kappa) * np.array([0.97, 0.98, 0.99, 1])
    rates, momenta = np.append(plain_rates, polyak_rate), np.array([0, 0, 0, 0, polyak_momentum])
    *plain, polyak = steps_needed(rates, momenta, kappa)
    return float(min(plain)), float(min(polyak, step_map(kappa).min()))


@np.errstate(over="ignore", invalid="ignore")
def steps_needed(
    rates: Array, momenta: Array, kappa: float, start: tuple[float, float] = START
) -> Array:
    """Return after how many steps each ball has come to rest, as floats (n,).

    That is when loss + velocity^2 / (2 rate), height and motion of the ball, is below `GOAL`: a
    low place alone may be one that it is rushing through. All roll at once, one a row; every 50
    steps those that rest or have left are taken out.
    """
    curvatures = np.array([1.0, kappa])
    steps = np.full(len(rates), np.inf)
    rolling = np.arange(len(rates))
    weights: Array = np.tile(start, (len(rates), 1))
    velocity: Array = np.zeros((len(rates), 2))
    for step in range(1, MOST_STEPS + 1):
        gradient = bowl_gradient(weights, curvatures)
        rate, momentum = rates[rolling, None], momenta[rolling, None]
        weights, velocity = heavy_ball(weights, gradient, rate, velocity, momentum=momentum)
        energy = bowl(weights, curvatures) + (velocity**2 / (2 * rate)).sum(axis=1)
        at_rest = rolling[energy < GOAL]
        steps[at_rest] = np.minimum(steps[at_rest], step)
        if step % 50 == 0:
            going = np.isinf(steps[rolling]) & (energy < 1e12)
            rolling, weights, velocity = rolling[going], weights[going], velocity[going]
    return steps
