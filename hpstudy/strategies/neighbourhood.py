"""Which configurations there are, and which lie near a given one: points of the unit cube.

A Float may take any position from 0 to 1, an Integer or a Categorical only the centres of its
values' slices. Positions that stand for the same value count as one.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from hpstudy.space import Categorical, Hyperparameter, Integer, SearchSpace

Array = NDArray[np.float64]

# An Integer with more values is searched like a Float: its slices are too thin to matter.
_MANY_VALUES = 1000


class Neighbourhood:
    """The configurations of a space, as points of the unit cube.

    unordered:   which dimensions have no order, (d,)
    positions:   for each dimension, the positions its values have; None: any from 0 to 1
    n_different: how many configurations there are; infinite as soon as there is a Float
    """

    def __init__(self, space: SearchSpace) -> None:
        self.unordered = np.array([isinstance(h, Categorical) for h in space.values()])
        self.positions = [_positions(h) for h in space.values()]
        self.n_different = math.prod(_n_values(h) for h in space.values())

    def snap(self, U: Array) -> Array:
        """Return the points U (n, d), each moved to the configuration nearest to it."""
        U = U.copy()
        for i, positions in enumerate(self.positions):
            if positions is not None:
                middles = (positions[1:] + positions[:-1]) / 2
                U[:, i] = positions[np.searchsorted(middles, U[:, i])]
        return U

    def around(self, centres: Array, scale: Array, rng: np.random.Generator) -> Array:
        """Return a random neighbour of each of the centres (n, d), about `scale` (n,) away.

        Two dimensions or two in five of them are moved, and at least one: by a normal step, an
        Integer by a whole step at least, a Categorical to any of its choices. What would leave the
        cube is mirrored back.
        """
        n, d = centres.shape
        moved = rng.random((n, d)) < max(2 / d, 0.4)
        moved[np.arange(n), rng.integers(d, size=n)] = True
        step = rng.standard_normal((n, d)) * scale[:, None]
        anywhere = rng.random((n, d))
        for i, positions in enumerate(self.positions):
            if self.unordered[i]:
                step[:, i] = anywhere[:, i] - centres[:, i]
                moved[:, i] &= rng.random(n) < 0.5
            elif positions is not None:
                step[:, i] += np.copysign(0.6 / len(positions), step[:, i])
        U = np.abs(centres + moved * step)
        return self.snap(np.clip(np.minimum(U, 2 - U), 0, 1))

    def every(self) -> Array:
        """Return all configurations (n_different, d), if their number is finite."""
        grids = np.meshgrid(*(p for p in self.positions if p is not None), indexing="ij")
        return np.stack([grid.ravel() for grid in grids], axis=-1)


def _positions(hyperparameter: Hyperparameter) -> Array | None:
    if not isinstance(hyperparameter, Categorical) and _n_values(hyperparameter) > _MANY_VALUES:
        return None
    values = hyperparameter.grid(_MANY_VALUES)
    return np.array([hyperparameter.to_unit(value) for value in values])


def _n_values(hyperparameter: Hyperparameter) -> float:
    if isinstance(hyperparameter, Integer):
        return hyperparameter.high - hyperparameter.low + 1
    if isinstance(hyperparameter, Categorical):
        return len(hyperparameter.choices)
    return math.inf
