"""A small perceptron by hand: layers of weights, a bend between them, and the slope of its loss.

    symbol  meaning                                               shape
    X       inputs, one example a row                             (n, d)
    T       targets: a 1 in the column of the class, or numbers   (n, k)
    W, b    weights and biases of one layer                       (inputs, units), (units,)
    Z       weighted sums  A W + b                                (n, units)
    A       what the layer passes on: the activation of Z         (n, units)
    M       dropout mask: 0, or 1 / (1 - rate)                    (n, units)
    D       slope of the loss with respect to Z                   (n, units)

A net is plain data: a list of `(W, b)`, one a layer. For the optimizer all of its numbers lie in
one flat vector, and `as_layers` gives the view of it as a list. The last layer does not bend: its Z
are the scores of the classes, or the numbers predicted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Layers = list[tuple[Array, Array]]

# -- activations: each value with its slope beneath, given as a function of the value --


def rectifier(Z: Array) -> Array:
    """Let positive sums through and hold negative ones at zero."""
    return np.maximum(Z, 0)


def rectifier_slope(A: Array) -> Any:
    """Return 1 where the unit is on, 0 where it is off."""
    return A > 0


def tanh(Z: Array) -> Array:
    """Bend the sum smoothly into -1 to 1."""
    return np.tanh(Z)


def tanh_slope(A: Array) -> Any:
    """Return 1 - A^2: the bend is steepest at zero."""
    return 1 - A * A


def sigmoid(Z: Array) -> Array:
    """Bend the sum smoothly into 0 to 1; written with tanh, which cannot overflow."""
    return (1 + np.tanh(Z / 2)) / 2


def sigmoid_slope(A: Array) -> Any:
    """Return A (1 - A): a quarter at most, so deep nets of these learn slowly."""
    return A * (1 - A)


def no_bend(Z: Array) -> Array:
    """Pass the sum on as it is: layers without a bend are together one layer."""
    return Z


def no_bend_slope(A: Array) -> Any:
    """Return 1."""
    return 1


class Activation(NamedTuple):
    """A bend between two layers, its slope, and how large weights should be for it at the start."""

    value: Callable[[Array], Array]
    slope: Callable[[Array], Any]
    variance: float  # of a weight, times the number of inputs


ACTIVATIONS = {
    # A rectifier mutes half of what comes in, so its weights start with twice the variance.
    "rectifier": Activation(rectifier, rectifier_slope, 2.0),
    "tanh": Activation(tanh, tanh_slope, 1.0),
    "sigmoid": Activation(sigmoid, sigmoid_slope, 1.0),
    "none": Activation(no_bend, no_bend_slope, 1.0),
}

# -- a net as one flat vector --


def n_weights(widths: Sequence[int]) -> int:
    """Return how many weights join layers of these widths, inputs first, biases not counted."""
    return sum(m * n for m, n in pairwise(widths))


def n_parameters(widths: Sequence[int]) -> int:
    """Return how many numbers a net learns: (64, h, 10) has 64 h + h + 10 h + 10 = 75 h + 10."""
    return n_weights(widths) + sum(widths[1:])


def as_layers(parameters: Array, widths: Sequence[int]) -> Layers:
    """Return the list of (W, b) that `parameters` (p,) holds: views, nothing is copied.

    All weights come first and all biases after them, so that a penalty on weights is a slice.
    """
    layers, weight, bias = [], 0, n_weights(widths)
    for m, n in pairwise(widths):
        W = parameters[weight : weight + m * n].reshape(m, n)
        layers.append((W, parameters[bias : bias + n]))
        weight, bias = weight + m * n, bias + n
    return layers


def initialize(widths: Sequence[int], activation: str, rng: np.random.Generator) -> Array:
    """Return parameters (p,) to start from: normal weights that keep sums at size 1, biases 0.

    A sum of m products grows with m, so the variance of a weight is 1 / m (Glorot and Bengio
    2010), and 2 / m in front of rectifiers (He et al. 2015).
    """
    parameters = np.zeros(n_parameters(widths), dtype=np.float32)
    for W, _ in as_layers(parameters, widths):
        deviation = np.sqrt(ACTIVATIONS[activation].variance / len(W), dtype=np.float32)
        W[:] = deviation * rng.standard_normal(W.shape, dtype=np.float32)
    return parameters


# -- forward and backward --


def forward(
    layers: Layers, X: Array, activation: str = "rectifier", masks: Sequence[Array] = ()
) -> list[Array]:
    """Return what every layer passes on, from the inputs X to the sums Z of the last layer.

    masks: one a hidden layer, to drop some of its units in training; none at prediction
    """
    bend = ACTIVATIONS[activation].value
    outputs = [X]
    for k, (W, b) in enumerate(layers):
        Z = _heard(outputs, masks, k) @ W + b
        outputs.append(Z if k == len(layers) - 1 else bend(Z))
    return outputs


def backward(
    layers: Layers,
    outputs: Sequence[Array],
    D: Array,
    activation: str = "rectifier",
    masks: Sequence[Array] = (),
) -> Array:
    """Return the gradient (p,): carry D, the slope at the last sums, back from layer to layer.

    Z = A W + b, so the slope is A'D for W, the sum of D for b, and D W' for A; the bend and the
    mask of the layer before then turn a slope at A into one at Z.
    """
    slope = ACTIVATIONS[activation].slope
    weights, biases = [], []
    for k in reversed(range(len(layers))):
        weights.append((_heard(outputs, masks, k).T @ D).ravel())
        biases.append(D.sum(axis=0))
        if k:
            D = (D @ layers[k][0].T) * slope(outputs[k])
            if masks:
                D *= masks[k - 1]
    return np.concatenate(weights[::-1] + biases[::-1])


def _heard(outputs: Sequence[Array], masks: Sequence[Array], k: int) -> Array:
    """Return what layer `k` hears of the layer before: a dropped unit is silent, an input never."""
    return outputs[k] * masks[k - 1] if masks and k else outputs[k]


# -- losses: for both, the slope at the last sums is prediction minus target --


def softmax(Z: Array) -> Array:
    """Return probabilities (n, k): e^Z over the sum of its row; the shift avoids overflow."""
    E: Array = np.exp(Z - Z.max(axis=1, keepdims=True))
    E /= E.sum(axis=1, keepdims=True)
    return E


def log_loss(Z: Array, T: Array) -> float:
    """Return minus the mean log-probability of the true class, log(sum e^Z) - Z_true."""
    Z = Z - Z.max(axis=1, keepdims=True)
    return float((np.log(np.exp(Z).sum(axis=1)) - (Z * T).sum(axis=1)).mean())


def squared_loss(Z: Array, T: Array) -> float:
    """Return half the mean squared distance to the targets."""
    return float(np.square(Z - T).sum() / (2 * len(Z)))


class Output(NamedTuple):
    """What the last sums mean: how to predict from them, and the loss of that prediction."""

    predict: Callable[[Array], Array]
    loss: Callable[[Array, Array], float]


OUTPUTS = {"classes": Output(softmax, log_loss), "numbers": Output(no_bend, squared_loss)}


def loss_gradient(
    layers: Layers,
    X: Array,
    T: Array,
    activation: str = "rectifier",
    output: str = "classes",
    masks: Sequence[Array] = (),
) -> Array:
    """Return the gradient (p,) of the mean loss over a minibatch: forward, compare, backward."""
    outputs = forward(layers, X, activation, masks)
    D = (OUTPUTS[output].predict(outputs[-1]) - T) / len(X)
    return backward(layers, outputs, D, activation, masks)


def predict(
    layers: Layers, X: Array, activation: str = "rectifier", output: str = "classes"
) -> Array:
    """Return the probability (n, k) of each class for inputs X, or the numbers predicted."""
    return OUTPUTS[output].predict(forward(layers, X, activation)[-1])
