"""Lab: write grid search's list of configurations, on log scales."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from hpstudy.labs.mistake import Mistake, call, demand

Ranges = dict[str, tuple[float, float]]

PASSED = "Every combination once, evenly spaced on the log scale, both ends included."

RANGES: Ranges = {"rate": (1e-4, 1.0), "l2": (1e-6, 1e-1)}


def reference(ranges: Ranges, n: int) -> list[dict[str, float]]:
    """Return every combination of `n` values a hyperparameter, evenly spaced on a log scale."""
    values = [np.geomspace(low, high, n) for low, high in ranges.values()]
    return [dict(zip(ranges, chosen, strict=True)) for chosen in itertools.product(*values)]


def check(answer: Callable[[Ranges, int], Any]) -> None:
    """Check the list for two hyperparameters, then for three."""
    _check_one(answer, RANGES, 3)
    _check_one(answer, RANGES | {"width": (4.0, 128.0)}, 4)


def _check_one(answer: Callable[[Ranges, int], Any], ranges: Ranges, n: int) -> None:
    configurations = as_configurations(call(answer, dict(ranges), n), ranges)
    _check_count(len(configurations), len(ranges), n)
    for name, (low, high) in ranges.items():
        _check_values(name, sorted({c[name] for c in configurations}), low, high, n)
    distinct = {tuple(c[name] for name in ranges) for c in configurations}
    demand(len(distinct) == len(configurations), "Some combinations are there twice.")


def _check_count(found: int, d: int, n: int) -> None:
    if found == n:
        raise Mistake(
            f"You pair the values up, {n} in all. A grid has every combination: "
            f"{n} values of the first for each value of the next, {n**d} in all."
        )
    demand(
        found == n**d,
        f"{n} values of each of {d} hyperparameters make {n}^{d} = {n**d} combinations, "
        f"your list has {found}.",
    )


def _check_values(name: str, values: list[float], low: float, high: float, n: int) -> None:
    demand(len(values) == n, f"{name} takes {len(values)} different values; it should take {n}.")
    if np.allclose(values, np.linspace(low, high, n)):
        raise Mistake(
            f"{name} is spaced evenly on a linear scale, nearly all of it in the top decade. "
            "Even steps on a log scale multiply: np.geomspace."
        )
    demand(
        np.isclose(values[0], low) and np.isclose(values[-1], high),
        f"{name} runs from {values[0]:g} to {values[-1]:g}; both ends belong to the grid, "
        f"{low:g} and {high:g}.",
    )
    demand(
        np.allclose(values, np.geomspace(low, high, n), rtol=1e-6),
        f"{name} is not evenly spaced on the log scale: "
        "each value should be the one before times the same factor.",
    )


def as_configurations(found: Any, ranges: Ranges) -> list[dict[str, float]]:
    """Return the learner's list; a `Mistake` if it is no list of configurations."""
    demand(
        isinstance(found, list | tuple),
        f"The result should be a list of configurations, not {type(found).__name__}.",
    )
    for configuration in found:
        demand(
            isinstance(configuration, dict),
            "Each configuration should be a dict such as {'rate': 0.01, 'l2': 0.001}, "
            f"not {configuration!r}.",
        )
        demand(
            list(configuration) == list(ranges),
            f"Each configuration should name {list(ranges)}, yours names {list(configuration)}.",
        )
    return [{name: float(value) for name, value in c.items()} for c in found]
