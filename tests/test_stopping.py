"""Stopping early: the rules by hand, against arrays, against the strategy itself."""

import math

import numpy as np
import pytest

from hpstudy.space import Float, SearchSpace
from hpstudy.stopping import falls_behind, halving, median_rule
from hpstudy.strategies.successive_halving import SuccessiveHalving, rungs

RNG = np.random.default_rng(0)
CURVES = RNG.random((12, 9)).cumsum(axis=1)[:, ::-1] + RNG.random((12, 1))


class TestMedianRule:
    EARLIER = ([3.0, 1.0], [5.0, 3.0], [9.0, 9.0])  # mean losses after two epochs: 2, 4, 9

    @pytest.mark.parametrize(("loss", "stopped"), [(3.9, False), (4.0, False), (4.1, True)])
    def test_the_last_loss_is_held_against_the_median_of_the_means(self, loss, stopped):
        assert falls_behind([1.0, loss], self.EARLIER) is stopped

    def test_earlier_losses_of_its_own_do_not_count(self):
        assert not falls_behind([100.0, 3.0], self.EARLIER)

    def test_who_was_stopped_counts_with_what_there_is(self):
        assert not falls_behind([3.0, 3.0], [[3.0, 1.0], [9.0], [9.0]])
        assert falls_behind([99.0, 99.0], [[1.0], [1.0]])

    def test_nobody_before_it_nobody_to_be_behind(self):
        assert not falls_behind([9.0], [])
        assert not falls_behind([], [[1.0]])

    def test_grace_is_the_first_epoch_that_may_be_the_last(self):
        assert not falls_behind([9.0, 9.0], [[1.0, 1.0]], grace=3)
        assert falls_behind([9.0, 9.0], [[1.0, 1.0]], grace=2)

    def test_a_loss_that_is_no_number_is_the_worst(self):
        assert falls_behind([math.nan], [[9.0]])
        assert not falls_behind([9.0], [[math.nan]])
        assert not falls_behind([math.nan], [[math.nan]])

    @pytest.mark.parametrize("grace", [1, 3, 20])
    def test_a_replay_is_the_rule_asked_after_every_epoch(self, grace):
        granted = median_rule(CURVES, grace=grace)
        reached = np.minimum(np.arange(1, CURVES.shape[1] + 1), granted[:, None])
        means = np.take_along_axis(CURVES.cumsum(axis=1), reached - 1, axis=1) / reached
        for i, stop in enumerate(granted):
            behind = CURVES[i] > (np.median(means[:i], axis=0) if i else np.inf)
            behind[: grace - 1] = False
            assert stop == (behind.argmax() + 1 if behind.any() else CURVES.shape[1])

    def test_the_first_and_a_better_one_run_in_full(self):
        curves = np.stack([CURVES[0], CURVES[0] - 1, CURVES[0] - 2])
        assert median_rule(curves).tolist() == [9, 9, 9]


class TestHalving:
    def test_as_the_strategy_asks_and_tells(self):
        curves = RNG.random((27, 27))
        curves[3] = math.nan
        strategy = SuccessiveHalving(SearchSpace(x=Float(0, 1)), seed=0)
        first, spent = {}, np.zeros(27, dtype=int)
        while trial := strategy.ask():
            first[trial.number] = first.get(trial.parent, len(first))
            job = first[trial.number]
            spent[job] = trial.resource
            loss = curves[job, trial.resource - 1]
            strategy.tell(trial, None if np.isnan(loss) else loss)
        np.testing.assert_array_equal(halving(curves, rungs(1, 27, 3)), spent)

    def test_each_rung_takes_the_best_of_the_one_below(self):
        curves = np.array([[1, 4], [2, 3], [3, 2], [4, 1]], dtype=float)
        assert halving(curves, [(4, 1), (2, 2)]).tolist() == [2, 2, 1, 1]

    def test_who_has_no_place_on_the_first_rung_is_not_trained(self):
        assert halving(CURVES, [(3, 2)]).tolist() == [2] * 3 + [0] * 9

    def test_among_equals_the_first(self):
        assert halving(np.ones((4, 3)), [(4, 1), (2, 3)]).tolist() == [3, 3, 1, 1]
