"""Each optimizer against a closed form on a bowl, and against scikit-learn's own updates."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from hpstudy.optimizers import (
    OPTIMIZERS,
    Array,
    Optimizer,
    adam,
    descend,
    gradient_descent,
    heavy_ball,
    nesterov,
    rmsprop,
)

rates = st.floats(0.01, 1)
momenta = st.floats(0, 0.95)


def bowl_path(
    curvature: float, rate: float, n_steps: int, optimizer: Optimizer = gradient_descent
) -> Array:
    return descend(lambda w: curvature * w, np.array([3.0]), rate, n_steps, optimizer)[:, 0]


@given(rates)
def test_gradient_descent_shrinks_the_distance_by_the_same_factor(rate: float) -> None:
    np.testing.assert_allclose(bowl_path(2.0, rate, 20), 3 * (1 - 2 * rate) ** np.arange(21))


@given(rates, momenta)
def test_the_heavy_ball_follows_its_linear_recurrence(rate: float, momentum: float) -> None:
    # w_(t+1) = (1 + beta - eta kappa) w_t - beta w_(t-1), at rest before the first step
    path = bowl_path(2.0, rate, 30, partial(heavy_ball, momentum=momentum))
    step = np.array([[1 + momentum - 2 * rate, -momentum], [1, 0]])
    places = [3 * (np.linalg.matrix_power(step, t) @ [1, 1])[0] for t in range(31)]
    np.testing.assert_allclose(path, places, atol=1e-9)


@given(rates, momenta)
def test_nesterov_follows_its_linear_recurrence(rate: float, momentum: float) -> None:
    # The weights are the point looked ahead to, y: x_(t+1) = y_t (1 - eta kappa),
    # y_(t+1) = x_(t+1) + beta (x_(t+1) - x_t).
    path = bowl_path(2.0, rate, 30, partial(nesterov, momentum=momentum))
    x, ahead = 3.0, [3.0]
    for _ in range(30):
        before, x = x, ahead[-1] * (1 - 2 * rate)
        ahead.append(x + momentum * (x - before))
    np.testing.assert_allclose(path, ahead, atol=1e-9)


def follow_theirs(theirs: SGDOptimizer | AdamOptimizer, start: Array, gradients: Array) -> Array:
    weights = [start.copy()]
    for gradient in gradients:
        theirs.update_params(weights, [gradient])
    return weights[0]


def follow_ours(ours: Optimizer, start: Array, gradients: Array) -> Array:
    weights, memory = start, []
    for gradient in gradients:
        weights, *memory = ours(weights, gradient, 0.05, *memory)
    return weights


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (gradient_descent, partial(SGDOptimizer, momentum=0)),
        (heavy_ball, partial(SGDOptimizer, momentum=0.9, nesterov=False)),
        (partial(nesterov, momentum=0.7), partial(SGDOptimizer, momentum=0.7, nesterov=True)),
        # Their epsilon stands elsewhere, so both get next to none.
        (partial(adam, epsilon=1e-30), partial(AdamOptimizer, epsilon=1e-30)),
        (
            partial(adam, beta_1=0.5, beta_2=0.9, epsilon=1e-30),
            partial(AdamOptimizer, beta_1=0.5, beta_2=0.9, epsilon=1e-30),
        ),
    ],
)
def test_steps_are_scikit_learns(ours: Optimizer, theirs: Optimizer) -> None:
    rng = np.random.default_rng(0)
    start, gradients = rng.normal(size=5), rng.normal(size=(50, 5))
    expected = follow_theirs(theirs([start], learning_rate_init=0.05), start, gradients)  # type: ignore[arg-type]
    np.testing.assert_allclose(follow_ours(ours, start, gradients), expected, rtol=1e-10)


def test_rmsprop_ends_up_moving_every_weight_by_the_rate() -> None:
    # Steady slopes are divided by their own size, whatever it is.
    path = descend(lambda w: np.array([1e-3, -7.0]), np.zeros(2), 0.1, 200, rmsprop)
    np.testing.assert_allclose(path[-1] - path[-2], [-0.1, 0.1], rtol=1e-4)


def test_rmsprop_averages_squares_with_a_fading_memory() -> None:
    gradients = np.random.default_rng(1).normal(size=(8, 3))
    weights, memory = np.zeros(3), []
    for gradient in gradients:
        weights, *memory = rmsprop(weights, gradient, 0.1, *memory, memory=0.7)
    fading = 0.3 * 0.7 ** np.arange(8)[::-1]
    np.testing.assert_allclose(memory[0], fading @ gradients**2)


def test_adams_first_step_is_the_rate_whatever_the_slope() -> None:
    weights, *_ = adam(np.zeros(3), np.array([1e-3, -2.0, 500.0]), 0.1)
    np.testing.assert_allclose(weights, [-0.1, 0.1, -0.1], rtol=1e-4)


@given(momenta)
def test_down_a_steady_slope_momentum_multiplies_the_rate(momentum: float) -> None:
    ball = partial(heavy_ball, momentum=momentum)
    path = descend(lambda w: np.ones(1), np.zeros(1), 0.1, 1000, ball)
    assert path[-2, 0] - path[-1, 0] == pytest.approx(0.1 / (1 - momentum))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_many_balls_at_once_are_each_of_them(name: str) -> None:
    curvatures, starts = np.array([1.0, 20.0]), np.random.default_rng(2).normal(size=(6, 2))
    many = np.geomspace(0.001, 0.05, 6)

    def gradient(w: Array) -> Array:
        return curvatures * w

    together = descend(gradient, starts, many[:, None], 40, OPTIMIZERS[name])
    for i in range(6):
        alone = descend(gradient, starts[i], many[i], 40, OPTIMIZERS[name])
        np.testing.assert_allclose(together[:, i], alone, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_step_is_pure_and_keeps_single_precision(name: str) -> None:
    weights, gradient = np.ones(4, dtype=np.float32), np.full(4, 0.5, dtype=np.float32)
    for array in (weights, gradient):
        array.setflags(write=False)
    after, *memory = OPTIMIZERS[name](weights, gradient, 0.1)
    for kept in memory:
        if isinstance(kept, np.ndarray):
            kept.setflags(write=False)
    again, *_ = OPTIMIZERS[name](after, gradient, 0.1, *memory)
    assert after.dtype == again.dtype == np.float32
    assert (again < after).all()


@pytest.mark.filterwarnings("error")
def test_a_path_that_diverges_says_so_in_its_numbers() -> None:
    path = descend(lambda w: w**3, np.array([5.0]), 1.0, 50)
    assert not np.isfinite(path[-1]).any()
