"""d.parents: three real searches, what the warm one is told, and the average over replays."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.data import digits
from hpstudy.demos.parents import (
    CHILD_JOBS,
    NARROW,
    OTHERS,
    PARENT_JOBS,
    PARENTS,
    SPACE,
    UNSCALED,
    Job,
    Pictures,
    drawn,
    final_loss,
    lowest,
    parent_pictures,
    parent_space,
    parents,
    replay,
    search,
)
from hpstudy.objectives import DigitsNet
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.trial import Trial


@pytest.fixture(scope="module")
def run():
    *_, last = replay(0, OTHERS)
    return last


def test_the_loss_is_that_of_the_net_with_four_knobs():
    knobs = {"learning_rate": 0.1, "l2": 1e-4, "momentum": 0.5, "width": 16}
    assert final_loss(Pictures(3), 3, **knobs) == list(DigitsNet(4, seed=3)(knobs))[-1]


def test_parent_and_child_learn_from_other_pictures(run):
    parent, child = drawn(parent_pictures(OTHERS, 0)), drawn(Pictures(1))
    assert not np.array_equal(parent.X_train, child.X_train)
    assert [len(jobs) for jobs in (run.parent, run.cold, run.warm)] == [PARENT_JOBS, 10, CHILD_JOBS]


def test_a_warm_start_is_told_the_parents_trials(run):
    strategy = BayesianOptimization(SPACE, seed=1)
    for number, job in enumerate(run.parent):
        strategy.tell(Trial(number, job.configuration), job.loss)
    assert strategy.ask().configuration == run.warm[0].configuration


def test_a_cold_start_knows_nothing(run):
    first = BayesianOptimization(SPACE, seed=1).ask()
    assert first.configuration == run.cold[0].configuration


def test_the_parents_that_mislead_are_what_they_are_called():
    assert parent_space(NARROW)["learning_rate"].high == 0.01
    assert parent_space(OTHERS) == SPACE
    assert drawn(parent_pictures(UNSCALED, 2)).X_train.max() == 16
    others = drawn(parent_pictures(OTHERS, 2))
    np.testing.assert_array_equal(others.X_train, digits(300, 600, 4).X_train)
    for job in next(iter(search(parent_space(NARROW), Pictures(0), 0, 1))):
        assert job.configuration["learning_rate"] <= 0.01


def test_the_lowest_so_far_never_rises():
    jobs = tuple(Job({}, loss) for loss in (3.0, 1.0, 2.0, 0.5))
    assert lowest(jobs).tolist() == [3.0, 1.0, 1.0, 0.5]


def test_the_average_is_over_real_replays(monkeypatch):
    from hpstudy.demos import parents as module

    monkeypatch.setattr(module, "REPLAYS", 3)
    *_, last = module.average(0, parent=OTHERS)
    assert last.colds.shape == last.warms.shape == (3, CHILD_JOBS)
    for seed in range(3):
        *_, one = replay(seed, OTHERS)
        np.testing.assert_array_equal(last.colds[seed], lowest(one.cold))
        np.testing.assert_array_equal(last.warms[seed], lowest(one.warm))
    *_, other = parents(0, parent=NARROW, before=last)
    assert len(other.colds) == 0  # that parent has not been replayed
    *_, back = parents(0, parent=OTHERS, before=other)
    assert len(back.colds) == 3


@pytest.mark.slow
def test_one_parent_helps_and_one_does_harm():
    ends = {parent: [] for parent in PARENTS}
    for seed in range(8):
        for parent in (OTHERS, UNSCALED):
            *_, last = replay(seed, parent)
            ends[parent].append(lowest(last.warm)[4] - lowest(last.cold)[4])
    assert np.mean(ends[OTHERS]) < 0 < np.mean(ends[UNSCALED])
