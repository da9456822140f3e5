"""One tuning job: what was asked for, its training jobs, and its description.

The conductor (conductor.py) changes it on its own thread; everybody else reads it under `lock`.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hpstudy.sagemaker.completion import Ending, Progress
from hpstudy.sagemaker.definition import Definition
from hpstudy.sagemaker.training import ARN, TrainingJob, known
from hpstudy.space import Configuration

# The service's quota; Random may be raised to it, and the request's own limit holds below.
_MOST = 10_000

_AS_REQUESTED = (
    "HyperParameterTuningJobName",
    "HyperParameterTuningJobConfig",
    "WarmStartConfig",
    "Autotune",
)


@dataclass
class TuningJob:
    """A tuning job. `finished` are its training jobs that have ended, in the order of their ends.

    id:     unlike the name never given out again
    began:  when it would have begun, had it not been interrupted since
    """

    id: int
    body: Mapping[str, Any]
    definitions: list[Definition]
    seed: int
    parents: list[TuningJob]
    created: float
    status: str = "InProgress"
    failure: str | None = None
    ended: float | None = None
    trainings: list[TrainingJob] = field(default_factory=list)
    finished: list[TrainingJob] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.modified = self.began = self.created
        self.progress = Progress(self.config, converge=self.autotuned)
        self.best: TrainingJob | None = None  # of those that succeeded
        # Of those that have ended: a description is asked for more often than a job ends.
        self._counted: Counter[str] = Counter()
        self._objectives: Counter[str] = Counter()

    @property
    def name(self) -> str:
        """The name, in the letters of its Create."""
        return str(self.body["HyperParameterTuningJobName"])

    @property
    def arn(self) -> str:
        """The resource name."""
        return f"{ARN}:hyper-parameter-tuning-job/{self.name.lower()}"

    @property
    def config(self) -> Mapping[str, Any]:
        """What the request says of strategy, limits and criteria."""
        config: Mapping[str, Any] = self.body["HyperParameterTuningJobConfig"]
        return config

    @property
    def autotuned(self) -> bool:
        """Whether what the request leaves open is for the service to choose."""
        return "Autotune" in self.body

    @property
    def parallel(self) -> int:
        """How many training jobs may run at once."""
        return int(self.config["ResourceLimits"]["MaxParallelTrainingJobs"])

    @property
    def most(self) -> int:
        """How many training jobs there may be."""
        return int(self.config["ResourceLimits"].get("MaxNumberOfTrainingJobs", _MOST))

    def seconds_left(self) -> float | None:
        """Return how long it may still run, None for ever."""
        seconds: float | None = self.config["ResourceLimits"].get("MaxRuntimeInSeconds")
        return None if seconds is None else self.began + seconds - time.time()

    @property
    def terminal(self) -> bool:
        """Whether it has ended for good."""
        return self.ended is not None

    @property
    def n_running(self) -> int:
        """How many training jobs have not ended."""
        return len(self.trainings) - len(self.finished)

    def touch(self, now: float) -> None:
        """Note that something has changed."""
        self.modified = max(self.modified, now)

    # -- what happens to it, now or when the journal is read again --

    def add(self, job: TrainingJob) -> None:
        """Take in a training job that has been launched."""
        job.enter("Starting", job.created, "Launching the training process.")
        self.trainings.append(job)
        self.touch(job.created)

    def finish(self, job: TrainingJob, outcome: Mapping[str, Any]) -> Ending | None:
        """Take in how a training job ended; return how this job ends, if that ends it."""
        now = outcome["time"]
        job.status, job.error = outcome["status"], outcome["error"]
        job.failure = outcome["message"] if job.status == "Failed" else None
        job.metrics, job.started, job.ended = outcome["metrics"], outcome["started"], now
        job.transitions = [dict(each) for each in outcome["transitions"]]
        job.enter(outcome["secondary"], now, outcome["message"])
        self.finished.append(job)
        self._counted[job.counter] += 1
        self._objectives[job.objective_status] += 1
        self.best = best_of(each for each in (self.best, job) if each)
        self.touch(now)
        return self.progress.learn(job)

    def end(self, ending: Ending, now: float) -> None:
        """Take in that the tuning job has ended."""
        self.status, self.failure, self.ended = ending.status, ending.reason, now
        self.touch(now)

    def stop(self, now: float) -> None:
        """Take in that it is to stop; if it has ended meanwhile, it stays as it is."""
        if not self.terminal:
            self.status = "Stopping"
            self.touch(now)

    def resume(self, now: float) -> None:
        """Go on after an interruption, which does not count as run time."""
        self.began += now - self.modified
        self.touch(now)

    # -- what there is to say of it --

    def tried(self) -> Iterator[tuple[Configuration, dict[str, str], float | None]]:
        """Yield of each training job that has ended what was tuned, what was static, the loss."""
        for job in self.finished:
            yield job.trial.configuration, job.definition.static, job.loss

    def training_counters(self) -> dict[str, int]:
        """Return how many training jobs there are of each status."""
        counted = self._counted | Counter(InProgress=self.n_running)
        names = ("Completed", "InProgress", "RetryableError", "NonRetryableError", "Stopped")
        return {name: counted[name] for name in names}

    def objective_counters(self) -> dict[str, int]:
        """Return how many training jobs have an objective, are to have one, have none."""
        counted = self._objectives | Counter(Pending=self.n_running)
        return {name: counted[name] for name in ("Succeeded", "Pending", "Failed")}

    def overall_best(self) -> TrainingJob | None:
        """Return the best of this job and its parents, where their objectives are comparable."""
        warm_start = self.body.get("WarmStartConfig", {})
        if warm_start.get("WarmStartType") != "IdenticalDataAndAlgorithm":
            return None
        return best_of(each.best for each in (*self.parents, self) if each.best)

    def summary(self) -> dict[str, Any]:
        """Return what lists of tuning jobs say of it."""
        return known(
            {
                "HyperParameterTuningJobName": self.name,
                "HyperParameterTuningJobArn": self.arn,
                "HyperParameterTuningJobStatus": self.status,
                "Strategy": self.config["Strategy"],
                "CreationTime": self.created,
                "HyperParameterTuningEndTime": self.ended,
                "LastModifiedTime": self.modified,
                "TrainingJobStatusCounters": self.training_counters(),
                "ObjectiveStatusCounters": self.objective_counters(),
                "ResourceLimits": self.config["ResourceLimits"],
            }
        )

    def description(self) -> dict[str, Any]:
        """Return all there is to say of it."""
        best, overall = self.best, self.overall_best()
        described = [definition.described for definition in self.definitions]
        several = "TrainingJobDefinitions" in self.body
        return known(
            {
                **{member: self.body.get(member) for member in _AS_REQUESTED},
                "TrainingJobDefinition": None if several else described[0],
                "TrainingJobDefinitions": described if several else None,
                "HyperParameterTuningJobArn": self.arn,
                "HyperParameterTuningJobStatus": self.status,
                "CreationTime": self.created,
                "HyperParameterTuningEndTime": self.ended,
                "LastModifiedTime": self.modified,
                "TrainingJobStatusCounters": self.training_counters(),
                "ObjectiveStatusCounters": self.objective_counters(),
                "BestTrainingJob": best and best.summary(),
                "OverallBestTrainingJob": overall and overall.summary(),
                "FailureReason": self.failure,
                "TuningJobCompletionDetails": known(
                    {
                        "NumberOfTrainingJobsObjectiveNotImproving": self.progress.n_not_improving,
                        "ConvergenceDetectedTime": self.progress.convergence_time,
                    }
                ),
                "ConsumedResources": {
                    "RuntimeInSeconds": int((self.ended or time.time()) - self.began)
                },
            }
        )


def best_of(jobs: Iterable[TrainingJob]) -> TrainingJob | None:
    """Return the training job with the lowest loss, the earlier of equals; None if all failed."""
    losses = [(job.loss, job) for job in jobs if job.loss is not None]
    return min(losses, key=lambda pair: pair[0])[1] if losses else None
