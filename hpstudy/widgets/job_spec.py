"""What the page of d.job is made of: its words, and which members of a request its form shows."""

from __future__ import annotations

from typing import Any

from hpstudy.sagemaker.algorithms import BUILT_IN

Field = dict[str, Any]
_CONFIG = "HyperParameterTuningJobConfig"
_DEFINITION = "TrainingJobDefinition"
_METRICS = ["validation:loss", "validation:accuracy", "train:loss"]


def text(label: str, *path: str) -> Field:
    """Return a field for a text."""
    return {"kind": "text", "label": label, "path": path}


def count(label: str, *path: str) -> Field:
    """Return a field for a whole number; emptied, the member is left out."""
    return {"kind": "number", "label": label, "path": path}


def choice(label: str, options: list[str], *path: str) -> Field:
    """Return a field for one of a few texts."""
    return {"kind": "choice", "label": label, "path": path, "options": options}


_OBJECTIVE = (_CONFIG, "HyperParameterTuningJobObjective")
_LIMITS = (_CONFIG, "ResourceLimits")

# The three inputs of a request, in its order.
PARTS: list[dict[str, Any]] = [
    {"title": "1 Name", "fields": [text("Name", "HyperParameterTuningJobName")]},
    {
        "title": "2 Config",
        "fields": [
            choice("Strategy", ["Bayesian", "Random", "Hyperband", "Grid"], _CONFIG, "Strategy"),
            choice("Objective metric", _METRICS, *_OBJECTIVE, "MetricName"),
            choice("Direction", ["Minimize", "Maximize"], *_OBJECTIVE, "Type"),
            count("Max. jobs", *_LIMITS, "MaxNumberOfTrainingJobs"),
            count("In parallel", *_LIMITS, "MaxParallelTrainingJobs"),
            choice("Early stopping", ["Off", "Auto"], _CONFIG, "TrainingJobEarlyStoppingType"),
        ],
        "ranges": [_CONFIG, "ParameterRanges"],
    },
    {
        "title": "3 Training job definition",
        "fields": [
            choice(
                "Algorithm", list(BUILT_IN), _DEFINITION, "AlgorithmSpecification", "TrainingImage"
            )
        ],
        "statics": [_DEFINITION, "StaticHyperParameters"],
    },
]

SPEC: dict[str, Any] = {
    "question": "A tuning job: how many models does it train?",
    "ask": "12 training jobs at most, 2 in parallel: how many models will there be?",
    "options": ["one, the best", "two", "twelve"],
    "parts": PARTS,
    "seedPath": [_CONFIG, "RandomSeed"],
    "namePath": ["HyperParameterTuningJobName"],
    "scales": ["Auto", "Linear", "Logarithmic", "ReverseLogarithmic"],
}
