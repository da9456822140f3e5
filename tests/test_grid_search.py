"""Grid search: every combination once, and early ones spread over the whole grid."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpstudy.space import Categorical, Float, Integer, SearchSpace
from hpstudy.strategies.grid_search import GridSearch
from hpstudy.trial import Trial
from tests.strategy_contract import MIXED, numbers, run

SQUARE = SearchSpace(x=Float(0, 1), y=Float(0, 1))


def all_of(strategy: GridSearch) -> list[Any]:
    return [tuple(map(repr, trial.configuration.values())) for trial in run(strategy, 10**6)]


class TestTheGrid:
    @given(st.dictionaries(st.sampled_from(list(MIXED)), st.integers(1, 6)), st.integers(0, 99))
    def test_every_combination_once(self, resolution: dict[str, int], seed: int) -> None:
        strategy = GridSearch(MIXED, resolution=resolution, seed=seed)
        values = [h.grid(resolution.get(name, 5)) for name, h in MIXED.items()]
        expected = [tuple(map(repr, each)) for each in itertools.product(*values)]
        assert sorted(all_of(strategy)) == sorted(expected)
        assert len(strategy) == len(expected)
        assert strategy.ask() is None

    def test_values_by_hand(self) -> None:
        space = SearchSpace(
            rate=Float(1e-3, 1e-1, "log"),
            depth=Integer(1, 3),
            units=Integer(0, 100),
            kind=Categorical(list("abcdefg")),
        )
        strategy = GridSearch(space, resolution=3)
        assert strategy.values["rate"] == pytest.approx([1e-3, 1e-2, 1e-1])
        assert strategy.values["depth"] == [1, 2, 3]
        assert strategy.values["units"] == [0, 50, 100]
        assert strategy.values["kind"] == list("abcdefg")
        assert len(strategy) == 3 * 3 * 3 * 7

    def test_five_unless_told_otherwise(self) -> None:
        assert len(GridSearch(SQUARE)) == 25
        assert len(GridSearch(SQUARE, resolution={"y": 2})) == 10
        assert len(GridSearch(SQUARE, resolution=1)) == 1

    def test_it_begins_at_the_first_and_the_seed_moves_the_beginning(self) -> None:
        first = GridSearch(SQUARE).ask()
        assert first is not None
        assert first.configuration == {"x": 0, "y": 0}
        orders = [all_of(GridSearch(SQUARE, seed=seed)) for seed in (None, 0, 1, 2)]
        assert orders[0] == orders[1]
        assert len({tuple(order) for order in orders}) == 3
        assert len({tuple(sorted(order)) for order in orders}) == 1

    @pytest.mark.parametrize("n", [4, 5, 7, 10])
    def test_cut_short_it_has_looked_everywhere(self, n: int) -> None:
        # Of the first 2 n trials of n^2, in rows: they would see two values of x.
        trials = run(GridSearch(SQUARE, resolution=n), 2 * n)
        for name in SQUARE:
            seen = {trial.configuration[name] for trial in trials}
            assert len(seen) > n / 2
            assert max(np.diff(sorted(seen))) <= 2.1 / (n - 1)

    def test_a_grid_too_large_to_finish(self) -> None:
        space = SearchSpace({f"x{i}": Float(0, 1) for i in range(40)})
        assert len(run(GridSearch(space), 5)) == 5

    @pytest.mark.parametrize(
        ("resolution", "says"),
        [(0, "from 1"), (2.5, "from 1"), (True, "from 1"), ("5", "from 1"), ({"z": 3}, "'z'")],
    )
    def test_refused_in_one_sentence(self, resolution: Any, says: str) -> None:
        with pytest.raises(ValueError, match=says):
            GridSearch(SQUARE, resolution=resolution)


class TestTrialsFromElsewhere:
    def test_those_between_the_lines_cost_the_grid_nothing(self) -> None:
        strategy = GridSearch(SQUARE, resolution=3)
        for n in range(4):
            strategy.tell(Trial(n, {"x": 0.1 + n / 10, "y": 0.3}), 1.0)
        assert len(set(all_of(strategy))) == 9

    def test_those_on_the_grid_are_not_run_again(self) -> None:
        strategy = GridSearch(SQUARE, resolution=3)
        strategy.tell(Trial(5, {"x": 0.5, "y": 1.0}), None)
        trials = run(strategy, 100)
        assert len(trials) == 8
        assert {"x": 0.5, "y": 1.0} not in [trial.configuration for trial in trials]
        assert numbers(trials) == [0, 1, 2, 3, 4, 6, 7, 8]

    def test_type_counts(self) -> None:
        strategy = GridSearch(SearchSpace(c=Categorical([1, True, 1.0, math.nan])))
        strategy.tell(Trial(0, {"c": True}), 1.0)
        assert sorted(all_of(strategy)) == [("1",), ("1.0",), ("nan",)]
