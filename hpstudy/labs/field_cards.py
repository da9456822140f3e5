"""Lab: under which of a tuning job's three inputs does each of sixteen fields stand?"""

from __future__ import annotations

from typing import Any

from hpstudy.labs.sort_cards import Card, check_cards

PASSED = "16 of 16: one name, what is searched and how, and what every training job has in common."

NAME, CONFIG, DEFINITION = "name", "config", "definition"
GROUPS = (NAME, CONFIG, DEFINITION)

CARDS = {
    "HyperParameterTuningJobName": Card(NAME, "It is the name, and the first input by itself."),
    "Strategy": Card(CONFIG, "How to search is a matter of the search."),
    "ContinuousParameterRanges": Card(
        CONFIG, "Ranges say what is searched; a single training job has values, no ranges."
    ),
    "ScalingType": Card(CONFIG, "It belongs to a range, and ranges to the search."),
    "MaxNumberOfTrainingJobs": Card(CONFIG, "A limit of the search: how many training jobs."),
    "MaxParallelTrainingJobs": Card(CONFIG, "A limit of the search: how many at the same time."),
    "HyperParameterTuningJobObjective": Card(
        CONFIG, "By what the training jobs are compared, and which way: the search's aim."
    ),
    "TrainingJobEarlyStoppingType": Card(
        CONFIG, "A job is stopped by comparison with others, so the search decides it."
    ),
    "StaticHyperParameters": Card(
        DEFINITION, "They are the same in every training job. Only what is tuned has a range."
    ),
    "TrainingImage": Card(DEFINITION, "The algorithm, the same in every training job."),
    "MetricDefinitions": Card(
        DEFINITION,
        "Where each training job prints its metrics. The config's objective names one of them.",
    ),
    "InputDataConfig": Card(DEFINITION, "Where each training job finds training and test data."),
    "OutputDataConfig": Card(DEFINITION, "Where each training job leaves its model."),
    "ResourceConfig": Card(DEFINITION, "The instances that one training job runs on."),
    "StoppingCondition": Card(
        DEFINITION, "How long one training job may run. ResourceLimits are those of all together."
    ),
    "RoleArn": Card(DEFINITION, "As whom each training job reads data and writes its model."),
}


def reference() -> dict[str, list[str]]:
    """Return the fields under each input."""
    return {
        group: [name for name, card in CARDS.items() if card.group == group] for group in GROUPS
    }


def check(answer: Any) -> None:
    """Check card by card, and say why one lies wrong."""
    check_cards(answer, CARDS, GROUPS)
