"""The Gaussian process against scikit-learn's, with the same fixed kernel."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

from hpstudy.surrogate import JITTER, GaussianProcess, Kernel, draw_prior, squared_differences

RNG = np.random.default_rng(4)
X, Z = RNG.random((12, 3)), RNG.random((7, 3))
Y = np.sin(6 * X[:, 0]) + X[:, 1] ** 2
KERNEL = Kernel(np.array([0.3, 0.8, 2.0]), signal=1.7, noise=1e-3)


def scikit_learn(kernel: Kernel) -> GaussianProcessRegressor:
    parts = ConstantKernel(kernel.signal) * Matern(kernel.lengthscale, nu=2.5)
    return GaussianProcessRegressor(
        parts + WhiteKernel(kernel.noise + JITTER), alpha=0.0, optimizer=None
    ).fit(X, Y)


def test_mean_and_sd_are_scikit_learns() -> None:
    mean, sd = GaussianProcess(KERNEL, X, Y).predict(Z)
    oracle = scikit_learn(KERNEL)
    their_mean, covariance = oracle.predict(Z, return_cov=True)
    variance = np.diag(covariance) - KERNEL.noise - JITTER  # theirs predicts a noisy loss
    np.testing.assert_allclose(mean, their_mean, rtol=1e-7)
    np.testing.assert_allclose(sd**2, variance, rtol=1e-6)


def test_log_marginal_likelihood_is_scikit_learns() -> None:
    ours = GaussianProcess(KERNEL, X, Y).log_marginal_likelihood()
    assert ours == pytest.approx(scikit_learn(KERNEL).log_marginal_likelihood_value_, rel=1e-10)


def test_a_stack_of_kernels_is_each_of_them() -> None:
    stack = Kernel(
        np.array([[0.3, 0.8, 2.0], [1, 1, 1]]), np.array([1.7, 0.5]), np.array([1e-3, 0.1])
    )
    means, sds = GaussianProcess(stack, X, Y).predict(Z)
    for i in range(2):
        one = Kernel(stack.lengthscale[i], stack.signal[i], stack.noise[i])
        mean, sd = GaussianProcess(one, X, Y).predict(Z)
        np.testing.assert_allclose(means[i], mean)
        np.testing.assert_allclose(sds[i], sd)


def test_two_choices_are_one_apart_whichever_they_are() -> None:
    points = np.array([[0.1, 0.1], [0.1, 0.9], [0.4, 0.5]])
    D = squared_differences(points, points, np.array([False, True]))
    np.testing.assert_allclose(D[0], [[0, 0, 0.09], [0, 0, 0.09], [0.09, 0.09, 0]])
    np.testing.assert_array_equal(D[1], 1 - np.eye(3))


def test_draws_have_the_mean_and_covariance_they_are_drawn_from() -> None:
    gp = GaussianProcess(KERNEL, X, Y)
    mean, sd = gp.predict(Z)
    draws = gp.draw(Z, 20_000, np.random.default_rng(0))
    assert draws.shape == (20_000, 7)
    np.testing.assert_allclose(draws.mean(0), mean, atol=5 * sd.max() / np.sqrt(20_000))
    np.testing.assert_allclose(draws.std(0), sd, rtol=0.03)
    prior = draw_prior(KERNEL, Z, 20_000, np.random.default_rng(0))
    expected = KERNEL.covariance(squared_differences(Z, Z))
    np.testing.assert_allclose(np.cov(prior.T), expected, atol=0.1)
