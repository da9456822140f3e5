"""The folder of a capstone: its tuning service, and the rounds that were run in it.

What has ended is in the store `jobs.sqlite` and stays there, whatever becomes of the kernel; what
was running when it died is begun again.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hpstudy.capstone.reading import Job, Round
from hpstudy.capstone.report import Report
from hpstudy.capstone.seal import Opening, SealedTest, default_net
from hpstudy.capstone.training import DATA, METRICS, MODEL, epochs, load
from hpstudy.journal import JournalError
from hpstudy.progress import progress_bar
from hpstudy.sagemaker.algorithms import metrics
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.local import LocalClient
from hpstudy.sagemaker.ranges import from_texts, space_of
from hpstudy.sagemaker.service import TuningService
from hpstudy.space import SearchSpace

BUDGET, PARALLEL = 40, 4
FOLDER = "capstone-jobs"
IMAGE = "capstone-net"
_ENDED = ("Completed", "Failed", "Stopped")
_CONFIG = "HyperParameterTuningJobConfig"

Request = Mapping[str, Any]
Members = dict[str, Any]


@cache  # a store is for one service at a time, and a cell may be run twice
def _service(folder: Path) -> TuningService:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JournalError(
            f"{folder} cannot be made ({error.strerror}): name another, as in"
            f' Capstone("{folder.name}", "my-folder").'
        ) from None
    algorithms = {IMAGE: "hpstudy.capstone.training:train"}
    return TuningService(folder / "jobs.sqlite", algorithms, grace=10)


class Capstone:
    """A budget of 40 training jobs on "digits", or on "cancer" for those who want to lose.

    folder: where all of it is kept; to begin anew, name another
    """

    def __init__(self, data: str = "digits", folder: str | os.PathLike[str] = FOLDER) -> None:
        if data not in DATA:
            raise ValueError(f"There is no data {data!r}: choose from {', '.join(DATA)}.")
        self.data, self.folder = data, Path(folder).absolute() / data
        self._service = _service(self.folder)
        self.client = LocalClient(self._service)
        self.test = SealedTest(data, self.folder)

    def __repr__(self) -> str:
        rounds = self.rounds()
        jobs = sum(len(each.jobs) for each in rounds)
        parts = DATA[self.data]()
        sizes = " to train, ".join(f"{len(y):,}" for y in (parts.y_train, parts.y_validation))
        opened = len(self.test.openings())
        return (
            f"{self.data}: {sizes} to validate, {len(parts.y_test):,} sealed.\n"
            f"Rounds: {len(rounds)}, jobs: {jobs} of {BUDGET}, test set opened: {opened} times."
        )

    @property
    def definition(self) -> Members:
        """The training job definition: what all training jobs of a round have in common."""
        return {
            "AlgorithmSpecification": {
                "TrainingImage": IMAGE,
                "TrainingInputMode": "File",
                "MetricDefinitions": list(metrics(*METRICS)),
            },
            "StaticHyperParameters": {"data": self.data, "epochs": "20", "seed": "0"},
            "RoleArn": "arn:aws:iam::000000000000:role/capstone",
            "OutputDataConfig": {"S3OutputPath": "s3://capstone/models"},
            "ResourceConfig": {
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 600},
        }

    def validate(self, configuration: Any) -> str:
        """Train with a configuration, no job of the budget, and say how it does in validation."""
        if not isinstance(configuration, Mapping):
            return _Sentence("There is still a gap: write a configuration, such as {'width': 16}.")
        *_, last = epochs(data=self.data, **configuration)
        return _Sentence(
            f"validation loss {last.validation_loss:.3f}, {last.validation_accuracy:.1%} right"
        )

    # -- rounds --

    def run(self, request: Request, *, kill_after: int | None = None) -> Round:
        """Create the tuning job, or go on with the one of that name, until it has ended.

        kill_after: end this kernel as a power cut would, once so many jobs have ended
        """
        name = str(_part(request, "HyperParameterTuningJobName") or "")
        if refusal := self._refusal(request, name):
            return Round(name, refusal)
        try:
            self.client.create_hyper_parameter_tuning_job(**request)
        except ServiceError as problem:
            if problem.code != "ResourceInUse":
                return Round(name, str(problem))
        ended = progress_bar(self._ended(name, kill_after), self._most(name), name, file=sys.stdout)
        for _ in ended:
            pass
        return self.round(name)

    def round(self, name: str) -> Round:
        """Return what a tuning job has come to."""
        told = self.client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        space = space_of(told["HyperParameterTuningJobConfig"]["ParameterRanges"])
        return Round(name, "", told, space, tuple(self._jobs(name, space)))

    def rounds(self) -> list[Round]:
        """Return every round in the folder, oldest first."""
        listed = self.client.get_paginator("list_hyper_parameter_tuning_jobs").paginate(
            SortBy="CreationTime", SortOrder="Ascending"
        )
        summaries = [each for page in listed for each in page["HyperParameterTuningJobSummaries"]]
        return [self.round(each["HyperParameterTuningJobName"]) for each in summaries]

    def best(self) -> tuple[Round, Job] | None:
        """Return the best job of all rounds, and its round."""
        found = [(each, best) for each in self.rounds() if (best := each.best)]
        return min(found, key=lambda pair: pair[1].loss or 0.0, default=None)

    def _refusal(self, request: Request, name: str) -> str:
        """Return why a request cannot be sent as it is; "" if it can."""
        gap = next(_gaps(request), "") if isinstance(request, Mapping) else "the request"
        if gap:
            return f"There is still a gap in {gap}: fill it in, and run the cell again."
        if why := _unreadable(request):
            return why
        known = {each.name.lower(): each for each in self.rounds()}  # as the service tells them
        if name.lower() in known:
            told = known[name.lower()].told
            same = all(_own(told.get(member)) == value for member, value in request.items())
            return "" if same else (
                f"A tuning job {name} is in the store with another request: what ran, ran. Give "
                "this one another name, or begin anew in another folder."
            )  # fmt: skip
        spent = sum(each.most for each in known.values())
        wanted = _part(request, _CONFIG, "ResourceLimits", "MaxNumberOfTrainingJobs")
        if isinstance(wanted, int) and spent + wanted > BUDGET:
            return (
                f"Of {BUDGET} jobs {BUDGET - spent} are left, and this asks for {wanted}: ask for "
                "fewer, or begin anew in another folder."
            )
        return ""

    def _most(self, name: str) -> int:
        return self.round(name).most

    def _ended(self, name: str, kill_after: int | None) -> Iterator[None]:
        """Yield once for every training job that has ended, until the tuning job has."""
        seen = 0
        while True:
            told = self.client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
            counters = told["TrainingJobStatusCounters"]
            n_ended = sum(counters.values()) - counters["InProgress"]
            for _ in range(n_ended - seen):
                yield
            seen = max(seen, n_ended)
            if told["HyperParameterTuningJobStatus"] in _ENDED:
                return
            if kill_after is not None and seen >= kill_after:
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
            time.sleep(0.05)

    def _jobs(self, name: str, space: SearchSpace) -> Iterator[Job]:
        """Yield the training jobs of a tuning job in the order in which they began."""
        pages = self.client.get_paginator(
            "list_training_jobs_for_hyper_parameter_tuning_job"
        ).paginate(HyperParameterTuningJobName=name, SortBy="CreationTime", SortOrder="Ascending")
        for page in pages:
            for each in page["TrainingJobSummaries"]:
                told = self.client.describe_training_job(TrainingJobName=each["TrainingJobName"])
                configuration = from_texts(space, each["TunedHyperParameters"])
                assert configuration is not None
                yield Job.from_answers(each, told, configuration)

    # -- the end --

    def open_test(self, default: Any) -> Opening:
        """Judge the best job of all rounds and the default on the sealed test set."""
        found = self.best()
        if found is None or not isinstance(default, Mapping):
            return Opening.not_yet()
        place = found[1].model.partition("://")[2]
        tuned = load(self.folder / "s3" / place / MODEL)
        return self.test.open(default, default_net(self.data, default), found[1].name, tuned)

    def report(self) -> Report:
        """Return an empty page, to be filled in."""
        return Report(self)


def _own(value: Any) -> Any:
    """Return what the service tells of a request without what it has added itself."""
    if not isinstance(value, Mapping):
        return value
    return {name: _own(part) for name, part in value.items() if not name.startswith("_")}


class _Sentence(str):
    """A text that a notebook shows without quotation marks."""

    def __repr__(self) -> str:
        return str(self)


def _part(request: Any, *path: str) -> Any:
    """Return what stands at a path of a request, None if nothing does."""
    for name in path:
        request = request.get(name) if isinstance(request, Mapping) else None
    return request


def _unreadable(request: Request) -> str:
    """Return why a round could be run but not read: it has no edges and is not one net's."""
    if "TrainingJobDefinitions" in request:
        return "A capstone tunes one net: say what it is in TrainingJobDefinition."
    if _part(request, _CONFIG, "ParameterRanges", "CategoricalParameterRanges"):
        return (
            "A list of values has no edge and nothing between: give each knob a range of numbers, "
            "as integer or as continuous."
        )
    return ""


def _gaps(value: Any, path: str = "the request") -> Iterator[str]:
    """Yield where in a request there is still a `...`."""
    if value is ...:
        yield path
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _gaps(part, str(name))
    elif isinstance(value, list | tuple | set):
        for part in value:
            yield from _gaps(part, path)
