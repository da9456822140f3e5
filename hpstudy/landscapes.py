"""Functions with known minima: objectives on which a search can be judged exactly.

    Landscape   a formula and where its minima lie
    Noisy       the same, measured with noise
    Plateau     the same, rounded down to a staircase

Like every objective they are called with a configuration and have a `space`; they are plain data
that can be sent to another process. The formulas stand in the collection of Surjanovic and Bingham,
"Virtual library of simulation experiments".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.space import Float, SearchSpace

Array = NDArray[np.float64]

# -- formulas: every one takes x (..., d) and gives a loss (...) --


def branin(x: Array) -> Array:
    """Return Branin's function: three equal valleys in a bowed trough."""
    x1, x2 = x[..., 0], x[..., 1]
    trough = x2 - 5.1 / (4 * np.pi**2) * x1**2 + 5 / np.pi * x1 - 6
    return np.asarray(trough**2 + 10 * (1 - 1 / (8 * np.pi)) * np.cos(x1) + 10)


def hartmann_3(x: Array) -> Array:
    """Return Hartmann's function of three numbers: four dips, one the deepest."""
    return _hartmann(x, _HARTMANN_3_WIDTHS, _HARTMANN_3_CENTRES)


def hartmann_6(x: Array) -> Array:
    """Return Hartmann's function of six numbers: six knobs that all matter, unequally."""
    return _hartmann(x, _HARTMANN_6_WIDTHS, _HARTMANN_6_CENTRES)


def _hartmann(x: Array, widths: Array, centres: Array) -> Array:
    far = (widths * (x[..., None, :] - centres) ** 2).sum(axis=-1)
    return np.asarray(-(np.exp(-far) @ [1.0, 1.2, 3.0, 3.2]))


def rosenbrock(x: Array) -> Array:
    """Return Rosenbrock's function: a curved valley, easy to enter and slow to follow."""
    here, after = x[..., :-1], x[..., 1:]
    return np.asarray((100 * (after - here**2) ** 2 + (1 - here) ** 2).sum(axis=-1))


def ackley(x: Array) -> Array:
    """Return Ackley's function: a deep funnel in a plain of small dents."""
    distance = np.sqrt((x**2).mean(axis=-1))
    dents = np.cos(2 * np.pi * x).mean(axis=-1)
    return np.asarray(20 - 20 * np.exp(-0.2 * distance) + np.e - np.exp(dents))


def levy(x: Array) -> Array:
    """Return Lévy's function: waves on a bowl."""
    w = 1 + (x - 1) / 4
    first, last = w[..., 0], w[..., -1]
    waves = (w[..., :-1] - 1) ** 2 * (1 + 10 * np.sin(np.pi * w[..., :-1] + 1) ** 2)
    ends = np.sin(np.pi * first) ** 2 + (last - 1) ** 2 * (1 + np.sin(2 * np.pi * last) ** 2)
    return np.asarray(ends + waves.sum(axis=-1))


_HARTMANN_3_WIDTHS = np.array([[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]])
_HARTMANN_3_CENTRES = 1e-4 * np.array(
    [[3689, 1170, 2673], [4699, 4387, 7470], [1091, 8732, 5547], [381, 5743, 8828]]
)
_HARTMANN_6_WIDTHS = np.array(
    [
        [10, 3, 17, 3.5, 1.7, 8],
        [0.05, 10, 17, 0.1, 8, 14],
        [3, 3.5, 1.7, 10, 17, 8],
        [17, 8, 0.05, 10, 0.1, 14],
    ]
)
_HARTMANN_6_CENTRES = 1e-4 * np.array(
    [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
)

# -- the same as objectives --


@dataclass(frozen=True)
class Landscape:
    """A formula as an objective, with its lowest loss and the places where it has it.

    formula: takes x (..., d), so that a whole grid can be drawn at once
    """

    formula: Callable[[Array], Array]
    space: SearchSpace
    minimum: float
    minimizers: tuple[tuple[float, ...], ...]

    def __call__(self, configuration: Mapping[str, Any]) -> float:
        """Return the loss of `configuration`."""
        return float(self.formula(_numbers(self.space, configuration)))


@dataclass(frozen=True)
class Noisy:
    """A landscape measured with normal noise: the same configuration and seed, the same noise."""

    landscape: Landscape
    deviation: float
    seed: int = 0

    @property
    def space(self) -> SearchSpace:
        """Return the space of the landscape."""
        return self.landscape.space

    def __call__(self, configuration: Mapping[str, Any]) -> float:
        """Return the loss of `configuration` and the noise that belongs to it."""
        place = _numbers(self.space, configuration).view(np.uint64)
        noise = np.random.default_rng([self.seed, *place.tolist()]).standard_normal()
        return self.landscape(configuration) + self.deviation * float(noise)


@dataclass(frozen=True)
class Plateau:
    """A landscape rounded down to multiples of `step`: a staircase, like accuracy on few rows."""

    landscape: Landscape
    step: float

    @property
    def space(self) -> SearchSpace:
        """Return the space of the landscape."""
        return self.landscape.space

    @property
    def minimum(self) -> float:
        """Return the lowest stair."""
        return self._stair(self.landscape.minimum)

    def __call__(self, configuration: Mapping[str, Any]) -> float:
        """Return the stair that `configuration` stands on."""
        return self._stair(self.landscape(configuration))

    def _stair(self, loss: float) -> float:
        return math.floor(loss / self.step) * self.step


def _numbers(space: SearchSpace, configuration: Mapping[str, Any]) -> Array:
    """Return the values (d,) of `configuration` in the order of the space."""
    return np.array([configuration[name] for name in space], dtype=float)


def _cube(d: int, low: float, high: float) -> SearchSpace:
    return SearchSpace({f"x{i}": Float(low, high) for i in range(1, d + 1)})


def rosenbrock_in(d: int) -> Landscape:
    """Return Rosenbrock's function of `d` numbers, two or more."""
    return Landscape(rosenbrock, _cube(d, -5, 10), 0.0, ((1.0,) * d,))


def ackley_in(d: int) -> Landscape:
    """Return Ackley's function of `d` numbers; no box is centred on the minimum, to favour none."""
    return Landscape(ackley, _cube(d, -16, 32), 0.0, ((0.0,) * d,))


def levy_in(d: int) -> Landscape:
    """Return Lévy's function of `d` numbers."""
    return Landscape(levy, _cube(d, -10, 10), 0.0, ((1.0,) * d,))


LANDSCAPES = {
    "branin": Landscape(
        branin,
        SearchSpace(x1=Float(-5, 10), x2=Float(0, 15)),
        10 / (8 * math.pi),
        ((-math.pi, 12.275), (math.pi, 2.275), (3 * math.pi, 2.475)),
    ),
    "hartmann_3": Landscape(
        hartmann_3, _cube(3, 0, 1), -3.8627797873, ((0.114589, 0.555649, 0.852547),)
    ),
    "hartmann_6": Landscape(
        hartmann_6,
        _cube(6, 0, 1),
        -3.3223680114,
        ((0.201690, 0.150011, 0.476874, 0.275332, 0.311652, 0.657301),),
    ),
    "rosenbrock": rosenbrock_in(2),
    "ackley": ackley_in(2),
    "levy": levy_in(2),
}
