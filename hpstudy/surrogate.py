"""The surrogate: a Gaussian process, the belief about the loss where nothing has been tried yet.

It is told some points of the unit cube and their losses and answers, for any other point, with a
normal distribution: which loss to expect, and how far off that may be. Nothing here knows of
trials: arrays go in, arrays come out.

Notation (Rasmussen and Williams 2006, chapters 2 and 5; equation numbers are theirs)

    symbol  here         shape        meaning
    X       X            (n, d)       points whose loss is known
    y       y            (..., n)     their losses, brought to mean 0 and spread 1 by the caller
    X*      Z            (m, d)       points asked about
    l       lengthscale  (..., d)     how far to go until the loss is another one
    s^2     signal       (...)        variance of the loss over the space
    v       noise        (...)        variance of what no neighbour can tell
    K       K            (..., n, n)  covariance of the losses at X, noise included
    L       L            (..., n, n)  its Cholesky factor, K = L L^T
    a       alpha        (..., n)     K^-1 y
    theta   theta        (..., d + 2) logarithms of l_1 ... l_d, s^2, v

The dots are a stack: several settings of the hyperparameters, computed side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Added to every variance at a known point: K then has a Cholesky factor at any lengthscale.
JITTER = 1e-8


def squared_differences(A: Array, B: Array, unordered: NDArray[np.bool_] | None = None) -> Array:
    """Return the squared differences (d, n, m) of the points A (n, d) and B (m, d), dimension by
    dimension.

    Where `unordered` (d,) is true, any two different values are 1 apart.
    """
    D = np.square(A.T[:, :, None] - B.T[:, None, :])
    if unordered is not None and unordered.any():
        D[unordered] = D[unordered] > 0
    return D


def matern(r: Array) -> Array:
    """Return the Matern 5/2 correlation (1 + r + r^2/3) exp(-r): smooth, not suspiciously so."""
    return (1 + r + r * r / 3) * np.exp(-r)


@dataclass(frozen=True)
class Kernel:
    """How alike the losses of two points are: signal * matern(sqrt(5) * distance / lengthscale).

    lengthscale: one number, or one for each dimension, or a stack of those (..., d)
    signal, noise: variances, one number or a stack (...)
    """

    lengthscale: Any
    signal: Any = 1.0
    noise: Any = 1e-6

    @classmethod
    def from_log(cls, theta: Array) -> Kernel:
        """Return the kernel whose hyperparameters have the logarithms theta (..., d + 2)."""
        h = np.exp(theta)
        return cls(h[..., :-2], h[..., -2], h[..., -1])

    def distance(self, D: Array) -> Array:
        """Return r (..., n, m): sqrt(5) a lengthscale, from squared differences D (d, n, m)."""
        d, n, m = D.shape
        weight = 5 / np.square(self.lengthscale)
        weight = np.broadcast_to(weight, (*np.shape(self.signal), d))
        return np.sqrt(weight @ D.reshape(d, n * m)).reshape(*np.shape(self.signal), n, m)

    def covariance(self, D: Array) -> Array:
        """Return the covariances (..., n, m) of the losses, without noise (equation 4.17)."""
        return _before_matrix(self.signal) * matern(self.distance(D))


class GaussianProcess:
    """Losses y (..., n) at points X (n, d), and what they say about every other point.

    >>> gp = GaussianProcess(Kernel(lengthscale=0.3), [[0.2], [0.7]], [1.0, -1.0])
    >>> mean, sd = gp.predict([[0.2], [0.45]])
    >>> mean.round(2), sd.round(2)
    (array([1., 0.]), array([0.  , 0.45]))
    """

    def __init__(
        self,
        kernel: Kernel,
        X: ArrayLike,
        y: ArrayLike,
        unordered: NDArray[np.bool_] | None = None,
    ) -> None:
        self.kernel, self.unordered = kernel, unordered
        self.X, self.y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
        self.D = squared_differences(self.X, self.X, unordered)
        K = kernel.covariance(self.D)
        diagonal = np.arange(len(self.X))
        K[..., diagonal, diagonal] += np.expand_dims(np.asarray(kernel.noise) + JITTER, -1)
        self.L = np.linalg.cholesky(K)
        self.L_inverse = np.linalg.inv(self.L)
        self.alpha = _matrix_vector(np.swapaxes(self.L_inverse, -1, -2), self.whitened)

    @cached_property
    def whitened(self) -> Array:
        """L^-1 y (..., n): the losses as independent draws of spread 1, if the kernel is right."""
        return _matrix_vector(self.L_inverse, self.y)

    def predict(self, Z: ArrayLike) -> tuple[Array, Array]:
        """Return mean and standard deviation (..., m) of the loss at Z (m, d), without noise.

        The mean is k^T K^-1 y, the variance s^2 - k^T K^-1 k (equations 2.25 and 2.26): what was
        unknown before, less what the neighbours explain. k^T K^-1 k is |L^-1 k| squared.
        """
        k = self.kernel.covariance(self._differences(Z))
        mean = _matrix_vector(np.swapaxes(k, -1, -2), self.alpha)
        explained = np.square(self.L_inverse @ k).sum(-2)
        return mean, np.sqrt(np.maximum(np.expand_dims(self.kernel.signal, -1) - explained, 0))

    def draw(self, Z: ArrayLike, n_draws: int, rng: np.random.Generator) -> Array:
        """Return `n_draws` functions that fit the losses, at points Z (..., n_draws, m)."""
        k = self.kernel.covariance(self._differences(Z))
        mean = _matrix_vector(np.swapaxes(k, -1, -2), self.alpha)
        V = self.L_inverse @ k
        Z = np.asarray(Z, dtype=float)
        prior = self.kernel.covariance(squared_differences(Z, Z, self.unordered))
        return np.expand_dims(mean, -2) + _draws(prior - np.swapaxes(V, -1, -2) @ V, n_draws, rng)

    def log_marginal_likelihood(self) -> Array:
        """Return log p(y | X) (...): how well the kernel explains the losses (equation 5.8).

        Half the squared length of L^-1 y for the misfit, log |L| for the flexibility.
        """
        flexibility = np.log(np.diagonal(self.L, axis1=-2, axis2=-1)).sum(-1)
        misfit = 0.5 * np.square(self.whitened).sum(-1)
        return np.asarray(-misfit - flexibility - 0.5 * len(self.X) * np.log(2 * np.pi))

    def _differences(self, Z: ArrayLike) -> Array:
        return squared_differences(self.X, np.asarray(Z, dtype=float), self.unordered)


def draw_prior(kernel: Kernel, Z: ArrayLike, n_draws: int, rng: np.random.Generator) -> Array:
    """Return `n_draws` functions the kernel holds possible, each at the points Z (n_draws, m)."""
    Z = np.asarray(Z, dtype=float)
    return _draws(kernel.covariance(squared_differences(Z, Z)), n_draws, rng)


def _draws(covariance: Array, n_draws: int, rng: np.random.Generator) -> Array:
    """Return normal draws (..., n_draws, m) of mean 0 and the covariance (..., m, m).

    By its eigenvectors, since a covariance of many close points has no Cholesky factor in doubles.
    """
    eigenvalues, eigenvectors = np.linalg.eigh(covariance)
    root = eigenvectors * np.sqrt(np.maximum(eigenvalues, 0))[..., None, :]
    normal = rng.standard_normal((n_draws, covariance.shape[-1]))
    draws: Array = normal @ np.swapaxes(root, -1, -2)
    return draws


def _before_matrix(x: ArrayLike) -> Array:
    """Return x (...) as (..., 1, 1), to multiply a stack of matrices."""
    return np.asarray(x, dtype=float)[..., None, None]


def _matrix_vector(A: Array, x: Array) -> Array:
    """Return A x (..., n) for a stack of matrices (..., n, m) and of vectors (..., m)."""
    return (A @ x[..., None])[..., 0]
