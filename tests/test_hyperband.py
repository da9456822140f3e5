"""Hyperband: the brackets of the paper, from bold to cautious."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from hpstudy.space import Categorical, Float, SearchSpace
from hpstudy.strategies.hyperband import Hyperband, brackets
from hpstudy.strategies.successive_halving import most_halvings, rungs
from hpstudy.trial import Trial
from tests.strategy_contract import run, run_in_parallel
from tests.test_successive_halving import SETTINGS, SPACE, ask, by_x

# Li et al. 2018, table 1: R = 81, eta = 3; (n_i, r_i) of the brackets s = 4, 3, 2, 1, 0.
PAPER = [
    [(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)],
    [(34, 3), (11, 9), (3, 27), (1, 81)],
    [(15, 9), (5, 27), (1, 81)],
    [(8, 27), (2, 81)],
    [(5, 81)],
]


class TestBrackets:
    def test_the_papers_table(self) -> None:
        assert brackets(1, 81, 3) == PAPER

    def test_by_hand(self) -> None:
        # s_max = 2: ceil(3 * 9 / 3), ceil(3 * 3 / 2), ceil(3 * 1 / 1)
        assert brackets(1, 9, 3) == [[(9, 1), (3, 3), (1, 9)], [(5, 3), (1, 9)], [(3, 9)]]
        # s_max = 3: ceil(4 * 8 / 4), ceil(4 * 4 / 3), ceil(4 * 2 / 2), ceil(4 * 1 / 1)
        assert brackets(1, 8, 2) == [
            [(8, 1), (4, 2), (2, 4), (1, 8)],
            [(6, 2), (3, 4), (1, 8)],
            [(4, 4), (2, 8)],
            [(4, 8)],
        ]
        # s_max = 2, as 2 * 9 <= 20 < 2 * 27: resources are 20 / 9, 20 / 3 and 20, rounded down
        assert brackets(2, 20, 3) == [[(9, 2), (3, 6), (1, 20)], [(5, 6), (1, 20)], [(3, 20)]]
        assert brackets(7, 7, 3) == [[(1, 7)]]

    @given(SETTINGS)
    def test_the_formula(self, setting: tuple[int, int, int]) -> None:
        _, _, eta = setting
        s_max = most_halvings(*setting)
        table = brackets(*setting)
        assert table[0] == rungs(*setting)
        assert len(table) == s_max + 1
        for s, bracket in zip(range(s_max, -1, -1), table, strict=True):
            n = bracket[0].n_trials
            # n is the ceiling of (s_max + 1) eta^s / (s + 1), in whole numbers
            assert (n - 1) * (s + 1) < (s_max + 1) * eta**s <= n * (s + 1)
            assert len(bracket) == s + 1
            assert bracket[-1].resource == setting[1]
            assert all(rung.n_trials >= 1 for rung in bracket)

    @given(SETTINGS)
    def test_a_bracket_is_known_by_the_resource_it_begins_with(
        self, setting: tuple[int, int, int]
    ) -> None:
        begins = [bracket[0].resource for bracket in brackets(*setting)]
        assert begins == sorted(set(begins))

    def test_every_bracket_costs_about_the_same(self) -> None:
        costs = [sum(n * r for n, r in bracket) for bracket in brackets(1, 81, 3)]
        assert all(0.8 * 5 * 81 <= cost <= 5 * 81 for cost in costs)


class TestSearch:
    @pytest.mark.parametrize("workers", [1, 3, 16, 300])
    def test_it_runs_the_papers_table_from_bold_to_cautious(self, workers: int) -> None:
        strategy = Hyperband(SPACE, max_resource=81, seed=0)
        trials = sorted(run_in_parallel(strategy, 1000, workers, 0, by_x), key=lambda t: t.number)
        expected = [resource for bracket in PAPER for n, resource in bracket for _ in range(n)]
        assert [trial.resource for trial in trials] == expected
        assert len(strategy) == len(trials) == 206
        assert strategy.ask() is None

    def test_each_bracket_keeps_to_its_own_trials(self) -> None:
        strategy = Hyperband(SPACE, max_resource=9, seed=0)
        trials = run(strategy, 100, by_x)
        first, second, third = trials[:13], trials[13:19], trials[19:]
        for bracket in (first, second, third):
            numbers = {trial.number for trial in bracket}
            assert all(t.parent is None or t.parent in numbers for t in bracket)
        best = min(second[:5], key=lambda trial: trial.configuration["x"])
        assert second[-1].parent == best.number
        assert all(trial.parent is None for trial in third)

    def test_a_rung_waits_though_another_bracket_could_begin(self) -> None:
        strategy = Hyperband(SPACE, max_resource=9, seed=0)
        waiting = [ask(strategy) for _ in range(9)]
        assert strategy.ask() is None
        for trial in waiting:
            strategy.tell(trial, by_x(strategy, trial))
        assert ask(strategy).resource == 3

    def test_a_bracket_that_fails_altogether_makes_way(self) -> None:
        strategy = Hyperband(SPACE, max_resource=9, seed=0)
        trials = run(strategy, 100, lambda s, t: None if t.number < 9 else by_x(s, t))
        assert [trial.resource for trial in trials] == [1] * 9 + [3] * 5 + [9] + [9] * 3

    def test_repeated_configurations_stay_in_their_brackets(self) -> None:
        space = SearchSpace(c=Categorical(["a", "b"]))
        trials = run(Hyperband(space, max_resource=9, seed=0), 100, lambda *_: 1.0)
        assert [t.resource for t in trials] == [1] * 9 + [3] * 3 + [9] + [3] * 5 + [9] + [9] * 3

    def test_one_resource_is_random_search(self) -> None:
        trials = run(Hyperband(SPACE, min_resource=7, max_resource=7, seed=0), 9, by_x)
        assert [trial.resource for trial in trials] == [7]

    @pytest.mark.parametrize("options", [{"eta": 1}, {"min_resource": 99}, {"max_resource": 0.5}])
    def test_refused(self, options: dict[str, int]) -> None:
        with pytest.raises(ValueError, match=next(iter(options))):
            Hyperband(SPACE, **options)


class TestTrialsFromElsewhere:
    def test_a_first_run_belongs_to_the_bracket_that_begins_with_its_epochs(self) -> None:
        strategy = Hyperband(SPACE, max_resource=9, seed=0)
        for n, resource in enumerate([1, 3, 5, 9, 40, 2]):
            strategy.tell(Trial(n, {"x": n / 10}, resource), n / 10)
        trials = run(strategy, 100, by_x)
        first_runs = Counter(trial.resource for trial in trials if trial.parent is None)
        assert first_runs == {1: 9 - 2, 3: 5 - 2, 9: 3 - 2}

    def test_a_promotion_belongs_to_the_bracket_of_its_parent(self) -> None:
        strategy = Hyperband(SPACE, max_resource=9, seed=0)
        strategy.tell(Trial(0, {"x": 0.1}, 1), 0.1)
        strategy.tell(Trial(1, {"x": 0.1}, 3, parent=0), 0.1)
        trials = run(strategy, 100, by_x)
        assert Counter(trial.resource for trial in trials) == {1: 8, 3: 2 + 5, 9: 1 + 1 + 3}
        assert 0 not in {trial.parent for trial in trials}

    @pytest.mark.parametrize("kill", [4, 9, 12, 14, 18, 21])
    def test_told_what_finished_of_several_in_flight_it_misses_nothing(self, kill: int) -> None:
        finished = run_in_parallel(Hyperband(SPACE, max_resource=9, seed=0), kill, 4, 2, by_x)
        resumed = Hyperband(SPACE, max_resource=9, seed=0)
        for trial in finished:
            resumed.tell(trial, by_x(resumed, trial))
        trials = finished + run(resumed, 100, by_x)
        assert Counter(trial.resource for trial in trials) == {1: 9, 3: 3 + 5, 9: 1 + 1 + 3}

    def test_the_space_matters(self) -> None:
        with pytest.raises(TypeError, match="SearchSpace"):
            Hyperband(Float(0, 1))  # type: ignore[arg-type]
