"""Every strategy of the kit passes the contract; so would one of a learner's own."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpstudy.space import Configuration, SearchSpace
from hpstudy.strategies.asha import ASHA
from hpstudy.strategies.base import Strategy, check_loss
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.strategies.grid_search import GridSearch
from hpstudy.strategies.hyperband import Hyperband
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.strategies.successive_halving import SuccessiveHalving
from tests.strategy_contract import MIXED, Make, StrategyContract, loss_of, numbers, run_in_parallel


class Shrinking(Strategy):
    """A learner's own: draw, and half the time halve the way to the best so far."""

    def propose(self, number: int) -> Configuration:
        losses = {n: loss for n, (_, loss) in self.finished.items() if loss is not None}
        drawn = self.draw(number)
        if not losses or self.rng(number).random() < 0.5:
            return drawn
        best, _ = self.finished[min(losses, key=lambda n: (losses[n], n))]
        there, here = (self.space.to_unit(c) for c in (best.configuration, drawn))
        return self.space.from_unit((there + here) / 2)


FACTORIES: dict[str, Make] = {
    "grid": lambda space, seed: GridSearch(space, resolution=2, seed=seed),
    "random": lambda space, seed: RandomSearch(space, seed=seed),
    "bayesian": lambda space, seed: BayesianOptimization(space, seed=seed),
    "halving": lambda space, seed: SuccessiveHalving(space, max_resource=9, seed=seed),
    "hyperband": lambda space, seed: Hyperband(space, max_resource=9, seed=seed),
    "asha": lambda space, seed: ASHA(space, max_resource=9, seed=seed),
    "own": lambda space, seed: Shrinking(space, seed=seed),
}


class TestEveryStrategy(StrategyContract):
    @pytest.fixture(params=FACTORIES.values(), ids=FACTORIES.keys())
    def make(self, request: pytest.FixtureRequest) -> Make:
        made: Make = request.param
        return made


class TestSearchesThatDoNotLearn:
    """Grid and random search resume to the same trials however many ran side by side."""

    @pytest.mark.parametrize(
        "make",
        [lambda s: GridSearch(s, resolution=3, seed=2), lambda s: RandomSearch(s, seed=2)],
        ids=["grid", "random"],
    )
    @settings(max_examples=20)
    @given(workers=st.integers(1, 8), killed=st.integers(1, 19), seed=st.integers(0, 99))
    def test_resumed_at_any_parallel(
        self, make: Callable[[SearchSpace], Strategy], workers: int, killed: int, seed: int
    ) -> None:
        whole = {t.number: t for t in run_in_parallel(make(MIXED), 20, 1, seed=0)}
        finished = run_in_parallel(make(MIXED), 20, workers, seed)[:killed]
        resumed = make(MIXED)
        for trial in finished:
            resumed.tell(trial, loss_of(resumed, trial))
        finished += run_in_parallel(resumed, 20 - killed, workers, seed + 1)
        assert {t.number: t for t in finished} == whole
        assert len(finished) == len(whole)


class TestCheckLoss:
    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_a_finite_number_is_itself(self, loss: float) -> None:
        assert check_loss(loss) == loss

    @pytest.mark.parametrize("loss", [None, math.nan, math.inf, -math.inf, 10**400])
    def test_failure(self, loss: float | None) -> None:
        assert check_loss(loss) is None


def test_numbers_are_given_out_once_in_a_long_search() -> None:
    strategy = RandomSearch(MIXED, seed=0)
    assert sorted(numbers(run_in_parallel(strategy, 2000, 16, seed=0))) == list(range(2000))
