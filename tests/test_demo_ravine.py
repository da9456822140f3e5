"""d.ravine: steps against a plain loop and against what is known on paper."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hpstudy.demos import compute
from hpstudy.demos.ravine import (
    GOAL,
    MOMENTA,
    MOST_STEPS,
    RATES,
    START,
    best_steps,
    step_map,
    steps_needed,
)
from hpstudy.surfaces import best_heavy_ball, largest_rate


def by_hand(rate: float, momentum: float, kappa: float) -> float:
    (x, y), u, v = START, 0.0, 0.0
    for step in range(1, MOST_STEPS + 1):
        u, v = momentum * u - rate * x, momentum * v - rate * kappa * y
        x, y = x + u, y + v
        if (x * x + kappa * y * y) / 2 + (u * u + v * v) / (2 * rate) < GOAL:
            return step
        if abs(x) + abs(y) > 1e9:
            break
    return math.inf


@pytest.mark.parametrize(("rate", "momentum"), [(0.01, 0.0), (0.03, 0.7), (0.005, 0.9), (0.03, 0)])
def test_steps_are_those_of_a_plain_loop(rate, momentum):
    found = steps_needed(np.array([rate]), np.array([momentum]), 100)
    assert found[0] == by_hand(rate, momentum, 100)


@pytest.mark.parametrize("kappa", [1.0, 100.0])
def test_the_map_holds_what_each_ball_needs(kappa):
    rng = np.random.default_rng(0)
    for row, column in rng.integers([len(MOMENTA), len(RATES)], size=(8, 2)):
        rate, momentum = float(RATES[column]), float(MOMENTA[row])
        assert step_map(kappa)[row, column] == by_hand(rate, momentum, kappa)
        found = compute("d.ravine", rate=rate, momentum=momentum, kappa=kappa)
        assert found.steps == step_map(kappa)[row, column]


def test_no_ball_stays_beyond_the_largest_rate():
    limits = largest_rate(100.0, MOMENTA)[:, None]
    assert np.isinf(step_map(100.0)[limits * 1.01 < RATES[None]]).all()


def test_momentum_pays_in_a_ravine_and_costs_in_a_round_bowl():
    for kappa, times in ((100.0, 4), (1000.0, 10)):
        plain, best = best_steps(kappa)
        assert plain > times * best
    assert step_map(1.0)[0].min() == step_map(1.0).min()
    assert step_map(1.0)[MOMENTA > 0.8].min() > 10 * step_map(1.0).min()


def test_the_best_momentum_is_near_polyaks():
    row, _ = np.unravel_index(step_map(100.0).argmin(), step_map(100.0).shape)
    assert MOMENTA[row] == pytest.approx(best_heavy_ball(1, 100)[1], abs=0.08)
