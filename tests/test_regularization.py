"""Penalties against their definitions, exact fits against scikit-learn and their own conditions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from sklearn.linear_model import ElasticNet, Lasso, Ridge

from hpstudy.data import diabetes
from hpstudy.regularization import (
    Array,
    dropout_mask,
    elastic_net,
    elastic_net_gradient,
    elastic_net_penalty,
    elastic_net_step,
    l1_gradient,
    l1_penalty,
    l2_gradient,
    l2_penalty,
    lasso,
    moments,
    ridge,
    shrink,
    soft_threshold,
)

weights = st.floats(-5, 5)
strengths = st.floats(0.01, 3)
shares = st.floats(0, 1)


def centred(split_products: bool = True) -> tuple[Array, Array]:
    data = diabetes(300, 142, products=split_products)
    return data.X_train, data.y_train - data.y_train.mean()


@pytest.mark.parametrize(
    ("penalty", "gradient"),
    [
        (partial(l1_penalty, strength=0.7), partial(l1_gradient, strength=0.7)),
        (partial(l2_penalty, strength=0.7), partial(l2_gradient, strength=0.7)),
        (
            partial(elastic_net_penalty, strength=0.7, l1_share=0.3),
            partial(elastic_net_gradient, strength=0.7, l1_share=0.3),
        ),
    ],
)
def test_a_gradient_is_the_slope_of_its_penalty(
    penalty: Callable[[Array], float], gradient: Callable[[Array], Array]
) -> None:
    w, step = np.array([0.01, -2.0, 3.0]), 1e-6
    slopes = [(penalty(w + m) - penalty(w - m)) / (2 * step) for m in step * np.eye(3)]
    np.testing.assert_allclose(gradient(w), slopes, rtol=1e-6)


@given(weights, strengths, shares)
def test_a_proximal_step_minimises_distance_and_penalty(
    weight: float, strength: float, share: float
) -> None:
    def cost(v: float) -> float:
        return (v - weight) ** 2 / 2 + elastic_net_penalty(np.array([v]), strength, share)

    step = float(elastic_net_step(np.array([weight]), strength, share)[0])
    found = minimize_scalar(cost, bounds=(-6, 6), method="bounded", options={"xatol": 1e-9}).x
    assert cost(step) <= cost(found) + 1e-12
    assert cost(step) <= cost(0.0)


@given(weights, strengths)
def test_the_two_pure_steps_are_the_ends_of_the_mix(weight: float, strength: float) -> None:
    w = np.array([weight])
    np.testing.assert_allclose(elastic_net_step(w, strength, 1), soft_threshold(w, strength))
    np.testing.assert_allclose(elastic_net_step(w, strength, 0), shrink(w, strength))


def test_l1_zeroes_what_l2_only_shrinks() -> None:
    small = np.array([0.01, -0.01])
    assert not soft_threshold(small, 0.02).any()
    assert shrink(small, 0.02).all()


def test_steps_keep_single_precision() -> None:
    w = np.array([1.0, -0.1], dtype=np.float32)
    assert elastic_net_step(w, 0.2, 0.5).dtype == np.float32


# -- exact fits --


@pytest.mark.parametrize("strength", [0.5, 3.0, 20.0])
def test_the_lasso_is_scikit_learns(strength: float) -> None:
    X, y = centred()
    theirs = Lasso(strength, tol=1e-12, max_iter=10**6, fit_intercept=False).fit(X, y).coef_
    ours = lasso(moments(X, y), strength)
    # The square of a two-valued feature is its twin: only their sum is determined.
    np.testing.assert_allclose(X @ ours, X @ theirs, atol=1e-3)
    assert l1_penalty(ours, 1) == pytest.approx(l1_penalty(theirs, 1), rel=1e-6)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_elastic_net_is_scikit_learns(share: float) -> None:
    X, y = centred()
    theirs = ElasticNet(0.3, l1_ratio=share, tol=1e-12, max_iter=10**6, fit_intercept=False)
    ours = elastic_net(moments(X, y), 0.3, share)
    np.testing.assert_allclose(ours, theirs.fit(X, y).coef_, atol=1e-5)


@pytest.mark.parametrize("strength", [1e-3, 0.24, 100.0])
def test_ridge_is_scikit_learns_whose_strength_is_for_the_sum(strength: float) -> None:
    X, y = centred()
    theirs = Ridge(strength * len(X), fit_intercept=False).fit(X, y).coef_
    np.testing.assert_allclose(ridge(moments(X, y), strength), theirs, rtol=1e-6, atol=1e-8)


@st.composite
def regressions(draw: st.DrawFn) -> tuple[Array, Array]:
    """Draw centred data: more columns than rows at times, twins and rounded numbers among them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, d = draw(st.integers(2, 30)), draw(st.integers(1, 40))
    X = rng.normal(size=(n, d)) * 10 ** rng.uniform(-1, 1, size=d)
    if d > 2 and draw(st.booleans()):
        X[:, 1], X[:, 2] = X[:, 0], -X[:, 0]
    if draw(st.booleans()):
        X = np.round(X)
    y = rng.normal(size=n)
    return X - X.mean(axis=0), y - y.mean()


@given(regressions(), st.floats(1e-4, 1), st.sampled_from([1.0, 0.5, 0.01]))
def test_at_the_minimum_no_pull_is_stronger_than_l1_and_no_live_one_weaker(
    data: tuple[Array, Array], share_of_largest: float, l1_share: float
) -> None:
    X, y = data
    facts = moments(X, y)
    largest = np.abs(facts.pulls).max()
    strength = max(share_of_largest * largest, 1e-9)
    w = elastic_net(facts, strength, l1_share)
    pull = X.T @ (y - X @ w) / len(X) - l2_gradient(w, strength * (1 - l1_share))
    assert (np.abs(pull) <= strength * l1_share + 1e-6 * largest).all()
    live = w != 0
    expected = l1_gradient(w, strength * l1_share)[live]
    np.testing.assert_allclose(pull[live], expected, atol=1e-6 * largest + 1e-12)


@given(regressions(), strengths)
def test_a_net_without_l1_is_ridge(data: tuple[Array, Array], strength: float) -> None:
    facts = moments(*data)
    np.testing.assert_allclose(
        elastic_net(facts, strength, 0.0), ridge(facts, strength), atol=1e-7, rtol=1e-5
    )


def test_above_the_hardest_pull_the_lasso_is_empty_and_just_below_it_is_not() -> None:
    facts = moments(*centred())
    hardest = np.abs(facts.pulls).max()
    assert not lasso(facts, hardest * 1.0001).any()
    assert np.count_nonzero(lasso(facts, hardest * 0.99)) == 1


def test_l1_drops_features_and_l2_keeps_them_all() -> None:
    facts = moments(*centred())
    assert np.count_nonzero(lasso(facts, 3.0)) < 30
    for strength in (0.01, 1.0, 10_000.0):
        assert np.count_nonzero(ridge(facts, strength)) == 65


def test_a_start_changes_the_way_and_not_the_end() -> None:
    facts = moments(*centred(False))
    for start in (lasso(facts, 30.0), lasso(facts, 0.01), -lasso(facts, 1.0)):
        np.testing.assert_allclose(lasso(facts, 2.0, start), lasso(facts, 2.0), atol=1e-8)


@pytest.mark.parametrize("strength", [0.0, -1.0, float("nan"), float("inf")])
def test_a_strength_that_is_none_is_refused(strength: float) -> None:
    facts = moments(*centred(False))
    for fit in (ridge, lasso):
        with pytest.raises(ValueError, match="strength of a penalty"):
            fit(facts, strength)


def test_missing_numbers_are_refused() -> None:
    X, y = centred(False)
    with pytest.raises(ValueError, match="finite"):
        moments(X, np.where(y > 0, np.nan, y))


# -- dropout --


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.8])
def test_dropout_keeps_the_mean_and_silences_its_share(rate: float) -> None:
    mask = dropout_mask((300, 300), rate, np.random.default_rng(0))
    assert set(np.unique(mask)) <= {0, np.float32(1 / (1 - rate))}
    assert np.mean(mask == 0) == pytest.approx(rate, abs=0.01)
    assert np.mean(mask, dtype=float) == pytest.approx(1, abs=0.03)
    assert mask.dtype == np.float32


def test_the_same_seed_drops_the_same_units() -> None:
    once, again, other = (
        dropout_mask((5, 8), 0.5, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(once, again)
    assert (once != other).any()
