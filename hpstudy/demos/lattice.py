"""d.lattice, grid against random search: the same number of runs, laid out in two ways.

Where the runs lie is geometry, and instant. Training takes about six milliseconds a run; what has
been trained is noted, and handed on from run to run, so that nothing is trained twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain, zip_longest
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hpstudy.demos._digits import FIXED, first_knobs, validation_loss
from hpstudy.space import Categorical, Configuration, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.grid_search import GridSearch
from hpstudy.strategies.random_search import RandomSearch

Array = NDArray[np.float64]
Configurations = tuple[Configuration, ...]

TRIES = 21  # grids, each with its lines a little further on, and as many random searches
OFFSETS = tuple(i / (TRIES - 1) for i in range(TRIES))


class Notes:
    """What was trained so far with one seed: the loss of each run, the lowest of each search."""

    def __init__(self) -> None:
        self._losses: dict[tuple[float, ...], float] = {}
        self._lowest: dict[tuple[int, int], tuple[Array, Array]] = {}

    def train(self, seed: int, configuration: Configuration) -> None:
        """Train with `configuration`, if that was not done before."""
        key = tuple(configuration.values())
        if key not in self._losses:
            self._losses[key] = validation_loss(seed, configuration)

    def losses(self, configurations: Sequence[Configuration]) -> Array:
        """Return the losses (n,), NaN for a configuration that was not trained."""
        keys = (tuple(configuration.values()) for configuration in configurations)
        return np.array([self._losses.get(key, math.nan) for key in keys])

    def lowest(self, runs: int, knobs: int) -> tuple[Array, Array]:
        """Return the lowest losses of the grids and of the random searches, to read and write."""
        unknown = np.full((2, TRIES), np.nan)
        return self._lowest.setdefault((runs, knobs), (unknown[0], unknown[1]))


class Dot(NamedTuple):
    """A place in the box: the runs there and the lowest loss of them, NaN if none is trained."""

    rate: float
    l2: float
    loss: float
    runs: int


@dataclass(frozen=True)
class Search:
    """The runs of one search: their configurations, and their losses (n,), NaN if not trained."""

    configurations: Configurations
    losses: Array

    def distinct(self, knob: str) -> list[float]:
        """Return the different values that the search tries of a knob, from low to high."""
        return sorted({configuration[knob] for configuration in self.configurations})

    @property
    def lowest(self) -> float:
        """Return the lowest loss; NaN until every run is trained."""
        return float(self.losses.min())

    @cached_property
    def dots(self) -> list[Dot]:
        """Return what a picture of the first two knobs shows: the runs of a place are one dot."""
        places: dict[tuple[float, float], list[float]] = {}
        for configuration, loss in zip(self.configurations, self.losses, strict=True):
            knobs = FIXED | configuration
            places.setdefault((knobs["learning_rate"], knobs["l2"]), []).append(loss)
        return [
            Dot(rate, l2, min(losses, key=lambda loss: (math.isnan(loss), loss)), len(losses))
            for (rate, l2), losses in places.items()
        ]


@dataclass(frozen=True)
class Lattice:
    """Two searches of the same box with the same budget.

    runs, knobs: the budget, and how many hyperparameters are searched
    offset:      where in its cell each run of the grid lies: 0 at the lower edge, 1 at the upper
    lines:       values of each knob that a full grid can afford
    grids:       lowest loss of the grid at each of `OFFSETS`, (21,), NaN where not trained
    randoms:     lowest loss of each of as many random searches, (21,); the first is `random`
    done:        how far a run of many trainings is, 0 to 1
    """

    runs: int
    knobs: int
    offset: float
    lines: int
    grid: Search
    random: Search
    grids: Array
    randoms: Array
    notes: Notes = field(repr=False, compare=False)
    done: float = 0.0


def lattice(
    seed: int = 0,
    *,
    runs: int = 9,
    knobs: int = 2,
    offset: float = 0.0,
    train: bool = False,
    before: Lattice | None = None,
) -> Lattice:
    """Lay out a grid and a random search of `runs` runs each; train them if asked to."""
    notes = before.notes if before else Notes()
    if train:
        for configuration in (*grid_runs(runs, knobs, offset), *random_runs(seed, runs, knobs)):
            notes.train(seed, configuration)
    return _as_noted(notes, seed, runs, knobs, offset)


def train_all(
    seed: int = 0,
    *,
    runs: int = 9,
    knobs: int = 2,
    offset: float = 0.0,
    before: Lattice | None = None,
) -> Iterator[Lattice]:
    """Train the runs of both searches, one of the grid and one of random search in turn."""
    notes = before.notes if before else Notes()
    grid, random = grid_runs(runs, knobs, offset), random_runs(seed, runs, knobs)
    turns = filter(None, chain.from_iterable(zip_longest(grid, random)))
    for n, configuration in enumerate(turns, start=1):
        notes.train(seed, configuration)
        now = _as_noted(notes, seed, runs, knobs, offset)
        yield replace(now, done=n / (len(grid) + len(random)))


def train_tries(
    seed: int = 0,
    *,
    runs: int = 9,
    knobs: int = 2,
    offset: float = 0.0,
    before: Lattice | None = None,
) -> Iterator[Lattice]:
    """Train the grid at each of `OFFSETS`, and as many random searches of the same budget."""
    notes = before.notes if before else Notes()
    for number, each in enumerate(OFFSETS):
        searches = grid_runs(runs, knobs, each), random_runs(seed, runs, knobs, number)
        for configuration in chain.from_iterable(searches):
            notes.train(seed, configuration)
            now = _as_noted(notes, seed, runs, knobs, offset)
            yield replace(now, done=number / TRIES)
        for lowest, search in zip(notes.lowest(runs, knobs), searches, strict=True):
            lowest[number] = notes.losses(search).min()
    yield replace(_as_noted(notes, seed, runs, knobs, offset), done=1.0)


def _as_noted(notes: Notes, seed: int, runs: int, knobs: int, offset: float) -> Lattice:
    """Return both searches with the losses that are known of them."""
    grid, random = (
        Search(found, notes.losses(found))
        for found in (grid_runs(runs, knobs, offset), random_runs(seed, runs, knobs))
    )
    grids, randoms = notes.lowest(runs, knobs)
    if offset in OFFSETS:
        grids[OFFSETS.index(offset)] = grid.lowest
    randoms[0] = random.lowest
    lines = affordable_lines(runs, knobs)
    return Lattice(runs, knobs, offset, lines, grid, random, grids.copy(), randoms.copy(), notes)


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
def grid_runs(runs: int, knobs: int, offset: float) -> Configurations:
    """Return the configurations of the largest full grid that `runs` runs afford."""
    grid = shifted_grid(first_knobs(knobs), affordable_lines(runs, knobs), offset)
    return _ask(grid, len(grid))


@lru_cache(maxsize=512)
def random_runs(seed: int, runs: int, knobs: int, number: int = 0) -> Configurations:
    """Return the configurations of random search `number`, from 0 to 20."""
    return _ask(RandomSearch(first_knobs(knobs), seed=TRIES * seed + number), runs)


def _ask(strategy: Strategy, n: int) -> Configurations:
    trials = (strategy.ask() for _ in range(n))
    return tuple(trial.configuration for trial in trials if trial is not None)
