"""Lab: repair a request that the service refuses, without asking for something else."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

from hpstudy.demos.job import Request, first_request, refusal
from hpstudy.labs.mistake import Mistake, call, demand

PASSED = "The service accepts it, and it still asks for what it asked for."

_CONFIG, _DEFINITION = "HyperParameterTuningJobConfig", "TrainingJobDefinition"
Place = tuple[str | int, ...]


class Fault(NamedTuple):
    """One thing that is wrong: where, what stands there, and all that may stand there instead."""

    place: Place
    wrong: Any
    right: tuple[Any, ...]
    why: str


_RATE: Place = (_CONFIG, "ParameterRanges", "ContinuousParameterRanges", 0)
_LIMITS: Place = (_CONFIG, "ResourceLimits")

FAULTS = (
    Fault((*_RATE, "MinValue"), 0.001, ("0.001",), "The lowest rate was 0.001, now as a text."),
    Fault(
        (_CONFIG, "Strategy"),
        "Baysian",
        ("Bayesian",),
        "The strategy was meant to be Bayesian.",
    ),
    Fault(
        ("HyperParameterTuningJobName",),
        "digits_net_2",
        ("digits-net-2",),
        "Names take hyphens where others take underscores: digits-net-2.",
    ),
    Fault(
        (*_LIMITS, "MaxParallelTrainingJobs"),
        20,
        tuple(range(1, 13)),
        "At the same time there can be no more jobs than there may be at all.",
    ),
    Fault(
        (_CONFIG, "HyperParameterTuningJobObjective", "MetricName"),
        "accuracy",
        ("validation:accuracy",),
        "It is the accuracy that counts, and the algorithm prints it as validation:accuracy.",
    ),
    Fault(
        (_DEFINITION, "StaticHyperParameters"),
        {"epochs": "12", "width": "32"},
        ({"epochs": "12"},),
        "The width is searched, so it is not static; the epochs stay.",
    ),
)


def sound() -> Request:
    """Return the request as it was meant."""
    request = first_request("digits-net-2", parallel=2)
    for fault in FAULTS:
        _put(request, fault.place, copy.deepcopy(fault.right[0]))
    _put(request, (*_LIMITS, "MaxParallelTrainingJobs"), 2)
    _put(request, (_CONFIG, "HyperParameterTuningJobObjective", "Type"), "Maximize")
    return request


def broken() -> Request:
    """Return the request with all its faults."""
    request = sound()
    for fault in FAULTS:
        _put(request, fault.place, copy.deepcopy(fault.wrong))
    return request


def reference(request: Request) -> Request:
    """Return the request with its faults mended."""
    config, definition = request[_CONFIG], request[_DEFINITION]
    request["HyperParameterTuningJobName"] = "digits-net-2"
    config["Strategy"] = "Bayesian"
    config["HyperParameterTuningJobObjective"]["MetricName"] = "validation:accuracy"
    config["ResourceLimits"]["MaxParallelTrainingJobs"] = 2
    config["ParameterRanges"]["ContinuousParameterRanges"][0]["MinValue"] = "0.001"
    del definition["StaticHyperParameters"]["width"]
    return request


def check(answer: Any) -> None:
    """Mend a fresh copy, ask the service, and see that nothing else was changed."""
    request = call(answer, broken())
    demand(isinstance(request, dict), f"Return the request, not {request!r}.")
    if said := refusal(request):
        left = sum(_at(request, fault.place) == fault.wrong for fault in FAULTS)
        raise Mistake(f"{left} of {len(FAULTS)} faults are as they were. The service says: {said}")
    for fault in FAULTS:
        found = _at(request, fault.place)
        demand(
            found in fault.right,
            f"The service accepts it, but {_said(fault.place)} is now {found!r}. {fault.why}",
        )
    for place, value in _differences(_mended_as(request), request):
        raise Mistake(f"{_said(place)} was in order, and is now {value!r}: leave it as it was.")


def _mended_as(request: Request) -> Request:
    """Return the sound request with the same choices where there are several."""
    wanted = sound()
    for fault in FAULTS:
        _put(wanted, fault.place, copy.deepcopy(_at(request, fault.place)))
    return wanted


def _differences(wanted: Any, found: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Give the places where two requests differ, and what stands there in the second."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key in [*wanted, *(key for key in found if key not in wanted)]:
            yield from _differences(wanted.get(key), found.get(key), (*place, key))
    elif wanted != found:
        yield place, found


def _put(request: Any, place: Place, value: Any) -> None:
    *path, last = place
    for key in path:
        request = request[key]
    request[last] = value


def _at(request: Any, place: Place) -> Any:
    for key in place:
        try:
            request = request[key]
        except (KeyError, IndexError, TypeError):
            return None
    return request


def _said(place: Place) -> str:
    return ".".join(map(str, place))
