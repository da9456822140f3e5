"""The rules of d.game: what a job trains, what it costs and what is hidden, in each of five modes.

The net is that of `objectives.DigitsNet`. A player has twelve jobs to spend and sees no other's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hpstudy.objectives import DigitsNet
from hpstudy.space import Configuration, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.strategies.random_search import RandomSearch

Array = NDArray[np.float64]

BUDGET = 12  # jobs
FREE_WIDTH = 32  # up to here a job costs one, where width is paid for

OPEN, BLIND, TWO, NOISY, COSTS = "open", "blind", "two knobs", "noisy", "costs"
MODES = (OPEN, BLIND, TWO, NOISY, COSTS)
BAYESIAN, RANDOM = "bayesian", "random"
_STREAMS = {"you": 0, BAYESIAN: 1, RANDOM: 2, "pool": 3}  # of noise, so that none has another's


@dataclass(frozen=True)
class Job:
    """One training: its configuration, the loss after each epoch, and what it cost.

    sliders: where yours stood, which in blind mode says another thing
    called:  whether you said beforehand that it would be your lowest
    """

    configuration: Configuration
    losses: Array
    cost: float = 1.0
    sliders: Configuration = field(default_factory=dict)
    called: bool = False

    @property
    def loss(self) -> float:
        """Return the loss that the player was told, after the last epoch."""
        return float(self.losses[-1])


@dataclass(frozen=True)
class Rules:
    """A mode on the net of a seed."""

    mode: str
    seed: int

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise ValueError(f"the game has no mode {self.mode!r}; choose from {', '.join(MODES)}")

    @property
    def net(self) -> DigitsNet:
        """Return the net whose loss counts in the end."""
        return DigitsNet(2 if self.mode == TWO else 4, seed=self.seed)

    @property
    def space(self) -> SearchSpace:
        """Return the ranges of the knobs in play."""
        return self.net.space

    def behind(self, sliders: Configuration) -> Configuration:
        """Return what the sliders set: themselves, but in blind mode knobs that are mixed up.

        Then slider i turns knob `order[i]`, some of them backwards, as the seed has it.
        """
        if self.mode != BLIND:
            return {name: sliders[name] for name in self.space}
        u = self.space.to_unit(sliders)
        order, backwards = self.mixed
        turned = np.empty(len(u))
        turned[order] = np.where(backwards, 1 - u, u)
        return self.space.from_unit(turned)

    @property
    def mixed(self) -> tuple[NDArray[np.int_], NDArray[np.bool_]]:
        """Return which knob each slider turns in blind mode, and which of them backwards."""
        rng = np.random.default_rng([self.seed, 7])
        return rng.permutation(len(self.space)), rng.random(len(self.space)) < 0.5

    def cost(self, configuration: Configuration) -> float:
        """Return what a job costs, of twelve: where width is paid for, 4 for 128 units."""
        if self.mode != COSTS:
            return 1.0
        return max(1.0, float(configuration["width"]) / FREE_WIDTH)

    def affordable(self, configuration: Configuration, left: float) -> Configuration:
        """Return the configuration, its width cut to what is `left` of the budget."""
        if self.cost(configuration) <= left:
            return configuration
        return {**configuration, "width": int(left * FREE_WIDTH)}

    def train(self, configuration: Configuration, player: str, number: int) -> Iterator[float]:
        """Train a player's job, a loss an epoch; in noisy mode with pictures drawn anew."""
        seed = self.seed
        if self.mode == NOISY:
            state = np.random.SeedSequence([self.seed, _STREAMS[player], number])
            seed = int(state.generate_state(1)[0])
        yield from DigitsNet(4, seed=seed)(configuration)

    def true_loss(self, job: Job) -> float:
        """Return the loss that counts in the end: that of the seed's own pictures and weights."""
        return clean_loss(self.seed, **job.configuration) if self.mode == NOISY else job.loss


@lru_cache(maxsize=8192)
def clean_loss(seed: int, **knobs: float) -> float:
    """Train once on the pictures of a seed and return the loss after the last epoch."""
    *_, loss = DigitsNet(4, seed=seed)(knobs)
    return loss


def incumbent(jobs: Sequence[Job]) -> Job:
    """Return the job with the lowest loss told, the earlier of equals."""
    return min(jobs, key=lambda job: job.loss)


def spent(jobs: Sequence[Job]) -> float:
    """Return what jobs have cost together."""
    return sum(job.cost for job in jobs)


class Rival:
    """A strategy that plays by itself, and sees no jobs but its own."""

    def __init__(self, rules: Rules, player: str) -> None:
        kinds: dict[str, type[Strategy]] = {BAYESIAN: BayesianOptimization, RANDOM: RandomSearch}
        self.rules, self.player = rules, player
        self.strategy = kinds[player](rules.space, seed=rules.seed)
        self.played: list[Job] = []

    def jobs(self, n: int) -> tuple[Job, ...]:
        """Return its first `n` jobs, or as many as its budget pays for."""
        while len(self.played) < n and BUDGET - spent(self.played) >= 1:
            self.play()
        return tuple(self.played[:n])

    def play(self) -> None:
        """Ask, train, tell."""
        trial = self.strategy.ask()
        assert trial is not None
        rules, left = self.rules, BUDGET - spent(self.played)
        configuration = rules.affordable(trial.configuration, left)
        losses = np.array(list(rules.train(configuration, self.player, len(self.played))))
        self.strategy.tell(trial, losses[-1])
        self.played.append(Job(configuration, losses, rules.cost(configuration)))


@lru_cache(maxsize=64)
def rival(rules: Rules, player: str) -> Rival:
    """Return a rival of a game, as far as it has played."""
    return Rival(rules, player)
