"""d.job: a tuning job that really runs, from its request to the best of its training jobs.

The local service of `hpstudy/sagemaker` runs it. What is seen of it here is what any client is
told: the description of the tuning job, and the list of its training jobs.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from hpstudy.sagemaker.algorithms import BUILT_IN
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.local import LocalClient
from hpstudy.sagemaker.request import validate
from hpstudy.sagemaker.service import TuningService

Request = dict[str, Any]

GRACE = 5.0  # seconds that a training job has to end when it is told to stop
POLL = 0.05
_ENDS = ("Completed", "Failed", "Stopped")
_METRICS = {
    name: [each["Name"] for each in algorithm.metric_definitions]
    for name, algorithm in BUILT_IN.items()
}
_EARLY = "Stopped early"  # how the service's word on such a stop begins


class Row(NamedTuple):
    """A training job as the service lists it.

    why: what the service says of its end, if it was stopped or has failed
    """

    name: str
    status: str
    objective: float | None
    tuned: Mapping[str, str]
    why: str = ""

    @property
    def running(self) -> bool:
        """Return whether it has not ended."""
        return self.status not in _ENDS

    @property
    def early(self) -> bool:
        """Return whether it was stopped because others do better."""
        return self.why.startswith(_EARLY)


@dataclass(frozen=True)
class Job:
    """A tuning job as far as it has come.

    most: how many training jobs it may have, None if the request leaves that open
    best: the name of the best training job that has ended
    """

    name: str
    status: str
    metric: str
    type: str
    most: int | None
    rows: tuple[Row, ...] = ()
    counters: Mapping[str, int] = field(default_factory=dict)
    best: str | None = None
    failure: str = ""

    @property
    def ended(self) -> bool:
        """Return whether it has ended for good."""
        return self.status in _ENDS

    @property
    def trained(self) -> list[Row]:
        """Return the training jobs that have left a model: all but those that failed or run."""
        return [row for row in self.rows if row.status in ("Completed", "Stopped")]

    @property
    def winner(self) -> Row | None:
        """Return the best training job."""
        return next((row for row in self.rows if row.name == self.best), None)

    def __str__(self) -> str:
        return "\n".join([*(" ".join(line) for line in self.table()), "", sentence(self)])

    def _repr_markdown_(self) -> str:
        head, *rows = (f"| {' | '.join(line)} |" for line in self.table())
        rule = "|---|---|---:|" + "---:|" * (len(self.table()[0]) - 4) + "---|"
        return "\n".join([head, rule, *rows, "", sentence(self)])

    def table(self) -> list[list[str]]:
        """Return the lines of the table as the service's console has it, the head first."""
        names = list(self.rows[0].tuned) if self.rows else []
        lines = [["training job", "status", self.metric, *names, ""]]
        for row in self.rows:
            told = "best" if row.name == self.best else "stopped early" if row.early else row.why
            values = [plain(row.tuned.get(name, "")) for name in names]
            lines.append([row.name, row.status, number(row.objective), *values, told])
        return lines


def job(
    seed: int = 0,
    *,
    jobs: int = 12,
    parallel: int = 1,
    strategy: str = "Bayesian",
    request: Request | None = None,
) -> Iterator[Job]:
    """Run a tuning job in a folder that is gone afterwards, an answer whenever something changes.

    request: a CreateHyperParameterTuningJob of one's own, instead of one with these settings
    """
    body = request or first_request(seed=seed, jobs=jobs, parallel=parallel, strategy=strategy)
    with tempfile.TemporaryDirectory() as folder:
        service = TuningService(Path(folder) / "jobs.sqlite", grace=GRACE)
        try:
            client = LocalClient(service)
            client.create_hyper_parameter_tuning_job(**body)
            yield from follow(client, body["HyperParameterTuningJobName"])
        finally:
            service.close()


def follow(client: Any, name: str) -> Iterator[Job]:
    """Watch a tuning job until it has ended."""
    now = look(client, name)
    yield now
    while not now.ended:
        time.sleep(POLL)
        before, now = now, look(client, name, now)
        if now != before:
            yield now


def look(client: Any, name: str, before: Job | None = None) -> Job:
    """Return a tuning job as it stands; who had ended `before` is not asked again why."""
    told = client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    config = told["HyperParameterTuningJobConfig"]
    objective = config["HyperParameterTuningJobObjective"]
    known = {row.name: row for row in before.rows if not row.running} if before else {}
    now = Job(
        told["HyperParameterTuningJobName"],
        told["HyperParameterTuningJobStatus"],
        objective["MetricName"],
        objective["Type"],
        config["ResourceLimits"].get("MaxNumberOfTrainingJobs"),
        tuple(_rows(client, name, known)),
        told["TrainingJobStatusCounters"],
        told.get("BestTrainingJob", {}).get("TrainingJobName"),
        told.get("FailureReason", ""),
    )
    # The list was asked for a moment later: what has begun since is left for the next look.
    return replace(now, rows=now.rows[: sum(now.counters.values())])


def _rows(client: Any, name: str, known: Mapping[str, Row]) -> Iterator[Row]:
    pages = client.get_paginator("list_training_jobs_for_hyper_parameter_tuning_job")
    for page in pages.paginate(HyperParameterTuningJobName=name):
        for each in page["TrainingJobSummaries"]:
            yield known.get(each["TrainingJobName"]) or _row(client, each)


def _row(client: Any, told: Mapping[str, Any]) -> Row:
    name, status = told["TrainingJobName"], told["TrainingJobStatus"]
    objective = told.get("FinalHyperParameterTuningJobObjectiveMetric", {}).get("Value")
    why = told.get("FailureReason", "")
    if status == "Stopped":
        steps = client.describe_training_job(TrainingJobName=name)["SecondaryStatusTransitions"]
        why = next((s["StatusMessage"] for s in steps if s["Status"] == "Stopping"), "")
    return Row(name, status, objective, told["TunedHyperParameters"], why)


def sentence(job: Job) -> str:
    """Say where the job stands, how many models it has trained, and which is the best."""
    n, running = len(job.rows), sum(row.running for row in job.rows)
    if not job.ended:
        most = f" of {job.most}" if job.most else ""
        best = f" Best so far: {job.metric} {number(job.winner.objective)}." if job.winner else ""
        return f"{job.name} is {job.status}: {n}{most} training jobs begun, {running} run.{best}"
    early, models = sum(row.early for row in job.rows), len(job.trained)
    stopped = f", {early} of them stopped early" if early else ""
    lost = f" {job.failure}" if job.failure else ""
    one_each = f"{n} training jobs{stopped}, and so {models} models"
    return f"{job.name} is {job.status}: {one_each}.{lost}{_praise(job)}"


def _praise(job: Job) -> str:
    if job.winner is None:
        return ""
    knobs = ", ".join(f"{name} {plain(value)}" for name, value in job.winner.tuned.items())
    place = next(i for i, row in enumerate(job.rows, 1) if row.name == job.best)
    return f" The best is number {place}: {job.metric} {number(job.winner.objective)} with {knobs}."


def number(value: float | None) -> str:
    """Return an objective to three places, a dash for none."""
    return "–" if value is None else f"{value:.3f}" if abs(value) < 1000 else f"{value:.3g}"


def plain(text: str) -> str:
    """Return a hyperparameter's text, a number of many digits to three of them."""
    try:
        return f"{float(text):.3g}" if len(text) > 5 else text
    except ValueError:
        return text


# -- the request --


def first_request(
    name: str = "digits-1",
    *,
    seed: int = 0,
    jobs: int = 12,
    parallel: int = 2,
    strategy: str = "Bayesian",
) -> Request:
    """Return a request that tunes the learning rate and the width of a net that reads digits."""
    rate = {"Name": "learning_rate", "MinValue": "0.001", "MaxValue": "1"}
    width = {"Name": "width", "MinValue": "4", "MaxValue": "64"}
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": {
            "Strategy": strategy,
            "HyperParameterTuningJobObjective": {
                "Type": "Minimize",
                "MetricName": "validation:loss",
            },
            "ResourceLimits": {
                "MaxNumberOfTrainingJobs": jobs,
                "MaxParallelTrainingJobs": parallel,
            },
            "ParameterRanges": {
                "ContinuousParameterRanges": [rate | {"ScalingType": "Logarithmic"}],
                "IntegerParameterRanges": [width | {"ScalingType": "Linear"}],
            },
            "TrainingJobEarlyStoppingType": "Auto",
            "RandomSeed": seed,
        },
        "TrainingJobDefinition": {
            "AlgorithmSpecification": {
                "TrainingImage": "hpstudy/digits-net",
                "TrainingInputMode": "File",
            },
            "StaticHyperParameters": {"epochs": "12", "momentum": "0.9"},
            **surroundings(),
        },
    }


def surroundings() -> Request:
    """Return what a definition must say beside the algorithm; here, little hangs on it."""
    return {
        "RoleArn": "arn:aws:iam::123456789012:role/tuning",
        "OutputDataConfig": {"S3OutputPath": "s3://local/output"},
        "ResourceConfig": {
            "InstanceType": "ml.m5.large",
            "InstanceCount": 1,
            "VolumeSizeInGB": 1,
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
    }


def refusal(request: object) -> str:
    """Return why the service would refuse a request, path and rule of all faults; "" if not."""
    try:
        validate("CreateHyperParameterTuningJob", request, _METRICS)
    except ServiceError as error:
        return str(error)
    return ""


def as_text(request: Request) -> str:
    """Return a request as JSON that a person reads: what fits on a line stands on one."""
    return "\n".join(_lines(request, 0))


def _lines(value: Any, depth: int, lead: str = "", tail: str = "") -> Iterator[str]:
    pad, short = "  " * depth, json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(pad + lead + short) <= 64:
        yield f"{pad}{lead}{short}{tail}"
        return
    opened, closed = "{}" if isinstance(value, dict) else "[]"
    named = value.items() if isinstance(value, dict) else ((None, each) for each in value)
    inside = [(f"{json.dumps(k)}: " if k is not None else "", v) for k, v in named]
    yield f"{pad}{lead}{opened}"
    for i, (name, each) in enumerate(inside, 1):
        yield from _lines(each, depth + 1, name, "," if i < len(inside) else "")
    yield f"{pad}{closed}{tail}"
