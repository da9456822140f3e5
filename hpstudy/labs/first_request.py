"""Lab: from a sentence to a request, which the service accepts and which says what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hpstudy.demos.job import Request, refusal, surroundings
from hpstudy.labs.mistake import Mistake, call, demand

PASSED = "The service accepts it, and it says what the sentence says."

STORY = (
    "The tuning job rate-and-width searches two knobs of hpstudy/digits-net:\n"
    "the learning_rate from 0.001 to 1, evenly over its decades,\n"
    "and the width from 8 to 64, a whole number. Every net learns for 12 epochs.\n"
    "Bayesian search may train 8 nets, 2 at a time; what counts is the lowest validation:loss."
)

_CONFIG, _DEFINITION = "HyperParameterTuningJobConfig", "TrainingJobDefinition"
_RANGES = ("ContinuousParameterRanges", "IntegerParameterRanges", "CategoricalParameterRanges")


def reference() -> Request:
    """Return the request that the story asks for."""
    rate = {"Name": "learning_rate", "MinValue": "0.001", "MaxValue": "1"}
    return {
        "HyperParameterTuningJobName": "rate-and-width",
        _CONFIG: {
            "Strategy": "Bayesian",
            "HyperParameterTuningJobObjective": {
                "Type": "Minimize",
                "MetricName": "validation:loss",
            },
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 8, "MaxParallelTrainingJobs": 2},
            "ParameterRanges": {
                "ContinuousParameterRanges": [rate | {"ScalingType": "Logarithmic"}],
                "IntegerParameterRanges": [{"Name": "width", "MinValue": "8", "MaxValue": "64"}],
            },
        },
        _DEFINITION: {
            "AlgorithmSpecification": {
                "TrainingImage": "hpstudy/digits-net",
                "TrainingInputMode": "File",
            },
            "StaticHyperParameters": {"epochs": "12"},
            **surroundings(),
        },
    }


def check(answer: Any) -> None:
    """Ask the service first; then compare what the request says with what was meant."""
    request = answer if isinstance(answer, dict) else call(answer)
    demand(isinstance(request, dict), f"Return the request, a dict, not {request!r}.")
    _check_homes(request)
    if said := refusal(request):
        raise Mistake(f"The service refuses it. {said}")
    _check_ranges(request[_CONFIG].get("ParameterRanges", {}))
    for place, wanted, why in _meant():
        found = _at(request, place)
        demand(found == wanted, f"{place} is {found!r}, and the sentence says {wanted!r}. {why}")


def _check_homes(request: Mapping[str, Any]) -> None:
    """Name what lies under the wrong input: the service would only call it unknown."""
    config, definition = request.get(_CONFIG, {}), request.get(_DEFINITION, {})
    demand(
        isinstance(config, dict) and isinstance(definition, dict),
        f"{_CONFIG} and {_DEFINITION} are dicts.",
    )
    for member in ("ParameterRanges", *_RANGES, "ResourceLimits", "Strategy"):
        demand(
            member not in definition,
            f"{member} does not belong into {_DEFINITION}: that says what every training job has "
            f"in common. What is searched, how and how long stands in {_CONFIG}.",
        )
    for member in ("StaticHyperParameters", "AlgorithmSpecification"):
        demand(
            member not in config,
            f"{member} does not belong into {_CONFIG}: it is the same for every training job, and "
            f"so stands in {_DEFINITION}.",
        )


def _check_ranges(ranges: Mapping[str, Any]) -> None:
    """Compare the two ranges, whatever their order and the way their numbers are written."""
    named = {each["Name"]: (kind, each) for kind in _RANGES for each in ranges.get(kind, ())}
    demand(
        "epochs" not in named,
        "You search the epochs. Every net learns for 12: they are static, and need no range.",
    )
    for name, kind, low, high in (
        ("learning_rate", _RANGES[0], 0.001, 1.0),
        ("width", _RANGES[1], 8.0, 64.0),
    ):
        demand(name in named, f"{name} has no range: it is to be searched.")
        found, each = named[name]
        demand(found == kind, f"{name} is under {found}; it belongs under {kind}.")
        ends = float(each["MinValue"]), float(each["MaxValue"])
        demand(ends == (low, high), f"{name} is searched from {ends[0]:g} to {ends[1]:g}.")
    scale = named["learning_rate"][1].get("ScalingType", "Auto")
    demand(
        scale == "Logarithmic",
        f"The scale of learning_rate is {scale}. Evenly over its decades is Logarithmic.",
    )
    strange = sorted(set(named) - {"learning_rate", "width"})
    demand(not strange, f"The sentence does not search {', '.join(strange)}.")


def _meant() -> Iterator[tuple[str, Any, str]]:
    """Give what else the sentence says: where it stands, what, and a word on it."""
    objective, limits = f"{_CONFIG}.HyperParameterTuningJobObjective", f"{_CONFIG}.ResourceLimits"
    yield "HyperParameterTuningJobName", "rate-and-width", "It names the job, and its trainings."
    yield f"{_CONFIG}.Strategy", "Bayesian", ""
    yield f"{objective}.MetricName", "validation:loss", "The training loss would reward memory."
    yield f"{objective}.Type", "Minimize", "The lowest loss is the best."
    yield f"{limits}.MaxNumberOfTrainingJobs", 8, "That is all that may be trained."
    yield f"{limits}.MaxParallelTrainingJobs", 2, "That is how many run at the same time."
    image = f"{_DEFINITION}.AlgorithmSpecification.TrainingImage"
    yield image, "hpstudy/digits-net", "That is the algorithm."
    static = f"{_DEFINITION}.StaticHyperParameters"
    yield static, {"epochs": "12"}, "Static is what is the same in every training job."


def _at(request: Mapping[str, Any], place: str) -> Any:
    found: Any = request
    for key in place.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found
