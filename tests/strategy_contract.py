"""What every search strategy promises, as tests that any strategy can be put through.

Inherit the tests, and say how the strategy is made; a strategy of your own passes the same:

    class TestMine(StrategyContract):
        @pytest.fixture
        def make(self):
            return lambda space, seed: MyStrategy(space, seed=seed)

`n_trials` is how far a search is followed: less for a strategy that thinks long.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from hpstudy.space import Categorical, Float, Integer, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.trial import Trial

Make = Callable[[SearchSpace, int | None], Strategy]

MIXED = SearchSpace(
    {
        "learning-rate": Float(1e-4, 1, "log"),
        "momentum": Float(0, 0.999, "reverse_log"),
        "units": Integer(1, 64, "log"),
        "activation": Categorical(["relu", "tanh"]),
    }
)
LINE = SearchSpace(x=Float(-1, 1))
SMALL = SearchSpace(depth=Integer(1, 3), criterion=Categorical([True, 1, None]))
SPACES = pytest.mark.parametrize("space", [MIXED, LINE, SMALL], ids=["mixed", "line", "small"])


def loss_of(strategy: Strategy, trial: Trial) -> float:
    """A bowl, a little deeper the longer the training: no two trials are likely to tie."""
    u = strategy.space.to_unit(trial.configuration)
    return float(((u - 0.3) ** 2).sum()) + 1 / (trial.resource or 1)


def loss_with_failures(strategy: Strategy, trial: Trial) -> float | None:
    return None if trial.number % 3 == 1 else loss_of(strategy, trial)


def run(strategy: Strategy, n: int, loss: Callable[..., float | None] = loss_of) -> list[Trial]:
    """Ask and tell in turn, `n` times or until the strategy has finished."""
    trials = []
    while len(trials) < n and (trial := strategy.ask()) is not None:
        strategy.tell(trial, loss(strategy, trial))
        trials.append(trial)
    return trials


def run_in_parallel(
    strategy: Strategy, n: int, workers: int, seed: int, loss: Callable[..., float | None] = loss_of
) -> list[Trial]:
    """Keep up to `workers` trials in flight, of which a random one finishes next."""
    rng = np.random.default_rng(seed)
    running: list[Trial] = []
    trials: list[Trial] = []
    while True:
        while len(running) < workers and len(trials) + len(running) < n:
            trial = strategy.ask()
            if trial is None:
                break
            running.append(trial)
        if not running:
            return trials
        trial = running.pop(int(rng.integers(len(running))))
        strategy.tell(trial, loss(strategy, trial))
        trials.append(trial)


def numbers(trials: list[Trial]) -> list[int]:
    return [trial.number for trial in trials]


class StrategyContract:
    """Every test here holds for every strategy."""

    n_trials = 30

    @pytest.fixture
    def make(self) -> Make:
        """Return the function that makes the strategy: (space, seed) to a fresh one."""
        raise NotImplementedError("override the fixture `make`")

    # What it is made of

    def test_refuses_what_is_no_space_and_no_seed(self, make: Make) -> None:
        with pytest.raises(TypeError, match="SearchSpace"):
            make({"x": Float(0, 1)}, 0)  # type: ignore[arg-type]
        for seed in (-1, 0.5, True, "1", math.nan):
            with pytest.raises(ValueError, match="seed"):
                make(LINE, seed)  # type: ignore[arg-type]

    # Asking

    @SPACES
    def test_stays_inside_the_space(self, make: Make, space: SearchSpace) -> None:
        trials = run(make(space, 0), self.n_trials)
        assert trials
        for trial in trials:
            assert list(trial.configuration) == list(space)
            u = space.to_unit(trial.configuration)  # a ValueError outside
            assert ((u >= 0) & (u <= 1)).all()
            assert all(not isinstance(v, np.generic) for v in trial.configuration.values())

    @SPACES
    def test_numbers_the_trials_from_0(self, make: Make, space: SearchSpace) -> None:
        trials = run(make(space, 0), self.n_trials)
        assert numbers(trials) == list(range(len(trials)))

    @SPACES
    def test_same_seed_same_sequence(self, make: Make, space: SearchSpace) -> None:
        assert run(make(space, 7), self.n_trials) == run(make(space, 7), self.n_trials)

    def test_another_seed_another_sequence(self, make: Make) -> None:
        assert run(make(MIXED, 1), 6) != run(make(MIXED, 2), 6)

    def test_a_search_without_a_seed_goes_on_by_the_seed_it_took(self, make: Make) -> None:
        strategy = make(MIXED, None)
        trials = run(strategy, self.n_trials)
        assert run(make(MIXED, strategy.seed), self.n_trials) == trials

    def test_an_ask_without_a_tell_is_another_trial(self, make: Make) -> None:
        strategy = make(MIXED, 0)
        asked = []
        while len(asked) < 8 and (trial := strategy.ask()) is not None:
            asked.append(trial)
        assert numbers(asked) == list(range(len(asked)))
        assert asked == list(strategy.pending.values())
        for trial in reversed(asked):
            strategy.tell(trial, loss_of(strategy, trial))
        assert not strategy.pending
        assert set(strategy.finished) == set(numbers(asked))
        run(strategy, 4)

    def test_the_global_random_state_plays_no_part(self, make: Make) -> None:
        np.random.seed(1)  # noqa: NPY002
        before = np.random.get_state()[1].tolist()  # type: ignore[index,union-attr]  # noqa: NPY002
        run(make(MIXED, 0), self.n_trials)
        assert np.random.get_state()[1].tolist() == before  # type: ignore[index,union-attr]  # noqa: NPY002

    # Telling

    @pytest.mark.parametrize("workers", [2, 5])
    @SPACES
    def test_tells_come_in_any_order(self, make: Make, space: SearchSpace, workers: int) -> None:
        strategy = make(space, 0)
        trials = run_in_parallel(strategy, self.n_trials, workers, seed=3)
        assert sorted(numbers(trials)) == list(range(len(trials)))
        assert set(strategy.finished) == set(numbers(trials))
        assert trials == run_in_parallel(make(space, 0), self.n_trials, workers, seed=3)

    def test_told_twice(self, make: Make) -> None:
        strategy = make(MIXED, 0)
        (first, *_) = run(strategy, 3)
        again = copy.deepcopy(strategy)
        with pytest.raises(ValueError, match=f"{first.number} .*already"):
            again.tell(first, 0.0)
        assert run(again, 5) == run(strategy, 5)  # refused, and nothing else

    @pytest.mark.parametrize("loss", ["0.5", b"0.5", 0.5j, np.complex128(1), [0.5], {}, object()])
    def test_a_loss_that_is_no_number(self, make: Make, loss: object) -> None:
        strategy = make(MIXED, 0)
        trial = strategy.ask()
        assert trial is not None
        with pytest.raises(TypeError, match="real number"):
            strategy.tell(trial, loss)  # type: ignore[arg-type]
        assert strategy.pending == {trial.number: trial}
        strategy.tell(trial, 0.5)

    @pytest.mark.parametrize(
        "loss", [1, True, np.float32(0.5), np.int64(-3), np.array(0.5), Fraction(1, 2)]
    )
    def test_a_loss_of_any_real_type(self, make: Make, loss: float) -> None:
        strategy = make(MIXED, 0)
        trial = strategy.ask()
        assert trial is not None
        strategy.tell(trial, loss)
        assert strategy.finished[trial.number] == (trial, float(loss))

    @pytest.mark.parametrize("loss", [None, math.nan, math.inf, -math.inf, np.nan, 10**400])
    def test_none_nan_and_infinity_are_failures(self, make: Make, loss: float | None) -> None:
        def at_times(strategy: Strategy, trial: Trial) -> float | None:
            return loss if trial.number % 3 == 1 else loss_of(strategy, trial)

        n = min(self.n_trials, 15)
        strategy = make(MIXED, 0)
        trials = run(strategy, n, at_times)
        assert trials == run(make(MIXED, 0), n, loss_with_failures)
        assert all((strategy.finished[n][1] is None) == (n % 3 == 1) for n in numbers(trials))

    def test_what_failed_is_neither_promoted_nor_asked_again(self, make: Make) -> None:
        strategy = make(LINE, 0)
        trials = run(strategy, self.n_trials, loss_with_failures)
        failed = [trial for trial in trials if strategy.finished[trial.number][1] is None]
        assert failed
        assert len(set(numbers(trials))) == len(trials)
        assert not {trial.parent for trial in trials} & set(numbers(failed))
        for trial in failed:
            others = [t.configuration for t in trials if t.number > trial.number]
            assert trial.configuration not in others

    def test_all_may_fail(self, make: Make) -> None:
        strategy = make(MIXED, 0)
        trials = run(strategy, self.n_trials, lambda *_: None)
        assert all(trial.parent is None for trial in trials)
        assert not strategy.pending

    def test_equal_losses(self, make: Make) -> None:
        trials = run(make(MIXED, 0), self.n_trials, lambda *_: 1.0)
        assert trials == run(make(MIXED, 0), self.n_trials, lambda *_: 1.0)

    @pytest.mark.parametrize("scale", [1e-300, 1e300])
    def test_losses_of_any_size(self, make: Make, scale: float) -> None:
        run(make(MIXED, 0), min(self.n_trials, 15), lambda s, t: scale * loss_of(s, t))

    def test_a_stranger_is_refused_and_changes_nothing(self, make: Make) -> None:
        strategy = make(LINE, 0)
        for configuration in ({"x": 7.0}, {"y": 0.0}, {}, {"x": 0.0, "y": 0.0}):
            with pytest.raises(ValueError, match=r"outside|does not fit"):
                strategy.tell(Trial(0, configuration), 0.5)
        with pytest.raises(ValueError, match="number"):
            strategy.tell(Trial(-1, {"x": 0.0}), 0.5)
        with pytest.raises(TypeError, match="Trial"):
            strategy.tell({"x": 0.0}, 0.5)  # type: ignore[arg-type]
        assert not strategy.finished
        assert run(strategy, 5) == run(make(LINE, 0), 5)

    # Resuming

    def _resumed(
        self, make: Make, told: list[Trial], loss: Callable[..., float | None]
    ) -> Strategy:
        strategy = make(MIXED, 5)
        for trial in told:
            strategy.tell(trial, loss(strategy, trial))
        return strategy

    @pytest.mark.parametrize("loss", [loss_of, loss_with_failures])
    def test_resumed_after_any_trial_it_asks_the_same(
        self, make: Make, loss: Callable[..., float | None]
    ) -> None:
        trials = run(make(MIXED, 5), self.n_trials, loss)
        for k, trial in enumerate(trials):
            assert self._resumed(make, trials[:k], loss).ask() == trial

    @pytest.mark.parametrize("loss", [loss_of, loss_with_failures])
    def test_resumed_equals_uninterrupted_to_the_end(
        self, make: Make, loss: Callable[..., float | None]
    ) -> None:
        trials = run(make(MIXED, 5), self.n_trials, loss)
        for k in (1, len(trials) // 2, len(trials) - 1):
            resumed = self._resumed(make, trials[:k], loss)
            assert run(resumed, len(trials) - k, loss) == trials[k:]

    def test_a_copy_goes_on_the_same(self, make: Make) -> None:
        strategy = make(MIXED, 0)
        run(strategy, 7)
        strategy.ask()
        assert run(copy.deepcopy(strategy), 5) == run(strategy, 5)

    def test_missing_numbers_are_asked_first(self, make: Make) -> None:
        strategy = make(MIXED, 0)
        elsewhere = RandomSearch(MIXED, seed=1)
        asked = [elsewhere.ask() for _ in range(6)]
        for trial in (asked[5], asked[0], asked[2]):
            assert trial is not None
            strategy.tell(trial, loss_of(strategy, trial))
        assert numbers(run(strategy, 4)) == [1, 3, 4, 6]

    @pytest.mark.parametrize("resource", [None, 1, 2, 9, 1000])
    def test_told_trials_from_elsewhere_it_goes_on(self, make: Make, resource: int | None) -> None:
        strategy = make(MIXED, 0)
        elsewhere = RandomSearch(MIXED, seed=1)
        for _ in range(5):
            drawn = elsewhere.ask()
            assert drawn is not None
            trial = Trial(drawn.number, drawn.configuration, resource)
            strategy.tell(trial, loss_of(strategy, trial))
        trials = run(strategy, self.n_trials)
        assert trials
        assert numbers(trials) == list(range(5, 5 + len(trials)))
        for trial in trials:
            MIXED.to_unit(trial.configuration)

    # The end

    def test_none_with_none_pending_is_the_end_and_stays_so(self, make: Make) -> None:
        strategy = make(SMALL, 0)
        trials = run(strategy, self.n_trials)
        if len(trials) < self.n_trials:
            assert not strategy.pending
            assert [strategy.ask() for _ in range(3)] == [None] * 3

    def test_none_before_the_end_leaves_no_trace(self, make: Make) -> None:
        strategy, patient = make(MIXED, 0), make(MIXED, 0)
        for _ in range(self.n_trials):
            impatient, trial = strategy.ask(), patient.ask()
            assert impatient == trial
            if trial is None:
                (number, *_) = patient.pending or (None,)
                if number is None:
                    break
                assert strategy.ask() is None  # once more, to no effect
                for each in (strategy, patient):
                    waiting = each.pending[number]
                    each.tell(waiting, loss_of(each, waiting))
