"""A tuning service in memory that runs nothing: what the doors need to be tested by themselves."""

from __future__ import annotations

import threading
import time
from typing import Any

from hpstudy.sagemaker.algorithms import BUILT_IN, Algorithm
from hpstudy.sagemaker.errors import ServiceError

Body = dict[str, Any]
ARN = "arn:aws:sagemaker:local:000000000000:hyper-parameter-tuning-job/"


class TinyService:
    """Keeps what it is asked to create, and shows it; `asked` are the bodies it was given."""

    secret = "a-secret-of-tests"

    def __init__(self) -> None:
        self.algorithms = BUILT_IN | {"bowl": Algorithm("tests.tiny_service:TinyService")}
        self.jobs: dict[str, tuple[Body, float]] = {}
        self.asked: list[Body] = []
        self.lock = threading.Lock()

    def create_hyper_parameter_tuning_job(self, body: Body) -> Body:
        name = body["HyperParameterTuningJobName"]
        with self.lock:
            self.asked.append(body)
            if name.lower() in self.jobs:
                raise ServiceError("ResourceInUse", f"The name {name} is in use.")
            self.jobs[name.lower()] = body, time.time()
        return {"HyperParameterTuningJobArn": ARN + name}

    def describe_hyper_parameter_tuning_job(self, body: Body) -> Body:
        created, at = self._find(body["HyperParameterTuningJobName"])
        name = created["HyperParameterTuningJobName"]
        shown = {member: value for member, value in created.items() if member != "Tags"}
        return shown | {
            "HyperParameterTuningJobArn": ARN + name,
            "HyperParameterTuningJobStatus": "InProgress",
            "CreationTime": at,
            "TrainingJobStatusCounters": {"InProgress": 0},
            "ObjectiveStatusCounters": {"Pending": 0},
        }

    def stop_hyper_parameter_tuning_job(self, body: Body) -> Body:
        self._find(body["HyperParameterTuningJobName"])
        return {}

    def delete_hyper_parameter_tuning_job(self, body: Body) -> Body:
        self._find(body["HyperParameterTuningJobName"])
        with self.lock:
            del self.jobs[body["HyperParameterTuningJobName"].lower()]
        return {}

    def list_hyper_parameter_tuning_jobs(self, body: Body) -> Body:
        self.asked.append(body)
        summaries = [
            {
                "HyperParameterTuningJobName": name,
                "HyperParameterTuningJobArn": ARN + name,
                "HyperParameterTuningJobStatus": "InProgress",
                "Strategy": "Random",
                "CreationTime": at,
                "TrainingJobStatusCounters": {},
                "ObjectiveStatusCounters": {},
            }
            for name, (_body, at) in self.jobs.items()
            if at >= body.get("CreationTimeAfter", 0)
        ]
        return {"HyperParameterTuningJobSummaries": summaries}

    def list_training_jobs_for_hyper_parameter_tuning_job(self, body: Body) -> Body:
        self._find(body["HyperParameterTuningJobName"])
        return {"TrainingJobSummaries": []}

    def describe_training_job(self, body: Body) -> Body:
        raise ZeroDivisionError("a fault of the service's own")

    def _find(self, name: str) -> tuple[Body, float]:
        with self.lock:
            if name.lower() not in self.jobs:
                raise ServiceError("ResourceNotFound", f"There is no tuning job {name}.")
            return self.jobs[name.lower()]
