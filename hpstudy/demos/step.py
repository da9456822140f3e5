"""d.step, the size of a step: fifty steps of gradient descent down two losses, at one rate.

One loss is a bowl of one weight, where all can be worked out on paper. The other is real: a model
with two weights that tells malignant tumours from benign ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import cancer
from hpstudy.optimizers import descend
from hpstudy.surfaces import (
    bowl,
    bowl_gradient,
    largest_rate,
    logistic,
    logistic_curvature,
    logistic_gradient,
)

Array = NDArray[np.floating[Any]]

N_STEPS = 50
CURVATURE = 1.0  # of the bowl
FEATURES = [0, 1]  # of a tumour: radius and texture


@dataclass(frozen=True)
class Walk:
    """The way down one loss.

    path:   (51, d), the start first; one that leaves ends in inf or NaN
    losses: (51,) along the path
    limit:  the rate beyond which no walk comes to rest at the bottom, 2 / curvature there
    """

    path: Array
    losses: Array
    limit: float

    @property
    def end(self) -> float:
        """Return the loss after the last step, infinite if the walk left the loss altogether."""
        return float(np.nan_to_num(self.losses[-1], nan=np.inf))

    @property
    def sides_changed(self) -> int:
        """Return how many steps ended on the other side of the first weight's best value, 0."""
        return int((np.diff(np.sign(self.path[:, 0])) != 0).sum())


@dataclass(frozen=True)
class Step:
    """Both walks at one learning rate."""

    rate: float
    bowl: Walk
    tumours: Walk


def step(seed: int = 0, *, rate: float = 0.1) -> Step:
    """Walk fifty steps down both losses, from places that the seed draws."""
    rng = np.random.default_rng(seed)
    side = rng.choice([-1.0, 1.0])
    tumours_start = rng.uniform([-1, 1], [2, 4])
    return Step(
        rate,
        walk_bowl(side * rng.uniform(2.0, 2.8), rate),
        walk_tumours(tumours_start, rate),
    )


def walk_bowl(start: float, rate: float) -> Walk:
    """Walk down half of w squared."""
    slope = partial(bowl_gradient, curvatures=np.array([CURVATURE]))
    path = descend(slope, np.array([start]), rate, N_STEPS)
    return _walk(path, partial(bowl, curvatures=np.array([CURVATURE])), largest_rate(CURVATURE))


def walk_tumours(start: Array, rate: float) -> Walk:
    """Walk down the log-loss of the model with two weights."""
    X, y = tumours()
    path = descend(partial(logistic_gradient, X=X, y=y), start, rate, N_STEPS)
    limit = largest_rate(logistic_curvature(best_weights(), X))
    return _walk(path, partial(logistic, X=X, y=y), limit)


@np.errstate(over="ignore", invalid="ignore")
def _walk(path: Array, loss: Any, limit: float) -> Walk:
    return Walk(path, loss(path), limit)


@cache
def tumours() -> tuple[Array, Array]:
    """Return two standardised features (200, 2) of tumours, and whether each is benign (200,)."""
    split = cancer(200, 200)
    return split.X_train[:, FEATURES].astype(np.float64), split.y_train


@cache
def best_weights() -> Array:
    """Return the weights (2,) at the bottom: gradient descent, until it no longer moves."""
    X, y = tumours()
    path = descend(partial(logistic_gradient, X=X, y=y), np.zeros(2), 10.0, 2000)
    return np.asarray(path[-1])
