"""d.cut: real trainings, rules that see only what they would have seen, epochs counted."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.demos._curves import EPOCHS, curves, jobs
from hpstudy.demos.cut import (
    HALVING,
    HYPERBAND,
    JOBS,
    MEDIAN,
    NONE,
    RULES,
    cut,
    dealt,
    granted,
    race,
    so_far,
)
from hpstudy.objectives import DigitsNet
from hpstudy.strategies.hyperband import brackets
from hpstudy.strategies.successive_halving import rungs
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo

TRAINED = curves(0, JOBS)


@pytest.mark.parametrize("job", [0, 17])
def test_each_curve_is_a_real_training(job):
    net = DigitsNet(4, epochs=EPOCHS)
    assert TRAINED[job].tolist() == list(net(jobs(0, JOBS).configurations[job]))


def test_what_is_trained_is_not_trained_again():
    some = jobs(1, 3)
    first = some.train(0, 2).copy()
    assert some.train(0, 4)[:2].tolist() == first.tolist()
    assert some.losses[0, 4:].tolist() != some.losses[0, :4].tolist()
    assert np.isnan(some.losses[1]).all()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("grace", [1, 4])
def test_a_rule_does_not_know_the_future(rule, grace):
    full = granted(TRAINED, rule, grace)
    for trained in range(EPOCHS):
        seen = granted(TRAINED[:, :trained], rule, grace)
        np.testing.assert_array_equal(seen, np.minimum(full, trained))


@pytest.mark.parametrize("rule", [MEDIAN, HALVING, HYPERBAND])
@pytest.mark.parametrize("grace", [1, 2, 5, 9, 10])
def test_nobody_is_cut_before_the_grace_is_over(rule, grace):
    epochs = granted(TRAINED, rule, grace)
    assert epochs.min() >= grace
    assert epochs.max() == EPOCHS


def test_without_a_rule_all_run():
    assert granted(TRAINED, NONE).tolist() == [EPOCHS] * JOBS


def test_hyperbands_brackets_share_the_jobs_in_its_own_proportions():
    asked = [rungs[0].n_trials for rungs in brackets(1, EPOCHS, 3)]
    assert dealt(sum(asked)) == brackets(1, EPOCHS, 3)
    for grace in range(1, 11):
        groups = dealt(JOBS, grace)
        assert sum(rungs[0].n_trials for rungs in groups) == JOBS
        assert all(rungs[-1] == (max(rungs[-1].n_trials, 1), EPOCHS) for rungs in groups)


def test_rungs_as_far_as_they_have_come():
    assert so_far(rungs(1, 27, 3), 5) == [(27, 1), (9, 3), (3, 5)]
    assert so_far(rungs(1, 27, 3), 27) == rungs(1, 27, 3)


def test_the_race_ends_at_the_curves_and_every_rule_looks_at_the_same():
    *_, last = race(0)
    np.testing.assert_array_equal(last.losses, TRAINED)
    assert last.done == 1
    live = LiveDemo(find_demo("d.cut"))
    assert "wait for the button" in live.sentence
    live.press("Train 30 jobs")
    for rule in RULES:
        live.set(rule=rule)
        assert live.numbers.losses is not None
        np.testing.assert_array_equal(live.numbers.granted, granted(TRAINED, rule, 1))
        assert f"{live.numbers.granted.sum()}" in live.sentence


def test_saved_and_kept_are_counted_by_hand():
    *_, last = race(0)
    now = cut(0, rule=HALVING, before=last)
    assert now.saved == pytest.approx(1 - (20 * 1 + 7 * 3 + 2 * 9 + 27) / (JOBS * EPOCHS))
    assert now.stopped == JOBS - 1
    assert now.kept == (now.granted[TRAINED[:, -1].argmin()] == EPOCHS)
    assert now.found >= TRAINED.min()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_with_five_epochs_of_grace_the_median_rule_saves_and_keeps(seed):
    field = curves(seed, JOBS)
    epochs = granted(field, MEDIAN, 5)
    assert 0.1 < 1 - epochs.mean() / EPOCHS < 0.7
    assert epochs[field[:, -1].argmin()] == EPOCHS
