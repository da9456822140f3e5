"""How far is far? The surrogate's own hyperparameters, learnt from the losses it has seen.

The evidence for a setting is the probability it gives to the losses told so far. `climb` finds the
setting with the most evidence, `laplace_draws` a handful of others that are nearly as credible.

Notation (beside that of surrogate.py)

    symbol   here         shape              meaning
    theta    theta        (..., p)           logarithms of the lengthscales, signal and noise
    K_i      dK           (..., p, n, n)     derivative of K by theta_i
    g        gradient     (..., p)           of the log posterior of theta
    F        information  (..., p, p)        how sharply the losses tell settings apart (Fisher)
    mu, s    Prior        (p,)               a priori, theta is normal with this mean and spread
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hpstudy.surrogate import GaussianProcess, Kernel

Array = NDArray[np.float64]

_MOST_STEPS = 20
_LONGEST_STEP = 1.5  # in log units: a factor of 4.5


@dataclass(frozen=True)
class Prior:
    """What is held of theta (p,) before any loss is seen: normal with `mean` and `sd` (p,)."""

    mean: Array
    sd: Array

    @classmethod
    def of_dimension(cls, d: int) -> Prior:
        """Return the prior for d hyperparameters, losses of mean 0 and spread 1.

        Lengthscales about 0.4 d^(1/4) of the range: the more dimensions, the farther apart any two
        configurations, and the longer a lengthscale must be to let one tell of another.
        """
        mean = [math.log(0.4 * d**0.25)] * d + [0.0, -6.0]
        return cls(np.array(mean), np.array([1.0] * d + [1.0, 2.0]))

    def log_density(self, theta: Array) -> Array:
        """Return the log density (...) of theta (..., p), up to a constant."""
        return np.asarray(-0.5 * np.square((theta - self.mean) / self.sd).sum(-1))

    def gradient(self, theta: Array) -> Array:
        """Return the gradient (..., p) of the log density."""
        return (self.mean - theta) / self.sd**2


def evidence_gradient(gp: GaussianProcess) -> tuple[Array, Array]:
    """Return gradient (..., p) and Fisher information (..., p, p) of the log marginal likelihood.

    With W = a a^T - K^-1, the gradient is tr(W K_i) / 2 (Rasmussen and Williams, equation 5.9);
    its expected curvature is tr(K^-1 K_i K^-1 K_j) / 2, which is never negative.
    """
    K_inverse = np.swapaxes(gp.L_inverse, -1, -2) @ gp.L_inverse
    W = gp.alpha[..., :, None] * gp.alpha[..., None, :] - K_inverse
    dK = covariance_derivatives(gp)
    p, n = dK.shape[-3], dK.shape[-1]
    flat = dK.reshape(*dK.shape[:-2], n * n)
    gradient = 0.5 * (flat @ W.reshape(*W.shape[:-2], n * n, 1))[..., 0]
    A = K_inverse[..., None, :, :] @ dK
    left = A.reshape(*A.shape[:-3], p, n * n)
    right = np.swapaxes(A, -1, -2).reshape(*A.shape[:-3], p, n * n)
    return gradient, 0.5 * left @ np.swapaxes(right, -1, -2)


def covariance_derivatives(gp: GaussianProcess) -> Array:
    """Return the derivatives (..., p, n, n) of K by the logarithms of lengthscales, signal, noise.

    r grows with 1/l_i: dr / d log l_i = -5 D_i / (l_i^2 r), and the slope of the Matern correlation
    is -(r/3) (1 + r) exp(-r). In the product the r cancels, so that r = 0 needs no special case.
    """
    kernel, D = gp.kernel, gp.D
    r = kernel.distance(D)
    signal = np.asarray(kernel.signal)[..., None, None]
    decay = np.exp(-r)
    slope = signal * (5 / 3) * (1 + r) * decay
    scaled = np.square(kernel.lengthscale)[..., None, None]
    dK = np.empty((*r.shape[:-2], len(D) + 2, *r.shape[-2:]))
    dK[..., :-2, :, :] = slope[..., None, :, :] * (D / scaled)
    dK[..., -2, :, :] = signal * (1 + r + r * r / 3) * decay
    dK[..., -1, :, :] = np.asarray(kernel.noise)[..., None, None] * np.eye(r.shape[-1])
    return dK


@dataclass(frozen=True)
class Summit:
    """Where `climb` ended: theta (p,), its log posterior, and the precision (p, p) around it."""

    theta: Array
    log_posterior: float
    precision: Array


def climb(
    start: Array, prior: Prior, X: Array, y: Array, unordered: NDArray[np.bool_] | None = None
) -> Summit:
    """Return the most credible theta near `start` (p,), by Fisher scoring.

    A Newton step, with the expected curvature in place of the true one, so that it leads uphill.
    After a step that did not rise, the curvature is taken to be larger (Levenberg and Marquardt).
    """
    theta, damping = start, 1e-3
    gp = GaussianProcess(Kernel.from_log(theta), X, y, unordered)
    height = float(gp.log_marginal_likelihood() + prior.log_density(theta))
    gradient, information = evidence_gradient(gp)
    for _ in range(_MOST_STEPS):
        precision = information + np.diag(prior.sd**-2)
        damped = precision + damping * np.diag(np.diag(information))
        step = np.linalg.solve(damped, gradient + prior.gradient(theta))
        step *= min(1.0, _LONGEST_STEP / max(np.abs(step).max(), 1e-12))
        gp = GaussianProcess(Kernel.from_log(theta + step), X, y, unordered)
        new_height = float(gp.log_marginal_likelihood() + prior.log_density(theta + step))
        if new_height <= height:
            damping *= 10
            if np.abs(step).max() < 1e-2:
                break
            continue
        gain, height, theta, damping = new_height - height, new_height, theta + step, damping / 5
        gradient, information = evidence_gradient(gp)
        if gain < 1e-2:
            break
    return Summit(theta, height, information + np.diag(prior.sd**-2))


def laplace_draws(summit: Summit, n_draws: int, rng: np.random.Generator) -> Array:
    """Return the summit and draws around it (n_draws, p), from the normal with its precision.

    If precision = C C^T, then C^-T e has the covariance C^-T C^-1 = precision^-1 for a standard
    normal e (Laplace's approximation).
    """
    C = np.linalg.cholesky(summit.precision)
    e = rng.standard_normal((n_draws - 1, len(summit.theta)))
    return np.vstack([summit.theta, summit.theta + np.linalg.solve(C.T, e.T).T])
