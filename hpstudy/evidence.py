"""How far is far? The surrogate's own hyperparameters, learnt from the losses it has seen.

The evidence for a setting is the probability that it gives to the losses told so far. `climb`
finds the most credible setting, `committee` draws others that are nearly as credible: few losses
leave much open, and a search that stakes all on one setting is sure of what it does not know.

Notation (beside that of surrogate.py)

    symbol  here         shape            meaning
    theta   theta        (..., p)         log of lengthscales, signal and noise; p = d + 2
    mu, s   Prior        (p,)             before any loss is seen, theta is normal: mean and spread
    K_i     dK           (..., p, n, n)   derivative of K by theta_i
    B_i     B            (..., p, n, n)   L^-1 K_i L^-T: the same, as the whitened losses see it
    g       gradient     (..., p)         derivative of the log evidence by theta
    F       information  (..., p, p)      how sharply the losses tell settings apart (Fisher)
    P       precision    (p, p)           F + 1/s^2: the same, what was held before included
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hpstudy.surrogate import ROUGHNESS, GaussianProcess, Kernel

Array = NDArray[np.float64]

# Of the noise, the share that is the landscape's roughness and not chance.
SHARED = 0.7
_MOST_STEPS = 20
_LONGEST_STEP = 1.5  # in logarithms: a factor of 4.5
_CLOSE_ENOUGH = 0.01  # in log evidence


@dataclass(frozen=True)
class Prior:
    """What is held of theta (p,) before any loss is seen: normal, with `mean` and `sd` (p,)."""

    mean: Array
    sd: Array

    @classmethod
    def of_dimension(cls, d: int) -> Prior:
        """Return the prior for d hyperparameters and losses of mean 0 and spread 1.

        Lengthscales about d^(1/4) / 4 of the range: the more dimensions, the farther apart any two
        configurations, and the longer a lengthscale must be to let one tell of another. Noise about
        exp(-6), but anything from none to most of the spread is possible.
        """
        mean = [math.log(0.25 * d**0.25)] * d + [0.0, -6.0]
        return cls(np.array(mean), np.array([0.7] * d + [1.0, 2.0]))

    def log_density(self, theta: Array) -> Array:
        """Return the log density (...) of theta (..., p), up to a constant."""
        return np.asarray(-0.5 * np.square((theta - self.mean) / self.sd).sum(-1))

    def gradient(self, theta: Array) -> Array:
        """Return the gradient (..., p) of the log density."""
        gradient: Array = (self.mean - theta) / self.sd**2
        return gradient


def evidence_gradient(gp: GaussianProcess) -> tuple[Array, Array]:
    """Return gradient (..., p) and information (..., p, p) of the log evidence.

    With B_i = L^-1 K_i L^-T and w = L^-1 y, the gradient is (w^T B_i w - tr B_i) / 2 (Rasmussen and
    Williams, equation 5.9); the curvature to expect is tr(B_i B_j) / 2, which is never negative.
    """
    B = covariance_derivatives(gp)
    for i in range(B.shape[-3]):  # one by one, in place: B is large
        B[..., i, :, :] = gp.L_inverse @ B[..., i, :, :] @ np.swapaxes(gp.L_inverse, -1, -2)
    w = gp.whitened[..., None, :, None]
    misfit = (w * (B @ w)).sum((-1, -2))
    flat = B.reshape(*B.shape[:-2], -1)
    gradient = 0.5 * (misfit - np.trace(B, axis1=-2, axis2=-1))
    return gradient, 0.5 * flat @ np.swapaxes(flat, -1, -2)


def covariance_derivatives(gp: GaussianProcess) -> Array:
    """Return the derivatives (..., p, n, n) of K by the logarithms of lengthscales, signal, noise.

    dr / d log l_i is -5 D_i / (l_i^2 r). The slope of the Matern 5/2 correlation is
    -(r/3) (1 + r) exp(-r), that of the 3/2 at q = c r is -c q exp(-q) = -c^2 r exp(-q). In the
    product r cancels, so that r = 0 needs no special case.
    """
    kernel, r = gp.kernel, gp.kernel.distance(gp.D)
    signal = np.asarray(kernel.signal)[..., None, None]
    noise = np.asarray(kernel.noise)[..., None, None]
    decay, rough_decay = np.exp(-r), np.exp(-ROUGHNESS * r)
    slope = signal * (1 + r) * decay / 3 + kernel.shared * noise * ROUGHNESS**2 * rough_decay
    rough = kernel.shared * (1 + ROUGHNESS * r) * rough_decay
    dK = np.empty((*r.shape[:-2], len(gp.D) + 2, *r.shape[-2:]))
    weight = 5 / np.square(kernel.lengthscale)[..., None, None]
    np.multiply(gp.D, weight, out=dK[..., :-2, :, :])
    dK[..., :-2, :, :] *= slope[..., None, :, :]
    dK[..., -2, :, :] = signal * (1 + r + r * r / 3) * decay
    dK[..., -1, :, :] = noise * (rough + (1 - kernel.shared) * np.eye(r.shape[-1]))
    return dK


@dataclass(frozen=True)
class Summit:
    """Where `climb` ended: theta (p,), the log posterior there, and the precision (p, p)."""

    theta: Array
    height: float
    precision: Array


def log_posterior(gp: GaussianProcess, theta: Array, prior: Prior) -> tuple[GaussianProcess, Array]:
    """Return the belief with theta (..., p), and how credible (...) theta is, as a logarithm."""
    gp = gp.with_kernel(Kernel.from_log(theta, SHARED))
    return gp, gp.log_marginal_likelihood() + prior.log_density(theta)


def climb(gp: GaussianProcess, prior: Prior) -> Summit:
    """Return the most credible theta for the losses of `gp`, uphill from the prior's mean.

    Fisher scoring: a Newton step, with the curvature that is to be expected in place of the one at
    hand, so that it leads uphill. After a step too far, the curvature is taken to be larger
    (Levenberg and Marquardt).
    """
    theta, damping = prior.mean, 1e-3
    gp, height = log_posterior(gp, theta, prior)
    gradient, information = evidence_gradient(gp)
    for _ in range(_MOST_STEPS):
        curvature = information + damping * np.diag(np.diag(information)) + np.diag(prior.sd**-2)
        step = np.linalg.solve(curvature, gradient + prior.gradient(theta))
        step *= min(1.0, _LONGEST_STEP / max(np.abs(step).max(), 1e-12))
        gp, reached = log_posterior(gp, theta + step, prior)
        gain = reached - height
        if gain > 0:
            theta, height, damping = theta + step, reached, damping / 5
            gradient, information = evidence_gradient(gp)
        else:
            damping *= 10
        if abs(gain) < _CLOSE_ENOUGH:
            break
    return Summit(theta, float(height), information + np.diag(prior.sd**-2))


@dataclass(frozen=True)
class Committee:
    """Settings theta (M, p) that may all be right, and the logarithms (M,) of their weights.

    belief: what each of them makes of the losses
    """

    theta: Array
    log_weight: Array
    belief: GaussianProcess


def committee(
    gp: GaussianProcess, prior: Prior, n_members: int, rng: np.random.Generator
) -> Committee:
    """Return the most credible setting for the losses of `gp`, and others drawn around it.

    Near its summit the posterior is about normal, with covariance P^-1 (Laplace's approximation).
    If P = C C^T, then C^-T e has that covariance for a standard normal e. The draws are spread half
    as wide again, since the posterior's flanks are flatter than its top; each draw's weight is its
    posterior over the density it was drawn from, cut short so that none decides alone.
    """
    summit = climb(gp, prior)
    C = np.linalg.cholesky(summit.precision)
    e = rng.standard_normal((n_members - 1, len(summit.theta)))
    e = np.vstack([np.zeros_like(summit.theta), e])
    theta = summit.theta + 1.5 * np.linalg.solve(C.T, e.T).T
    belief, height = log_posterior(gp, theta, prior)
    log_ratio = height - summit.height + 0.5 * np.square(e).sum(-1)
    log_weight = np.minimum(log_ratio, math.log(2))
    return Committee(theta, log_weight - np.logaddexp.reduce(log_weight), belief)
