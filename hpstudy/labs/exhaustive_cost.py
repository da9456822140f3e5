"""Lab: how long does it take to try every combination?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from hpstudy.labs.mistake import Mistake, call, demand, shown

PASSED = "Values multiply, trainings run in rounds, and a round that is not full takes as long."

CASES = (
    ((5, 5), 1.0, 1),
    ((5, 4, 3), 2.0, 1),
    ((10, 10, 10), 0.5, 4),
    ((3, 3, 3), 1.0, 10),
    ((5, 4), 3.0, 8),
)


def reference(values: Sequence[int], hours: float, at_once: int) -> float:
    """Return the hours that all combinations take, `at_once` trainings at the same time."""
    return math.ceil(math.prod(values) / at_once) * hours


def check(answer: Callable[[Sequence[int], float, int], Any]) -> None:
    """Check two knobs, three, several at once, and a last round that is not full."""
    for values, hours, at_once in CASES:
        found = call(answer, list(values), hours, at_once)
        demand(
            isinstance(found, int | float) and not isinstance(found, bool),
            f"Return a number of hours, not {shown(found)}.",
        )
        _check_case(float(found), values, hours, at_once)


def _check_case(found: float, values: Sequence[int], hours: float, at_once: int) -> None:
    right, runs = reference(values, hours, at_once), math.prod(values)
    if math.isclose(found, right):
        return
    case = f"{' × '.join(map(str, values))} values, {hours:g} h each, {at_once} at once"
    if math.isclose(found, math.ceil(sum(values) / at_once) * hours):
        raise Mistake(
            f"{case}: you add the values up, as if one knob were tried after the other. Every "
            f"value goes with every value of the others: {runs} trainings."
        )
    if math.isclose(found, runs * hours):
        raise Mistake(f"{case}: {at_once} trainings run at the same time, in rounds.")
    if math.isclose(found, runs / at_once * hours):
        raise Mistake(
            f"{case}: {runs / at_once:g} rounds there cannot be. The last one is not full, but "
            "takes as long: round up."
        )
    if math.isclose(found, math.ceil(runs * hours / at_once)):
        raise Mistake(f"{case}: you round the hours up. Round the rounds up, then count hours.")
    if math.isclose(found, math.ceil(runs / at_once)):
        raise Mistake(f"{case}: those are the rounds; each takes {hours:g} hours.")
    raise Mistake(
        f"{case}: {runs} trainings in {math.ceil(runs / at_once)} rounds take {right:g} hours; "
        f"you say {found:g}."
    )
