"""Requests for tuning jobs that tests run, and waiting for their end with an eye on every poll."""

from __future__ import annotations

import json
import math
import time

from tests import sagemaker_algorithms

ALGORITHMS = {
    name: getattr(sagemaker_algorithms, name) for name in ("play", "bowl", "confess", "crowd")
}
X = {"ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "1"}]}
LOSS = [{"Name": "loss", "Regex": r"loss=(\S+?);"}]


def request(
    name,
    image="bowl",
    n=4,
    parallel=1,
    strategy="Random",
    ranges=X,
    static=None,
    channels=None,
    definition=None,
    objective="Minimize",
    **config,
):
    """Return a request; `definition` and `config` replace members of these two."""
    limits = {"MaxParallelTrainingJobs": parallel} | ((n and {"MaxNumberOfTrainingJobs": n}) or {})
    body = {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": {
            "Strategy": strategy,
            "ResourceLimits": limits,
            "HyperParameterTuningJobObjective": {"Type": objective, "MetricName": "loss"},
            "ParameterRanges": ranges,
            "RandomSeed": 5,
            **config,
        },
        "TrainingJobDefinition": {
            "AlgorithmSpecification": {
                "TrainingImage": image,
                "TrainingInputMode": "File",
                "MetricDefinitions": LOSS,
            },
            "RoleArn": "arn:aws:iam::123456789012:role/tuning",
            "OutputDataConfig": {"S3OutputPath": "s3://local/output/"},
            "ResourceConfig": {
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 600},
            "StaticHyperParameters": static or {},
            **(definition or {}),
        },
    }
    if channels:
        body["TrainingJobDefinition"]["InputDataConfig"] = [channel(*c) for c in channels.items()]
    return body


def channel(name, uri):
    source = {"S3DataType": "S3Prefix", "S3Uri": uri}
    return {"ChannelName": name, "DataSource": {"S3DataSource": source}}


def scripted(folder, name, *scripts, **options):
    """Return a request whose training jobs play these scripts, one after the other.

    folder: that of the store
    """
    place = folder / "s3" / "local" / f"script-{name}"
    place.mkdir(parents=True)
    (place / "scripts.json").write_text(json.dumps(scripts))
    options = {"n": len(scripts)} | options
    return request(name, "play", channels={"script": f"s3://local/script-{name}"}, **options)


def describe(service, name):
    description = service.describe_hyper_parameter_tuning_job({"HyperParameterTuningJobName": name})
    check_counters(description)
    return description


def check_counters(description):
    """Whenever one looks: every training job is counted once in each of the two tables."""
    statuses = description["TrainingJobStatusCounters"]
    objectives = description["ObjectiveStatusCounters"]
    assert sum(statuses.values()) == sum(objectives.values())
    assert statuses["InProgress"] == objectives["Pending"]
    limits = description["HyperParameterTuningJobConfig"]["ResourceLimits"]
    assert statuses["InProgress"] <= limits["MaxParallelTrainingJobs"]
    assert sum(statuses.values()) <= limits.get("MaxNumberOfTrainingJobs", math.inf)
    assert ("BestTrainingJob" in description) == (objectives["Succeeded"] > 0)


def finished(service, name, seconds=60):
    """Wait until the tuning job has ended; return its description. The best never gets worse."""
    deadline = time.monotonic() + seconds
    best, sign = math.inf, 1
    while True:
        description = describe(service, name)
        if "BestTrainingJob" in description:
            final = description["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]
            sign = -1 if final["Type"] == "Maximize" else 1
            assert sign * final["Value"] <= best
            best = sign * final["Value"]
        if description["HyperParameterTuningJobStatus"] not in ("InProgress", "Stopping"):
            assert description["TrainingJobStatusCounters"]["InProgress"] == 0
            return description
        assert time.monotonic() < deadline, description
        time.sleep(0.005)


def run(service, body, seconds=60):
    service.create_hyper_parameter_tuning_job(body)
    return finished(service, body["HyperParameterTuningJobName"], seconds)


def trainings(service, name, **how):
    """Return the summaries of all training jobs, by name, page by page."""
    found, token = [], {}
    while token is not None:
        answer = service.list_training_jobs_for_hyper_parameter_tuning_job(
            {"HyperParameterTuningJobName": name, "MaxResults": 100} | how | token
        )
        found += answer["TrainingJobSummaries"]
        token = {"NextToken": answer["NextToken"]} if "NextToken" in answer else None
    return found


def value(summary):
    """Return the final objective of a training job, None if it has none."""
    final = summary.get("FinalHyperParameterTuningJobObjectiveMetric")
    return final and final["Value"]


def curve(service, summary):
    """Return what the journal has of the objective's values: one an epoch."""
    _, job = service._memory.find_training(summary["TrainingJobName"])
    return job.values


def until(condition, seconds=30):
    """Wait until the condition holds; return what it gave."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return found
