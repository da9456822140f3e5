"""Formulas against slow ones written out by their definitions, and minima that none goes below."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from scipy.optimize import minimize

from hpstudy.landscapes import (
    LANDSCAPES,
    Landscape,
    Noisy,
    Plateau,
    ackley_in,
    levy_in,
    rosenbrock_in,
)
from hpstudy.space import Configuration

ALL = {
    **LANDSCAPES,
    "rosenbrock_5": rosenbrock_in(5),
    "ackley_5": ackley_in(5),
    "levy_5": levy_in(5),
}
parametrized = pytest.mark.parametrize("landscape", ALL.values(), ids=list(ALL))


def place(landscape: Landscape, x: tuple[float, ...]) -> Configuration:
    return dict(zip(landscape.space, x, strict=True))


@parametrized
def test_the_minimum_is_where_it_is_said_to_be(landscape: Landscape) -> None:
    assert landscape.minimizers
    for x in landscape.minimizers:
        configuration = place(landscape, x)
        landscape.space.to_unit(configuration)  # refuses a place outside the space
        assert landscape(configuration) == pytest.approx(landscape.minimum, abs=1e-6)


@parametrized
def test_no_descent_ends_below_the_minimum(landscape: Landscape) -> None:
    rng = np.random.default_rng(0)
    bounds = [(h.low, h.high) for h in landscape.space.values()]  # type: ignore[attr-defined]
    starts = [list(landscape.space.sample(rng).values()) for _ in range(30)]
    ends = [minimize(landscape.formula, x, bounds=bounds).fun for x in starts]
    assert min(ends) >= landscape.minimum - 1e-8


@parametrized
def test_a_grid_of_places_is_each_of_them(landscape: Landscape) -> None:
    rng = np.random.default_rng(1)
    configurations = [landscape.space.sample(rng) for _ in range(6)]
    grid = np.array([list(c.values()) for c in configurations]).reshape(2, 3, -1)
    expected = np.reshape([landscape(c) for c in configurations], (2, 3))
    np.testing.assert_allclose(landscape.formula(grid), expected)


@parametrized
def test_the_middle_of_the_space_is_no_gift(landscape: Landscape) -> None:
    middle = landscape.space.from_unit([0.5] * len(landscape.space))
    assert landscape(middle) > landscape.minimum + 0.1


@pytest.mark.parametrize("d", [2, 4])
def test_formulas_by_their_definitions(d: int) -> None:
    x = np.random.default_rng(2).uniform(-3, 3, size=d)
    valley = sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(d - 1))
    assert rosenbrock_in(d).formula(x) == pytest.approx(valley)
    funnel = (
        -20 * math.exp(-0.2 * math.sqrt(sum(v * v for v in x) / d))
        - math.exp(sum(math.cos(2 * math.pi * v) for v in x) / d)
        + 20
        + math.e
    )
    assert ackley_in(d).formula(x) == pytest.approx(funnel)
    w = [1 + (v - 1) / 4 for v in x]
    waves = (
        math.sin(math.pi * w[0]) ** 2
        + sum((v - 1) ** 2 * (1 + 10 * math.sin(math.pi * v + 1) ** 2) for v in w[:-1])
        + (w[-1] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[-1]) ** 2)
    )
    assert levy_in(d).formula(x) == pytest.approx(waves)


def test_noise_belongs_to_the_configuration_and_the_seed() -> None:
    branin = LANDSCAPES["branin"]
    noisy = Noisy(branin, 2.0)
    rng = np.random.default_rng(3)
    configurations = [branin.space.sample(rng) for _ in range(400)]
    noise = np.array([noisy(c) - branin(c) for c in configurations])
    np.testing.assert_array_equal(noise, [noisy(c) - branin(c) for c in configurations])
    assert np.mean(noise) == pytest.approx(0, abs=0.4)
    assert np.std(noise) == pytest.approx(2, rel=0.15)
    other = Noisy(branin, 2.0, seed=1)
    assert all(noisy(c) != other(c) for c in configurations[:10])
    assert noisy.space == branin.space


def test_a_plateau_is_the_stair_at_or_below() -> None:
    levy = LANDSCAPES["levy"]
    stairs = Plateau(levy, 0.5)
    rng = np.random.default_rng(4)
    for configuration in (levy.space.sample(rng) for _ in range(50)):
        stair, loss = stairs(configuration), levy(configuration)
        assert (2 * stair).is_integer()
        assert stair <= loss < stair + 0.5
        assert stair >= stairs.minimum


def test_landscapes_can_be_sent_to_another_process() -> None:
    configuration = place(LANDSCAPES["branin"], (1.0, 2.0))
    for objective in (
        LANDSCAPES["branin"],
        Noisy(LANDSCAPES["branin"], 1.0),
        Plateau(LANDSCAPES["branin"], 1.0),
    ):
        assert pickle.loads(pickle.dumps(objective))(configuration) == objective(configuration)
