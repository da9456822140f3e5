"""The surrogate: a Gaussian process, the belief about the loss where nothing has been tried yet.

It is told some points of the unit cube and their losses and answers, for any other point, with a
normal distribution: which loss to expect, and how far off that may be. Nothing here knows of
trials: arrays go in, arrays come out.

Notation (Rasmussen and Williams 2006, chapters 2 to 5; equation numbers are theirs)

    symbol  here         shape        meaning
    X       X            (n, d)       points whose loss is known
    y       y            (..., n)     their losses, brought to mean 0 and spread 1 by the caller
    X*      Z            (m, d)       points asked about
    l       lengthscale  (..., d)     how far to go until the loss is another one
    s^2     signal       (...)        variance of the loss over the space
    v       noise        (...)        variance of what only near neighbours, or none, can tell
    r       r            (..., n, m)  distance of two points, sqrt(5) for each lengthscale
    K       K            (..., n, n)  covariance of the losses at X, noise included
    k       k            (..., n, m)  covariance of the losses at X and Z
    L       L            (..., n, n)  Cholesky factor of K = L L^T
    a       alpha        (..., n)     K^-1 y
    theta   theta        (..., d + 2) logarithms of l_1 ... l_d, s^2, v

The dots are a stack: several settings of the hyperparameters, computed side by side.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg.lapack import dtrtri

Array = NDArray[np.float64]
Trend = Callable[[Array], Array]

# Added to every variance at a known point: K then has a Cholesky factor at any lengthscale.
JITTER = 1e-6
# How many times shorter than the lengthscale the landscape's roughness is: a power of two.
_SQUARINGS = 3
ROUGHNESS = 2**_SQUARINGS


def squared_differences(A: Array, B: Array, unordered: NDArray[np.bool_] | None = None) -> Array:
    """Return the squared differences (d, n, m) of points A (n, d) and B (m, d) in each dimension.

    Where `unordered` (d,) is true, any two different values are 1 apart.
    """
    D: Array = A.T[:, :, None] - np.ascontiguousarray(B.T)[:, None, :]
    D *= D
    if unordered is not None and unordered.any():
        D[unordered] = D[unordered] > 0
    return D


# In the next two, memory takes the time, not arithmetic: hence Horner's scheme in place, and the
# exponential handed over by who has it already.


def matern52(r: Array, decay: Array | None = None) -> Array:
    """Return the Matern 5/2 correlation (1 + r + r^2/3) exp(-r): smooth, not suspiciously so."""
    k = r / 3
    k += 1
    k *= r
    k += 1
    k *= np.exp(-r) if decay is None else decay
    return k


def matern32(r: Array, decay: Array | None = None) -> Array:
    """Return the Matern 3/2 correlation (1 + r) exp(-r): rougher, with a kink here and there."""
    k = r + 1
    k *= np.exp(-r) if decay is None else decay
    return k


@dataclass(frozen=True)
class Kernel:
    """How alike the losses of two points are: signal * matern52(r), and some noise.

    lengthscale:   one number, or one for each dimension, or a stack of those (..., d)
    signal, noise: variances, one number or a stack (...)
    shared:        the share of the noise that near neighbours have in common. Train again, and
                   most of a loss's "noise" is the same again: it is the landscape that is rough.
    """

    lengthscale: Any
    signal: Any = 1.0
    noise: Any = 0.0
    shared: float = 0.0

    @classmethod
    def from_log(cls, theta: Array, shared: float = 0.0) -> Kernel:
        """Return the kernel whose hyperparameters have the logarithms theta (..., d + 2)."""
        h = np.exp(theta)
        return cls(h[..., :-2], h[..., -2], h[..., -1], shared)

    def distance(self, D: Array) -> Array:
        """Return r (..., n, m) from the squared differences D (d, n, m)."""
        d, n, m = D.shape
        weight = np.ones((*np.shape(self.signal), d)) * (5 / np.square(self.lengthscale))
        r: Array = weight @ D.reshape(d, n * m)
        return np.sqrt(r, out=r).reshape(*np.shape(self.signal), n, m)

    def covariance(self, D: Array) -> Array:
        """Return the covariances (..., n, m) of the losses at different points (equation 4.17)."""
        r = self.distance(D)
        decay = np.exp(-r)
        k = matern52(r, decay)
        k *= _before_matrix(self.signal)
        if self.shared:
            r *= ROUGHNESS
            for _ in range(_SQUARINGS):
                np.square(decay, out=decay)
            rough = matern32(r, decay)
            rough *= _before_matrix(self.shared * np.asarray(self.noise))
            k += rough
        return k

    @property
    def variance(self) -> Array:
        """The variance (...) of the loss at any one point, without the noise of its own."""
        return np.asarray(self.signal + self.shared * np.asarray(self.noise), dtype=float)

    @property
    def own_noise(self) -> Array:
        """The variance (...) that a known loss shares with no other, however near."""
        return np.asarray((1 - self.shared) * np.asarray(self.noise) + JITTER, dtype=float)


class GaussianProcess:
    """Losses y (..., n) at points X (n, d), and what they say about every other point.

    trend: features (n, f) of points (n, d) whose weighted sum the loss is believed to follow, each
           weight standard normal before any loss is seen; one feature that is 1 everywhere lets
           the level far from all known points be learnt

    >>> gp = GaussianProcess(Kernel(lengthscale=0.3), [[0.2], [0.7]], [1.0, -1.0])
    >>> mean, sd = gp.predict([[0.2], [0.45]])
    >>> mean.round(2) + 0.0, sd.round(2)
    (array([1., 0.]), array([0. , 0.6]))
    """

    def __init__(
        self,
        kernel: Kernel,
        X: ArrayLike,
        y: ArrayLike,
        unordered: NDArray[np.bool_] | None = None,
        trend: Trend | None = None,
    ) -> None:
        self.kernel, self.unordered, self.trend = kernel, unordered, trend
        self.X, self.y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
        self.features = self._features(self.X)
        self.D = squared_differences(self.X, self.X, unordered)
        self._factorize()

    def _factorize(self) -> None:
        """Compute L, its inverse and K^-1 y (algorithm 2.1)."""
        K = self.kernel.covariance(self.D)
        K += self.features @ self.features.T
        self.L = np.linalg.cholesky(self._with_own_noise(K))
        self.L_inverse = inverse_of_triangle(self.L)
        self._solve()

    def _with_own_noise(self, K: Array) -> Array:
        """Return the covariance K (..., n, n) of points that are known, in place."""
        diagonal = np.arange(K.shape[-1])
        K[..., diagonal, diagonal] += self.kernel.own_noise[..., None]
        return K

    def _solve(self) -> None:
        self.whitened = self.whiten(self.y)
        self.alpha = _times(_transposed(self.L_inverse), self.whitened)

    def whiten(self, y: Array) -> Array:
        """Return L^-1 y (..., n): independent draws of spread 1, if the kernel is right."""
        return _times(self.L_inverse, y)

    def with_kernel(self, kernel: Kernel) -> GaussianProcess:
        """Return the belief that another kernel draws from the same losses."""
        other = copy.copy(self)
        other.kernel = kernel
        other._factorize()
        return other

    def with_losses(self, y: Array) -> GaussianProcess:
        """Return the belief after other losses y (..., n) at the same points, at little cost."""
        other = copy.copy(self)
        other.y = y
        other._solve()
        return other

    def with_more(self, Z: Array, y: Array) -> GaussianProcess:
        """Return the belief after losses y (..., n + m) at the known points and at Z (m, d) too.

        What is known is not factorized again: the Cholesky factor and its inverse get rows below,

            K = (A    k)   L = (L_A    0 )   L^-1 = (       L_A^-1         0    )
                (k^T  B)       (V^T   L_S)          (-L_S^-1 V^T L_A^-1   L_S^-1)

        where V = L_A^-1 k and L_S L_S^T = B - V^T V.
        """
        V = self.L_inverse @ self._covariance(self.X, Z)
        S = self._with_own_noise(self._covariance(Z, Z)) - _transposed(V) @ V
        L_S = np.linalg.cholesky(S)
        S_inverse = inverse_of_triangle(L_S)
        other = copy.copy(self)
        other.X, other.y = np.vstack([self.X, Z]), y
        other.features = np.vstack([self.features, self._features(Z)])
        other.D = squared_differences(other.X, other.X, self.unordered)
        other.L = _triangle(self.L, _transposed(V), L_S)
        below = -S_inverse @ (_transposed(V) @ self.L_inverse)
        other.L_inverse = _triangle(self.L_inverse, below, S_inverse)
        other._solve()
        return other

    def with_believed(self, Z: Array) -> GaussianProcess:
        """Return the belief if the losses at Z (m, d) turn out as expected.

        The mean stays where it is, but around Z there is less left to learn.
        """
        mean, _ = self.predict(Z)
        known = np.broadcast_to(self.y, (*mean.shape[:-1], len(self.X)))
        return self.with_more(Z, np.concatenate([known, mean], -1))

    def predict(self, Z: ArrayLike) -> tuple[Array, Array]:
        """Return mean and standard deviation (..., m) of the loss at Z (m, d), without noise.

        The mean is k^T K^-1 y, the variance s^2 - k^T K^-1 k (equations 2.25 and 2.26): what was
        unknown before, less what the neighbours explain. k^T K^-1 k is |L^-1 k| squared.
        """
        Z = np.asarray(Z, dtype=float)
        k = self._covariance(self.X, Z)
        V = self.L_inverse @ k
        explained = np.einsum("...ij,...ij->...j", V, V)
        variance = self._prior_variance(Z) - explained
        return _times(_transposed(k), self.alpha), np.sqrt(np.maximum(variance, 0))

    def draw(self, Z: ArrayLike, n_draws: int, rng: np.random.Generator) -> Array:
        """Return `n_draws` functions that fit the losses, at points Z (..., n_draws, m)."""
        Z = np.asarray(Z, dtype=float)
        k = self._covariance(self.X, Z)
        mean = _times(_transposed(k), self.alpha)
        V = self.L_inverse @ k
        covariance = self._covariance(Z, Z) - _transposed(V) @ V
        return np.expand_dims(mean, -2) + _draws(covariance, n_draws, rng)

    def log_marginal_likelihood(self) -> Array:
        """Return log p(y | X) (...): how well the kernel explains the losses (equation 5.8).

        Half the squared length of L^-1 y for the misfit, log |L| for the flexibility.
        """
        misfit = 0.5 * np.square(self.whitened).sum(-1)
        flexibility = np.log(np.diagonal(self.L, axis1=-2, axis2=-1)).sum(-1)
        return np.asarray(-misfit - flexibility - 0.5 * len(self.X) * np.log(2 * np.pi))

    def _covariance(self, A: Array, B: Array) -> Array:
        """Return the covariances (..., n, m) of losses at A and B, the trend's included (2.40)."""
        k = self.kernel.covariance(squared_differences(A, B, self.unordered))
        k += (self.features if A is self.X else self._features(A)) @ self._features(B).T
        return k

    def _prior_variance(self, Z: Array) -> Array:
        variance: Array = self.kernel.variance[..., None] + np.square(self._features(Z)).sum(-1)
        return variance

    def _features(self, Z: Array) -> Array:
        """Return the trend's features (m, f) at Z; without a trend there are none, f is 0."""
        return np.empty((len(Z), 0)) if self.trend is None else self.trend(Z)


def inverse_of_triangle(L: NDArray[Any]) -> Array:
    """Return the inverse of each lower triangular matrix of the stack L (..., n, n)."""
    n = L.shape[-1]
    inverses = [dtrtri(each.T)[0].T for each in L.reshape(-1, n, n)]  # .T: Fortran's order
    return np.reshape(inverses, L.shape)


def _triangle(A: NDArray[Any], B: Array, C: NDArray[Any]) -> Array:
    """Return the stack (..., n + m, n + m) of matrices with A and nothing above, B and C below."""
    above = np.concatenate([A, np.zeros_like(_transposed(B))], -1)
    return np.concatenate([above, np.concatenate([B, C], -1)], -2)


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
    draws: Array = normal @ _transposed(root)
    return draws


def _before_matrix(x: ArrayLike) -> Array:
    """Return x (...) as (..., 1, 1), to multiply a stack of matrices."""
    return np.asarray(x, dtype=float)[..., None, None]


def _transposed(A: Array) -> Array:
    return np.swapaxes(A, -1, -2)


def _times(A: Array, x: Array) -> Array:
    """Return A x (..., n) for a stack of matrices (..., n, m) and of vectors (..., m)."""
    product: Array = (A @ x[..., None])[..., 0]
    return product
