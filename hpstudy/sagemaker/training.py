"""One training job of a tuning job: plain data of how it fares, and its two descriptions."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hpstudy.sagemaker.definition import Definition
from hpstudy.sagemaker.ranges import as_texts
from hpstudy.trial import Trial

ARN = "arn:aws:sagemaker:us-east-1:000000000000"

LONGEST_REASON = 1024

_IN_PROGRESS = ("InProgress", "Stopping")


class Outcome(NamedTuple):
    """How a training job ended.

    error: of a failed one, whose fault it was: RetryableError or NonRetryableError
    """

    status: str
    secondary: str
    message: str
    error: str | None = None

    def entry(self, job: TrainingJob, now: float) -> dict[str, Any]:
        """Return what the journal keeps of the training job's end."""
        kept = self._replace(message=self.message[:LONGEST_REASON])
        return kept._asdict() | {
            "started": job.started,
            "metrics": job.metrics,
            "transitions": [dict(each) for each in job.transitions],
            "time": now,
        }


@dataclass
class TrainingJob:
    """A configuration that is trained once; `trial.number` is its number with the strategy.

    number:  its place in the tuning job, from 1
    status:  InProgress, Stopping, and then for good Completed, Failed or Stopped
    error:   of a failed one, whose fault it was: RetryableError or NonRetryableError
    metrics: every value of each metric, one an epoch
    """

    name: str
    tuning_job: str
    number: int
    definition: Definition
    trial: Trial
    created: float
    started: float | None = None
    ended: float | None = None
    status: str = "InProgress"
    error: str | None = None
    failure: str | None = None
    metrics: dict[str, list[float]] = field(default_factory=dict)
    transitions: list[dict[str, Any]] = field(default_factory=list)

    def enter(self, secondary: str, time: float, message: str) -> None:
        """Go over to another secondary status."""
        if self.transitions:
            self.transitions[-1].setdefault("EndTime", time)
        self.transitions.append({"Status": secondary, "StartTime": time, "StatusMessage": message})

    def birth(self, definition: int) -> dict[str, Any]:
        """Return what the journal keeps of it when it is launched.

        definition: the place of its definition among those of the tuning job
        """
        return {
            "number": self.number,
            "name": self.name,
            "definition": definition,
            "trial": self.trial.number,
            "configuration": as_texts(self.trial.configuration),
            "time": self.created,
        }

    @property
    def running(self) -> bool:
        """Whether the training job has not ended."""
        return self.status in _IN_PROGRESS

    @property
    def values(self) -> list[float]:
        """Every value of the objective so far."""
        return self.metrics.get(self.definition.metric, [])

    @property
    def losses(self) -> list[float]:
        """The values of the objective, signed so that lower is better."""
        return [self.definition.loss(value) for value in self.values]

    @property
    def objective(self) -> float | None:
        """The last value of the objective: None if there is none, or if it is no finite number."""
        value = self.values[-1] if self.values else math.nan
        return value if math.isfinite(value) else None

    @property
    def loss(self) -> float | None:
        """The objective of a job that has ended well, lower is better; None of any other."""
        if self.objective_status != "Succeeded" or self.objective is None:
            return None
        return self.definition.loss(self.objective)

    @property
    def objective_status(self) -> str:
        """Pending until the job has ended; then whether it has a final value that counts."""
        if self.running:
            return "Pending"
        succeeded = self.status != "Failed" and self.objective is not None
        return "Succeeded" if succeeded else "Failed"

    @property
    def counter(self) -> str:
        """Under which of the tuning job's counters it is counted."""
        if self.running:
            return "InProgress"
        return self.error if self.status == "Failed" and self.error else self.status

    def summary(self) -> dict[str, Any]:
        """Return what lists of training jobs say of it."""
        summary: dict[str, Any] = {
            "TrainingJobDefinitionName": self.definition.name,
            "TrainingJobName": self.name,
            "TrainingJobArn": arn_of(self.name),
            "TuningJobName": self.tuning_job,
            "CreationTime": self.created,
            "TrainingStartTime": self.started,
            "TrainingEndTime": self.ended,
            "TrainingJobStatus": self.status,
            "TunedHyperParameters": as_texts(self.trial.configuration),
            "FailureReason": self.failure,
            "ObjectiveStatus": self.objective_status,
        }
        if not self.running and self.objective is not None:
            summary["FinalHyperParameterTuningJobObjectiveMetric"] = {
                "Type": self.definition.type,
                "MetricName": self.definition.metric,
                "Value": self.objective,
            }
        return known(summary)

    def description(self) -> dict[str, Any]:
        """Return all there is to say of it."""
        body = self.definition.body
        description = {
            "TrainingJobName": self.name,
            "TrainingJobArn": arn_of(self.name),
            "TuningJobArn": f"{ARN}:hyper-parameter-tuning-job/{self.tuning_job.lower()}",
            "ModelArtifacts": {"S3ModelArtifacts": self.output},
            "TrainingJobStatus": self.status,
            "SecondaryStatus": self.transitions[-1]["Status"],
            "SecondaryStatusTransitions": [dict(each) for each in self.transitions],
            "FailureReason": self.failure,
            "HyperParameters": self.definition.hyperparameters(self.trial.configuration),
            "AlgorithmSpecification": dict(body["AlgorithmSpecification"])
            | {"MetricDefinitions": self.definition.metric_definitions},
            "ResourceConfig": _resources(body),
            "CreationTime": self.created,
            "TrainingStartTime": self.started,
            "TrainingEndTime": self.ended,
            "LastModifiedTime": self.ended or self.started or self.created,
            "FinalMetricDataList": self._final_metrics(),
            **{member: body.get(member) for member in _AS_REQUESTED},
        }
        if self.started and self.ended:
            seconds = max(1, round(self.ended - self.started))
            description |= {"TrainingTimeInSeconds": seconds, "BillableTimeInSeconds": seconds}
        return known(description)

    @property
    def output(self) -> str:
        """Where the algorithm leaves its model, as the request says it."""
        path: str = self.definition.body["OutputDataConfig"]["S3OutputPath"]
        return f"{path.rstrip('/')}/{self.name}/output"

    def _final_metrics(self) -> list[dict[str, Any]]:
        return [
            {"MetricName": name, "Value": values[-1], "Timestamp": self.ended or self.started}
            for name, values in self.metrics.items()
            if math.isfinite(values[-1])
        ]


_AS_REQUESTED = (
    "RoleArn",
    "InputDataConfig",
    "VpcConfig",
    "OutputDataConfig",
    "StoppingCondition",
    "EnableNetworkIsolation",
    "EnableInterContainerTrafficEncryption",
    "EnableManagedSpotTraining",
    "CheckpointConfig",
    "Environment",
    "RetryStrategy",
)


def new_name(tuning_job: str, number: int) -> str:
    """Return the name of a training job: its tuning job's, its number, and a word of chance.

    The word keeps it apart from those of an earlier tuning job of that name, which was deleted.
    """
    return f"{tuning_job}-{number:03}-{secrets.token_hex(4)}"


def arn_of(name: str) -> str:
    """Return the resource name of the training job."""
    return f"{ARN}:training-job/{name.lower()}"


def known(members: dict[str, Any]) -> dict[str, Any]:
    """Return the members without those that are None: the service leaves out what it lacks."""
    return {name: value for name, value in members.items() if value is not None}


def _resources(body: Any) -> dict[str, Any] | None:
    """Return the instances that were asked for; of several choices the first."""
    if "ResourceConfig" in body:
        return dict(body["ResourceConfig"])
    choices = dict(body.get("HyperParameterTuningResourceConfig", {}))
    choices |= next(iter(choices.get("InstanceConfigs", ())), {})
    members = ("InstanceType", "InstanceCount", "VolumeSizeInGB", "VolumeKmsKeyId")
    return {name: choices[name] for name in members if name in choices} or None
