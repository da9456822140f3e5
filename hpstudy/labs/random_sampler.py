"""Lab: write random search's list of configurations, on log scales."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hpstudy.labs.grid_sampler import RANGES, Ranges, as_configurations
from hpstudy.labs.mistake import Mistake, call, demand

PASSED = "Independent draws, uniform on the log scale, and the same seed gives the same ones."

# The largest gap between 400 uniform draws and the straight line stays below this in all but one
# of a thousand lists (Kolmogorov 1933: 1.95 / sqrt(n)).
N = 400
LARGEST_GAP = 1.95 / np.sqrt(N)


def reference(ranges: Ranges, n: int, seed: int) -> list[dict[str, float]]:
    """Return `n` draws, uniform on each hyperparameter's log scale."""
    rng = np.random.default_rng(seed)
    return [
        {name: float(np.exp(rng.uniform(np.log(a), np.log(b)))) for name, (a, b) in ranges.items()}
        for _ in range(n)
    ]


def check(answer: Callable[[Ranges, int, int], Any]) -> None:
    """Check number, bounds, independence, scale, and what the seed does."""
    ranges = dict(RANGES)
    configurations = as_configurations(call(answer, ranges, N, 0), ranges)
    demand(
        len(configurations) == N,
        f"Asked for {N} configurations, your function gives {len(configurations)}.",
    )
    _check_seed(answer, configurations, ranges)
    drawn = {name: np.array([c[name] for c in configurations]) for name in ranges}
    for name, (low, high) in ranges.items():
        _check_draws(name, drawn[name], low, high)
    first, second = (np.argsort(np.argsort(x)) for x in drawn.values())
    demand(
        abs(np.corrcoef(first, second)[0, 1]) < 0.25,
        "rate and l2 move together: draw each anew, not both from one number.",
    )


def _check_seed(answer: Callable[..., Any], first: list[dict[str, float]], ranges: Ranges) -> None:
    demand(
        as_configurations(answer(ranges, N, 0), ranges) == first,
        "Called twice with the same seed it gives different configurations: "
        "draw from np.random.default_rng(seed).",
    )
    demand(
        as_configurations(answer(ranges, N, 1), ranges) != first,
        "Another seed gives the same configurations: hand the seed to np.random.default_rng.",
    )


def _check_draws(name: str, drawn: np.ndarray, low: float, high: float) -> None:
    demand(
        np.all((drawn >= low * (1 - 1e-9)) & (drawn <= high * (1 + 1e-9))),
        f"{name} leaves its range {low:g} to {high:g}: {drawn.min():g} to {drawn.max():g}.",
    )
    demand(
        len(np.unique(drawn)) > N / 2,
        f"{name} takes only {len(np.unique(drawn))} different values in {N} draws: "
        "make the generator once, before the loop, and draw from the whole range.",
    )
    if _gap(drawn, low, high) < LARGEST_GAP:
        raise Mistake(
            f"{name} is uniform on a linear scale: nine draws in ten lie in the top decade. "
            "Draw the logarithm uniformly, then take np.exp of it."
        )
    demand(
        _gap(np.log(drawn), np.log(low), np.log(high)) < LARGEST_GAP,
        f"{name} is not uniform on its log scale: each decade should get its equal share.",
    )


def _gap(x: np.ndarray, low: float, high: float) -> float:
    """Return the Kolmogorov-Smirnov distance of `x` (n,) from the uniform law on [low, high]."""
    u = (np.sort(x) - low) / (high - low)
    steps = np.arange(len(x) + 1) / len(x)
    return float(max(np.max(steps[1:] - u), np.max(u - steps[:-1])))
