"""What each schedule promises, at its ends and between."""

from __future__ import annotations

import pickle
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpstudy.schedules import Schedule, constant, cosine, exponential, step, warm_up

SCHEDULES: dict[str, Schedule] = {
    "constant": partial(constant, rate=0.3),
    "step": partial(step, rate=0.3, every=4, factor=0.5),
    "exponential": partial(exponential, rate=0.3, factor=0.8),
    "cosine": partial(cosine, rate=0.3, n_epochs=12, lowest=0.01),
    "warm-up": partial(warm_up, after=partial(cosine, rate=0.3, n_epochs=12), n_epochs=3),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_an_array_of_epochs_is_each_of_them(name: str) -> None:
    schedule = SCHEDULES[name]
    rates = schedule(np.arange(20.0))  # type: ignore[arg-type]
    np.testing.assert_allclose(rates, [schedule(epoch) for epoch in range(20)])


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_can_be_sent_to_another_process(name: str) -> None:
    assert pickle.loads(pickle.dumps(SCHEDULES[name]))(5) == SCHEDULES[name](5)


@pytest.mark.parametrize("name", ["constant", "step", "exponential", "cosine"])
def test_it_begins_at_the_rate_and_never_rises(name: str) -> None:
    rates = [SCHEDULES[name](epoch) for epoch in range(20)]
    assert rates[0] == 0.3
    assert all(later <= earlier for earlier, later in pairwise(rates))


@given(st.integers(0, 100), st.integers(1, 10), st.floats(0.1, 0.9))
def test_stairs_fall_once_every_so_many_epochs(epoch: int, every: int, factor: float) -> None:
    falls = sum(t % every == 0 for t in range(1, epoch + 1))
    assert step(epoch, 1.0, every, factor) == pytest.approx(factor**falls)


@given(st.integers(0, 50), st.floats(0.1, 1))
def test_exponential_loses_the_same_share_each_epoch(epoch: int, factor: float) -> None:
    now, after = exponential(epoch, 0.2, factor), exponential(epoch + 1, 0.2, factor)
    assert after == pytest.approx(factor * now)


@given(st.integers(1, 100), st.floats(0, 1), st.floats(0, 0.1))
def test_cosine_is_halfway_at_half_time_and_symmetric_about_it(
    n_epochs: int, share: float, lowest: float
) -> None:
    at = partial(cosine, rate=0.5, n_epochs=n_epochs, lowest=lowest)
    assert at(n_epochs / 2) == pytest.approx((0.5 + lowest) / 2)
    assert at(share * n_epochs) + at((1 - share) * n_epochs) == pytest.approx(0.5 + lowest)
    assert at(n_epochs) == at(3 * n_epochs) == pytest.approx(lowest)


def test_warm_up_rises_evenly_and_then_leaves_the_schedule_alone() -> None:
    after = partial(exponential, rate=1.0, factor=0.9)
    rates = [warm_up(epoch, after, n_epochs=3) / after(epoch) for epoch in range(6)]
    assert rates == pytest.approx([0.25, 0.5, 0.75, 1, 1, 1])
