"""d.loop, Bayesian search beside random search: the same net, the same number of trainings.

Below Bayesian search's trainings lies what may be believed of the box after them. One race is luck;
ten races tell more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hpstudy.evidence import SHARED, Prior, climb
from hpstudy.objectives import DigitsNet
from hpstudy.space import Configuration
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.surrogate import GaussianProcess, Kernel

Array = NDArray[np.float64]

SPACE = DigitsNet().space
SIDE = 20  # the belief is drawn as SIDE x SIDE cells
N_RACES = 10
TRIALS = 20
SEEN = 4  # trainings of a race that is not drawn, until its progress is
AHEAD = 5  # trainings a lane has done when the picture opens
_EDGES = (np.arange(SIDE) + 0.5) / SIDE
CELLS = np.stack(np.meshgrid(_EDGES, _EDGES), axis=-1).reshape(-1, 2)


@dataclass(frozen=True)
class Lane:
    """What one search has trained: rates, L2 strengths and validation losses (n,)."""

    rates: Array
    l2s: Array
    losses: Array

    @property
    def trajectory(self) -> Array:
        """Return the lowest loss after each training, (n,)."""
        return np.minimum.accumulate(self.losses)

    @property
    def lowest(self) -> float:
        """Return the lowest loss, NaN before the first training."""
        return float(self.losses.min()) if len(self.losses) else float("nan")


class Search:
    """A strategy at work on the net of one seed: what it has trained so far."""

    def __init__(self, strategy: Strategy, seed: int) -> None:
        self.strategy, self.seed = strategy, seed
        self.configurations: list[Configuration] = []
        self.losses: list[float] = []

    def train(self) -> None:
        """Ask, train, tell."""
        trial = self.strategy.ask()
        assert trial is not None
        knobs = trial.configuration
        loss = training(self.seed, knobs["learning_rate"], knobs["l2"])
        self.strategy.tell(trial, loss)
        self.configurations.append(knobs)
        self.losses.append(loss)

    def lane(self, n: int) -> Lane:
        """Return its first `n` trainings, or as many as there are."""
        rates, l2s = ([c[name] for c in self.configurations[:n]] for name in SPACE)
        return Lane(np.array(rates), np.array(l2s), np.array(self.losses[:n]))


@lru_cache(maxsize=8192)
def training(seed: int, rate: float, l2: float) -> float:
    """Train once and return the validation loss."""
    *_, loss = DigitsNet(seed=seed).losses(rate, l2)
    return loss


class Race:
    """Bayesian and random search on the net of one seed, a training each in turn."""

    def __init__(self, seed: int) -> None:
        self.bayesian = Search(BayesianOptimization(SPACE, seed=seed), seed)
        self.random = Search(RandomSearch(SPACE, seed=seed), seed)

    def run(self, n: int) -> Iterator[int]:
        """Go on until each has trained `n` times; yields how many times each has."""
        for done in range(len(self.random.losses) + 1, n + 1):
            self.bayesian.train()
            self.random.train()
            yield done

    def lowest(self, n: int) -> tuple[float, float]:
        """Return the lowest losses after `n` trainings of each, NaN if it is not there yet."""
        if len(self.random.losses) < n:
            return float("nan"), float("nan")
        return self.bayesian.lane(n).lowest, self.random.lane(n).lowest


@dataclass
class Races:
    """The race in the picture and the ten others, as far as they have come."""

    shown: Race
    others: list[Race]

    @classmethod
    def of(cls, seed: int) -> Races:
        """Return races not yet begun, each with a net, a split and searches of its own."""
        return cls(Race(seed), [Race(1000 + N_RACES * seed + i) for i in range(N_RACES)])


@dataclass(frozen=True)
class Loop:
    """Both searches after the same number of trainings.

    trials:   how many trainings each may do
    believed: loss expected after Bayesian search's trainings, (SIDE, SIDE), a row for each L2 from
              below, a column for each rate from the left
    ends:     lowest losses of Bayesian and random search in the ten races, (10, 2); NaN where a
              race is not run
    """

    trials: int
    bayesian: Lane
    random: Lane
    believed: Array
    ends: Array
    races: Races = field(repr=False, compare=False)
    done: float = 0.0

    @property
    def wins(self) -> int:
        """Return in how many of the ten races Bayesian search ended lower."""
        return int((self.ends[:, 0] < self.ends[:, 1]).sum())

    @property
    def n_races(self) -> int:
        """Return how many of the ten races are run."""
        return int(np.isfinite(self.ends[:, 0]).sum())


def loop(seed: int = 0, *, trials: int = TRIALS, before: Loop | None = None) -> Iterator[Loop]:
    """Let both searches train until each has done so `trials` times."""
    races = before.races if before else Races.of(seed)
    for done in races.shown.run(trials):
        yield _after(races, done, trials)
    yield _after(races, trials, trials)


def opening(seed: int) -> Loop:
    """Return both searches after their first few trainings."""
    *_, first = loop(seed, trials=AHEAD)
    return replace(first, trials=TRIALS, done=AHEAD / TRIALS)


def ten_races(seed: int = 0, *, trials: int = TRIALS, before: Loop | None = None) -> Iterator[Loop]:
    """Run the race in the picture to its end, then ten others."""
    now = before
    for now in loop(seed, trials=trials, before=before):
        yield replace(now, done=0.0)
    assert now is not None
    for number, race in enumerate(now.races.others):
        for done in race.run(trials):
            if done % SEEN:
                continue
            yield replace(now, done=(number + done / trials) / N_RACES)
        ends = now.ends.copy()
        ends[number] = race.lowest(trials)
        now = replace(now, ends=ends, done=(number + 1) / N_RACES)
        yield now


def _after(races: Races, n: int, trials: int) -> Loop:
    bayesian, random = races.shown.bayesian.lane(n), races.shown.random.lane(n)
    ends = np.array([race.lowest(trials) for race in races.others])
    return Loop(trials, bayesian, random, believe(bayesian), ends, races, n / trials)


def believe(lane: Lane) -> Array:
    """Return the loss to expect in each cell of the box, (SIDE, SIDE), after a lane's trainings."""
    if len(lane.losses) < 3:
        return np.full((SIDE, SIDE), np.nan)
    log = np.log(lane.losses)
    level, spread = log.mean(), max(log.std(), 0.1)
    places = zip(lane.rates, lane.l2s, strict=True)
    X = [SPACE.to_unit(dict(zip(SPACE, place, strict=True))) for place in places]
    gp = GaussianProcess(Kernel(0.3), X, (log - level) / spread)
    gp = gp.with_kernel(Kernel.from_log(climb(gp, Prior.of_dimension(2)).theta, SHARED))
    mean, _ = gp.predict(CELLS)
    believed: Array = np.exp(level + spread * mean).reshape(SIDE, SIDE)
    return believed
