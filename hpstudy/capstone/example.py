"""A small capstone that runs by itself: what the check of the lab is tried on."""

from __future__ import annotations

import tempfile
from functools import cache
from typing import Any

from hpstudy.capstone.jobs import Capstone
from hpstudy.capstone.reading import Round
from hpstudy.capstone.report import Report
from hpstudy.capstone.training import KNOBS

Members = dict[str, Any]

RANGES = {
    "ContinuousParameterRanges": [
        {
            "Name": "learning_rate",
            "MinValue": "0.001",
            "MaxValue": "1",
            "ScalingType": "Logarithmic",
        },
        {"Name": "momentum", "MinValue": "0", "MaxValue": "0.99", "ScalingType": "Linear"},
        {"Name": "l2", "MinValue": "1e-6", "MaxValue": "0.1", "ScalingType": "Logarithmic"},
        {"Name": "dropout", "MinValue": "0", "MaxValue": "0.6", "ScalingType": "Linear"},
    ],
    "IntegerParameterRanges": [
        {"Name": "width", "MinValue": "8", "MaxValue": "128", "ScalingType": "Logarithmic"}
    ],
}


def request(capstone: Capstone, name: str, jobs: int, ranges: Any, **config: Any) -> Members:
    """Return a request for one round."""
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "HyperParameterTuningJobObjective": {
                "Type": "Minimize",
                "MetricName": "validation:loss",
            },
            "ResourceLimits": {
                "MaxNumberOfTrainingJobs": jobs,
                "MaxParallelTrainingJobs": min(jobs, 4),
            },
            "ParameterRanges": ranges,
            "RandomSeed": 1,
            **config,
        },
        "TrainingJobDefinition": capstone.definition,
    }


def from_parent(request: Members, parent: str) -> Members:
    """Return the request with a warm start from the tuning job `parent`."""
    return request | {
        "WarmStartConfig": {
            "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": parent}],
            "WarmStartType": "IdenticalDataAndAlgorithm",
        }
    }


def narrowed(first: Round, share: float = 0.5) -> Members:
    """Return ranges around the best of a round."""
    return {
        kind: [first.around(each["Name"], share) for each in entries]
        for kind, entries in RANGES.items()
    }


@cache
def finished() -> Report:
    """Run a small capstone to its end, in a folder that is nobody's."""
    capstone = Capstone("digits", tempfile.mkdtemp(prefix="hpstudy-capstone-"))
    first = capstone.run(request(capstone, "round-1", 8, RANGES))
    second = request(capstone, "round-2", 4, narrowed(first), TrainingJobEarlyStoppingType="Auto")
    capstone.run(from_parent(second, "round-1"))
    capstone.open_test({"learning_rate": 0.1})
    return filled(capstone)


def filled(capstone: Capstone) -> Report:
    """Return the page of a capstone that is done, its numbers as stored, to three places."""
    report = capstone.report()
    for name, value in report.stored().items():
        setattr(report, name, _rounded(value))
    report.reasons = dict.fromkeys(KNOBS, "a good value may lie anywhere in here")
    report.ten_times = "Train on more pictures before training more nets."
    report.did_not_matter = "Four at once instead of one: too few rounds to see it."
    return report


def _rounded(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(round(part, 3) for part in value)
    return round(value, 3) if isinstance(value, float) else value
