"""Who is stopped early: the median rule and the rungs, worked by hand."""

import math

import numpy as np
import pytest

from hpstudy.sagemaker.early_stopping import MedianRule, NoRule, RungRule
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.search import resources, rule_of
from hpstudy.stopping import falls_behind
from hpstudy.strategies.hyperband import brackets


class TestMedianRule:
    def rule(self, *curves):
        rule = MedianRule()
        for number, losses in enumerate(curves):
            rule.learn(number, losses)
        return rule

    # Means after two epochs: 2, 4, 9.
    EARLIER = ([3.0, 1.0], [5.0, 3.0], [9.0, 9.0])

    @pytest.mark.parametrize(("loss", "stopped"), [(4.0, False), (4.1, True), (math.nan, True)])
    def test_worse_than_the_median_of_the_means(self, loss, stopped):
        assert self.rule(*self.EARLIER).stops(3, [1.0, loss]) is stopped

    def test_three_must_have_ended(self):
        assert not self.rule(*self.EARLIER[:2]).stops(2, [99.0])
        assert self.rule(*self.EARLIER).stops(3, [99.0])

    def test_beyond_the_others_they_count_with_what_they_have(self):
        assert not self.rule(*self.EARLIER).stops(3, [1.0, 1.0, 3.9])

    def test_who_printed_nothing_does_not_count(self):
        assert not self.rule(*self.EARLIER[:2], []).stops(3, [99.0])

    def test_as_the_rule_of_the_lesson(self):
        rng = np.random.default_rng(0)
        curves = rng.random((20, 6)).tolist()
        rule = self.rule(*curves[:10])
        for losses in curves[10:]:
            for t in range(1, 7):
                assert rule.stops(0, losses[:t]) is falls_behind(losses[:t], curves[:10])


class TestRungs:
    def test_brackets_are_dealt_in_hyperband_s_proportion(self):
        rule = RungRule(1, 81)
        n = [bracket[0].n_trials for bracket in brackets(1, 81, 3)]  # 81, 34, 15, 8, 5
        dealt = np.array([rule.bracket(number) for number in range(2 * sum(n))])
        assert np.bincount(dealt).tolist() == [2 * each for each in n]
        # At any moment none is two jobs from its share.
        for k in range(1, len(dealt)):
            shares = k * np.array(n) / sum(n)
            assert (np.abs(np.bincount(dealt[:k], minlength=5) - shares) < 2).all()

    def bold(self, rule, count):
        """Return the first numbers that are dealt to the bracket with all rungs."""
        return [number for number in range(1000) if rule.bracket(number) == 0][:count]

    def test_of_n_at_a_rung_the_best_third_go_on(self):
        rule = RungRule(1, 9)
        losses = [5, 6, 4, 3, 4.5, 9, 1]
        # Best ceil(n/3) of those so far: 5 of (5); of (5 6) one; of (5 6 4) one; of four two, …
        expected = [False, True, False, False, True, True, False]
        stopped = [
            rule.stops(number, [loss])
            for number, loss in zip(self.bold(rule, 7), losses, strict=True)
        ]
        assert stopped == expected

    def test_between_rungs_nobody_is_stopped(self):
        rule = RungRule(1, 9)
        first, second, *_ = self.bold(rule, 2)
        for t in (1, 3):
            rule.stops(first, [0.0] * t)
        assert [rule.stops(second, [9.0] * t) for t in range(1, 10)] == [
            t in (1, 3) for t in range(1, 10)
        ]

    def test_a_cautious_bracket_has_its_first_rung_later(self):
        rule = RungRule(1, 9)
        cautious = [number for number in range(20) if rule.bracket(number) == 1]
        rule.stops(cautious[0], [0.0] * 3)
        assert not rule.stops(cautious[1], [9.0])
        assert rule.stops(cautious[1], [9.0] * 3)
        last = [number for number in range(20) if rule.bracket(number) == 2]
        assert not any(rule.stops(number, [9.0] * t) for number in last for t in range(1, 9))

    def test_nan_is_the_worst(self):
        rule = RungRule(1, 9)
        first, second, third = self.bold(rule, 3)
        assert not rule.stops(first, [math.nan])
        assert not rule.stops(second, [7.0])
        assert rule.stops(third, [math.nan])

    def test_learnt_again_it_is_the_same(self):
        rng = np.random.default_rng(1)
        live, again = RungRule(1, 9), RungRule(1, 9)
        for number in range(40):
            curve = rng.random(9).tolist()
            run = next((t for t in range(1, 10) if live.stops(number, curve[:t])), 9)
            live.learn(number, curve[:run])
            again.learn(number, curve[:run])
        for number in range(40, 60):
            curve = rng.random(9).tolist()
            assert [live.stops(number, curve[:t]) for t in range(1, 10)] == [
                again.stops(number, curve[:t]) for t in range(1, 10)
            ]


def given_resources(smallest, largest):
    resources = {"MinResource": smallest, "MaxResource": largest}
    return {"StrategyConfig": {"HyperbandStrategyConfig": resources}}


class TestWhichRule:
    @pytest.mark.parametrize(
        ("config", "auto", "kind"),
        [
            ({}, False, NoRule),
            ({}, True, MedianRule),
            ({"TrainingJobEarlyStoppingType": "Auto"}, False, MedianRule),
            ({"TrainingJobEarlyStoppingType": "Off"}, True, NoRule),
        ],
    )
    def test_off_or_auto(self, config, auto, kind):
        assert isinstance(rule_of({"Strategy": "Random"} | config, {}, auto=auto), kind)

    def test_hyperband_has_its_own(self):
        assert isinstance(rule_of({"Strategy": "Hyperband"}, {"epochs": "9"}, auto=True), RungRule)

    @pytest.mark.parametrize("name", ["epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs"])
    def test_resources(self, name):
        assert resources({}, {name: "12"}) == (1, 12)
        given = {
            "StrategyConfig": {"HyperbandStrategyConfig": {"MinResource": 2, "MaxResource": 5}}
        }
        assert resources(given, {name: "12"}) == (2, 5)

    def test_resources_the_wrong_way_round(self):
        given = {
            "StrategyConfig": {"HyperbandStrategyConfig": {"MinResource": 9, "MaxResource": 5}}
        }
        with pytest.raises(ServiceError, match="MinResource 9 exceeds MaxResource 5"):
            resources(given, {})
