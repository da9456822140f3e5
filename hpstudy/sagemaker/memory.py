"""The jobs that a service knows, kept in its journal and made again from there.

    secret     the word in the endpoint's address
    created    a tuning job, with its request
    launched   a training job, with its configuration
    finished   a training job, with all that came of it
    stopping   a tuning job that was asked to stop
    ended      a tuning job, with its last status
    deleted    a tuning job's entry
    resumed    a tuning job, by a service started anew

What is appended is on the disk before anything else is done about it.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from hpstudy.journal import Entry, Journal, JournalError
from hpstudy.sagemaker.algorithms import Algorithm
from hpstudy.sagemaker.completion import Ending
from hpstudy.sagemaker.definition import definitions_of
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.job import TuningJob
from hpstudy.sagemaker.ranges import from_texts
from hpstudy.sagemaker.training import TrainingJob
from hpstudy.trial import Trial

SCHEMA = 1


class Record:
    """The journal of a tuning service; several threads append, each whole entries."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._lock = threading.Lock()
        self._journal = Journal(path, "tuning_events", SCHEMA, exclusive=True)
        self.path = self._journal.path

    def append(self, event: str, **what: Any) -> None:
        """Write down what has happened; when this returns, it is on the disk."""
        with self._lock:
            self._journal.append({"event": event} | what)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._journal)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._journal.close()


class Memory:
    """Every tuning job by its name, which is not case sensitive; deleted ones for their sake
    whose training jobs are still asked for, and whose children go on.
    """

    def __init__(self, path: str | os.PathLike[str], algorithms: Mapping[str, Algorithm]) -> None:
        self.record = Record(path)
        self.secret = ""
        self._algorithms = algorithms
        self._lock = threading.Lock()
        self._jobs: list[TuningJob] = []  # by id
        self._named: dict[str, TuningJob] = {}
        try:
            self._read()
        except BaseException:
            self.record.close()
            raise

    # -- asking --

    def jobs(self) -> list[TuningJob]:
        """Return the tuning jobs that have not been deleted."""
        with self._lock:
            return list(self._named.values())

    def unfinished(self) -> list[TuningJob]:
        """Return the tuning jobs that have not ended."""
        return [job for job in self.jobs() if not job.terminal]

    def get(self, name: str) -> TuningJob | None:
        """Return the tuning job of that name, or None."""
        with self._lock:
            return self._named.get(name.lower())

    def find(self, name: str) -> TuningJob:
        """Return the tuning job of that name; there is none: ResourceNotFound."""
        job = self.get(name)
        if job is None:
            raise ServiceError(
                "ResourceNotFound",
                f"Amazon SageMaker can't find a tuning job with the name {name}. Check the name and"
                " try again.",
            )
        return job

    def find_training(self, name: str) -> tuple[TuningJob, TrainingJob]:
        """Return the training job of that name and its tuning job; none: ResourceNotFound."""
        with self._lock:
            jobs = reversed(self._jobs)
            for tuning_job in jobs:
                if name.lower().startswith(f"{tuning_job.name.lower()}-"):
                    for job in list(tuning_job.trainings):
                        if job.name.lower() == name.lower():
                            return tuning_job, job
        raise ServiceError(
            "ResourceNotFound",
            f"Amazon SageMaker can't find a training job with the name {name}. Check the name and"
            " try again.",
        )

    # -- noting --

    def next_id(self) -> int:
        """Return the id of the next tuning job."""
        return len(self._jobs)

    def keep(self, job: TuningJob) -> None:
        """Write down a tuning job that begins; from then on it can be found."""
        self.record.append(
            "created",
            body=job.body,
            seed=job.seed,
            parents=[parent.id for parent in job.parents],
            time=job.created,
        )
        self._add(job)

    def delete(self, job: TuningJob) -> None:
        """Forget the entry of a tuning job."""
        self.record.append("deleted", job=job.id, time=time.time())
        self._forget(job)

    def _add(self, job: TuningJob) -> None:
        with self._lock:
            self._jobs.append(job)
            self._named[job.name.lower()] = job

    def _forget(self, job: TuningJob) -> None:
        with self._lock:
            if self._named.get(job.name.lower()) is job:
                del self._named[job.name.lower()]

    # -- reading it all again --

    def _read(self) -> None:
        try:
            for entry in self.record:
                self._replay(entry)
        except (LookupError, TypeError, ValueError, AttributeError, ServiceError):
            raise JournalError(
                f"{self.record.path} is damaged: restore a copy, or choose another file."
            ) from None
        if not self.secret:
            self.secret = secrets.token_urlsafe(24)
            self.record.append("secret", secret=self.secret)
        for job in self.unfinished():
            now = time.time()
            self.record.append("resumed", job=job.id, time=now)
            job.resume(now)

    def _replay(self, entry: Entry) -> None:
        """Do again what the entry says was done."""
        match entry["event"]:
            case "secret":
                self.secret = entry["secret"]
            case "created":
                self._add(self._created(entry))
            case "launched":
                job = self._jobs[entry["job"]]
                job.add(_launched(job, entry))
            case "finished":
                job = self._jobs[entry["job"]]
                job.finish(job.trainings[entry["number"] - 1], entry)
            case "stopping":
                self._jobs[entry["job"]].stop(entry["time"])
            case "ended":
                ending = Ending(entry["status"], entry["reason"])
                self._jobs[entry["job"]].end(ending, entry["time"])
            case "deleted":
                self._forget(self._jobs[entry["job"]])
            case "resumed":
                self._jobs[entry["job"]].resume(entry["time"])

    def _created(self, entry: Entry) -> TuningJob:
        body = entry["body"]
        return TuningJob(
            len(self._jobs),
            body,
            definitions_of(body, self._algorithms),
            entry["seed"],
            [self._jobs[parent] for parent in entry["parents"]],
            entry["time"],
        )


def _launched(job: TuningJob, entry: Entry) -> TrainingJob:
    definition = job.definitions[entry["definition"]]
    configuration = from_texts(definition.space, entry["configuration"])
    if configuration is None:
        raise ValueError("a configuration that does not lie in its space")
    trial = Trial(entry["trial"], configuration)
    return TrainingJob(entry["name"], job.name, entry["number"], definition, trial, entry["time"])
