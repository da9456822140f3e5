"""The net against central differences, and against scikit-learn's with the same weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import special
from sklearn.metrics import log_loss as their_log_loss
from sklearn.neural_network import MLPClassifier

from hpstudy.network import (
    ACTIVATIONS,
    Array,
    as_layers,
    forward,
    initialize,
    log_loss,
    loss_gradient,
    n_parameters,
    n_weights,
    predict,
    softmax,
    squared_loss,
)
from hpstudy.regularization import (
    dropout_mask,
    l1_gradient,
    l1_penalty,
    l2_gradient,
    l2_penalty,
)

WIDTHS = (4, 7, 5, 3)
N_WEIGHTS = n_weights(WIDTHS)
THEIR_NAMES = {"rectifier": "relu", "sigmoid": "logistic", "tanh": "tanh", "none": "identity"}


def example(seed: int, output: str) -> tuple[Array, Array, Array]:
    """Return parameters (p,), inputs (6, 4) and targets (6, 3), in double precision."""
    rng = np.random.default_rng(seed)
    classes = np.eye(3)[rng.integers(3, size=6)]
    targets = classes if output == "classes" else rng.normal(size=(6, 3))
    return rng.normal(size=n_parameters(WIDTHS)), rng.normal(size=(6, 4)), targets


def slopes(f: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Return central differences from values (p, 2) a step below and a step above."""
    return (f[:, 1] - f[:, 0]) / (2 * step)


@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize(("l1", "l2"), [(0.0, 0.0), (0.03, 0.0), (0.0, 0.2), (0.03, 0.2)])
@pytest.mark.parametrize("output", ["classes", "numbers"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradient_is_the_slope_of_the_loss(
    activation: str, output: str, l1: float, l2: float, dropout: float
) -> None:
    parameters, X, T = example(1, output)
    rng = np.random.default_rng(2)
    masks = [dropout_mask((6, units), dropout, rng) for units in WIDTHS[1:-1]] if dropout else []
    loss = {"classes": log_loss, "numbers": squared_loss}[output]

    def total(changed: Array) -> float:
        Z = forward(as_layers(changed, WIDTHS), X, activation, masks)[-1]
        weights = changed[:N_WEIGHTS]
        return loss(Z, T) + l1_penalty(weights, l1) + l2_penalty(weights, l2)

    gradient = loss_gradient(as_layers(parameters, WIDTHS), X, T, activation, output, masks)
    gradient[:N_WEIGHTS] += l1_gradient(parameters[:N_WEIGHTS], l1)
    gradient[:N_WEIGHTS] += l2_gradient(parameters[:N_WEIGHTS], l2)
    step = 1e-6
    moves = step * np.eye(len(parameters))
    around = np.array([[total(parameters - move), total(parameters + move)] for move in moves])
    np.testing.assert_allclose(gradient, slopes(around, step), atol=1e-8, rtol=1e-6)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_prediction_is_scikit_learns_with_the_same_weights(activation: str) -> None:
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(40, 4)), rng.permutation(np.arange(40) % 3)
    theirs = MLPClassifier((7, 5), activation=THEIR_NAMES[activation], random_state=0, max_iter=3)
    with pytest.warns(UserWarning, match="converged"):
        theirs.fit(X, y)
    layers = list(zip(theirs.coefs_, theirs.intercepts_, strict=True))
    np.testing.assert_allclose(predict(layers, X, activation), theirs.predict_proba(X), rtol=1e-10)


def test_a_dropped_unit_has_no_say_and_learns_nothing() -> None:
    parameters, X, T = example(4, "classes")
    layers = as_layers(parameters, WIDTHS)
    silent = np.ones(7)
    silent[2] = 0
    masks = [np.tile(silent, (6, 1)), np.ones((6, 5))]
    before = forward(layers, X, masks=masks)[-1]
    gradient = as_layers(loss_gradient(layers, X, T, masks=masks), WIDTHS)
    assert not gradient[0][0][:, 2].any()
    assert not gradient[1][0][2].any()
    layers[0][0][:, 2] += 5
    np.testing.assert_array_equal(forward(layers, X, masks=masks)[-1], before)


def test_linear_layers_are_together_one() -> None:
    parameters, X, _ = example(5, "numbers")
    layers = as_layers(parameters, WIDTHS)
    (A, a), (B, b), (C, c) = layers
    one = [(A @ B @ C, (a @ B + b) @ C + c)]
    np.testing.assert_allclose(
        predict(layers, X, "none", "numbers"), predict(one, X, "none", "numbers")
    )


@given(st.integers(1, 200))
def test_parameters_are_counted_as_in_the_lesson(hidden: int) -> None:
    assert n_parameters((64, hidden, 10)) == 75 * hidden + 10


@given(st.lists(st.integers(1, 6), min_size=2, max_size=5))
def test_layers_are_views_that_cover_every_parameter_once(widths: list[int]) -> None:
    parameters = np.zeros(n_parameters(widths))
    for W, b in as_layers(parameters, widths):
        assert W.shape[1:] == b.shape
        W += 1
        b += 2
    assert (parameters[: n_weights(widths)] == 1).all()
    assert (parameters[n_weights(widths) :] == 2).all()


@pytest.mark.parametrize(("activation", "variance"), [("rectifier", 2), ("tanh", 1), ("none", 1)])
def test_sums_neither_fade_nor_grow_from_layer_to_layer(activation: str, variance: float) -> None:
    widths = (400, 300, 200)
    parameters = initialize(widths, activation, np.random.default_rng(0))
    assert parameters.dtype == np.float32
    for W, b in as_layers(parameters, widths):
        assert np.var(W) * len(W) == pytest.approx(variance, rel=0.05)
        assert not b.any()


def test_a_deep_rectifier_keeps_the_size_of_its_signal() -> None:
    rng = np.random.default_rng(1)
    widths = (300,) * 11
    layers = as_layers(initialize(widths, "rectifier", rng), widths)
    outputs = forward(layers, rng.standard_normal((100, 300), dtype=np.float32))
    assert 0.3 < np.mean(outputs[-2] ** 2) < 3  # without the 2 it would be about 2^-10


def test_softmax_and_its_loss_are_the_libraries() -> None:
    rng = np.random.default_rng(6)
    Z, y = 5 * rng.normal(size=(30, 4)), np.arange(30) % 4
    np.testing.assert_allclose(softmax(Z), special.softmax(Z, axis=1))
    assert log_loss(Z, np.eye(4)[y]) == pytest.approx(their_log_loss(y, softmax(Z)))


@pytest.mark.filterwarnings("error")
def test_huge_scores_do_not_overflow() -> None:
    Z = np.array([[1e30, -1e30], [0, 3e4]], dtype=np.float32)
    np.testing.assert_array_equal(softmax(Z), [[1, 0], [0, 1]])
    assert log_loss(Z, np.eye(2, dtype=np.float32)) == 0


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_single_precision_stays_single(activation: str) -> None:
    parameters, X, T = (a.astype(np.float32) for a in example(7, "classes"))
    layers = as_layers(parameters, WIDTHS)
    masks = [dropout_mask((6, units), 0.5, np.random.default_rng(0)) for units in WIDTHS[1:-1]]
    assert loss_gradient(layers, X, T, activation, masks=masks).dtype == np.float32
    assert predict(layers, X, activation).dtype == np.float32
