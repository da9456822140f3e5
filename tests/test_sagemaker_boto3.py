"""An unmodified boto3 drives real tuning jobs through `hpstudy endpoint`, to their end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from hpstudy.sagemaker.answer import respond
from hpstudy.sagemaker.local import LocalClient
from hpstudy.sagemaker.request import OPERATIONS
from hpstudy.sagemaker.service import TuningService
from hpstudy.sagemaker.shapes import output_faults

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
BOWL = "tests.sagemaker_algorithms:bowl"
CONTINUOUS = {"ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "1"}]}
GRID = {"CategoricalParameterRanges": [{"Name": "x", "Values": ["0.1", "0.3", "0.6", "0.9"]}]}


class Server:
    """`hpstudy endpoint` in a process of its own, which may be killed and started again."""

    def __init__(self, store: Path) -> None:
        self.store, self.port = store, "0"
        self.start()

    def start(self) -> None:
        options = ("--port", self.port, "--store", str(self.store), "--algorithm", f"bowl={BOWL}")
        command = [sys.executable, "-m", "hpstudy", "endpoint", *options]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        self.port = self.url.split(":")[2].split("/")[0]

    def end(self, how: int) -> None:
        self.process.send_signal(how)
        self.process.communicate(timeout=30)

    def client(self) -> Any:
        return boto3.client(
            "sagemaker",
            endpoint_url=self.url,
            region_name="eu-central-1",
            aws_access_key_id="none",
            aws_secret_access_key="none",
            config=Config(retries={"total_max_attempts": 1}),
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    opened = Server(tmp_path_factory.mktemp("endpoint") / "jobs.db")
    yield opened
    opened.end(signal.SIGINT)


def request(name: str, strategy: str = "Random", n: int | None = 6, **statics: str) -> Any:
    limits = {"MaxParallelTrainingJobs": 2} | ({"MaxNumberOfTrainingJobs": n} if n else {})
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": {
            "Strategy": strategy,
            "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "loss"},
            "ResourceLimits": limits,
            "ParameterRanges": GRID if strategy == "Grid" else CONTINUOUS,
            "RandomSeed": 7,
        },
        "TrainingJobDefinition": {
            "AlgorithmSpecification": {
                "TrainingImage": "bowl",
                "TrainingInputMode": "File",
                "MetricDefinitions": [{"Name": "loss", "Regex": "loss=(.*?);"}],
            },
            "RoleArn": "arn:aws:iam::123456789012:role/tuning",
            "OutputDataConfig": {"S3OutputPath": "s3://local/output"},
            "ResourceConfig": {
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 600},
            "StaticHyperParameters": {"epochs": "3"} | statics,
        },
    }


def wait(sagemaker: Any, name: str, *, until: Any = None, seconds: float = 60) -> Any:
    """Poll until the job has ended, or until the condition holds; check every answer on the way."""
    deadline = time.monotonic() + seconds
    while True:
        shown = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        statuses, objectives = shown["TrainingJobStatusCounters"], shown["ObjectiveStatusCounters"]
        assert sum(statuses.values()) == sum(objectives.values())
        assert statuses["InProgress"] <= 2
        if shown["HyperParameterTuningJobStatus"] in ("Completed", "Failed", "Stopped"):
            return shown
        if until is not None and until(shown):
            return shown
        assert time.monotonic() < deadline, shown
        time.sleep(0.02)


def trainings(sagemaker: Any, name: str) -> list[Any]:
    pages = sagemaker.get_paginator("list_training_jobs_for_hyper_parameter_tuning_job")
    return [
        summary
        for page in pages.paginate(
            HyperParameterTuningJobName=name, PaginationConfig={"PageSize": 2}
        )
        for summary in page["TrainingJobSummaries"]
    ]


def loss(summary: Any) -> float:
    return float(summary["FinalHyperParameterTuningJobObjectiveMetric"]["Value"])


class TestStrategies:
    @pytest.mark.parametrize(
        ("strategy", "n"), [("Grid", None), ("Random", 6), ("Bayesian", 6), ("Hyperband", 8)]
    )
    def test_from_create_to_the_best(self, server: Server, strategy: str, n: int | None) -> None:
        sagemaker, name = server.client(), f"{strategy}-job"
        created = sagemaker.create_hyper_parameter_tuning_job(**request(name, strategy, n))
        shown = wait(sagemaker, name)
        assert shown["HyperParameterTuningJobStatus"] == "Completed"
        assert shown["HyperParameterTuningJobArn"] == created["HyperParameterTuningJobArn"]
        found = trainings(sagemaker, name)
        assert len(found) == (n or 4)
        assert len({each["TrainingJobName"] for each in found}) == len(found)
        best = min(map(loss, found))
        assert loss(shown["BestTrainingJob"]) == best
        told = sagemaker.describe_training_job(
            TrainingJobName=shown["BestTrainingJob"]["TrainingJobName"]
        )
        assert told["TrainingJobStatus"] in ("Completed", "Stopped")
        assert told["HyperParameters"]["epochs"] == "3"
        if told["TrainingJobStatus"] == "Completed":
            x = float(told["HyperParameters"]["x"])
            assert best == pytest.approx((x - 0.3) ** 2 + 1 / 3)
        if strategy == "Grid":
            values = sorted(each["TunedHyperParameters"]["x"] for each in found)
            assert values == GRID["CategoricalParameterRanges"][0]["Values"]

    def test_an_algorithm_of_the_kit_brings_its_metrics(self, server: Server) -> None:
        sagemaker, body = server.client(), request("built-in", n=2, learning_rate="0.1")
        body["TrainingJobDefinition"]["AlgorithmSpecification"] = {
            "TrainingImage": "hpstudy/digits-net",
            "TrainingInputMode": "File",
        }
        body["HyperParameterTuningJobConfig"] |= {
            "HyperParameterTuningJobObjective": {
                "Type": "Maximize",
                "MetricName": "validation:accuracy",
            },
            "ParameterRanges": {
                "IntegerParameterRanges": [{"Name": "width", "MinValue": "8", "MaxValue": "32"}]
            },
        }
        sagemaker.create_hyper_parameter_tuning_job(**body)
        shown = wait(sagemaker, "built-in")
        assert shown["HyperParameterTuningJobStatus"] == "Completed"
        assert 0.2 < loss(shown["BestTrainingJob"]) <= 1

    def test_a_command_in_a_request_runs_nothing(self, server: Server, tmp_path: Path) -> None:
        body = request("evil")
        image = f"; touch {tmp_path}/touched"
        body["TrainingJobDefinition"]["AlgorithmSpecification"]["TrainingImage"] = image
        with pytest.raises(ClientError, match="must name a registered algorithm"):
            server.client().create_hyper_parameter_tuning_job(**body)
        assert not list(tmp_path.iterdir())


class TestStops:
    def test_a_stopped_job_has_nothing_in_progress(self, server: Server) -> None:
        sagemaker = server.client()
        sagemaker.create_hyper_parameter_tuning_job(**request("stopped", n=50, pause="0.1"))
        wait(
            sagemaker,
            "stopped",
            until=lambda shown: shown["TrainingJobStatusCounters"]["Completed"],
        )
        sagemaker.stop_hyper_parameter_tuning_job(HyperParameterTuningJobName="stopped")
        shown = wait(sagemaker, "stopped")
        assert shown["HyperParameterTuningJobStatus"] == "Stopped"
        assert shown["TrainingJobStatusCounters"]["InProgress"] == 0
        assert "BestTrainingJob" in shown
        sagemaker.delete_hyper_parameter_tuning_job(HyperParameterTuningJobName="stopped")
        with pytest.raises(sagemaker.exceptions.ResourceNotFound):
            sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="stopped")

    def test_a_killed_endpoint_goes_on_at_the_same_address(self, tmp_path: Path) -> None:
        server = Server(tmp_path / "jobs.db")
        sagemaker, url = server.client(), server.url
        sagemaker.create_hyper_parameter_tuning_job(**request("killed", n=12, pause="0.02"))
        for n_done in (2, 6):
            wait(
                sagemaker,
                "killed",
                until=lambda shown, n=n_done: shown["TrainingJobStatusCounters"]["Completed"] >= n,
            )
            before = [
                each
                for each in trainings(sagemaker, "killed")
                if each["TrainingJobStatus"] == "Completed"
            ]
            server.end(signal.SIGKILL)
            server.start()
            assert server.url == url
            after = {each["TrainingJobName"]: each for each in trainings(sagemaker, "killed")}
            for each in before:
                assert after[each["TrainingJobName"]] == each
        shown = wait(sagemaker, "killed")
        assert shown["HyperParameterTuningJobStatus"] == "Completed"
        found = trainings(sagemaker, "killed")
        assert len(found) == 12
        undisturbed = request("undisturbed", n=12)
        sagemaker.create_hyper_parameter_tuning_job(**undisturbed)
        wait(sagemaker, "undisturbed")
        tuned = [each["TunedHyperParameters"] for each in found]
        assert tuned == [
            each["TunedHyperParameters"] for each in trainings(sagemaker, "undisturbed")
        ]
        server.end(signal.SIGINT)


class TestDoors:
    def test_both_give_the_same_answers(self, server: Server, tmp_path: Path) -> None:
        service = TuningService(tmp_path / "jobs.db", {"bowl": BOWL})
        try:
            tuned = []
            for client in (server.client(), LocalClient(service)):
                client.create_hyper_parameter_tuning_job(**request("both"))
                shown = wait(client, "both")
                tuned.append([each["TunedHyperParameters"] for each in trainings(client, "both")])
                assert shown["CreationTime"] <= shown["HyperParameterTuningEndTime"]
            assert tuned[0] == tuned[1]
        finally:
            service.close()

    def test_every_answer_of_the_service_has_the_model_s_shape(self, tmp_path: Path) -> None:
        """Asked while jobs run: no member missing, none unknown, none of a wrong form."""
        service = TuningService(tmp_path / "jobs.db", {"bowl": BOWL})
        answers = 0

        def ask(operation: str, **body: Any) -> Any:
            nonlocal answers
            status, _headers, content = respond(
                service, f"SageMaker.{operation}", json.dumps(body).encode()
            )
            answered = json.loads(content) if content else {}
            assert status == 200, answered
            assert output_faults(operation, answered) == []
            answers += 1
            return answered

        name = {"HyperParameterTuningJobName": "shapes"}
        try:
            ask("CreateHyperParameterTuningJob", **request("shapes", n=8, pause="0.01"))
            status = "InProgress"
            while status == "InProgress":
                status = ask("DescribeHyperParameterTuningJob", **name)[
                    "HyperParameterTuningJobStatus"
                ]
                ask("ListHyperParameterTuningJobs")
                listed = ask("ListTrainingJobsForHyperParameterTuningJob", **name)
                for each in listed["TrainingJobSummaries"]:
                    ask("DescribeTrainingJob", TrainingJobName=each["TrainingJobName"])
            ask("StopHyperParameterTuningJob", **name)
            ask("DeleteHyperParameterTuningJob", **name)
        finally:
            service.close()
        assert answers > len(OPERATIONS)

    def test_twenty_threads_poll_one_job(self, server: Server) -> None:
        server.client().create_hyper_parameter_tuning_job(**request("polled", n=10, pause="0.02"))
        ended, problems = [], []

        def poll() -> None:
            try:
                ended.append(wait(server.client(), "polled")["HyperParameterTuningJobStatus"])
            except BaseException as problem:
                problems.append(problem)

        threads = [threading.Thread(target=poll) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not problems
        assert ended == ["Completed"] * 20
