"""Gradients against central differences, and what theory says about bowls against real paths."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from hpstudy.data import cancer
from hpstudy.optimizers import Array, descend, heavy_ball
from hpstudy.surfaces import (
    best_heavy_ball,
    bowl,
    bowl_gradient,
    largest_rate,
    logistic,
    logistic_curvature,
    logistic_gradient,
    two_valleys,
    two_valleys_gradient,
    valleys_and_hill,
)

CURVATURES = np.array([1.0, 30.0])
X, Y = cancer().X_train[:, :2].astype(float), cancer().y_train


def slope(f: Callable[[Array], Array], w: Array) -> Array:
    moves = 1e-5 * np.eye(len(w))
    return np.array([(f(w + move) - f(w - move)) / 2e-5 for move in moves]).squeeze()


def test_gradients_are_slopes() -> None:
    w = np.array([0.7, -0.4])
    np.testing.assert_allclose(
        bowl_gradient(w, CURVATURES), slope(partial(bowl, curvatures=CURVATURES), w), rtol=1e-7
    )
    np.testing.assert_allclose(
        logistic_gradient(w, X, Y), slope(partial(logistic, X=X, y=Y), w), rtol=1e-7
    )
    x = np.array([1.3])
    np.testing.assert_allclose(two_valleys_gradient(x)[0], slope(two_valleys, x), rtol=1e-7)


def test_the_curvature_of_the_logistic_loss_is_that_of_its_gradient() -> None:
    w = np.array([0.7, -0.4])
    hessian = slope(partial(logistic_gradient, X=X, y=Y), w)
    assert logistic_curvature(w, X) == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-6)


def test_descending_the_logistic_loss_ends_where_scikit_learn_does() -> None:
    theirs = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10).fit(X, Y)
    path = descend(partial(logistic_gradient, X=X, y=Y), np.zeros(2), 3.0, 2000)
    np.testing.assert_allclose(path[-1], theirs.coef_[0], rtol=1e-4)
    assert logistic(np.array([1e6, -1e6]), X, Y) < np.inf


def test_a_surface_can_be_taken_on_a_grid() -> None:
    grid = np.random.default_rng(0).normal(size=(3, 4, 2))
    for f in (partial(bowl, curvatures=CURVATURES), partial(logistic, X=X, y=Y)):
        assert f(grid).shape == (3, 4)
        assert f(grid)[1, 2] == pytest.approx(float(f(grid[1, 2])))


@given(st.floats(0.1, 50), st.floats(0, 0.95), st.floats(0.05, 3))
def test_the_heavy_ball_settles_below_the_largest_rate_only(
    curvature: float, momentum: float, share: float
) -> None:
    assume(abs(share - 1) > 0.05)
    rate = share * largest_rate(curvature, momentum)
    ball = partial(heavy_ball, momentum=momentum)
    path = descend(lambda w: curvature * w, np.ones(1), rate, 3000, ball)
    assert (abs(path[-1, 0]) < 1e-3) == (share < 1)


@given(st.floats(1.5, 2000))
def test_no_neighbour_beats_the_best_heavy_ball(ratio: float) -> None:
    def slowest(rate: float, momentum: float) -> float:
        """Return the factor by which a step shortens the distance in the long run."""
        steps = [[[1 + momentum - rate * k, -momentum], [1, 0]] for k in (1, ratio)]
        return float(np.abs(np.linalg.eigvals(steps)).max())

    rate, momentum = best_heavy_ball(1, ratio)
    best = slowest(rate, momentum)
    assert best == pytest.approx(momentum**0.5, abs=1e-4)
    for r, m in ((1.1, 1), (0.9, 1), (1, 0.97), (1, min(1.03, 0.999 / momentum))):
        assert slowest(rate * r, momentum * m) > best


def test_the_two_valleys_lie_where_they_are_said_to() -> None:
    deep, hill, shallow = valleys_and_hill()
    assert deep < hill < shallow
    for x in (deep, hill, shallow):
        assert two_valleys_gradient(np.array(x)) == pytest.approx(0, abs=1e-12)
    heights = two_valleys(np.array([deep, hill, shallow]))
    assert heights[0] < heights[2] < heights[1]


def test_only_momentum_crosses_the_hill() -> None:
    _, hill, _ = valleys_and_hill()
    starts = np.linspace(hill + 0.01, 2.7, 200)
    crossed = {
        momentum: np.mean(
            descend(
                two_valleys_gradient, starts, 0.03, 1000, partial(heavy_ball, momentum=momentum)
            )[-1]
            < hill
        )
        for momentum in (0.0, 0.9)
    }
    assert crossed[0.0] == 0
    assert 0.05 < crossed[0.9] < 0.5
