"""d.game, the manual tuning game: twelve jobs for you, for random and for Bayesian search.

Each job is trained when it is submitted. The rivals move after you, so that you never see a result
of theirs that they would not have seen of yours. When all is spent, the game is judged by jobs that
are trained then: a long search, and the slices of the landscape through your best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hpstudy.demos._game_code import Score, Standings, encode, standings
from hpstudy.demos._game_rules import (
    BAYESIAN,
    BLIND,
    BUDGET,
    MODES,
    OPEN,
    RANDOM,
    Array,
    Job,
    Rules,
    clean_loss,
    incumbent,
    rival,
    spent,
)
from hpstudy.space import Configuration
from hpstudy.strategies.bayesian_optimization import BayesianOptimization

__all__ = ["MODES", "Game", "Judgement", "Standings", "Style", "game", "judge", "standings"]

POOL, LONG = 150, 60  # random and Bayesian jobs of the long search
PLAYERS = 4000  # random players, dealt from the pool
SIDE = 11  # jobs of a slice
NEAR = 3.0  # rates within this factor are alike

Jobs = tuple[Job, ...]


@dataclass(frozen=True)
class Style:
    """How somebody played.

    at_once: (n-1,) in how many knobs each job but the first differs from the most like it before
    moved:   (d,) how far each knob was moved from job to job in all, as shares of its range
    alike:   the most jobs whose learning rates lie within a factor of three
    called:  (n,) which jobs you said would be your lowest so far
    lowest:  (n,) which jobs were
    """

    at_once: NDArray[np.int_]
    moved: Array
    alike: int
    called: NDArray[np.bool_]
    lowest: NDArray[np.bool_]


@dataclass(frozen=True)
class Judgement:
    """What the jobs trained after the game say of it.

    lowest:  the lowest loss of the long search and of all three players
    n_jobs:  how many jobs the long search has had
    ends:    (4000,) losses that random players ended with; empty until they are dealt
    band:    (12, 3) quartiles of their lowest losses so far, by jobs spent
    slices:  (d, 11) losses along each knob through your best, NaN where not trained yet
    """

    lowest: float
    n_jobs: int
    ends: Array
    band: Array
    slices: Array

    @property
    def done(self) -> float:
        """Return how far the judging is, 0 to 1."""
        trained = self.n_jobs + int(np.isfinite(self.slices).sum())
        return trained / (POOL + LONG + self.slices.size)


@dataclass(frozen=True)
class Game:
    """The board: everybody's jobs, the losses (epochs,) of the job that is training now."""

    rules: Rules
    yours: Jobs = ()
    bayesian: Jobs = ()
    random: Jobs = ()
    training: Array = field(default_factory=lambda: np.zeros(0))
    judgement: Judgement | None = None

    @property
    def over(self) -> bool:
        """Return whether you cannot pay for another job."""
        return BUDGET - spent(self.yours) < 1

    @property
    def hidden(self) -> bool:
        """Return whether the knobs have no names yet: in blind mode they get them at the end."""
        return self.rules.mode == BLIND and not self.over

    @property
    def ends(self) -> tuple[float, float, float]:
        """Return the losses that count: yours, that of Bayesian search and that of random."""
        you, bayesian, random = (
            self.rules.true_loss(incumbent(jobs))
            for jobs in (self.yours, self.bayesian, self.random)
        )
        return you, bayesian, random

    @property
    def code(self) -> str:
        """Return the score as a code that can be pasted; see `standings`."""
        return encode(Score(self.rules.mode, self.rules.seed, *self.ends))

    @property
    def style(self) -> Style:
        """Return how you have played so far."""
        space = self.rules.space
        points = np.array([space.to_unit(job.configuration) for job in self.yours])
        steps = np.abs(np.diff(points, axis=0))
        differ = (np.abs(points[:, None] - points) > 1e-9).sum(axis=-1)
        at_once = np.array([differ[i, :i].min() for i in range(1, len(points))], dtype=int)
        rates = np.array([job.configuration["learning_rate"] for job in self.yours])
        near = (rates >= rates[:, None]) & (rates <= NEAR * 1.001 * rates[:, None])
        losses = np.array([np.inf, *(job.loss for job in self.yours)])
        lowest = losses[1:] < np.minimum.accumulate(losses)[:-1]
        called = np.array([job.called for job in self.yours])
        return Style(at_once, steps.sum(axis=0), int(near.sum(axis=1).max()), called, lowest)

    @property
    def beaten(self) -> float:
        """Return the share of random players who ended with a higher loss than you; NaN so far."""
        ends = self.judgement.ends if self.judgement else np.zeros(0)
        return float(np.mean(ends > self.ends[0])) if len(ends) else float("nan")


def game(
    seed: int = 0,
    *,
    mode: str = OPEN,
    learning_rate: float = 0.01,
    l2: float = 3e-4,
    momentum: float = 0.5,
    width: int = 23,
    called: bool = False,
    before: Game | None = None,
) -> Iterator[Game]:
    """Train your next job, then let the rivals move; after the last, nothing is trained.

    called: whether you say beforehand that it will be your lowest so far
    """
    rules = Rules(mode, seed)
    now = before if before and before.rules == rules else Game(rules)
    yield now
    if now.over:
        return
    sliders = {"learning_rate": learning_rate, "l2": l2, "momentum": momentum, "width": width}
    configuration = rules.affordable(rules.behind(sliders), BUDGET - spent(now.yours))
    losses: list[float] = []
    for loss in rules.train(configuration, "you", len(now.yours)):
        losses.append(loss)
        yield replace(now, training=np.array(losses))
    job = Job(configuration, np.array(losses), rules.cost(configuration), sliders, called)
    now = replace(now, yours=(*now.yours, job))
    n = BUDGET if now.over else len(now.yours)
    yield replace(now, bayesian=rival(rules, BAYESIAN).jobs(n), random=rival(rules, RANDOM).jobs(n))


# -- after the end --


def judge(seed: int = 0, *, before: Game | None = None) -> Iterator[Game]:
    """Train a long search and the slices through your best, and deal random players from it.

    Before the end there is nothing to judge, and nothing changes.
    """
    now = before or Game(Rules(OPEN, seed))
    yield now
    if not now.over or (now.judgement and now.judgement.done == 1):
        return
    rules, space = now.rules, now.rules.space
    search = long_search(rules)
    slices = np.full((len(space), SIDE), np.nan)
    said = Judgement(min(now.ends), 0, np.zeros(0), np.zeros((0, 3)), slices)
    for n, lowest in enumerate(search.losses(), start=1):
        said = replace(said, n_jobs=n, lowest=min(lowest, *now.ends))
        yield replace(now, judgement=said)
    ends, band = dealt(rules)
    said = replace(said, ends=ends, band=band)
    for place, loss in slice_losses(rules, incumbent(now.yours).configuration):
        slices = slices.copy()
        slices[place] = loss
        said = replace(said, slices=slices)
        yield replace(now, judgement=said)


class LongSearch:
    """A random search and then a Bayesian one, without a budget, as far as they are trained.

    pool: (job told to a player, loss that counts) of the random one, from which players are dealt
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.pool: list[tuple[Job, float]] = []
        self.bayesian = BayesianOptimization(rules.space, seed=rules.seed + 1)
        self.known: list[float] = []

    def losses(self) -> Iterator[float]:
        """Train what is not trained yet; yields the lowest loss after each job."""
        for n in range(POOL + LONG):
            if n == len(self.known):
                self.known.append(self._random(n) if n < POOL else self._bayesian())
            yield min(self.known[: n + 1])

    def _random(self, n: int) -> float:
        rules = self.rules
        configuration = rules.space.sample(np.random.default_rng([rules.seed, n, 1]))
        losses = np.array(list(rules.train(configuration, "pool", n)))
        job = Job(configuration, losses, rules.cost(configuration))
        self.pool.append((job, rules.true_loss(job)))
        return self.pool[-1][1]

    def _bayesian(self) -> float:
        trial = self.bayesian.ask()
        assert trial is not None
        loss = clean_loss(self.rules.seed, **trial.configuration)
        self.bayesian.tell(trial, loss)
        return loss


@lru_cache(maxsize=16)
def long_search(rules: Rules) -> LongSearch:
    """Return the long search of a game, as far as it has come."""
    return LongSearch(rules)


@lru_cache(maxsize=16)
def dealt(rules: Rules) -> tuple[Array, Array]:
    """Return the ends (4000,) of random players and quartiles (12, 3) of their way there.

    Each player is dealt jobs of the pool until the budget is spent, believes what a job told, and
    ends with the loss that counts.
    """
    for _ in long_search(rules).losses():
        pass
    pool = long_search(rules).pool
    told, cost = np.array([(job.loss, job.cost) for job, _ in pool]).T
    true = np.array([loss for _, loss in pool])
    return deal(told, cost, true, np.random.default_rng(rules.seed))


def deal(told: Array, cost: Array, true: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Deal jobs (n,) to random players, without replacement; see `dealt`."""
    hands = rng.random((PLAYERS, len(told))).argsort(axis=1)[:, :BUDGET]
    paid = cost[hands].cumsum(axis=1)
    lowest = np.array(
        [np.where(paid <= b, told[hands], np.inf).min(axis=1) for b in range(1, BUDGET + 1)]
    )
    best = np.where(paid <= BUDGET, told[hands], np.inf).argmin(axis=1)
    ends: Array = true[hands[np.arange(PLAYERS), best]]
    return ends, np.quantile(lowest, [0.25, 0.5, 0.75], axis=1, method="inverted_cdf").T


def slice_losses(rules: Rules, through: Configuration) -> Iterator[tuple[tuple[int, int], float]]:
    """Train along each knob in turn, the others held; yields ((knob, place), loss)."""
    for knob, (name, range_) in enumerate(rules.space.items()):
        for place, u in enumerate(np.linspace(0, 1, SIDE)):
            yield (knob, place), clean_loss(rules.seed, **{**through, name: range_.from_unit(u)})


def trajectory(jobs: Sequence[Job]) -> tuple[Array, Array]:
    """Return what was spent (n,) and the lowest loss told (n,) after each job."""
    cost, losses = (np.array([getattr(job, name) for job in jobs]) for name in ("cost", "loss"))
    return cost.cumsum(), np.minimum.accumulate(losses)
