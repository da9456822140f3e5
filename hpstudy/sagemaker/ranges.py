"""The ranges of a request as a search space, and its configurations as the service writes them.

The service says every number as a text: bounds in the request, values in what it hands to the
algorithm. How its "Auto" chooses a scale it does not publish; here the rule is in the open, in
`auto_scale`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hpstudy.sagemaker.errors import ServiceError
from hpstudy.space import (
    Categorical,
    Configuration,
    Float,
    Hyperparameter,
    Integer,
    SearchSpace,
)

_SCALES = {"Linear": "linear", "Logarithmic": "log", "ReverseLogarithmic": "reverse_log"}

# From how many times the lower bound on the upper one makes "Auto" a logarithm: two decades.
_TWO_DECADES = 100


def space_of(ranges: Mapping[str, Any]) -> SearchSpace:
    """Return `ParameterRanges` as a search space: integers, reals, categories, each as listed.

    A range that cannot be searched is a ValidationException that names it.
    """
    named: dict[str, Hyperparameter] = {}
    for name, kind, entry in _entries(ranges):
        if name in named:
            raise ServiceError("ValidationException", f"The hyperparameter {name} has two ranges.")
        try:
            named[name] = _hyperparameter(kind, entry)
        except ValueError as problem:
            raise ServiceError(
                "ValidationException", f"The range of {name} cannot be searched. {problem}"
            ) from None
    if not named:
        raise ServiceError(
            "ValidationException",
            "At least one hyperparameter must have a range to tune: add one to ParameterRanges.",
        )
    return SearchSpace(named)


def kinds_of(ranges: Mapping[str, Any]) -> dict[str, str]:
    """Return of every hyperparameter with a range its kind: Integer, Continuous, Categorical."""
    return {
        name: _kind_of_hint(entry["ValueHint"]) if kind == "Auto" else kind
        for name, kind, entry in _entries(ranges)
    }


def _entries(ranges: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for kind in ("Integer", "Continuous", "Categorical"):
        for entry in ranges.get(f"{kind}ParameterRanges", ()):
            yield entry["Name"], kind, entry
    for entry in ranges.get("AutoParameters", ()):
        yield entry["Name"], "Auto", entry


def _hyperparameter(kind: str, entry: Mapping[str, Any]) -> Hyperparameter:
    if kind == "Categorical":
        return Categorical(entry["Values"])
    if kind == "Auto":
        return _around(entry["ValueHint"])
    number = int if kind == "Integer" else float
    low, high = number(entry["MinValue"]), number(entry["MaxValue"])
    scaling = entry.get("ScalingType", "Auto")
    scale = auto_scale(low, high) if scaling == "Auto" else _SCALES[scaling]
    return Integer(int(low), int(high), scale) if kind == "Integer" else Float(low, high, scale)


def auto_scale(low: float, high: float) -> str:
    """Return the scale that "Auto" stands for here: log from two decades on, else linear.

    >>> auto_scale(0.0001, 1), auto_scale(0.1, 1), auto_scale(0, 1)
    ('log', 'linear', 'linear')
    """
    return "log" if low > 0 and high / low >= _TWO_DECADES else "linear"


def _kind_of_hint(hint: str) -> str:
    for kind, number in (("Integer", int), ("Continuous", float)):
        try:
            number(hint)
        except ValueError:
            continue
        return kind
    return "Categorical"


def _around(hint: str) -> Hyperparameter:
    """Return a range around the hint of an auto parameter, our own rule: a decade to either side.

    A hint that is no number, or not above 0, leaves nothing to search but itself.
    """
    if _kind_of_hint(hint) == "Integer" and int(hint) > 0:
        return Integer(max(1, int(hint) // 10), 10 * int(hint), "log")
    if _kind_of_hint(hint) == "Continuous" and float(hint) > 0:
        return Float(float(hint) / 10, 10 * float(hint), "log")
    return Categorical([hint])


def as_texts(configuration: Configuration) -> dict[str, str]:
    """Return the configuration with every value as a text; a real number reads back the same."""
    return {
        name: value if isinstance(value, str) else repr(value)
        for name, value in configuration.items()
    }


def from_texts(space: SearchSpace, texts: Mapping[str, str]) -> Configuration | None:
    """Return the configuration that the texts say, None if it does not lie in the space."""
    configuration: Configuration = {}
    try:
        for name, hyperparameter in space.items():
            value: Any = texts[name]
            if isinstance(hyperparameter, Float):
                value = float(value)
            elif isinstance(hyperparameter, Integer):
                value = int(value)
            configuration[name] = value
        space.to_unit(configuration)
    except (KeyError, ValueError):
        return None
    return configuration
