"""d.lattice, grid against random search: the same number of runs, laid out in two ways.

Where the runs lie is geometry, and instant. Training them takes about six milliseconds a run; a
memory of losses keeps what has been trained, so that a run that is seen again is not run again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest

import numpy as np
from numpy.typing import NDArray

from hpstudy.demos._digits import first_knobs, validation_loss
from hpstudy.space import Categorical, Configuration, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.grid_search import GridSearch
from hpstudy.strategies.random_search import RandomSearch

Array = NDArray[np.float64]

TRIES = 21  # grids, each with its lines a little further on, and as many random searches
OFFSETS = tuple(i / (TRIES - 1) for i in range(TRIES))


class Losses:
    """What was trained so far: the loss of each configuration, by the seed of data and weights."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, tuple[float, ...]], float] = {}

    def train(self, seed: int, configuration: Configuration) -> float:
        """Return the loss of `configuration`, from a training if there was none before."""
        key = seed, tuple(configuration.values())
        if key not in self._known:
            self._known[key] = validation_loss(seed, configuration)
        return self._known[key]

    def recall(self, seed: int, configurations: Sequence[Configuration]) -> Array:
        """Return the losses (n,), NaN for a configuration that was not trained."""
        keys = [(seed, tuple(configuration.values())) for configuration in configurations]
        return np.array([self._known.get(key, math.nan) for key in keys])


@dataclass(frozen=True)
class Search:
    """The runs of one search: their configurations, and their losses (n,), NaN if not trained."""

    configurations: tuple[Configuration, ...]
    losses: Array

    def distinct(self, knob: str) -> list[float]:
        """Return the different values that the search tries of a knob, from low to high."""
        return sorted({configuration[knob] for configuration in self.configurations})

    @property
    def lowest(self) -> float:
        """Return the lowest loss; NaN until every run is trained."""
        return float(self.losses.min())


@dataclass(frozen=True)
class Lattice:
    """Two searches of the same box with the same budget.

    runs, knobs: the budget, and how many hyperparameters are searched
    offset:      where in its cell each run of the grid lies: 0 at the lower edge, 1 at the upper
    lines:       values of each knob that a full grid can afford
    grids:       lowest loss of the grid at each of `OFFSETS`, (21,), NaN where not trained
    randoms:     lowest loss of each of as many random searches, (21,); the first is `random`
    """

    runs: int
    knobs: int
    offset: float
    lines: int
    grid: Search
    random: Search
    grids: Array
    randoms: Array

    @property
    def trained(self) -> float:
        """Return the share of the runs in `grid` and `random` that are trained."""
        return float(np.isfinite([*self.grid.losses, *self.random.losses]).mean())

    @property
    def tried(self) -> float:
        """Return the share of all the grids and random searches that are trained."""
        return float(np.isfinite([*self.grids, *self.randoms]).mean())


def lattice(
    seed: int = 0,
    *,
    runs: int = 9,
    knobs: int = 2,
    offset: float = 0.0,
    train: bool = False,
    memory: Losses | None = None,
) -> Lattice:
    """Lay out a grid and a random search of `runs` runs each; train them if asked to."""
    memory = Losses() if memory is None else memory
    grid, random = grid_runs(runs, knobs, offset), random_runs(seed, runs, knobs)
    if train:
        for configuration in (*grid, *random):
            memory.train(seed, configuration)
    grids = (grid_runs(runs, knobs, each) for each in OFFSETS)
    randoms = (random_runs(seed, runs, knobs, number) for number in range(TRIES))
    return Lattice(
        runs,
        knobs,
        offset,
        affordable_lines(runs, knobs),
        Search(grid, memory.recall(seed, grid)),
        Search(random, memory.recall(seed, random)),
        np.array([memory.recall(seed, each).min() for each in grids]),
        np.array([memory.recall(seed, each).min() for each in randoms]),
    )


def train_all(
    seed: int = 0,
    *,
    runs: int = 9,
    knobs: int = 2,
    offset: float = 0.0,
    memory: Losses | None = None,
) -> Iterator[Lattice]:
    """Train the runs of both searches, one of the grid and one of random search in turn."""
    memory = Losses() if memory is None else memory
    turns = zip_longest(grid_runs(runs, knobs, offset), random_runs(seed, runs, knobs))
    for configuration in filter(None, chain.from_iterable(turns)):
        memory.train(seed, configuration)
        yield lattice(seed, runs=runs, knobs=knobs, offset=offset, memory=memory)


def train_tries(
    seed: int = 0,
    *,
    runs: int = 9,
    knobs: int = 2,
    offset: float = 0.0,
    memory: Losses | None = None,
) -> Iterator[Lattice]:
    """Train the grid at each of `OFFSETS`, and as many random searches of the same budget."""
    memory = Losses() if memory is None else memory
    for number, each in enumerate(OFFSETS):
        searches = grid_runs(runs, knobs, each), random_runs(seed, runs, knobs, number)
        for configuration in chain.from_iterable(searches):
            memory.train(seed, configuration)
            yield lattice(seed, runs=runs, knobs=knobs, offset=offset, memory=memory)


# -- where the runs lie --


def affordable_lines(runs: int, knobs: int) -> int:
    """Return how many values of each knob a full grid of at most `runs` runs can have."""
    lines = 1
    while (lines + 1) ** knobs <= runs:
        lines += 1
    return lines


def shifted_grid(space: SearchSpace, lines: int, offset: float = 0.5) -> GridSearch:
    """Return grid search on `lines` values of each knob, shifted.

    Each knob's range is cut into `lines` cells, and a value lies in each of them at the same
    place: at the lower edge for offset 0, in the middle, or at the upper edge for offset 1.
    """
    places = [(i + offset) / lines for i in range(lines)]
    values = {name: dict.fromkeys(map(knob.from_unit, places)) for name, knob in space.items()}
    return GridSearch(SearchSpace({name: Categorical(list(kept)) for name, kept in values.items()}))


@lru_cache(maxsize=512)
def grid_runs(runs: int, knobs: int, offset: float) -> tuple[Configuration, ...]:
    """Return the runs of the largest full grid that the budget affords."""
    grid = shifted_grid(first_knobs(knobs), affordable_lines(runs, knobs), offset)
    return _ask(grid, len(grid))


@lru_cache(maxsize=512)
def random_runs(seed: int, runs: int, knobs: int, number: int = 0) -> tuple[Configuration, ...]:
    """Return the runs of random search number `number`, from 0 to 20."""
    return _ask(RandomSearch(first_knobs(knobs), seed=TRIES * seed + number), runs)


def _ask(strategy: Strategy, n: int) -> tuple[Configuration, ...]:
    trials = (strategy.ask() for _ in range(n))
    return tuple(trial.configuration for trial in trials if trial is not None)
