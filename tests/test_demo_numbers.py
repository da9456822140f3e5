"""d.numbers: counts against the formula, starts against the net that training starts from."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.data import diabetes, digits
from hpstudy.demos import compute
from hpstudy.demos.numbers import compare, first_layers, growth
from hpstudy.training import train
from hpstudy.widgets.demos.numbers import DEMO
from hpstudy.widgets.live import LiveDemo


@pytest.mark.parametrize("hidden", [2, 32, 256])
def test_the_count_is_75_for_a_hidden_unit_and_10_more(hidden):
    assert compute("d.numbers", hidden=hidden).n_learnt == 75 * hidden + 10
    assert growth(hidden) == 75 * hidden


def test_the_rate_changes_the_values_and_not_the_count():
    slow, fast = (compute("d.numbers", rate=rate) for rate in (0.001, 0.1))
    assert slow.n_learnt == fast.n_learnt
    assert [row.after for row in slow.learnt] != [row.after for row in fast.learnt]


def test_training_starts_from_the_layers_we_compare_with():
    epoch = next(train(digits(600, 600, 3), seed=3, learning_rate=1e-12, epochs=1, hidden=(8,)))
    for ours, theirs in zip(first_layers(3, 8), epoch.layers, strict=True):
        for a, b in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(a, b, atol=1e-9)


def test_weights_from_squares_without_ink_never_move():
    X = digits(600, 600, 0).X_train
    weights = compute("d.numbers", hidden=16).learnt[0]
    assert weights.moved <= 16 * (X > 0).any(axis=0).sum() < weights.n


def test_nothing_that_was_set_moved():
    for model in ("net", "ridge"):
        assert sum(row.moved for row in compute("d.numbers", model=model).set_by_you) == 0


def test_compare_counts_what_moved_and_shows_the_farthest():
    row = compare("w", np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.5, 7.0]))
    assert row == ("w", 3, 3.0, 7.0, 2)


def test_the_ridge_regression_is_scikit_learns():
    from sklearn.linear_model import Ridge

    data = diabetes(250, 192, 0)
    theirs = Ridge(alpha=250.0).fit(data.X_train, data.y_train)
    weights, intercept, _ = compute("d.numbers", model="ridge").learnt
    assert np.abs(theirs.coef_).max() == pytest.approx(abs(weights.after))
    assert intercept.after == pytest.approx(theirs.intercept_)


def test_the_prediction_names_the_count():
    assert DEMO.predict.answer(0) in DEMO.predict.options
    assert "2,410 numbers" in LiveDemo(DEMO).set(hidden=32).sentence
