"""The tuning service: AWS's operations on tuning jobs, run on this machine.

TuningService      one method an operation: a validated body in, the answer's body out
├── memory.py      the jobs, made again from the journal when a service starts anew
└── conductor.py   runs one tuning job
    ├── search.py, early_stopping.py, completion.py    what it decides by
    └── performance.py                                 a training job at work
        └── runner.py, nursery.py, trainee.py          its process
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Mapping
from typing import Any

from hpstudy.journal import JournalError
from hpstudy.sagemaker.algorithms import BUILT_IN, Algorithm
from hpstudy.sagemaker.buckets import Buckets
from hpstudy.sagemaker.conductor import Conductor
from hpstudy.sagemaker.definition import Definition, check_algorithm, definitions_of
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.job import TuningJob
from hpstudy.sagemaker.listing import keeps, page
from hpstudy.sagemaker.memory import Memory
from hpstudy.sagemaker.performance import Stage
from hpstudy.sagemaker.runner import make_launcher
from hpstudy.sagemaker.search import new_seed, rule_of
from hpstudy.sagemaker.trainee import Train
from hpstudy.sagemaker.training import TrainingJob
from hpstudy.sagemaker.warm_start import check_parents

Body = Mapping[str, Any]
Answer = dict[str, Any]

_MOST_AT_ONCE = 100  # tuning jobs, the service's quota


class TuningService:
    """Tuning jobs in the file at `store`, and their training jobs in processes of this machine.

    algorithms: functions, or names such as "package.module:function", under the names by which
                a request calls for them; those of the kit are there as well
    grace:      seconds that a training job has to save when it is told to stop
    Beside the store lie `s3`, a folder a bucket, and `logs`, what the training jobs have printed.
    Every method may be called from any thread.
    """

    def __init__(
        self,
        store: str | os.PathLike[str],
        algorithms: Mapping[str, str | Train | Algorithm] | None = None,
        *,
        grace: float = 120.0,
    ) -> None:
        given = {name: Algorithm.of(each) for name, each in (algorithms or {}).items()}
        self.algorithms: dict[str, Algorithm] = BUILT_IN | given
        self._memory = Memory(store, self.algorithms)
        self.secret = self._memory.secret
        folder = self._memory.record.path.parent
        self._stage = Stage(make_launcher(), Buckets(folder / "s3"), folder / "logs", grace)
        self._creating = threading.Lock()
        self._conductors: dict[int, Conductor] = {}
        for job in self._memory.unfinished():
            self._conduct(job)

    def close(self) -> None:
        """Interrupt what runs; a service with the same store goes on with it."""
        with self._creating:
            for conductor in self._conductors.values():
                conductor.close()
        self._stage.launcher.close()
        self._memory.record.close()

    def create_hyper_parameter_tuning_job(self, body: Body) -> Answer:
        """Begin a tuning job."""
        body = json.loads(json.dumps(body))  # ours, whatever the caller does with the other
        with self._creating:
            definitions = self._checked(body)
            parents = [
                self._memory.find(each["HyperParameterTuningJobName"])
                for each in body.get("WarmStartConfig", {}).get(
                    "ParentHyperParameterTuningJobs", ()
                )
            ]
            if "WarmStartConfig" in body:
                check_parents(body, definitions, parents)
            job = TuningJob(
                self._memory.next_id(), body, definitions, new_seed(body), parents, time.time()
            )
            try:
                self._memory.keep(job)
            except JournalError as problem:  # asking again would not help
                raise ServiceError("ValidationException", str(problem)) from None
            self._conduct(job)
        return {"HyperParameterTuningJobArn": job.arn}

    def _checked(self, body: Body) -> list[Definition]:
        """Return the definitions of a request; a ServiceError if the state forbids it."""
        name = body["HyperParameterTuningJobName"]
        if (other := self._memory.get(name)) is not None:
            raise ServiceError(
                "ResourceInUse",
                f"A hyperparameter tuning job with the name {other.name} already exists"
                f" ({other.arn}): choose another name.",
            )
        if sum(not job.terminal for job in self._memory.jobs()) >= _MOST_AT_ONCE:
            raise ServiceError(
                "ResourceLimitExceeded",
                f"The account-level service limit is {_MOST_AT_ONCE} hyperparameter tuning jobs at"
                " once: wait until one has ended, or stop one.",
            )
        definitions = definitions_of(body, self.algorithms)
        for definition in definitions:
            check_algorithm(definition, self.algorithms)
            rule_of(body["HyperParameterTuningJobConfig"], definition.static, auto=False)
            self._stage.buckets.check(definition.body)
        return definitions

    def _conduct(self, job: TuningJob) -> None:
        conductor = self._conductors[job.id] = Conductor(job, self._memory.record, self._stage)
        conductor.start()

    def describe_hyper_parameter_tuning_job(self, body: Body) -> Answer:
        """Return all there is to say of a tuning job."""
        job = self._memory.find(body["HyperParameterTuningJobName"])
        with job.lock:
            return job.description()

    def stop_hyper_parameter_tuning_job(self, body: Body) -> Answer:
        """Stop a tuning job and the training jobs it runs; one that has ended stays as it is."""
        job = self._memory.find(body["HyperParameterTuningJobName"])
        if job.id in self._conductors:
            self._conductors[job.id].stop()
        return {}

    def delete_hyper_parameter_tuning_job(self, body: Body) -> Answer:
        """Forget a tuning job that has ended; its training jobs stay."""
        job = self._memory.find(body["HyperParameterTuningJobName"])
        if not job.terminal:
            raise ServiceError(
                "ValidationException",
                f"The hyperparameter tuning job {job.name} is {job.status} and cannot be deleted:"
                " stop it and wait until it is Stopped.",
            )
        self._memory.delete(job)
        return {}

    def list_hyper_parameter_tuning_jobs(self, body: Body) -> Answer:
        """Return a page of the tuning jobs that pass the filters."""
        summaries = [summary_of(job) for job in self._memory.jobs()]
        member = {"Status": "HyperParameterTuningJobStatus", "CreationTime": "CreationTime"}.get(
            body.get("SortBy", "Name")
        )
        shown, more = page(
            (each for each in summaries if keeps(body, each)),
            body,
            lambda each: (
                each[member] if member else "",
                each["HyperParameterTuningJobName"].lower(),
            ),
        )
        return {"HyperParameterTuningJobSummaries": shown} | more

    def list_training_jobs_for_hyper_parameter_tuning_job(self, body: Body) -> Answer:
        """Return a page of a tuning job's training jobs; by objective, of those that have one."""
        job = self._memory.find(body["HyperParameterTuningJobName"])
        sort = _SORTS[body.get("SortBy", "Name")]
        with job.lock:
            wanted = [
                each
                for each in job.trainings
                if body.get("StatusEquals", each.status) == each.status and sort(each) is not None
            ]
            shown, more = page(wanted, body, lambda each: (sort(each), each.name))
            return {"TrainingJobSummaries": [each.summary() for each in shown]} | more

    def describe_training_job(self, body: Body) -> Answer:
        """Return all there is to say of a training job."""
        tuning_job, job = self._memory.find_training(body["TrainingJobName"])
        with tuning_job.lock:
            return job.description()


def summary_of(job: TuningJob) -> Answer:
    """Return what the list says of a tuning job."""
    with job.lock:
        return job.summary()


def _objective(job: TrainingJob) -> float | None:
    return None if job.running else job.objective


_SORTS = {
    "Name": lambda job: "",
    "CreationTime": lambda job: job.created,
    "Status": lambda job: job.status,
    "FinalObjectiveMetricValue": _objective,
}
