"""The contract has teeth: each promise catches a strategy that breaks it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hpstudy.space import Configuration, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.grid_search import GridSearch
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.strategies.successive_halving import SuccessiveHalving
from hpstudy.trial import Trial
from tests.strategy_contract import MIXED, StrategyContract, loss_of


class Counting(RandomSearch):
    """Draws from a stream of its own, not by the trial's number."""

    def __init__(self, space: SearchSpace, *, seed: int | None = None) -> None:
        super().__init__(space, seed=seed)
        self.stream = np.random.default_rng(self.seed)

    def propose(self, number: int) -> Configuration:
        return self.space.sample(self.stream)


class Unseeded(RandomSearch):
    def propose(self, number: int) -> Configuration:
        return self.space.sample(np.random.default_rng())


class Stray(RandomSearch):
    def propose(self, number: int) -> Configuration:
        drawn = self.draw(number)
        return drawn if number < 5 else dict.fromkeys(drawn, 9e9)


class Stubborn(RandomSearch):
    """Asks a configuration again that has failed."""

    def propose(self, number: int) -> Configuration:
        failed = [trial for trial, loss in self.finished.values() if loss is None]
        return failed[0].configuration if failed else self.draw(number)


class Reckless(SuccessiveHalving):
    """Promotes whoever comes first, failed or not."""

    def learn(self, trial: Trial, loss: float | None) -> None:
        super().learn(trial, float(trial.number))


class Undead(GridSearch):
    """Rises again after the end."""

    rested = False

    def propose(self, number: int) -> Configuration | None:
        proposal = super().propose(number) if not self.rested else self.draw(number)
        self.rested = proposal is None
        return proposal


class Forgetful(RandomSearch):
    """Takes a loss twice."""

    def tell(self, trial: Trial, loss: float | None) -> None:
        self.finished.pop(trial.number, None)
        super().tell(trial, loss)


class Hasty(RandomSearch):
    """Counts the trials itself, and so passes over the missing ones."""

    def ask(self) -> Trial:
        number = max((*self.finished, *self.pending), default=-1) + 1
        self.pending[number] = Trial(number, self.draw(number))
        return self.pending[number]


class Credulous(RandomSearch):
    """Takes NaN for a loss like any other."""

    def tell(self, trial: Trial, loss: float | None) -> None:
        super().tell(trial, loss)
        self.finished[trial.number] = (trial, loss)


@pytest.mark.parametrize(
    ("broken", "caught_by", "arguments"),
    [
        (Counting, "test_resumed_after_any_trial_it_asks_the_same", {"loss": loss_of}),
        (Unseeded, "test_same_seed_same_sequence", {"space": MIXED}),
        (Stray, "test_stays_inside_the_space", {"space": MIXED}),
        (Stubborn, "test_what_failed_is_neither_promoted_nor_asked_again", {}),
        (Reckless, "test_what_failed_is_neither_promoted_nor_asked_again", {}),
        (Undead, "test_none_with_none_pending_is_the_end_and_stays_so", {}),
        (Forgetful, "test_told_twice", {}),
        (Hasty, "test_missing_numbers_are_asked_first", {}),
        (Credulous, "test_none_nan_and_infinity_are_failures", {"loss": math.nan}),
    ],
)
def test_the_contract_catches(
    broken: type[Strategy], caught_by: str, arguments: dict[str, object]
) -> None:
    test = getattr(StrategyContract(), caught_by)
    test(lambda space, seed: RandomSearch(space, seed=seed), **arguments)  # which keeps it
    with pytest.raises((AssertionError, ValueError, pytest.fail.Exception)):
        test(lambda space, seed: broken(space, seed=seed), **arguments)
