"""d.valleys, local and global minimum: balls released in the shallow one of two valleys.

Each rolls down x^4 / 4 - x^2 + 0.35 x, whose left valley is the deeper. Four hundred of them start
at rest on the right of the hill, some in the valley, some high up its far slope.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.optimizers import descend, heavy_ball
from hpstudy.surfaces import two_valleys_gradient, valleys_and_hill

Array = NDArray[np.floating[Any]]

N_BALLS = 400
HIGHEST_START = 2.5
N_STEPS = 600


@dataclass(frozen=True)
class Valleys:
    """Where one ball went, and where all of them ended.

    path:    (601,) of the reader's ball
    starts:  (400,) and `ends` (400,): NaN for a ball that was thrown out
    """

    start: float
    rate: float
    momentum: float
    path: Array
    starts: Array
    ends: Array

    @property
    def crossed(self) -> Array:
        """Return which of all balls ended in the deep valley, (400,)."""
        return np.asarray(self.ends < valleys_and_hill()[1])

    @property
    def share(self) -> float:
        """Return the share of all balls that ended in the deep valley."""
        return float(self.crossed.mean())

    @property
    def ball_crossed(self) -> bool:
        """Return whether the reader's ball ended in the deep valley."""
        return bool(self.path[-1] < valleys_and_hill()[1])


def valleys(
    seed: int = 0, *, momentum: float = 0.0, rate: float = 0.03, start: float = 1.6
) -> Valleys:
    """Release the reader's ball at `start`, and four hundred others at random places."""
    starts = draw_starts(np.random.default_rng(seed))
    roll = partial(heavy_ball, momentum=momentum)
    all_starts = np.append(starts, start)
    paths = descend(two_valleys_gradient, all_starts, rate, N_STEPS, roll)
    return Valleys(start, rate, momentum, paths[:, -1], starts, paths[-1, :-1])


def draw_starts(rng: np.random.Generator) -> Array:
    """Return places (400,) right of the hill, the highest at `HIGHEST_START`, in order."""
    return np.sort(rng.uniform(valleys_and_hill()[1], HIGHEST_START, N_BALLS))
