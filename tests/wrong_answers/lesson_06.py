"""Wrong answers to the labs of lesson 06."""

import numpy as np

from hpstudy.regularization import dropout_mask, lasso, moments, ridge
from tests.wrong_answers import wrong


@wrong("soft-threshold", "past zero")
def _(w, strength):
    return w - strength * np.sign(w)


@wrong("soft-threshold", "no sign")
def _(w, strength):
    return np.maximum(np.abs(w) - strength, 0)


@wrong("soft-threshold", "large ones have to move")
def _(w, strength):
    return np.where(np.abs(w) > strength, w, 0)


@wrong("soft-threshold", "Negative weights move up")
def _(w, strength):
    return np.maximum(w - strength, 0)


@wrong("soft-threshold", "np.where decides each")
def _(w, strength):
    return 0 if abs(w) < strength else w - strength


@wrong("soft-threshold", "as L2 does")
def _(w, strength):
    return w / (1 + strength)


@wrong("soft-threshold", "changes w itself")
def _(w, strength):
    w[:] = np.sign(w) * np.maximum(np.abs(w) - strength, 0)
    return w


@wrong("soft-threshold", "one number a weight")
def _(w, strength):
    return np.sum(np.abs(w)) * strength


@wrong("features-to-drop", "that it keeps")
def _(X, y, names, strength):
    weights = lasso(moments(X, y - y.mean()), strength)
    return [name for name, weight in zip(names, weights, strict=True) if weight]


@wrong("features-to-drop", "you drop none")
def _(X, y, names, strength):
    weights = ridge(moments(X, y - y.mean()), strength)
    return [name for name, weight in zip(names, weights, strict=True) if weight == 0]


@wrong("features-to-drop", "small, but not zero")
def _(X, y, names, strength):
    weights = lasso(moments(X, y - y.mean()), strength)
    return [name for name, weight in zip(names, weights, strict=True) if abs(weight) < 4]


@wrong("features-to-drop", "use the one given")
def _(X, y, names, strength):
    weights = lasso(moments(X, y - y.mean()), 3.2)
    return [name for name, weight in zip(names, weights, strict=True) if weight == 0]


@wrong("features-to-drop", "Return names")
def _(X, y, names, strength):
    return list(np.flatnonzero(lasso(moments(X, y - y.mean()), strength) == 0))


@wrong("pull-at-small-weights", "those are the penalties")
def _(w):
    return abs(w), w**2


@wrong("pull-at-small-weights", "twice as fast")
def _(w):
    return float(np.sign(w)), w


@wrong("pull-at-small-weights", "slope is negative there")
def _(w):
    return 1.0, 2 * w


@wrong("pull-at-small-weights", "wrong way round")
def _(w):
    return 2 * w, float(np.sign(w))


@wrong("pull-at-small-weights", "straight line")
def _(w):
    return abs(w), 2 * w


@wrong("pull-at-small-weights", "two numbers")
def _(w):
    return 2 * w


@wrong("dropout-mask", "hears too little")
def _(shape, rate, rng):
    return (rng.random(shape) >= rate).astype(float)


@wrong("dropout-mask", "not the one that is kept")
def _(shape, rate, rng):
    return (rng.random(shape) < rate) / (1 - rate)


@wrong("dropout-mask", "should count")
def _(shape, rate, rng):
    return (rng.random(shape) >= rate) / max(rate, 1e-9)


@wrong("dropout-mask", "the same mask")
def _(shape, rate, rng):
    return dropout_mask(shape, rate, np.random.default_rng(0))


@wrong("dropout-mask", "The same seed gives another mask")
def _(shape, rate, rng):
    return dropout_mask(shape, rate, np.random.default_rng())


@wrong("dropout-mask", "for each example anew")
def _(shape, rate, rng):
    return np.tile(dropout_mask(shape[1:], rate, rng), (shape[0], 1))


@wrong("dropout-mask", "all ones")
def _(shape, rate, rng):
    return dropout_mask(shape, rate or 0.1, rng)


@wrong("dropout-that-hurts", "helps there")
def _():
    return 0.5, 64, "patients"


@wrong("dropout-that-hurts", "no clear harm")
def _():
    return 0.2, 16, "digits"


@wrong("dropout-that-hurts", "0.5 at most")
def _():
    return 0.9, 8, "digits"


@wrong("dropout-that-hurts", "above 0 and below 1")
def _():
    return 50, 8, "digits"


@wrong("dropout-that-hurts", "data is one of")
def _():
    return 0.5, 8, "wine"


@wrong("dropout-that-hurts", "three things")
def _():
    return {"rate": 0.5}
