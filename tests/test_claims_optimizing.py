"""The claims about rate, minibatch, epochs, optimizers and momentum: which hold, on a few seeds."""

import numpy as np
import pytest

from hpstudy.claims import adam_needs_no_tuning, batch_by_itself, momentum_always_helps, trial
from hpstudy.claims.momentum_prevents_oscillation import KAPPA, LARGEST, MOMENTUM
from hpstudy.demos.ravine import crossings, roll


@pytest.mark.parametrize(
    "name",
    [
        "small-rate-oscillates",
        "large-rate-saves-time",
        "more-epochs",
        "adam-needs-no-tuning",
        "momentum-always-helps",
        "momentum-finds-the-global-minimum",
    ],
)
def test_what_the_guide_says_too_simply_fails_on_every_seed(name):
    verdict = trial(name, seeds=3)
    assert verdict.holds is False
    assert verdict.spread[1] < 0


def test_the_minibatch_matters_through_its_updates():
    table = batch_by_itself.measure(range(3))
    assert (table["small"] - table["same epochs"] > 0.2).all()
    assert np.abs(batch_by_itself.effect(table)).max() < 0.04


def test_momentum_slows_a_round_bowl_and_speeds_a_narrow_ravine():
    table = momentum_always_helps.measure(range(3))
    assert (table["1"] < 1).all()
    assert (table["1000"] > 5).all()
    assert "slower" in momentum_always_helps.verdict(table)


def test_momentum_calms_large_rates_and_makes_small_ones_ring():
    for share, calmer in ((0.95, True), (0.1, False)):
        rate = share * LARGEST
        plain, heavy = (crossings(roll(rate, momentum, KAPPA)) for momentum in (0.0, MOMENTUM))
        assert (heavy < plain) == calmer


def test_adam_has_more_than_one_good_rate_but_not_all():
    table = adam_needs_no_tuning.measure(range(2))
    assert (table["good rates"] >= 1).all()
    assert (table["good rates"] < len(adam_needs_no_tuning.RATES)).all()
