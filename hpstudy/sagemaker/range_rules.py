"""The rules for the ranges that a tuning job searches: numbers in strings, and scales that fit."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hpstudy.sagemaker.errors import Fault
from hpstudy.sagemaker.shapes import below, item
from hpstudy.space import Float, Integer

KINDS = ("IntegerParameterRanges", "ContinuousParameterRanges", "CategoricalParameterRanges")
MOST_RANGES, MOST_HYPERPARAMETERS = 30, 100
# The service hands the objective's name to the algorithm under this name, and counts it.
OBJECTIVE_KEY = "_tuning_objective_metric"

_WHOLE = re.compile(r"[+-]?[0-9]+")
_REAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_SCALES = {"Logarithmic": "log", "ReverseLogarithmic": "reverse_log"}


def range_faults(ranges: Mapping[str, Any], path: str) -> Iterator[Fault]:
    """Give what is wrong with each range on its own."""
    for kind in KINDS:
        for n, found in enumerate(ranges.get(kind, ()), 1):
            here = item(below(path, kind), n)
            if kind == "CategoricalParameterRanges":
                yield from _repeated(found["Values"], below(here, "Values"))
            else:
                yield from _bounds(found, here, whole=kind == "IntegerParameterRanges")


def name_faults(
    ranges: Mapping[str, Any], statics: Mapping[str, str], path: str, statics_path: str
) -> Iterator[Fault]:
    """Give hyperparameters that are named twice or wrongly, and say so if there are too many.

    path, statics_path: where the ranges and the static hyperparameters are
    """
    named = [
        (below(item(below(path, kind), n), "Name"), found["Name"])
        for kind in (*KINDS, "AutoParameters")
        for n, found in enumerate(ranges.get(kind, ()), 1)
    ]
    counts = Counter(name for _path, name in named)
    for here, name in named:
        if not name or name == OBJECTIVE_KEY:
            yield Fault(here, name, "Member must be a name, and not one that the service sets")
        elif counts[name] > 1:
            yield Fault(here, name, "Member must name a hyperparameter only once")
        elif name in statics:
            yield Fault(here, name, f"Member must not be static too: it is in {statics_path}")
    if OBJECTIVE_KEY in statics:
        yield Fault(statics_path, OBJECTIVE_KEY, "Map keys must not be set by the service itself")
    n_ranges = len(named) - len(ranges.get("AutoParameters", ()))
    if n_ranges > MOST_RANGES:
        rule = f"Member must have at most {MOST_RANGES} hyperparameters over all its ranges"
        yield Fault(path, n_ranges, rule)
    yield from _counted(len(named), len(statics), path, statics_path)


def combinations(ranges: Mapping[str, Any]) -> int:
    """Return how many combinations the categorical ranges have: what Grid runs."""
    categories = ranges.get("CategoricalParameterRanges", ())
    return math.prod(len(category["Values"]) for category in categories)


def _counted(n_tuned: int, n_static: int, path: str, statics_path: str) -> Iterator[Fault]:
    if not n_tuned:
        yield Fault(path, n_tuned, "Member must have at least one hyperparameter to tune")
    if n_tuned + n_static + 1 > MOST_HYPERPARAMETERS:
        rule = (
            f"Static and tunable hyperparameters and {OBJECTIVE_KEY}, which the service adds, must"
            f" be at most {MOST_HYPERPARAMETERS}"
        )
        yield Fault(statics_path, n_tuned + n_static + 1, rule)


def _repeated(values: Iterable[str], path: str) -> Iterator[Fault]:
    for value, count in Counter(values).items():
        if count > 1:
            yield Fault(path, value, "Member must have each of its values only once")


def _bounds(found: Mapping[str, str], path: str, *, whole: bool) -> Iterator[Fault]:
    """Give what is wrong with the bounds and the scale of an integer or continuous range."""
    what = "a whole number" if whole else "a finite number"
    bounds = {end: _parse(found[end], whole) for end in ("MinValue", "MaxValue")}
    for end, bound in bounds.items():
        if bound is None:
            yield Fault(below(path, end), found[end], f"Member must be {what}, as a string")
    low, high = bounds["MinValue"], bounds["MaxValue"]
    if low is not None and high is not None:
        yield from _order(found, path, low, high) or _scale(found, path, low, high, whole=whole)


def _parse(text: str, whole: bool) -> float | None:
    """Return the number that the string says, None if it says none that the service can hold."""
    if whole:
        return int(text) if _WHOLE.fullmatch(text) and abs(int(text)) < 2**63 else None
    return float(text) if _REAL.fullmatch(text) and math.isfinite(float(text)) else None


def _order(found: Mapping[str, str], path: str, low: float, high: float) -> list[Fault]:
    if low < high:
        return []
    rule = f"Member must be less than maxValue, which is '{found['MaxValue']}'"
    return [Fault(below(path, "MinValue"), found["MinValue"], rule)]


def _scale(
    found: Mapping[str, str], path: str, low: float, high: float, *, whole: bool
) -> Iterator[Fault]:
    scale = found.get("ScalingType", "Auto")
    here = below(path, "ScalingType")
    if scale == "Logarithmic" and low <= 0:
        rule = f"Logarithmic scaling needs minValue greater than 0, not '{found['MinValue']}'"
        yield Fault(here, scale, rule)
    elif scale == "ReverseLogarithmic" and whole:
        yield Fault(here, scale, "ReverseLogarithmic scaling is for continuous ranges only")
    elif scale == "ReverseLogarithmic" and not 0 <= low < high < 1:
        rule = (
            "ReverseLogarithmic scaling needs a range within 0 <= x < 1, not"
            f" '{found['MinValue']}' to '{found['MaxValue']}'"
        )
        yield Fault(here, scale, rule)
    else:
        yield from _unsearchable(found, path, low, high, whole=whole)


def _unsearchable(
    found: Mapping[str, str], path: str, low: float, high: float, *, whole: bool
) -> Iterator[Fault]:
    """Give what our own search space has against a range that the service would take."""
    scale = _SCALES.get(found.get("ScalingType", ""), "linear")
    try:
        if whole:
            Integer(int(low), int(high), scale)
        else:
            Float(low, high, scale)
    except ValueError as error:
        yield Fault(path, found["Name"], f"This local service cannot search it: {error}")
