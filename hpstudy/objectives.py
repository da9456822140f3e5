"""Objectives: real trainings for a search to minimise.

An objective is called with a configuration and returns a loss, or yields one loss an epoch; its
`space` says what may be tuned. Each one here is plain data with a seed, so that it can be sent to
another process, and the same configuration has the same loss every time. Formulas with known minima
are in landscapes.py.

    DigitsNet       a small net on pictures of digits, two or four knobs: yields a loss an epoch
    KernelRidge     a smooth regression on diabetes patients, two to eleven knobs, a millisecond
    CrossValidated  any scikit-learn estimator, judged on folds
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import diabetes, digits
from hpstudy.optimizers import heavy_ball
from hpstudy.space import Float, Hyperparameter, Integer, SearchSpace
from hpstudy.training import train

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class DigitsNet:
    """A net on 300 pictures of digits: yields the validation log-loss, cut at 4, after each epoch.

    knobs:  2, learning rate and L2; or 4, momentum and width of the hidden layer as well
    epochs: after which it ends; a trial's resource may end it sooner
    seed:   of the split into 300 and 600 pictures, the first weights and the order of the pictures
    """

    knobs: int = 2
    epochs: int = 8
    seed: int = 0

    def __post_init__(self) -> None:
        if self.knobs not in (2, 4):
            raise ValueError(f"DigitsNet has 2 or 4 knobs, not {self.knobs}.")

    @property
    def space(self) -> SearchSpace:
        """Return the ranges of the knobs."""
        names = ("learning_rate", "l2", "momentum", "width")[: self.knobs]
        return SearchSpace({name: _DIGITS_KNOBS[name] for name in names})

    def __call__(self, configuration: Mapping[str, Any]) -> Iterator[float]:
        """Train with `configuration`, a loss an epoch."""
        return self.losses(**configuration)

    def losses(
        self, learning_rate: float, l2: float, momentum: float = 0.0, width: int = 32
    ) -> Iterator[float]:
        """Train with these settings, a loss an epoch; they may lie outside the space."""
        epochs = train(
            digits(300, 600, self.seed),
            seed=self.seed,
            measure=("validation",),
            hidden=(width,),
            epochs=self.epochs,
            learning_rate=learning_rate,
            l2=l2,
            optimizer=partial(heavy_ball, momentum=momentum),
        )
        for epoch in epochs:
            loss = epoch.validation_loss
            yield loss if loss < 4 else 4.0  # also of a net that diverged to NaN


_DIGITS_KNOBS: dict[str, Hyperparameter] = {
    "learning_rate": Float(1e-4, 1, "log"),
    "l2": Float(1e-6, 1e-1, "log"),
    "momentum": Float(0, 0.99),
    "width": Integer(4, 128, "log"),
}


@dataclass(frozen=True)
class KernelRidge:
    """Kernel ridge regression on 250 patients of `diabetes`: the error on 192 others.

    n_gammas: 1, one width for all features, up to 10, one for each
    """

    n_gammas: int = 1
    seed: int = 0

    def __post_init__(self) -> None:
        if self.n_gammas not in range(1, 11):
            raise ValueError(f"KernelRidge has 1 to 10 gammas, not {self.n_gammas}.")

    @property
    def space(self) -> SearchSpace:
        """Return the ranges of alpha, the strength, and of each gamma, the narrowness."""
        numbers = range(1, self.n_gammas + 1)
        names = ["gamma"] if self.n_gammas == 1 else [f"gamma_{i}" for i in numbers]
        gammas = dict.fromkeys(names, Float(1e-6, 1e1, "log"))
        return SearchSpace(alpha=Float(1e-5, 1e2, "log"), **gammas)

    def __call__(self, configuration: Mapping[str, Any]) -> float:
        """Return the root of the mean squared error, in the units of the target."""
        data = diabetes(250, 192, self.seed)
        alpha, *gammas = (configuration[name] for name in self.space)
        n_features = data.X_train.shape[1]
        scale = np.sqrt(gammas)[np.arange(n_features) * self.n_gammas // n_features]
        predicted = kernel_ridge(
            scale * data.X_train, data.y_train, scale * data.X_validation, alpha
        )
        return float(np.sqrt(np.mean((predicted - data.y_validation) ** 2)))


def kernel_ridge(X_train: Array, y_train: Array, X: Array, alpha: float) -> Array:
    """Return predictions (m,) for X (m, d): weights for the training rows, near ones heard most.

    Kernel k(a, b) = exp(-|a - b|^2), weights (K + alpha I)^-1 (y - mean y).
    """
    mean = float(y_train.mean())
    K = _gaussian_kernel(X_train, X_train)
    K[np.diag_indices(len(K))] += alpha
    # numpy's solver, not scipy's Cholesky: two linear algebra libraries with threads of their own
    # stand in each other's way, and the fit takes ten times as long.
    weights: Array = np.linalg.solve(K, y_train - mean)
    return mean + _gaussian_kernel(X, X_train) @ weights


def _gaussian_kernel(A: Array, B: Array) -> Array:
    """Return exp(-|a - b|^2) for every row of A (m, d) and of B (n, d)."""
    squares = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    kernel: Array = np.exp(-np.maximum(squares, 0))
    return kernel


@dataclass(frozen=True, eq=False)  # arrays have no single answer to "equal?"
class CrossValidated:
    """A scikit-learn estimator: minus its mean score over the folds, so that lower is better.

    space:   names settings of the estimator, in a pipeline as "svc__C"
    scoring: one of scikit-learn's names, where higher is better; the estimator's own by default
    """

    estimator: Any
    space: SearchSpace
    X: NDArray[Any]
    y: NDArray[Any]
    folds: int = 5
    scoring: str | None = None

    def __call__(self, configuration: Mapping[str, Any]) -> float:
        """Fit a fresh copy with `configuration` on every fold but one, in turn."""
        from sklearn.base import clone
        from sklearn.model_selection import cross_val_score

        model = clone(self.estimator).set_params(**configuration)
        scores = cross_val_score(model, self.X, self.y, cv=self.folds, scoring=self.scoring)
        return -float(np.mean(scores))
