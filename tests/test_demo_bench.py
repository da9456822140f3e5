"""d.bench: paired replays that are really run, budgets that are prefixes, an alarm that counts."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.demos import bench as module
from hpstudy.demos._replays import (
    ADVISED,
    AT_ONCE,
    JOBS,
    RANDOM,
    RIGHT,
    WRONG,
    Setting,
    replay,
    rounds,
)
from hpstudy.demos.bench import Bench, Lane, bench, every_at_once, lane
from hpstudy.widgets.demos.bench import PREDICTED, answer
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


@pytest.fixture(autouse=True)
def _few_replays(monkeypatch):
    monkeypatch.setattr(module, "REPLAYS", 3)


def last(run) -> Bench:
    *_, numbers = run
    return numbers


def test_both_lanes_play_the_same_seeds_and_every_job_is_real():
    numbers = last(bench(1, strategy=RANDOM))
    for it in (numbers.advised, numbers.liked):
        runs = [replay(it.setting, 3 + number).losses for number in range(3)]
        np.testing.assert_array_equal(it.lowest, np.minimum.accumulate(runs, axis=1))
    assert (
        numbers.dearer.tolist() == (numbers.liked.lowest - numbers.advised.lowest)[:, -1].tolist()
    )
    assert numbers.finished


def test_as_advised_against_itself_costs_nothing():
    assert last(bench(0)).dearer.tolist() == [0, 0, 0]


def test_it_streams_and_the_first_picture_costs_no_training():
    run = bench(0, strategy=RANDOM)
    first = next(run)
    assert (first.done, first.liked.replays) == (0, 0)
    done = [first.done, *(numbers.done for numbers in run)]
    assert done == sorted(done)
    assert done[-1] == 1
    assert len(done) > 20


def test_the_budget_is_a_prefix_and_moving_it_runs_nothing():
    full = last(bench(0, strategy=RANDOM))
    moved = list(bench(0, strategy=RANDOM, jobs=7, before=full))
    assert len(moved) == 1
    (short,) = moved
    assert short.liked is full.liked
    assert short.dearer.tolist() == (full.liked.lowest - full.advised.lowest)[:, 6].tolist()
    assert short.jobs == 7


@pytest.mark.parametrize("at_once", AT_ONCE)
def test_hours_are_rounds(at_once):
    curves = np.sort(np.random.default_rng(0).random((4, JOBS)), axis=1)[:, ::-1]
    it = Lane(Setting(at_once=at_once), curves, np.full((4, JOBS, 2), 0.5))
    for jobs in (1, 7, JOBS):
        by_hours = it.by_hours(jobs)
        assert len(by_hours) == rounds(jobs, at_once)
        assert by_hours[-1] == it.end(jobs)
        assert by_hours[0] == it.mean[min(at_once, jobs) - 1]


def test_the_best_so_far_lies_where_the_lowest_loss_was():
    setting = ADVISED._replace(strategy=RANDOM)
    last(bench(0, strategy=RANDOM))
    it = lane(0, setting, 3)
    for number in range(3):
        run = replay(setting, number)
        for jobs in (1, 8, JOBS):
            np.testing.assert_array_equal(it.bests[number, jobs - 1], run.best(jobs))


def test_the_alarm_lights_when_half_of_the_bests_lie_at_one_edge():
    bests = np.full((4, JOBS, 2), 0.5)
    bests[:2, -1, 1] = 0.97
    it = Lane(ADVISED, np.zeros((4, JOBS)), bests)
    assert it.alarm(JOBS) == ("gamma", True, 2)
    assert it.alarm(JOBS - 1) is None
    bests[1, -1, 1] = 0.03  # both ends, one each: no crowd
    assert it.alarm(JOBS) is None


def test_a_misplaced_range_rings_and_the_right_one_does_not():
    numbers = last(bench(0, ranges=WRONG))
    assert numbers.liked.alarm(JOBS)
    assert numbers.advised.setting.ranges == RIGHT
    assert numbers.advised.alarm(JOBS) is None


def test_every_number_at_once_is_played_and_the_lane_you_like_among_them():
    numbers = last(every_at_once(0, strategy=RANDOM, at_once=5))
    assert list(numbers.trade) == list(AT_ONCE)
    assert numbers.trade[5] is numbers.liked
    # Random search learns nothing from what is told: all of them are the same.
    ends = {it.end(JOBS) for it in numbers.trade.values()}
    assert len(ends) == 1
    assert [len(it.by_hours(JOBS)) for it in numbers.trade.values()] == [30, 15, 10, 6, 3, 1]


def test_what_was_played_stays_beside_another_number_at_once():
    before = last(bench(0, strategy=RANDOM))
    now = last(bench(0, strategy=RANDOM, at_once=10, before=before))
    assert list(now.trade) == [1, 10]
    other = last(bench(0, at_once=10, before=now))
    assert list(other.trade) == [10]


def test_the_costliest_mistake_is_so_whatever_the_seed():
    assert {answer(seed) for seed in range(3)} == {"misplaced range"}
    assert "misplaced range" in PREDICTED


def test_the_sentence_counts():
    live = LiveDemo(find_demo("d.bench"))
    assert "Change one thing" in live.sentence
    live.set(strategy=RANDOM, at_once=10)
    wins = (live.numbers.dearer > 0).sum()
    assert f"higher in {wins}" in live.sentence
    assert "3 hours against 30" in live.sentence
