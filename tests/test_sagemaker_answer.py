"""Requests in, answers out, without a socket: the pure functions and the Python door."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from hpstudy.sagemaker.answer import answer, respond
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.local import LocalClient
from hpstudy.sagemaker.request import OPERATIONS
from hpstudy.sagemaker.shapes import operation_model, output_faults
from tests.sagemaker_requests import CREATE, plain_request
from tests.tiny_service import ARN, TinyService

NAME = {"HyperParameterTuningJobName": "digits"}


@pytest.fixture
def service() -> TinyService:
    return TinyService()


def ask(service: TinyService, operation: str, body: object) -> tuple[int, dict[str, str], Any]:
    """Return status, headers and decoded body of an answer to a request in bytes."""
    status, headers, content = respond(service, f"SageMaker.{operation}", json.dumps(body).encode())
    return status, headers, json.loads(content) if content else None


class TestAnswer:
    def test_an_output_is_what_the_model_says(self, service: TinyService) -> None:
        bodies: dict[str, dict[str, Any]] = {
            "CreateHyperParameterTuningJob": plain_request(),
            "DescribeHyperParameterTuningJob": NAME,
            "ListHyperParameterTuningJobs": {},
            "ListTrainingJobsForHyperParameterTuningJob": NAME,
            "StopHyperParameterTuningJob": NAME,
            "DeleteHyperParameterTuningJob": NAME,
        }
        for operation, body in bodies.items():
            status, output = answer(service, operation, body)
            assert (status, output_faults(operation, output)) == (200, [])

    def test_what_is_wrong_reaches_no_service(self, service: TinyService) -> None:
        status, output = answer(service, CREATE, plain_request("under_score"))
        assert (status, output["__type"]) == (400, "ValidationException")
        assert service.asked == []

    def test_what_only_the_service_knows(self, service: TinyService) -> None:
        assert answer(service, CREATE, plain_request())[0] == 200
        assert answer(service, CREATE, plain_request("DIGITS"))[1]["__type"] == "ResourceInUse"
        body = {"HyperParameterTuningJobName": "nobody"}
        status, output = answer(service, "DescribeHyperParameterTuningJob", body)
        assert (status, output["__type"]) == (400, "ResourceNotFound")

    def test_an_image_must_be_registered_with_the_service(self, service: TinyService) -> None:
        del service.algorithms["bowl"]
        message = answer(service, CREATE, plain_request())[1]["message"]
        assert "must name a registered algorithm: [hpstudy/digits-net," in message

    def test_a_fault_of_the_service_is_not_called_again(
        self, service: TinyService, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, output = answer(service, "DescribeTrainingJob", {"TrainingJobName": "a"})
        assert status == 400
        assert output["__type"] == "InternalFailure"
        assert "a fault of the service's own" in output["message"]
        assert "Traceback" in capsys.readouterr().err


class TestProtocol:
    def test_an_answer_carries_its_type_and_a_number(self, service: TinyService) -> None:
        status, headers, body = ask(service, CREATE, plain_request())
        assert (status, body) == (200, {"HyperParameterTuningJobArn": f"{ARN}digits"})
        assert headers["Content-Type"] == "application/x-amz-json-1.1"
        again = ask(service, "DescribeHyperParameterTuningJob", NAME)[1]
        assert headers["x-amzn-RequestId"] != again["x-amzn-RequestId"]

    def test_an_operation_without_an_output_answers_nothing(self, service: TinyService) -> None:
        ask(service, CREATE, plain_request())
        assert ask(service, "StopHyperParameterTuningJob", NAME)[::2] == (200, None)

    def test_an_error_is_named_in_body_and_header(self, service: TinyService) -> None:
        status, headers, body = ask(service, "DescribeHyperParameterTuningJob", NAME)
        assert (status, body["__type"]) == (400, "ResourceNotFound")
        assert headers["x-amzn-ErrorType"] == "ResourceNotFound"
        assert "digits" in body["message"]

    @pytest.mark.parametrize(
        "target",
        [
            None,
            "",
            "CreateHyperParameterTuningJob",
            "SageMaker.",
            "SageMaker.Nonsense",
            "SageMaker.CreateTrainingJob",
            "Other.DescribeTrainingJob",
            "SageMaker.__init__",
        ],
    )
    def test_a_target_that_is_none(self, service: TinyService, target: str | None) -> None:
        status, _headers, body = respond(service, target, b"{}")
        assert (status, json.loads(body)["__type"]) == (400, "UnknownOperationException")

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b'"text"',
            b"null",
            b"\xff\xfe",
            b"\xef\xbb\xbf{}",
            b'{"RandomSeed": NaN}',
            b'{"RandomSeed": -Infinity}',
            b'{"HyperParameterTuningJobName": "\\ud800"}',
            b'{"a": ' + b"1" * 5000 + b"}",
            b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}",
            b'{"a": ' * 900 + b"1" + b"}" * 900,
        ],
        ids=lambda body: str(body[:24]),
    )
    def test_bytes_that_are_no_object(self, service: TinyService, body: bytes) -> None:
        status, _headers, content = respond(service, "SageMaker.DescribeTrainingJob", body)
        refused = json.loads(content)
        assert (status, refused["__type"]) == (400, "SerializationException")
        assert len(refused["message"]) < 400

    @pytest.mark.parametrize("number", ["1e999", "-1e999", "1e300", "true", '"yesterday"', "null"])
    def test_a_time_that_is_none(self, service: TinyService, number: str) -> None:
        body = f'{{"CreationTimeAfter": {number}}}'.encode()
        status, _headers, content = respond(service, "SageMaker.ListHyperParameterTuningJobs", body)
        refused = json.loads(content)
        assert (status, refused["__type"]) == (400, "ValidationException")
        assert "reationTimeAfter" in refused["message"]

    def test_the_answer_is_what_boto3_s_own_parser_reads(self, service: TinyService) -> None:
        from botocore.parsers import create_parser

        ask(service, CREATE, plain_request())
        status, headers, body = respond(
            service, "SageMaker.DescribeHyperParameterTuningJob", json.dumps(NAME).encode()
        )
        shape = operation_model("DescribeHyperParameterTuningJob").output_shape
        parsed = create_parser("json").parse(
            {"status_code": status, "headers": headers, "body": body}, shape
        )
        assert isinstance(parsed["CreationTime"], datetime.datetime)
        assert parsed["TrainingJobDefinition"] == plain_request()["TrainingJobDefinition"]


class TestLocalClient:
    def test_it_has_the_operations_and_nothing_else(self, service: TinyService) -> None:
        client = LocalClient(service)
        assert set(OPERATIONS.values()) <= set(dir(client))
        with pytest.raises(AttributeError, match="describe_training_job"):
            _ = client.create_training_job

    def test_it_answers_as_boto3_would(self, service: TinyService) -> None:
        client = LocalClient(service)
        created = client.create_hyper_parameter_tuning_job(**plain_request())
        assert created["HyperParameterTuningJobArn"] == f"{ARN}digits"
        shown = client.describe_hyper_parameter_tuning_job(**NAME)
        assert isinstance(shown["CreationTime"], datetime.datetime)
        hour = datetime.timedelta(hours=1)
        for after, n in ((shown["CreationTime"] - hour, 1), (shown["CreationTime"] + hour, 0)):
            listed = client.list_hyper_parameter_tuning_jobs(CreationTimeAfter=after)
            assert len(listed["HyperParameterTuningJobSummaries"]) == n
        assert (
            "HTTPStatusCode" in client.stop_hyper_parameter_tuning_job(**NAME)["ResponseMetadata"]
        )

    def test_what_it_keeps_is_a_copy(self, service: TinyService) -> None:
        body = plain_request()
        LocalClient(service).create_hyper_parameter_tuning_job(**body)
        body["HyperParameterTuningJobConfig"]["Strategy"] = "Grid"
        assert service.asked[0]["HyperParameterTuningJobConfig"]["Strategy"] == "Random"

    @pytest.mark.parametrize(
        ("body", "code", "words"),
        [
            ({"HyperParameterTuningJobName": 3}, "ValidationException", "Invalid type"),
            ({}, "ValidationException", "Missing required parameter"),
            ({"HyperParameterTuningJobName": "a_b"}, "ValidationException", "regular expression"),
            ({"HyperParameterTuningJobName": "nobody"}, "ResourceNotFound", "nobody"),
        ],
    )
    def test_what_is_refused_is_raised(
        self, service: TinyService, body: dict[str, Any], code: str, words: str
    ) -> None:
        with pytest.raises(ServiceError, match=words) as raised:
            LocalClient(service).describe_hyper_parameter_tuning_job(**body)
        assert raised.value.code == code

    @pytest.mark.parametrize(
        "target", [float("nan"), float("inf"), 10**400], ids=["nan", "inf", "huge"]
    )
    def test_a_number_that_json_cannot_say(self, service: TinyService, target: Any) -> None:
        body = plain_request(TuningJobCompletionCriteria={"TargetObjectiveMetricValue": target})
        with pytest.raises(ServiceError) as raised:
            LocalClient(service).create_hyper_parameter_tuning_job(**body)
        assert raised.value.code in ("SerializationException", "ValidationException")
