"""d.step: the walks against closed forms, the limits against what happens on both sides."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.demos import compute
from hpstudy.demos.step import N_STEPS, best_weights, tumours, walk_tumours
from hpstudy.surfaces import logistic_gradient
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


@pytest.mark.parametrize("rate", [0.001, 0.1, 0.9, 1.5, 1.99, 2.5])
def test_the_bowl_multiplies_the_distance_by_one_less_the_rate(rate):
    path = compute("d.step", 3, rate=rate).bowl.path[:, 0]
    np.testing.assert_allclose(path, path[0] * (1 - rate) ** np.arange(N_STEPS + 1))


def test_a_small_rate_never_changes_sides_and_a_large_one_always_does():
    assert compute("d.step", rate=0.01).bowl.sides_changed == 0
    assert compute("d.step", rate=1.9).bowl.sides_changed == N_STEPS


def test_the_tumours_bottom_is_where_the_slope_is_zero():
    X, y = tumours()
    np.testing.assert_allclose(logistic_gradient(best_weights(), X, y), 0, atol=1e-10)


def test_near_the_bottom_the_limit_divides_those_that_settle_from_those_that_leave():
    beside = best_weights() + 1e-4
    limit = walk_tumours(beside, 1.0).limit
    for rate, settles in ((0.97 * limit, True), (1.03 * limit, False)):
        path = walk_tumours(beside, rate).path - best_weights()
        assert (np.linalg.norm(path[-1]) < np.linalg.norm(path[0])) == settles


def test_the_limit_is_drawn_once_the_reader_has_been_past_it():
    live = LiveDemo(find_demo("d.step"))
    limits = [stroke for stroke in live.set(rate=1.0).frame().strokes if stroke.trail]
    past = [stroke for stroke in live.set(rate=3.0).frame().strokes if stroke.trail]
    assert len(past) == len(limits) + 1
    assert "leaves" in live.sentence


def test_another_seed_starts_elsewhere():
    first, second = (compute("d.step", seed) for seed in (0, 1))
    assert first.tumours.path[0].tolist() != second.tumours.path[0].tolist()
    assert first.tumours.limit == second.tumours.limit
