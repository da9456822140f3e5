"""d.batch: how many updates, and that the same number of them gives about the same accuracy."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hpstudy.demos import compute
from hpstudy.demos.batch import EPOCHS, RATES
from hpstudy.widgets.demos.batch import WORSE, answer
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


@pytest.mark.parametrize("batch", [7, 16, 64, 256, 600])
def test_an_epoch_makes_one_update_a_minibatch(batch):
    run = compute("d.batch", batch=batch).now
    per_epoch = math.ceil(600 / batch)
    assert run.updates == tuple(per_epoch * number for number in range(1, EPOCHS + 1))
    assert run.seconds > 0


@pytest.mark.parametrize("seed", range(3))
def test_large_minibatches_lie_on_one_curve_by_updates(seed):
    small, large = (compute("d.batch", seed, batch=size).now for size in (64, 256))
    expected = np.interp(large.updates[-1], small.updates, small.accuracies)
    assert large.accuracy == pytest.approx(expected, abs=0.1)
    assert large.accuracy < small.accuracy


def test_retuned_is_the_best_of_all_rates():
    found = compute("d.batch", batch=256, retune=True)
    fixed = compute("d.batch", batch=256).now
    assert found.best.accuracy >= fixed.accuracy
    assert found.best.rate in RATES
    assert found.done == 1


def test_each_size_is_kept_once_for_either_way():
    live = LiveDemo(find_demo("d.batch"))
    for settings in ({"batch": 64}, {"batch": 256}, {"batch": 64}, {"retune": True}):
        live.set(**settings)
    kept = [(each.best.batch, each.retune) for each in (*live.numbers.past, live.numbers)]
    assert sorted(kept) == [(64, False), (64, True), (256, False)]
    assert "100 updates" in live.sentence


@pytest.mark.parametrize("seed", range(3))
def test_all_at_once_reads_far_fewer(seed):
    assert answer(seed) == WORSE
