"""d.loop: both lanes are what `tune` finds, the belief is cheap, and wins are counted."""

import numpy as np
import pytest

from hpstudy.demos.loop import AHEAD, N_RACES, SIDE, SPACE, Lane, believe, loop, opening, ten_races
from hpstudy.objectives import DigitsNet
from hpstudy.tuner import tune
from hpstudy.widgets.demos.loop import DEMO, sentence
from hpstudy.widgets.live import LiveDemo


@pytest.fixture(scope="module")
def raced():
    return [*loop(0, trials=12)]


def test_each_lane_is_a_search_of_its_strategy(raced):
    net = DigitsNet(seed=0)
    for name in ("bayesian", "random"):
        lane = getattr(raced[-1], name)
        found = tune(net, net.space, name, max_trials=12, seed=0)
        assert lane.losses.tolist() == [trial.loss for trial in found.trials]
        assert (lane.trajectory == found.trajectory).all()
        assert lane.lowest == found.incumbent.loss


def test_it_streams_one_training_of_each_at_a_time(raced):
    assert [len(step.bayesian.losses) for step in raced] == [*range(1, 13), 12]
    assert [len(step.random.losses) for step in raced] == [*range(1, 13), 12]
    assert raced[-1].done == 1


def test_fewer_trainings_are_a_part_of_what_there_is_and_more_go_on(raced):
    (fewer,) = loop(0, trials=7, before=raced[-1])
    assert fewer.bayesian.losses.tolist() == raced[-1].bayesian.losses[:7].tolist()
    more = [*loop(0, trials=14, before=fewer)]
    assert len(more) == 3
    assert more[-1].random.losses[:12].tolist() == raced[-1].random.losses.tolist()


def test_the_belief_follows_a_slope_that_it_was_shown():
    rng = np.random.default_rng(0)
    U = rng.random((15, 2))
    configurations = [SPACE.from_unit(u) for u in U]
    rates, l2s = (np.array([c[name] for c in configurations]) for name in SPACE)
    believed = believe(Lane(rates, l2s, np.exp(1 - 2 * U[:, 0])))
    assert believed.shape == (SIDE, SIDE)
    by_rate, by_l2 = np.log(believed).mean(axis=0), np.log(believed).mean(axis=1)
    assert (np.diff(by_rate) < 0).mean() > 0.9
    assert np.ptp(by_l2) < 0.2 * np.ptp(by_rate)
    assert np.isnan(believe(Lane(rates[:2], l2s[:2], np.ones(2)))).all()


def test_it_opens_with_a_few_trainings():
    first = opening(0)
    assert len(first.bayesian.losses) == len(first.random.losses) == AHEAD
    assert first.n_races == 0


@pytest.mark.slow
def test_ten_races_are_counted_and_bayesian_search_wins_most():
    last = [*ten_races(0, trials=20)][-1]
    assert last.n_races == N_RACES
    assert last.wins == sum(a < b for a, b in last.ends)
    assert last.wins >= 6
    assert f"ended lower {last.wins} times" in sentence(last)
    (other,) = loop(0, trials=10, before=last)
    assert other.n_races == N_RACES  # shorter races are known as well


def test_a_new_seed_is_another_race():
    live = LiveDemo(DEMO)
    live.set(trials=6)
    losses = live.numbers.bayesian.losses
    live.set(trials=6, seed=1)
    assert (live.numbers.bayesian.losses != losses).any()
