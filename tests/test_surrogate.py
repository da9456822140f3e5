"""The Gaussian process against scikit-learn's, with the same fixed kernel."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

from hpstudy.surrogate import (
    JITTER,
    ROUGHNESS,
    Array,
    GaussianProcess,
    Kernel,
    draw_prior,
    squared_differences,
)

RNG = np.random.default_rng(4)
X, Z = RNG.random((12, 3)), RNG.random((7, 3))
Y = np.sin(6 * X[:, 0]) + X[:, 1] ** 2
LENGTHSCALE = np.array([0.3, 0.8, 2.0])
SMOOTH = Kernel(LENGTHSCALE, signal=1.7, noise=1e-3)
ROUGH = Kernel(LENGTHSCALE, signal=1.7, noise=0.2, shared=0.7)


def level(U: Array) -> Array:
    return np.full((len(U), 1), 1.3)


def scikit_learn(kernel: Kernel, level: float = 0.0) -> GaussianProcessRegressor:
    k = ConstantKernel(kernel.signal) * Matern(kernel.lengthscale, nu=2.5)
    k += WhiteKernel((1 - kernel.shared) * kernel.noise + JITTER)
    if kernel.shared:
        rough = Matern(kernel.lengthscale / ROUGHNESS, nu=1.5)
        # Matern 5/2 counts sqrt(5) for each lengthscale, 3/2 only sqrt(3).
        rough.length_scale = rough.length_scale * np.sqrt(3 / 5)
        k += ConstantKernel(kernel.shared * kernel.noise) * rough
    if level:
        k += ConstantKernel(level)
    return GaussianProcessRegressor(k, alpha=0.0, optimizer=None).fit(X, Y)


@pytest.mark.parametrize("kernel", [SMOOTH, ROUGH], ids=["smooth", "rough"])
@pytest.mark.parametrize("trend", [None, level], ids=["plain", "level"])
class TestAgainstScikitLearn:
    def test_mean_and_sd(self, kernel: Kernel, trend: None) -> None:
        mean, sd = GaussianProcess(kernel, X, Y, trend=trend).predict(Z)
        oracle = scikit_learn(kernel, 1.3**2 if trend else 0.0)
        their_mean, covariance = oracle.predict(Z, return_cov=True)
        # Theirs is about a loss with the noise of its own.
        variance = np.diag(covariance) - float(kernel.own_noise)
        np.testing.assert_allclose(mean, their_mean, rtol=1e-6)
        np.testing.assert_allclose(sd**2, variance, rtol=1e-5)

    def test_log_marginal_likelihood(self, kernel: Kernel, trend: None) -> None:
        ours = GaussianProcess(kernel, X, Y, trend=trend).log_marginal_likelihood()
        theirs = scikit_learn(kernel, 1.3**2 if trend else 0.0).log_marginal_likelihood_value_
        assert ours == pytest.approx(theirs, rel=1e-9)

    def test_draws(self, kernel: Kernel, trend: None) -> None:
        oracle = scikit_learn(kernel, 1.3**2 if trend else 0.0)
        mean, covariance = oracle.predict(Z, return_cov=True)
        covariance -= float(kernel.own_noise) * np.eye(len(Z))
        gp = GaussianProcess(kernel, X, Y, trend=trend)
        draws = gp.draw(Z, 20_000, np.random.default_rng(0))
        assert draws.shape == (20_000, len(Z))
        close = 5 * np.sqrt(covariance.diagonal().max() / len(draws))
        np.testing.assert_allclose(draws.mean(0), mean, atol=close)
        np.testing.assert_allclose(np.cov(draws.T), covariance, atol=0.05 * covariance.max())


def test_a_stack_of_kernels_is_each_of_them() -> None:
    lengthscale, signal, noise = RNG.random((2, 3)), np.array([1.7, 0.5]), np.array([1e-3, 0.1])
    means, sds = GaussianProcess(Kernel(lengthscale, signal, noise, 0.7), X, Y).predict(Z)
    for i in range(2):
        one = Kernel(lengthscale[i], signal[i], noise[i], 0.7)
        mean, sd = GaussianProcess(one, X, Y).predict(Z)
        np.testing.assert_allclose(means[i], mean)
        np.testing.assert_allclose(sds[i], sd)


def test_a_number_for_all_lengthscales() -> None:
    one = GaussianProcess(Kernel(0.4), X, Y).predict(Z)
    each = GaussianProcess(Kernel([0.4, 0.4, 0.4]), X, Y).predict(Z)
    np.testing.assert_allclose(one, each, rtol=1e-9)


def test_kernel_from_logarithms() -> None:
    kernel = Kernel.from_log(np.log([0.3, 0.8, 2.0, 1.7, 0.2]), shared=0.7)
    np.testing.assert_allclose(kernel.covariance(_D()), ROUGH.covariance(_D()))
    np.testing.assert_allclose(kernel.own_noise, ROUGH.own_noise)


def _D() -> Array:
    return squared_differences(X, Z)


def test_without_noise_the_belief_goes_through_the_losses() -> None:
    mean, sd = GaussianProcess(Kernel(0.5), X, Y).predict(X)
    np.testing.assert_allclose(mean, Y, atol=1e-4)
    assert (sd < 2e-3).all()


def test_far_from_all_losses_the_level_is_what_remains() -> None:
    far = np.full((1, 3), 50.0)
    mean, sd = GaussianProcess(Kernel(0.1), X, Y + 3).predict(far)
    assert (mean[0], sd[0]) == pytest.approx((0, 1))
    mean, sd = GaussianProcess(Kernel(0.1), X, Y + 3, trend=level).predict(far)
    assert mean[0] > 2.5
    assert 1 < sd[0] < np.sqrt(1 + 1.3**2)


def test_two_choices_are_one_apart_whichever_they_are() -> None:
    points = np.array([[0.1, 0.1], [0.1, 0.9], [0.4, 0.5]])
    D = squared_differences(points, points, np.array([False, True]))
    np.testing.assert_allclose(D[0], [[0, 0, 0.09], [0, 0, 0.09], [0.09, 0.09, 0]])
    np.testing.assert_array_equal(D[1], 1 - np.eye(3))


def test_other_losses_and_another_kernel_are_as_if_made_so() -> None:
    gp, other = GaussianProcess(SMOOTH, X, Y, trend=level), np.cos(Y)
    for changed, fresh in (
        (gp.with_losses(other), GaussianProcess(SMOOTH, X, other, trend=level)),
        (gp.with_kernel(ROUGH), GaussianProcess(ROUGH, X, Y, trend=level)),
    ):
        np.testing.assert_array_equal(changed.predict(Z), fresh.predict(Z))
        assert changed.log_marginal_likelihood() == fresh.log_marginal_likelihood()
    np.testing.assert_array_equal(gp.y, Y)


@pytest.mark.parametrize("trend", [None, level], ids=["plain", "level"])
@pytest.mark.parametrize("n_more", [1, 5])
def test_more_losses_are_as_if_known_from_the_start(trend: None, n_more: int) -> None:
    kernel = Kernel.from_log(RNG.normal(-1, 0.3, (4, 5)), 0.7)
    few = GaussianProcess(kernel, X[:-n_more], Y[:-n_more], trend=trend)
    more, fresh = few.with_more(X[-n_more:], Y), GaussianProcess(kernel, X, Y, trend=trend)
    np.testing.assert_allclose(more.predict(Z), fresh.predict(Z), rtol=1e-10)
    np.testing.assert_allclose(more.L @ more.L_inverse, np.tile(np.eye(12), (4, 1, 1)), atol=1e-12)
    likelihoods = more.log_marginal_likelihood(), fresh.log_marginal_likelihood()
    np.testing.assert_allclose(*likelihoods, rtol=1e-10)
    other = Kernel.from_log(RNG.normal(-1, 0.3, (4, 5)), 0.7)
    np.testing.assert_allclose(
        more.with_kernel(other).predict(Z), fresh.with_kernel(other).predict(Z), rtol=1e-12
    )
    assert len(few.X) == len(few.y) == 12 - n_more


def test_believing_in_the_mean_keeps_the_mean_and_takes_the_doubt() -> None:
    gp = GaussianProcess(Kernel.from_log(RNG.normal(-1, 0.3, (3, 5)), 0.7), X, Y, trend=level)
    mean, sd = gp.predict(Z)
    believing = gp.with_believed(Z[:2])
    new_mean, new_sd = believing.predict(Z)
    np.testing.assert_allclose(new_mean, mean, atol=1e-6)
    assert (new_sd <= sd + 1e-9).all()
    assert (new_sd[:, :2] < 0.7 * sd[:, :2]).all()
    np.testing.assert_allclose(believing.y[:, -2:], mean[:, :2])


def test_draws_from_the_prior_have_its_covariance() -> None:
    draws = draw_prior(ROUGH, Z, 20_000, np.random.default_rng(0))
    expected = ROUGH.covariance(squared_differences(Z, Z))
    np.testing.assert_allclose(np.cov(draws.T), expected, atol=0.03 * 1.9)
    np.testing.assert_allclose(draws.mean(0), 0, atol=5 * np.sqrt(1.9 / 20_000))


def test_points_as_close_as_can_be_are_no_trouble() -> None:
    close = np.vstack([X, X, X + 1e-12])
    kernel = Kernel(5.0, signal=20.0)
    gp = GaussianProcess(kernel, close, np.tile(Y, 3))
    grown = GaussianProcess(kernel, X, Y).with_more(close[12:], np.tile(Y, 3))
    for mean, sd in (gp.predict(Z), grown.predict(Z)):
        assert np.isfinite(mean).all()
        assert np.isfinite(sd).all()
