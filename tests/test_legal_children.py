"""The cards of the lab on warm starts say what the service itself says of such a request."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from hpstudy.labs.legal_children import CARDS, LEGAL
from hpstudy.sagemaker.definition import Definition
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.warm_start import check_parents

IDENTICAL, TRANSFER = "IdenticalDataAndAlgorithm", "TransferLearning"


def reals(**ranges):
    return [
        {"Name": name, "MinValue": str(low), "MaxValue": str(high)}
        for name, (low, high) in ranges.items()
    ]


RATE, WIDTH = reals(learning_rate=(1e-4, 1)), reals(width=(4, 128))
RANGES = {"ContinuousParameterRanges": RATE, "IntegerParameterRanges": WIDTH}


def definition(ranges=RANGES, *, static=None, pictures="a", metric="loss", type="Minimize"):
    body = {
        "AlgorithmSpecification": {"TrainingImage": "net", "MetricDefinitions": []},
        "StaticHyperParameters": {"epochs": "8"} if static is None else static,
        "InputDataConfig": [{"ChannelName": "train", "Uri": pictures}],
    }
    return Definition(body, ranges, {"Type": type, "MetricName": metric}, {})


def parent(number=1, status="Completed"):
    ended = status in ("Completed", "Stopped", "Failed")
    ours = [definition()]
    return SimpleNamespace(
        id=number, name=f"digits-{number}", status=status, terminal=ended, definitions=ours
    )


SIXTEENS = [{"Name": "width", "Values": ["16", "32", "64"]}]
REQUESTS = {
    "learning_rate from 0.0001 to 10": {
        "child": definition(RANGES | {"ContinuousParameterRanges": reals(learning_rate=(1e-4, 10))})
    },
    "width static at 32": {
        "child": definition(
            {"ContinuousParameterRanges": RATE}, static={"epochs": "8", "width": "32"}
        )
    },
    "epochs tuned from 4 to 16": {
        "child": definition(
            RANGES | {"IntegerParameterRanges": WIDTH + reals(epochs=(4, 16))}, static={}
        )
    },
    "momentum tuned as well": {
        "child": definition(
            RANGES | {"ContinuousParameterRanges": RATE + reals(momentum=(0, 0.99))}
        )
    },
    "width one of '16', '32', '64'": {
        "child": definition(
            {"ContinuousParameterRanges": RATE, "CategoricalParameterRanges": SIXTEENS}
        )
    },
    "40 training jobs": {},
    "accuracy maximised": {"child": definition(metric="accuracy", type="Maximize")},
    "other pictures, IdenticalDataAndAlgorithm": {"child": definition(pictures="b")},
    "other pictures, TransferLearning": {"child": definition(pictures="b"), "kind": TRANSFER},
    "a second parent that was Stopped": {"parents": [parent(), parent(2, "Stopped")]},
    "a second parent that is InProgress": {"parents": [parent(), parent(2, "InProgress")]},
    "six parents": {"parents": [parent(number) for number in range(6)]},
}


@pytest.mark.parametrize("card", CARDS)
def test_the_service_agrees(card):
    asked = {"child": definition(), "kind": IDENTICAL, "parents": [parent()]} | REQUESTS[card]
    body = {
        "HyperParameterTuningJobConfig": {"Strategy": "Bayesian"},
        "WarmStartConfig": {"WarmStartType": asked["kind"]},
    }
    try:
        check_parents(body, [asked["child"]], asked["parents"])
        legal = True
    except ServiceError:
        legal = False
    assert legal == (CARDS[card].group == LEGAL)
