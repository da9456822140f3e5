"""Successive halving: the rungs worked by hand, who is promoted, and what happens to the rest."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpstudy.space import Categorical, Float, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.successive_halving import SuccessiveHalving, halve, most_halvings, rungs
from hpstudy.trial import Trial
from tests.strategy_contract import run, run_in_parallel

SPACE = SearchSpace(x=Float(0, 1))
SETTINGS = st.tuples(st.integers(1, 50), st.integers(1, 1000), st.integers(2, 6)).filter(
    lambda setting: setting[0] <= setting[1]
)


def by_x(_strategy: Strategy, trial: Trial) -> float:
    return float(trial.configuration["x"])


def halving(max_resource: int = 9, **options: int) -> SuccessiveHalving:
    return SuccessiveHalving(SPACE, max_resource=max_resource, **{"seed": 0, **options})


def ask(strategy: Strategy) -> Trial:
    trial = strategy.ask()
    assert trial is not None
    return trial


def fill(strategy: Strategy, losses: list[float | None]) -> list[Trial]:
    """Ask for as many trials as there are losses, then tell them all."""
    trials = [ask(strategy) for _ in losses]
    for trial, loss in zip(trials, losses, strict=True):
        strategy.tell(trial, loss)
    return trials


class TestRungs:
    @pytest.mark.parametrize(
        ("setting", "table"),
        [
            ((1, 27, 3), [(27, 1), (9, 3), (3, 9), (1, 27)]),
            ((1, 81, 3), [(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)]),
            ((1, 16, 2), [(16, 1), (8, 2), (4, 4), (2, 8), (1, 16)]),
            ((1, 16, 4), [(16, 1), (4, 4), (1, 16)]),
            ((2, 27, 3), [(9, 3), (3, 9), (1, 27)]),  # 1 epoch is below the least
            ((3, 27, 3), [(9, 3), (3, 9), (1, 27)]),
            ((4, 27, 3), [(3, 9), (1, 27)]),
            ((1, 100, 3), [(81, 1), (27, 3), (9, 11), (3, 33), (1, 100)]),  # no power of 3
            ((1, 10, 3), [(9, 1), (3, 3), (1, 10)]),
            ((1, 2, 3), [(1, 2)]),
            ((5, 5, 3), [(1, 5)]),
            ((1, 1, 2), [(1, 1)]),
        ],
    )
    def test_by_hand(self, setting: tuple[int, int, int], table: list[tuple[int, int]]) -> None:
        assert rungs(*setting) == table

    @given(SETTINGS)
    def test_from_at_least_the_first_to_exactly_the_last(self, setting: tuple[int, ...]) -> None:
        min_resource, max_resource, eta = setting
        table = rungs(min_resource, max_resource, eta)
        resources = [rung.resource for rung in table]
        assert resources[0] >= min_resource
        assert resources[-1] == max_resource
        assert resources == sorted(set(resources))
        assert [rung.n_trials for rung in table] == [eta**i for i in range(len(table))][::-1]

    @given(SETTINGS)
    def test_no_further_rung_would_fit(self, setting: tuple[int, ...]) -> None:
        min_resource, max_resource, eta = setting
        s = most_halvings(min_resource, max_resource, eta)
        assert min_resource * eta**s <= max_resource < min_resource * eta ** (s + 1)

    @pytest.mark.parametrize(("eta", "power"), [(3, 5), (10, 3), (5, 3), (6, 3), (2, 29), (3, 30)])
    def test_exact_powers_lose_no_rung(self, eta: int, power: int) -> None:
        assert most_halvings(1, eta**power, eta) == power
        assert most_halvings(1, eta**power - 1, eta) == power - 1

    def test_the_logarithm_would_have_lost_one(self) -> None:
        assert math.floor(math.log(243) / math.log(3)) == 4
        assert most_halvings(1, 243, 3) == 5

    def test_halving_rounds_down(self) -> None:
        assert halve(34, 3, 81, 3) == [(34, 3), (11, 9), (3, 27), (1, 81)]

    @pytest.mark.parametrize(
        ("options", "says"),
        [
            ({"min_resource": 0}, "min_resource"),
            ({"min_resource": 1.5}, "min_resource"),
            ({"min_resource": True}, "min_resource"),
            ({"max_resource": 0}, "max_resource"),
            ({"max_resource": "27"}, "max_resource"),
            ({"max_resource": math.inf}, "max_resource"),
            ({"min_resource": 28}, "exceeds"),
            ({"eta": 1}, "eta"),
            ({"eta": 2.5}, "eta"),
        ],
    )
    def test_refused_in_one_sentence(self, options: dict[str, int], says: str) -> None:
        with pytest.raises(ValueError, match=says) as caught:
            SuccessiveHalving(SPACE, **options)
        assert "\n" not in str(caught.value)


class TestTheBracket:
    def test_the_whole_of_it(self) -> None:
        strategy = halving(27)
        trials = run(strategy, 100, by_x)
        assert [trial.resource for trial in trials] == [1] * 27 + [3] * 9 + [9] * 3 + [27]
        assert len(trials) == len(strategy) == 40
        assert strategy.ask() is None
        best = sorted(trials[:27], key=lambda trial: trial.configuration["x"])
        assert [t.parent for t in trials[27:36]] == [t.number for t in best[:9]]
        assert trials[-1].configuration == best[0].configuration

    @pytest.mark.parametrize("workers", [1, 2, 4, 50])
    def test_a_promotion_is_a_new_trial_of_the_same_configuration(self, workers: int) -> None:
        trials = {t.number: t for t in run_in_parallel(halving(27), 100, workers, 1, by_x)}
        assert Counter(trial.resource for trial in trials.values()) == {1: 27, 3: 9, 9: 3, 27: 1}
        for trial in trials.values():
            assert (trial.parent is None) == (trial.resource == 1)
            if trial.parent is not None:
                assert trial.configuration == trials[trial.parent].configuration
                assert trial.configuration is not trials[trial.parent].configuration
                assert (trials[trial.parent].resource or 0) < (trial.resource or 0)
        parents = [trial.parent for trial in trials.values() if trial.parent is not None]
        assert len(set(parents)) == len(parents)  # nobody twice

    def test_a_rung_waits_for_the_one_below(self) -> None:
        strategy = halving(9)
        trials = [ask(strategy) for _ in range(9)]
        assert strategy.ask() is None
        for trial in trials[1:]:
            strategy.tell(trial, by_x(strategy, trial))
            assert strategy.ask() is None
        strategy.tell(trials[0], by_x(strategy, trials[0]))
        promoted = [ask(strategy) for _ in range(3)]
        assert {trial.resource for trial in promoted} == {3}
        assert strategy.ask() is None

    def test_the_order_of_the_tells_does_not_matter(self) -> None:
        one, other = halving(9), halving(9)
        trials = [ask(one) for _ in range(9)]
        assert trials == [ask(other) for _ in range(9)]
        for trial in trials:
            one.tell(trial, by_x(one, trial))
        for trial in reversed(trials):
            other.tell(trial, by_x(other, trial))
        assert [one.ask() for _ in range(3)] == [other.ask() for _ in range(3)]

    def test_of_equal_losses_the_lower_number_goes_on(self) -> None:
        strategy = halving(9)
        trials = [ask(strategy) for _ in range(9)]
        for trial in reversed(trials):
            strategy.tell(trial, 2.0 if trial.number == 0 else 1.0)
        assert [ask(strategy).parent for _ in range(3)] == [1, 2, 3]

    def test_the_rank_on_the_rung_counts_not_the_rank_below(self) -> None:
        strategy = halving(9)
        fill(strategy, [float(n) for n in range(9)])
        second = fill(strategy, [3.0, 1.0, 2.0])
        assert ask(strategy).parent == second[1].number


class TestFailures:
    def test_a_failed_trial_holds_its_place_and_never_leaves_it(self) -> None:
        strategy = halving(9)
        fill(strategy, [None, 5.0, math.nan, 4.0, math.inf, 3.0, 2.0, 1.0, 6.0])
        assert [ask(strategy).parent for _ in range(3)] == [7, 6, 5]
        assert strategy.ask() is None

    def test_a_rung_with_few_successes_sends_those_it_has(self) -> None:
        strategy = halving(9)
        fill(strategy, [None] * 7 + [2.0, 1.0])
        promoted = [ask(strategy), ask(strategy)]
        assert [trial.parent for trial in promoted] == [8, 7]
        assert strategy.ask() is None
        strategy.tell(promoted[0], None)
        assert strategy.ask() is None
        strategy.tell(promoted[1], 9.0)
        last = ask(strategy)
        assert (last.parent, last.resource) == (promoted[1].number, 9)
        strategy.tell(last, 0.0)
        assert strategy.ask() is None

    @pytest.mark.parametrize("n_failing", [1, 2])  # the rung that fails altogether
    def test_nobody_left_is_the_end(self, n_failing: int) -> None:
        strategy = halving(9)
        fill(strategy, [1.0] * 9 if n_failing == 2 else [None] * 9)
        if n_failing == 2:
            fill(strategy, [None] * 3)
        assert strategy.ask() is None
        assert not strategy.pending

    def test_a_failed_promotion_is_not_made_up_for(self) -> None:
        strategy = halving(9)
        fill(strategy, [float(n) for n in range(9)])
        fill(strategy, [None, None, 1.0])
        assert ask(strategy).resource == 9


class TestTrialsFromElsewhere:
    def test_they_fill_the_rung_of_their_resource(self) -> None:
        strategy = halving(9)
        for n in range(4):
            strategy.tell(Trial(n, {"x": n / 10}, resource=2), n / 10)  # enough for 1 epoch, not 3
        trials = run(strategy, 100, lambda *_: 1.0)
        assert Counter(trial.resource for trial in trials) == {1: 5, 3: 3, 9: 1}
        assert [trial.parent for trial in trials if trial.resource == 3] == [0, 1, 2]

    def test_a_full_rung_takes_no_more_and_sends_its_best(self) -> None:
        strategy = halving(9)
        for n in range(20):
            strategy.tell(Trial(n, {"x": n / 20}, resource=1), -float(n))
        assert [ask(strategy).parent for _ in range(3)] == [19, 18, 17]
        assert strategy.ask() is None

    def test_a_configuration_that_has_trained_on_is_not_promoted_again(self) -> None:
        strategy = halving(9)
        strategy.tell(Trial(0, {"x": 0.5}, resource=3), 0.0)  # before its shorter run, even
        strategy.tell(Trial(1, {"x": 0.5}, resource=1), 0.0)
        trials = run(strategy, 100, by_x)
        assert Counter(trial.resource for trial in trials) == {1: 8, 3: 2, 9: 1}
        assert 1 not in {trial.parent for trial in trials}

    @pytest.mark.parametrize("resource", [None, 0])
    def test_no_rung_for_trials_that_say_not_how_long(self, resource: int | None) -> None:
        strategy = halving(9)
        strategy.tell(Trial(0, {"x": 0.5}, resource), 0.0)
        trials = run(strategy, 100, by_x)
        assert len(trials) == len(strategy)
        assert 0 not in {trial.parent for trial in trials}

    @pytest.mark.parametrize("kill", [3, 9, 10, 12])
    def test_told_what_finished_of_several_in_flight_it_misses_nothing(self, kill: int) -> None:
        finished = run_in_parallel(halving(9), kill, 4, 2, by_x)
        resumed = halving(9)
        for trial in finished:
            resumed.tell(trial, by_x(resumed, trial))
        trials = finished + run(resumed, 100, by_x)
        assert Counter(trial.resource for trial in trials) == {1: 9, 3: 3, 9: 1}
        assert sorted(trial.number for trial in trials) == list(range(13))


def test_a_configuration_drawn_twice_is_two_trials() -> None:
    strategy = SuccessiveHalving(SearchSpace(c=Categorical(["a", "b"])), max_resource=9, seed=0)
    trials = run(strategy, 100, lambda *_: 1.0)
    assert Counter(trial.resource for trial in trials) == {1: 9, 3: 3, 9: 1}


@pytest.mark.parametrize("loss", [by_x, lambda s, t: -by_x(s, t)])
def test_the_winner_is_the_best_when_ranks_hold(loss: Callable[..., float]) -> None:
    strategy = halving(27)
    trials = run(strategy, 100, loss)
    assert loss(strategy, trials[-1]) == min(loss(strategy, trial) for trial in trials)
