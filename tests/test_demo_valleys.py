"""d.valleys: every ball's end against a plain loop, and who can cross at all."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.demos import compute
from hpstudy.demos.valleys import HIGHEST_START, N_STEPS
from hpstudy.surfaces import valleys_and_hill


def by_hand(x: float, rate: float, momentum: float) -> float:
    velocity = 0.0
    for _ in range(N_STEPS):
        velocity = momentum * velocity - rate * (x**3 - 2 * x + 0.35)
        x += velocity
    return x


def test_each_ball_ends_where_a_plain_loop_ends():
    numbers = compute("d.valleys", 4, momentum=0.8, rate=0.05, start=2.2)
    for ball in (0, 100, 399):
        assert numbers.ends[ball] == pytest.approx(by_hand(numbers.starts[ball], 0.05, 0.8))
    assert numbers.path[-1] == pytest.approx(by_hand(2.2, 0.05, 0.8))


def test_they_start_right_of_the_hill():
    starts = compute("d.valleys", 1).starts
    assert starts.min() > valleys_and_hill()[1]
    assert starts.max() <= HIGHEST_START


@pytest.mark.parametrize("rate", [0.003, 0.03, 0.1])
def test_none_crosses_without_momentum(rate):
    assert compute("d.valleys", momentum=0.0, rate=rate).share == 0


@pytest.mark.parametrize("seed", range(5))
def test_some_cross_with_momentum_and_fewer_than_half(seed):
    numbers = compute("d.valleys", seed, momentum=0.9, rate=0.03)
    assert 0.05 < numbers.share < 0.5
    highest = numbers.starts > 2.3
    assert numbers.crossed[highest].mean() > numbers.crossed[~highest].mean()


def test_a_ball_that_is_thrown_out_has_not_crossed_quietly():
    numbers = compute("d.valleys", momentum=0.99, rate=0.3)
    finite = np.isfinite(numbers.ends)
    assert not numbers.crossed[~finite].any()
