"""The few data sets of the kit: each cut into training, validation and test part.

    digits          1,797 pictures of 8 x 8, ten classes
    parity          the same pictures, odd or even
    diabetes        442 patients, 10 features, a number: how the disease went on
    risk            the same patients, above or below the median: labels as noisy as life
    cancer          569 tumours, 30 features, two classes
    moons, circles  made-up points in the plane, to draw boundaries

All but the last two come with scikit-learn; nothing is fetched. What is learnt from data, such as
the mean to subtract, is learnt from the training part alone.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_KEPT = 32  # splits of each kind, about half a megabyte each


class Split(NamedTuple):
    """Inputs X (n, d) and targets y (n,), in three parts; classes are whole numbers from 0.

    The test part is what the other two left over, and stays shut until the very end.
    """

    X_train: Array
    y_train: Array
    X_validation: Array
    y_validation: Array
    X_test: Array
    y_test: Array


@lru_cache(maxsize=_KEPT)
def digits(
    n_train: int = 600, n_validation: int = 600, seed: int = 0, *, wrong_labels: float = 0.0
) -> Split:
    """Return the pictures, ink from 0 to 1; a share of the *training* labels is drawn anew.

    A label drawn anew may be right again: one in ten is.
    """
    X, y = _bundled("digits")
    split = _split((X / 16).astype(np.float32), y, n_train, n_validation, seed)
    return _freeze(_redraw_labels(split, wrong_labels, 10, seed))


@lru_cache(maxsize=_KEPT)
def parity(n_train: int = 600, n_validation: int = 600, seed: int = 0) -> Split:
    """Return the pictures of `digits`, with class 1 for the odd ones."""
    split = digits(n_train, n_validation, seed)
    return _freeze(
        split._replace(
            y_train=split.y_train % 2,
            y_validation=split.y_validation % 2,
            y_test=split.y_test % 2,
        )
    )


@lru_cache(maxsize=_KEPT)
def diabetes(
    n_train: int = 250,
    n_validation: int = 192,
    seed: int = 0,
    *,
    products: bool = False,
    scaled: bool = True,
) -> Split:
    """Return the patients, features standardised; `products` adds squares and products: 65 columns.

    Not `scaled`, columns are centred only, and stay in the units they were measured in. The targets
    stay what was measured, 25 to 346.
    """
    X, y = _bundled("diabetes")
    split = _standardised(_split(X, y, n_train, n_validation, seed), scaled=scaled)
    if products:
        X_train, X_validation, X_test = map(_with_products, split[::2])
        split = split._replace(X_train=X_train, X_validation=X_validation, X_test=X_test)
        split = _standardised(split, scaled=scaled)
    return _freeze(split)


@lru_cache(maxsize=_KEPT)
def risk(n_train: int = 150, n_validation: int = 292, seed: int = 0) -> Split:
    """Return the patients of `diabetes`, class 1 above the median; each part has its share."""
    X, y = _bundled("diabetes")
    above = (y > np.median(y)).astype(np.int64)
    split = _split(X, above, n_train, n_validation, seed, stratify=True)
    return _freeze(_standardised(split, np.float32))


@lru_cache(maxsize=_KEPT)
def cancer(n_train: int = 200, n_validation: int = 200, seed: int = 0) -> Split:
    """Return the tumours, features standardised; class 1 is benign; each part has its share."""
    X, y = _bundled("breast_cancer")
    split = _split(X, y, n_train, n_validation, seed, stratify=True)
    return _freeze(_standardised(split, np.float32))


@lru_cache(maxsize=_KEPT)
def moons(
    n_train: int = 150, n_validation: int = 150, seed: int = 0, *, noise: float = 0.2
) -> Split:
    """Return two crescents that reach into each other, with 300 test points."""
    return _made_up("moons", n_train, n_validation, seed, noise=noise)


@lru_cache(maxsize=_KEPT)
def circles(
    n_train: int = 150, n_validation: int = 150, seed: int = 0, *, noise: float = 0.1
) -> Split:
    """Return one ring inside another, with 300 test points."""
    return _made_up("circles", n_train, n_validation, seed, noise=noise, factor=0.5)


@cache
def _bundled(name: str) -> tuple[Array, Array]:
    from sklearn import datasets

    # scikit-learn has scaled the diabetes features by all patients: ask for what was measured.
    options = {"scaled": False} if name == "diabetes" else {}
    X, y = getattr(datasets, f"load_{name}")(return_X_y=True, **options)
    return X, y


def _made_up(kind: str, n_train: int, n_validation: int, seed: int, **shape: float) -> Split:
    from sklearn import datasets

    n = n_train + n_validation + 300
    X, y = getattr(datasets, f"make_{kind}")(n, random_state=seed, **shape)
    return _freeze(_split(X.astype(np.float32), y, n_train, n_validation, seed))


def _split(
    X: Array, y: Array, n_train: int, n_validation: int, seed: int, *, stratify: bool = False
) -> Split:
    """Return the parts of a random order of the rows; stratified, each has every class's share."""
    if n_train < 1 or n_validation < 0 or n_train + n_validation > len(y):
        raise ValueError(
            f"{n_train} rows to train and {n_validation} to validate are not to be had of {len(y)}."
        )
    order = np.random.default_rng(seed).permutation(len(y))
    if stratify:
        order = order[_interleave(y[order])]
    train, validation, test = np.split(order, [n_train, n_train + n_validation])
    return Split(X[train], y[train], X[validation], y[validation], X[test], y[test])


def _interleave(y: Array) -> Array:
    """Return an order of `y` in which the classes are spread evenly, each in its own order."""
    place = np.empty(len(y))
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        place[rows] = (np.arange(len(rows)) + 0.5) / len(rows)
    return np.argsort(place, kind="stable")


def _redraw_labels(split: Split, share: float, n_classes: int, seed: int) -> Split:
    if not 0 <= share <= 1:
        raise ValueError(f"wrong_labels is a share from 0 to 1, not {share}.")
    rng = np.random.default_rng([seed, 1])
    y = split.y_train.copy()
    rows = rng.permutation(len(y))[: round(share * len(y))]
    y[rows] = rng.integers(n_classes, size=len(rows))
    return split._replace(y_train=y)


def _standardised(split: Split, dtype: Any = np.float64, *, scaled: bool = True) -> Split:
    """Return the split with the training part at mean 0 and deviation 1, column by column."""
    mean, deviation = split.X_train.mean(axis=0), split.X_train.std(axis=0)
    deviation = np.where(scaled & (deviation > 0), deviation, 1)
    train, validation, test = (((X - mean) / deviation).astype(dtype) for X in split[::2])
    return split._replace(X_train=train, X_validation=validation, X_test=test)


def _with_products(X: Array) -> Array:
    """Return the columns of X with all their squares and products of two behind them."""
    first, second = np.triu_indices(X.shape[1])
    return np.hstack([X, X[:, first] * X[:, second]])


def _freeze(split: Split) -> Split:
    """Return `split` with arrays that cannot be written: every caller shares them."""
    for array in split:
        array.setflags(write=False)
    return split
