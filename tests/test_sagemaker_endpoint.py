"""The door for an unmodified boto3, over HTTP: who gets in, what comes back, how it opens and ends.

The service behind it is `TinyService`, which runs nothing; jobs really run in
`test_sagemaker_boto3.py`.
"""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError

from hpstudy.sagemaker.endpoint import Endpoint, EndpointError
from tests.sagemaker_requests import plain_request
from tests.tiny_service import ARN, TinyService

NAME = {"HyperParameterTuningJobName": "digits"}
TARGET = "SageMaker.DescribeHyperParameterTuningJob"


def client(url: str, **config: Any) -> Any:
    """Return a client of boto3's, unmodified but for where it calls."""
    return boto3.client(
        "sagemaker",
        endpoint_url=url,
        region_name="eu-central-1",
        aws_access_key_id="none",
        aws_secret_access_key="none",
        config=Config(**config),
    )


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint(TinyService()) as opened:
        thread = threading.Thread(target=opened.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield opened
        opened.shutdown()
        thread.join()


def post(
    endpoint: Endpoint, path: str, *, method: str = "POST", body: bytes = b"{}", **headers: str
) -> tuple[int, dict[str, Any]]:
    """Return status and body of a plain request; a header's `_` stands for `-`."""
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.server_port, timeout=10)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, {"X-Amz-Target": TARGET} | given)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, json.loads(content) if content else {}


class TestBoto3:
    def test_a_job_s_way_through_the_operations(self, endpoint: Endpoint) -> None:
        sagemaker = client(endpoint.url)
        created = sagemaker.create_hyper_parameter_tuning_job(**plain_request())
        assert created["HyperParameterTuningJobArn"] == f"{ARN}digits"
        shown = sagemaker.describe_hyper_parameter_tuning_job(**NAME)
        for member, value in plain_request().items():
            assert shown[member] == value
        pages = sagemaker.get_paginator("list_hyper_parameter_tuning_jobs").paginate()
        assert [len(each["HyperParameterTuningJobSummaries"]) for each in pages] == [1]
        trainings = sagemaker.list_training_jobs_for_hyper_parameter_tuning_job(**NAME)
        assert trainings["TrainingJobSummaries"] == []
        sagemaker.stop_hyper_parameter_tuning_job(**NAME)
        sagemaker.delete_hyper_parameter_tuning_job(**NAME)
        with pytest.raises(sagemaker.exceptions.ResourceNotFound):
            sagemaker.describe_hyper_parameter_tuning_job(**NAME)

    def test_errors_are_boto3_s_own(self, endpoint: Endpoint) -> None:
        sagemaker = client(endpoint.url)
        sagemaker.create_hyper_parameter_tuning_job(**plain_request())
        with pytest.raises(sagemaker.exceptions.ResourceInUse):
            sagemaker.create_hyper_parameter_tuning_job(**plain_request())
        with pytest.raises(ClientError, match=r"ValidationException.*enum value set"):
            sagemaker.create_hyper_parameter_tuning_job(**plain_request("b", Strategy="Genetic"))
        with pytest.raises(ParamValidationError):
            sagemaker.create_hyper_parameter_tuning_job(**plain_request("b", RandomSeed="one"))
        with pytest.raises(ClientError, match="UnknownOperationException"):
            sagemaker.list_models()

    def test_what_boto3_does_not_check_is_checked_here(self, endpoint: Endpoint) -> None:
        sagemaker = client(endpoint.url, parameter_validation=False)
        with pytest.raises(ClientError, match=r"(?s)ValidationException.*Missing required"):
            sagemaker.create_hyper_parameter_tuning_job(**NAME)

    def test_a_fault_of_the_service_is_not_called_again(self, endpoint: Endpoint) -> None:
        sagemaker = client(endpoint.url, retries={"mode": "standard", "max_attempts": 4})
        with pytest.raises(ClientError, match="InternalFailure") as raised:
            sagemaker.describe_training_job(TrainingJobName="a")
        assert raised.value.response["ResponseMetadata"]["RetryAttempts"] == 0

    def test_the_variable_that_points_boto3_here(
        self, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", endpoint.url)
        sagemaker = boto3.client(
            "sagemaker", region_name="eu-central-1",
            aws_access_key_id="none", aws_secret_access_key="none",
        )  # fmt: skip
        assert (
            sagemaker.list_hyper_parameter_tuning_jobs()["HyperParameterTuningJobSummaries"] == []
        )

    def test_twenty_threads_at_once(self, endpoint: Endpoint) -> None:
        client(endpoint.url).create_hyper_parameter_tuning_job(**plain_request())

        def poll(_n: int) -> set[str]:
            one = client(endpoint.url)
            shown = [one.describe_hyper_parameter_tuning_job(**NAME) for _ in range(20)]
            return {each["HyperParameterTuningJobStatus"] for each in shown}

        with ThreadPoolExecutor(20) as pool:
            assert list(pool.map(poll, range(20))) == [{"InProgress"}] * 20

    def test_of_twenty_that_create_the_same_job_one_does(self, endpoint: Endpoint) -> None:
        def create(_n: int) -> str:
            try:
                client(endpoint.url).create_hyper_parameter_tuning_job(**plain_request())
            except ClientError as error:
                return str(error.response["Error"]["Code"])
            return "created"

        with ThreadPoolExecutor(20) as pool:
            outcomes = sorted(pool.map(create, range(20)))
        assert outcomes == ["ResourceInUse"] * 19 + ["created"]


class TestWhoGetsIn:
    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/sagemaker",
            "/sagemaker/",
            "/sagemaker/guess",
            "/sagemaker/a-secret-of-test",
            "/sagemaker/a-secret-of-testss",
            "/SAGEMAKER/a-secret-of-tests",
            "/x/../sagemaker/a-secret-of-tests",
            "/sagemaker/%61-secret-of-tests",
            "/sagemaker/a-secret-of-tests/more",
            "/?/sagemaker/a-secret-of-tests",
        ],
    )
    def test_without_the_secret_nobody(self, endpoint: Endpoint, path: str) -> None:
        for method in ("POST", "GET", "OPTIONS", "PUT", "DELETE", "BREW"):
            status, body = post(endpoint, path, method=method)
            assert (status, body["__type"]) == (403, "AccessDeniedException")
            assert "a-secret-of-tests" not in body["message"]

    def test_boto3_says_so(self, endpoint: Endpoint) -> None:
        with pytest.raises(ClientError) as raised:
            client(endpoint.url + "x").list_hyper_parameter_tuning_jobs()
        assert raised.value.response["Error"]["Code"] == "AccessDeniedException"
        assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403

    @pytest.mark.parametrize("end", ["", "/", "?", "?a=b", "/?a=b"])
    def test_with_the_secret_everybody(self, endpoint: Endpoint, end: str) -> None:
        status, body = post(endpoint, f"/sagemaker/a-secret-of-tests{end}")
        assert (status, body["__type"]) == (400, "ValidationException")

    def test_only_this_machine_can_call(self, endpoint: Endpoint) -> None:
        assert endpoint.server_address[0] == "127.0.0.1"

    def test_a_page_of_another_origin_gets_no_leave(self, endpoint: Endpoint) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", endpoint.server_port, timeout=10)
        asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
        connection.request("OPTIONS", "/sagemaker/a-secret-of-tests", headers=asked)
        response = connection.getresponse()
        assert response.status == 400
        assert not [name for name, _ in response.getheaders() if "access-control" in name.lower()]
        connection.close()


class TestProtocol:
    PATH = "/sagemaker/a-secret-of-tests"

    @pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "OPTIONS", "BREW"])
    def test_what_is_no_post(self, endpoint: Endpoint, method: str) -> None:
        status, body = post(endpoint, self.PATH, method=method)
        assert status == 400
        if method != "HEAD":
            assert body["__type"] == "UnknownOperationException"

    @pytest.mark.parametrize(
        "header",
        [
            {"Content_Length": "-1"},
            {"Content_Length": "two"},
            {"Content_Length": "9" * 30},
            {"Content_Length": str(2**30)},
            {"Transfer_Encoding": "chunked"},
        ],
        ids=str,
    )
    def test_a_body_whose_end_cannot_be_known(
        self, endpoint: Endpoint, header: dict[str, str]
    ) -> None:
        status, body = post(endpoint, self.PATH, **header)
        assert (status, body["__type"]) == (400, "SerializationException")

    @pytest.mark.parametrize(
        "raw",
        [
            b"\r\n\r\n",
            b"nonsense\r\n\r\n",
            b"POST /\r\n\r\n",
            b"POST / HTTP/9.9\r\n\r\n",
            b"POST / HTTP/x\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n",
            b"GET / HTTP/1.1\r\nA: " + b"b" * 70_000 + b"\r\n\r\n",
            b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        ],
        ids=lambda raw: str(raw[:20]),
    )
    def test_what_is_no_http_is_refused_or_hung_up_on(self, endpoint: Endpoint, raw: bytes) -> None:
        with socket.create_connection(("127.0.0.1", endpoint.server_port), timeout=10) as speaker:
            speaker.sendall(raw)
            speaker.shutdown(socket.SHUT_WR)
            try:
                heard = b"".join(iter(lambda: speaker.recv(1 << 16), b""))
            except ConnectionResetError:  # it left while we still spoke
                heard = b""
        assert not heard or heard.split(b" ")[1] in (b"400", b"403")
        assert post(endpoint, self.PATH)[0] == 400  # and it is still there

    def test_one_connection_carries_many_requests(self, endpoint: Endpoint) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", endpoint.server_port, timeout=10)
        connection.connect()
        port = connection.sock.getsockname()[1]
        for path in (self.PATH, "/wrong", self.PATH):
            connection.request("POST", path, b"{}", {"X-Amz-Target": TARGET})
            assert connection.getresponse().read()
            assert connection.sock.getsockname()[1] == port
        connection.close()

    def test_an_answer_leaves_in_one_packet(self, endpoint: Endpoint) -> None:
        """Two packets would cost 40 ms a call: the client acknowledges the first one late."""
        with socket.create_connection(("127.0.0.1", endpoint.server_port), timeout=10) as speaker:
            lines = (f"POST {self.PATH} HTTP/1.1", f"X-Amz-Target: {TARGET}", "Content-Length: 2")
            speaker.sendall("\r\n".join((*lines, "", "{}")).encode())
            heard = speaker.recv(1 << 16)
        head, _, body = heard.partition(b"\r\n\r\n")
        length = next(line for line in head.splitlines() if line.startswith(b"Content-Length"))
        assert int(length.split()[1]) == len(body) > 0


class TestOpening:
    def test_a_port_that_is_taken_is_one_sentence(self, endpoint: Endpoint) -> None:
        with pytest.raises(EndpointError, match=r"cannot be had.*0 for any that is free"):
            Endpoint(TinyService(), endpoint.server_port)
        with pytest.raises(EndpointError, match="Port 99999"):
            Endpoint(TinyService(), 99999)

    def test_the_address_names_port_and_secret(self, endpoint: Endpoint) -> None:
        assert endpoint.url == (
            f"http://127.0.0.1:{endpoint.server_port}/sagemaker/a-secret-of-tests"
        )


ALGORITHM = """
def train(hyperparameters, channels, output):
    print(f"loss={(float(hyperparameters['x']) - 0.3) ** 2};")
"""


class Command:
    """`hpstudy endpoint` as a person starts it, in a folder of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        (folder / "mine.py").write_text(ALGORITHM)
        command = [sys.executable, "-m", "hpstudy", "endpoint", *options]
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def url(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self, how: int = signal.SIGINT) -> tuple[int, str]:
        """Return exit code and complaints after a signal, or after an end of its own (0)."""
        if how:
            self.process.send_signal(how)
        _out, complaints = self.process.communicate(timeout=30)
        return self.process.returncode, complaints


class TestCommand:
    @pytest.mark.slow
    @pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
    def test_it_prints_the_address_and_ends_cleanly(self, tmp_path: Path, how: int) -> None:
        command = Command(tmp_path, "--store", "jobs.db", "--algorithm", "mine=mine:train")
        url = command.url()
        assert url.startswith("http://127.0.0.1:")
        listed = client(url).list_hyper_parameter_tuning_jobs()
        assert listed["HyperParameterTuningJobSummaries"] == []
        assert command.end(how) == (0, "")

    @pytest.mark.slow
    def test_a_restart_on_the_same_port_keeps_the_address(self, tmp_path: Path) -> None:
        first = Command(tmp_path, "--store", "jobs.db")
        url = first.url()
        first.end(signal.SIGKILL)
        port = url.split(":")[2].split("/")[0]
        second = Command(tmp_path, "--store", "jobs.db", "--port", port)
        assert second.url() == url
        other = Command(tmp_path, "--store", "other.db")
        assert other.url().rsplit("/")[-1] != url.rsplit("/")[-1]
        assert second.end() == other.end() == (0, "")

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--algorithm", "mine"], "is not of the form NAME=package.module:function"),
            (["--algorithm", "mine=mine"], "is not of the form NAME=package.module:function"),
            (["--algorithm", "=mine:train"], "is not of the form NAME=package.module:function"),
            (["--algorithm", "mine=yours:train"], "No module named 'yours'"),
            (["--algorithm", "mine=mine:trane"], "has no attribute 'trane'"),
            (["--algorithm", "mine=mine:__name__"], "names no function"),
            (["--store", "no/such/folder/jobs.db"], "cannot be written"),
            (["--store", "mine.py"], "damaged or no journal"),
            (["--port", "99999"], "Port 99999 on 127.0.0.1 cannot be had"),
        ],
    )
    def test_what_is_wrong_is_one_sentence(
        self, tmp_path: Path, options: list[str], words: str
    ) -> None:
        code, complaints = Command(tmp_path, *options).end(0)
        assert code == 1
        assert words in complaints
        assert len(complaints.splitlines()) == 1

    def test_without_botocore_it_says_what_to_install(self, tmp_path: Path) -> None:
        code = (
            "import sys; sys.modules['botocore'] = None\n"
            "from hpstudy.cli import main; sys.exit(main(['endpoint']))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.endswith('pip install "hpstudy[aws]"\n')
        assert len(done.stderr.splitlines()) == 1

    def test_two_endpoints_do_not_share_a_store(self, tmp_path: Path) -> None:
        first = Command(tmp_path, "--store", "jobs.db")
        assert first.url()
        code, complaints = Command(tmp_path, "--store", "jobs.db").end(0)
        assert code == 1
        assert "in use by another running process" in complaints
        assert first.end() == (0, "")
