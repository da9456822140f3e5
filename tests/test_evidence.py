"""Evidence: gradients against central differences, the summit against a general optimizer."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from hpstudy.evidence import (
    SHARED,
    Array,
    Prior,
    climb,
    committee,
    covariance_derivatives,
    evidence_gradient,
    log_posterior,
)
from hpstudy.surrogate import GaussianProcess, Kernel, draw_prior

RNG = np.random.default_rng(1)
X = np.vstack([RNG.random((19, 3)), [[0.2, 0.2, 0.2]] * 2])  # two points alike: r = 0
Y = np.sin(5 * X[:, 0]) + X[:, 1] + 0.1 * RNG.standard_normal(len(X))
Y = (Y - Y.mean()) / Y.std()
UNORDERED = np.array([False, False, True])
PRIOR = Prior.of_dimension(3)
THETA = PRIOR.mean + RNG.normal(0, 0.7, (2, 5))


def belief(theta: Array) -> GaussianProcess:
    return GaussianProcess(Kernel.from_log(theta, SHARED), X, Y, UNORDERED, lambda U: U[:, :1])


def central_difference(f, theta: Array, e: float = 1e-5) -> list[Array]:  # type: ignore[no-untyped-def]
    return [(f(theta + e * unit) - f(theta - e * unit)) / (2 * e) for unit in np.eye(5)]


def test_derivatives_of_the_covariance() -> None:
    def K(theta: Array) -> Array:
        gp = belief(theta)
        return gp.L @ np.swapaxes(gp.L, -1, -2)

    numeric = np.stack(central_difference(K, THETA), axis=1)
    np.testing.assert_allclose(covariance_derivatives(belief(THETA)), numeric, atol=1e-8)


def test_gradient_of_the_evidence() -> None:
    numeric = central_difference(lambda t: belief(t).log_marginal_likelihood(), THETA)
    gradient, _ = evidence_gradient(belief(THETA))
    np.testing.assert_allclose(gradient.T, numeric, rtol=1e-5, atol=1e-6)


def test_information_is_the_gradients_covariance() -> None:
    """Fisher's identity: over losses that the kernel itself draws, E g g^T = F."""
    theta, rng = THETA[0], np.random.default_rng(3)
    gp = belief(theta)
    draws = rng.standard_normal((4000, len(X))) @ gp.L.T
    gradients = np.array([evidence_gradient(gp.with_losses(y))[0] for y in draws])
    _, information = evidence_gradient(gp)
    np.testing.assert_allclose(gradients.mean(0), 0, atol=5 * gradients.std() / 60)
    observed = gradients.T @ gradients / len(draws)
    np.testing.assert_allclose(observed, information, atol=0.15 * information.max())


def test_gradient_of_the_prior() -> None:
    numeric = central_difference(PRIOR.log_density, THETA)
    np.testing.assert_allclose(PRIOR.gradient(THETA).T, numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_climb_ends_where_a_general_optimizer_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    Z = rng.random((25, 3))
    y = draw_prior(Kernel([0.3, 0.6, 3.0]), Z, 1, rng)[0] + 0.05 * rng.standard_normal(25)
    gp = GaussianProcess(Kernel.from_log(PRIOR.mean, SHARED), Z, (y - y.mean()) / y.std())

    def loss(theta: Array) -> float:
        return -float(log_posterior(gp, theta, PRIOR)[1])

    summit = climb(gp, PRIOR)
    best = minimize(loss, PRIOR.mean, method="Nelder-Mead", options={"maxiter": 4000})
    assert summit.height == pytest.approx(-loss(summit.theta))
    assert summit.height > -best.fun - 0.05


def test_climb_finds_which_dimension_matters() -> None:
    y = np.sin(9 * X[:, 0])
    gp = GaussianProcess(Kernel(0.3), X, (y - y.mean()) / y.std())
    lengthscale = np.exp(climb(gp, PRIOR).theta[:3])
    assert lengthscale[0] < 0.5 * lengthscale[1:].min()


def test_the_first_of_the_committee_is_the_summit_and_the_others_lie_around_it() -> None:
    gp = belief(PRIOR.mean)
    summit = climb(gp, PRIOR)
    drawn = committee(gp, PRIOR, 4000, np.random.default_rng(0))
    np.testing.assert_array_equal(drawn.theta[0], summit.theta)
    spread = np.cov(drawn.theta.T) / 1.5**2
    expected = np.linalg.inv(summit.precision)
    np.testing.assert_allclose(spread, expected, atol=0.08 * expected.max())
    assert np.exp(drawn.log_weight).sum() == pytest.approx(1)
    assert drawn.log_weight.max() <= drawn.log_weight[0] + np.log(2) + 1e-9  # none decides alone


def test_the_same_draws_from_the_same_generator() -> None:
    one, other = (committee(belief(PRIOR.mean), PRIOR, 8, np.random.default_rng(5)) for _ in "ab")
    np.testing.assert_array_equal(one.theta, other.theta)


@pytest.mark.parametrize("losses", [np.zeros(21), np.eye(21)[0] * 4.5, np.sign(X[:, 0] - 0.5)])
def test_losses_that_say_little(losses: Array) -> None:
    drawn = committee(belief(PRIOR.mean).with_losses(losses), PRIOR, 8, np.random.default_rng(5))
    assert np.isfinite(drawn.theta).all()
    assert np.isfinite(drawn.log_weight).all()
