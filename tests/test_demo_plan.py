"""d.plan: schedules keep to their bounds, and what runs is what was planned."""

import itertools
from math import ceil

import numpy as np
import pytest

from hpstudy.demos.plan import (
    BAYESIAN,
    FEWEST_ROUNDS,
    JOBS,
    MOST,
    PRICE,
    RANDOM,
    Schedule,
    by_the_hour,
    compare_workers,
    plan,
    run_plan,
    schedule,
    search,
)
from hpstudy.tuner import tune
from hpstudy.widgets.demos.plan import SAME, answer


@pytest.mark.parametrize(
    ("hours", "money"), list(itertools.product([1, 2, 4, 8, 12, 24], [4, 8, 16, 32, 64]))
)
def test_a_schedule_is_in_time_affordable_and_no_wider_than_it_must(hours, money):
    what = schedule(hours, money)
    assert what.rounds <= hours
    assert what.parallel <= money // PRICE
    assert what.jobs == min(money // PRICE * hours, MOST)
    assert what.parallel == 1 or ceil(what.jobs / (what.parallel - 1)) > hours
    assert what.strategy == (BAYESIAN if what.rounds >= FEWEST_ROUNDS else RANDOM)


def test_a_search_one_at_a_time_is_that_of_the_tuner():
    from hpstudy.objectives import DigitsNet

    net = DigitsNet(4, seed=3)
    *_, losses = search(Schedule(BAYESIAN, 10, 1), 3)
    trials = tune(net, net.space, "bayesian", 10, seed=3).trials
    np.testing.assert_allclose(losses, [trial.loss for trial in trials])


def test_all_at_once_is_asked_before_anything_is_known():
    *_, bayesian = search(Schedule(BAYESIAN, 8, 8), 1)
    *_, again = search(Schedule(BAYESIAN, 8, 8), 1)
    np.testing.assert_array_equal(bayesian, again)
    assert len(bayesian) == 8


def test_by_the_hour_takes_the_lowest_of_all_rounds_so_far():
    losses = np.array([3.0, 2.0, 5.0, 1.0, 4.0])
    assert by_the_hour(losses, 2).tolist() == [2.0, 1.0, 1.0]
    assert by_the_hour(losses, 1).tolist() == [3.0, 2.0, 2.0, 1.0, 1.0]
    assert by_the_hour(losses, 16).tolist() == [1.0]
    assert not len(by_the_hour(losses[:0], 4))


def test_a_run_has_the_jobs_of_its_plan_and_says_when_the_goal_was_reached():
    *_, now = run_plan(hours=4, money=16, wanted=0.4)
    assert len(now.losses) == now.schedule.jobs == 16
    first = np.flatnonzero(now.losses <= 0.4)
    assert now.reached == (None if not len(first) else first[0] // now.schedule.parallel + 1)
    assert plan(hours=4, money=16, wanted=0.01, before=now).reached is None
    assert not len(plan(hours=8, money=16, before=now).losses)


def test_workers_run_the_same_number_of_jobs_in_fewer_hours():
    run = compare_workers()
    now = next(now for now in run if now.replays == 1)
    assert {w: c.shape for w, c in now.curves.items()} == {
        w: (1, ceil(JOBS / w)) for w in (1, 4, 16)
    }
    assert all((np.diff(curves[0]) <= 0).all() for curves in now.curves.values())


def test_more_machines_cost_the_same():
    assert answer(0) == SAME
