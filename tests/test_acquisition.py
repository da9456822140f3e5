"""Acquisition functions against their integrals and their series."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from hpstudy import acquisition as a


def density(loss: float, mean: float, sd: float) -> float:
    return math.exp(-0.5 * ((loss - mean) / sd) ** 2) / (sd * math.sqrt(2 * math.pi))


@pytest.mark.parametrize(("mean", "sd", "best"), [(0, 1, 0), (1, 2, 0.5), (3, 0.5, 1), (-2, 3, 1)])
def test_expected_improvement_is_its_integral(mean: float, sd: float, best: float) -> None:
    def integrand(loss: float) -> float:
        return (best - loss) * density(loss, mean, sd)

    low = min(mean, best) - 12 * sd
    integral, _ = quad(integrand, low, best, points=[mean] if low < mean < best else None)
    assert a.expected_improvement(mean, sd, best) == pytest.approx(integral, rel=1e-8)


@pytest.mark.parametrize(("mean", "sd", "best"), [(0, 1, 0), (1, 2, 0.5), (-2, 3, 1)])
def test_probability_of_improvement_is_its_integral(mean: float, sd: float, best: float) -> None:
    integral, _ = quad(density, mean - 12 * sd, best, args=(mean, sd))
    assert a.probability_of_improvement(mean, sd, best) == pytest.approx(integral, rel=1e-8)


@given(z=st.floats(-37, 40), log_sd=st.floats(-10, 10))
def test_the_logarithm_is_that_of_expected_improvement(z: float, log_sd: float) -> None:
    sd = math.exp(log_sd)
    log_ei = a.log_expected_improvement(0.0, sd, z * sd)
    if z > -5:  # below that, expected improvement itself loses digits
        assert math.exp(log_ei) == pytest.approx(a.expected_improvement(0.0, sd, z * sd), rel=1e-8)
    assert math.isfinite(log_ei)


def log_tail(t: float) -> float:
    """log h(-t) by the continued fraction of Mills' ratio, in exact arithmetic."""
    x = Fraction(t)
    rest = Fraction(0)
    for k in range(400, 0, -1):  # R(t) = 1 / (t + 1 / (t + 2 / (t + 3 / ...)))
        rest = Fraction(k) / (x + rest)
        rest = rest.limit_denominator(10**40)
    # h(-t) = phi(t) (1 - t R(t)), and with R = 1 / (t + c), 1 - t R = c / (t + c)
    return math.log(rest / (x + rest)) - 0.5 * t * t - 0.5 * math.log(2 * math.pi)


@pytest.mark.parametrize("t", [2, 5, 10, 30, 40, 99, 100, 101, 1000])
def test_the_logarithm_is_exact_far_into_the_tail(t: float) -> None:
    assert a.log_h(-float(t)) == pytest.approx(log_tail(t), rel=1e-13)


def test_the_logarithm_rises_all_the_way_and_nowhere_jumps() -> None:
    z = np.concatenate([-np.logspace(12, 0, 4000), np.linspace(-1, 50, 4000)[1:]])
    h = a.log_h(z)
    assert np.isfinite(h).all()
    assert (np.diff(h) > 0).all()
    for seam in (-1.0, -100.0):
        below, above = a.log_h(np.nextafter([seam, seam], [-np.inf, np.inf]))
        assert above - below < 1e-9


def test_where_expected_improvement_rounds_to_zero_its_logarithm_still_points_uphill() -> None:
    mean = np.array([50.0, 49.0])
    assert (a.expected_improvement(mean, 1.0, 0.0) == 0).all()
    far, nearer = a.log_expected_improvement(mean, 1.0, 0.0)
    assert far < nearer


@given(
    mean=st.floats(-1e3, 1e3), sd=st.floats(1e-6, 1e3), best=st.floats(-1e3, 1e3),
    more=st.floats(1e-3, 10),
)  # fmt: skip
def test_lower_and_less_certain_is_worth_more(
    mean: float, sd: float, best: float, more: float
) -> None:
    for function in (a.expected_improvement, a.log_expected_improvement):
        worth = function(mean, sd, best)
        no_less = worth - 1e-12 * abs(worth)  # but for rounding
        assert function(mean - more, sd, best) >= no_less
        assert function(mean, sd + more, best) >= no_less
    assert a.expected_improvement(mean, sd, best) >= max(best - mean, 0) * (1 - 1e-12)
    assert a.confidence_bound(mean, sd + more) > a.confidence_bound(mean, sd)


def test_numbers_give_numbers_and_arrays_broadcast() -> None:
    assert np.shape(a.expected_improvement(0.0, 1.0, 0.0)) == ()
    assert a.log_expected_improvement(np.zeros((3, 1)), np.ones(4), 0.0).shape == (3, 4)
    assert a.confidence_bound(np.zeros((3, 1)), np.ones(4)).shape == (3, 4)
