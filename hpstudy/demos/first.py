"""d.first, one knob and one model: kernel ridge regression on the diabetes patients.

A closed form: c = (K + strength I)^-1 (y - mean), f(x) = mean + k(x) c, with a Gaussian kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

N_SEEN, N_UNSEEN = 60, 120
WIDTH = 0.8  # of the kernel, in kg/m²


@dataclass(frozen=True)
class First:
    """One fit: what went in, the curve that came out, how far it is off on average."""

    strength: float
    x_seen: Array  # body-mass index, (60,)
    y_seen: Array  # progression of the disease a year later, (60,)
    x_unseen: Array
    y_unseen: Array
    x_curve: Array
    y_curve: Array
    seen_error: float  # mean absolute error, in the units of y
    unseen_error: float


def first(seed: int = 0, *, strength: float = 1e-3) -> First:
    """Fit the patients seen, with a penalty of this strength, and judge it on those unseen."""
    x_seen, y_seen, x_unseen, y_unseen = split(seed)
    x_curve = np.linspace(18, 42, 241)
    at = np.concatenate([x_seen, x_unseen, x_curve])
    predicted = fit(x_seen, y_seen, strength, at)
    seen, unseen, curve = np.split(predicted, [N_SEEN, N_SEEN + N_UNSEEN])
    return First(
        strength,
        x_seen,
        y_seen,
        x_unseen,
        y_unseen,
        x_curve,
        curve,
        seen_error=float(np.abs(seen - y_seen).mean()),
        unseen_error=float(np.abs(unseen - y_unseen).mean()),
    )


def fit(x: Array, y: Array, strength: float, at: Array) -> Array:
    """Kernel ridge regression: the fitted function's values at the places `at`."""
    penalized = kernel(x, x) + strength * np.eye(len(x))
    weights = np.linalg.solve(penalized, y - y.mean())
    return np.asarray(y.mean() + kernel(at, x) @ weights)


def kernel(a: Array, b: Array) -> Array:
    """How alike two patients are, between 0 and 1: (n,) and (m,) give (n, m)."""
    return np.asarray(np.exp(-0.5 * ((a[:, None] - b[None, :]) / WIDTH) ** 2))


@lru_cache(maxsize=16)
def split(seed: int) -> tuple[Array, ...]:
    """Patients drawn at random, some to be seen and others to judge by."""
    x, y = patients()
    order = np.random.default_rng(seed).permutation(len(y))[: N_SEEN + N_UNSEEN]
    seen, unseen = order[:N_SEEN], order[N_SEEN:]
    return x[seen], y[seen], x[unseen], y[unseen]


@lru_cache(maxsize=1)
def patients() -> tuple[Array, Array]:
    """Body-mass index and progression of the disease of 442 patients."""
    from sklearn.datasets import load_diabetes

    data: Any = load_diabetes(scaled=False)
    return data.data[:, data.feature_names.index("bmi")], data.target
