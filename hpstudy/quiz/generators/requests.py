"""A tuning job's request with one planted error, or with one part missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hpstudy.quiz.generators.draws import json_block, pick, some, whole
from hpstudy.quiz.generators.variant import Variant
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np

Request = dict[str, Any]


def _request(rng: np.random.Generator) -> Request:
    """Draw a sound configuration of a tuning job."""
    strategy = pick(rng, ("Bayesian", "Random"))
    parallel = whole(rng, 1, 8)
    rate = {
        "Name": "learning_rate",
        "MinValue": f"0.{'0' * whole(rng, 2, 4)}1",
        "MaxValue": pick(rng, ("0.1", "0.3", "0.5", "1")),
        "ScalingType": "Logarithmic",
    }
    momentum = {
        "Name": "momentum",
        "MinValue": pick(rng, ("0.5", "0.6", "0.8")),
        "MaxValue": pick(rng, ("0.95", "0.99", "0.999")),
        "ScalingType": "ReverseLogarithmic",
    }
    units = {
        "Name": "hidden_units",
        "MinValue": str(whole(rng, 2, 16)),
        "MaxValue": str(whole(rng, 64, 512)),
        "ScalingType": "Logarithmic",
    }
    return {
        "Strategy": strategy,
        "ResourceLimits": {
            "MaxNumberOfTrainingJobs": parallel * whole(rng, 2, 12),
            "MaxParallelTrainingJobs": parallel,
        },
        "HyperParameterTuningJobObjective": {
            "Type": "Minimize",
            "MetricName": pick(rng, ("validation:logloss", "validation:rmse", "validation:error")),
        },
        "ParameterRanges": {
            "ContinuousParameterRanges": [rate, momentum],
            "IntegerParameterRanges": [units],
        },
        "TrainingJobEarlyStoppingType": pick(rng, ("Auto", "Off")),
    }


def _continuous(request: Request, i: int) -> Request:
    found: Request = request["ParameterRanges"]["ContinuousParameterRanges"][i]
    return found


def _number_for_text(request: Request) -> None:
    rate = _continuous(request, 0)
    rate["MinValue"] = float(rate["MinValue"])


def _swapped(request: Request) -> None:
    units = request["ParameterRanges"]["IntegerParameterRanges"][0]
    units["MinValue"], units["MaxValue"] = units["MaxValue"], units["MinValue"]


def _log_of_zero(request: Request) -> None:
    _continuous(request, 0)["MinValue"] = "0"


def _reverse_to_one(request: Request) -> None:
    _continuous(request, 1)["MaxValue"] = "1"


def _reverse_integer(request: Request) -> None:
    request["ParameterRanges"]["IntegerParameterRanges"][0]["ScalingType"] = "ReverseLogarithmic"


def _grid(request: Request) -> None:
    request["Strategy"] = "Grid"


def _hyperband(request: Request) -> None:
    request["Strategy"] = "Hyperband"
    request["StrategyConfig"] = {"HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 27}}
    request["TrainingJobEarlyStoppingType"] = "Auto"


def _genetic(request: Request) -> None:
    request["Strategy"] = "Genetic"


def _direction(request: Request) -> None:
    request["HyperParameterTuningJobObjective"]["Type"] = "Min"


def _no_parallel(request: Request) -> None:
    del request["ResourceLimits"]["MaxParallelTrainingJobs"]


# What is wrong, how it is planted, what the rule is, and how a sound request has it.
_FAULTS: dict[str, tuple[Callable[[Request], None], str, str]] = {
    "A bound is a bare number": (
        _number_for_text,
        "MinValue and MaxValue are texts, even of numbers.",
        "All bounds stand in quotes, as they have to.",
    ),
    "A lower bound is above the upper one": (
        _swapped,
        "MinValue has to be below MaxValue.",
        "In every range the lower bound is below the upper one.",
    ),
    "A logarithmic range starts at zero": (
        _log_of_zero,
        "A logarithmic range needs values above 0.",
        "Its logarithmic ranges start above 0.",
    ),
    "A reverse-logarithmic range reaches 1": (
        _reverse_to_one,
        "A reverse-logarithmic range has to stay below 1.",
        "Its reverse-logarithmic range ends below 1.",
    ),
    "A scale does not fit whole numbers": (
        _reverse_integer,
        "ReverseLogarithmic is for continuous ranges only.",
        "The integer range has a scale that it may have.",
    ),
    "The strategy takes no such ranges": (
        _grid,
        "Grid takes categorical ranges only.",
        "Its strategy takes continuous and integer ranges.",
    ),
    "Early stopping clashes with the strategy": (
        _hyperband,
        "Hyperband stops jobs itself: the early stopping type has to be Off.",
        "Its strategy goes with early stopping, Auto or Off.",
    ),
    "The service has no such strategy": (
        _genetic,
        "There are Bayesian, Random, Hyperband and Grid.",
        "Its strategy is one of the four.",
    ),
    "The objective's direction is misspelt": (
        _direction,
        "Type is Minimize or Maximize, in full.",
        "Its direction is written in full.",
    ),
    "A required limit is missing": (
        _no_parallel,
        "MaxParallelTrainingJobs is required.",
        "The required MaxParallelTrainingJobs is there.",
    ),
}


def repair_request(rng: np.random.Generator) -> Variant:
    """Name the one planted error in a tuning job's configuration."""
    fault, *others = some(rng, tuple(_FAULTS), 4)
    request = _request(rng)
    plant, rule, _ = _FAULTS[fault]
    plant(request)
    if fault == "The strategy takes no such ranges":  # Grid: any early stopping goes with it
        request["TrainingJobEarlyStoppingType"] = "Off"
    slips = tuple(Slip(text, text.lower().replace(" ", "-"), _FAULTS[text][2]) for text in others)
    return Variant(
        params={"json": json_block(request), "working": rule}, answer=fault, slips=slips, why=rule
    )


# What each part of a config says, and by what it is said.
_PARTS = {
    "What is searched, and where": (
        "ParameterRanges",
        "ParameterRanges names it, with its bounds.",
    ),
    "When it has to end": ("ResourceLimits", "ResourceLimits is there, with its numbers."),
    "What counts as better": (
        "HyperParameterTuningJobObjective",
        "The objective is there, with its metric and its direction.",
    ),
    "How the next values are chosen": ("Strategy", "Strategy says it."),
}


def missing_part(rng: np.random.Generator) -> Variant:
    """Name what a tuning job's configuration does not say."""
    missing = pick(rng, tuple(_PARTS))
    request = _request(rng)
    member = _PARTS[missing][0]
    del request[member]
    slips = tuple(
        Slip(text, "it-is-there", why) for text, (_, why) in _PARTS.items() if text != missing
    )
    return Variant(
        params={"json": json_block(request), "working": f"{member} is missing"},
        answer=missing,
        slips=slips,
        why=f"{member} would say it, and it is missing.",
    )
