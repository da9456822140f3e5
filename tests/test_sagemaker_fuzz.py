"""Ten thousand mutated requests give nothing but answers and the service's own errors.

HPSTUDY_TEST_SCALE=1 takes 10,000, and 300 that really run; the name of a test says its seed.
"""

from __future__ import annotations

import base64
import copy
import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from hpstudy.sagemaker.answer import respond
from hpstudy.sagemaker.errors import STATUSES
from hpstudy.sagemaker.request import OPERATIONS
from hpstudy.sagemaker.service import TuningService
from hpstudy.sagemaker.shapes import operation_model, output_faults
from tests.sagemaker_requests import CREATE, Maker, plain_request
from tests.tiny_service import TinyService

SCALE = float(os.environ.get("HPSTUDY_TEST_SCALE", "0.1"))
N_BATCHES, BATCH = 20, round(500 * SCALE)
N_STATE, N_REAL = round(2000 * SCALE), round(300 * SCALE)

STATEFUL = sorted(set(OPERATIONS) - {CREATE, "DescribeTrainingJob"})

# What somebody who means ill, or a program gone wrong, may put anywhere.
ODD: list[Any] = [
    *(None, True, False, 0, -1, 1, 2**31, 2**63, -(2**70), 10**400, 0.5, -0.0, 1e308, 5e-324),
    *("", " ", "\0", "\n", "é", "'; --", "💥", "NaN", "Infinity", "1e999", "-", "../../etc/passwd"),
    *("$(touch x)", "((a+)+)$", "(?P<n>", "a" * 300, "9" * 300, "[" * 500, "{" * 300),
    *([], {}, [[]], [{}], {"": ""}, {"a": {"b": {"c": []}}}, ["x"] * 120),
]


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of everything inside."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in inside:
        yield (*at, key)
        if isinstance(child, dict | list):
            yield from places(child, (*at, key))


def mutate(body: Any, rng: random.Random) -> Any:
    """Return a copy with something in it replaced, taken out, doubled, renamed or moved."""
    body = copy.deepcopy(body)
    found = list(places(body))
    if not found:
        return rng.choice(ODD)
    *way, last = rng.choice(found)
    inside = body
    for step in way:
        inside = inside[step]
    kind = rng.randrange(5)
    if kind == 0:
        inside[last] = copy.deepcopy(rng.choice(ODD))
    elif kind == 1:
        del inside[last]
    elif kind == 2 and isinstance(inside, list):
        inside.append(copy.deepcopy(inside[last]))
    elif kind == 3 and isinstance(inside, dict):
        inside[rng.choice([str(last).lower(), f"{last}s", "", "Name"])] = inside.pop(last)
    else:
        elsewhere = body
        for step in rng.choice(found)[:-1]:
            elsewhere = elsewhere[step]
        value = copy.deepcopy(inside[last])
        if isinstance(elsewhere, dict):
            elsewhere[str(last)] = value
        else:
            elsewhere.append(value)
    return body


def scramble(content: bytes, rng: random.Random) -> bytes:
    """Return the bytes with some of them changed, lost or doubled."""
    for _ in range(rng.randint(1, 4)):
        at, n = rng.randrange(len(content) + 1), rng.randint(0, 5)
        put = rng.choice([b"", bytes([rng.randrange(256)]), content[at : at + n] * 2, b"\\u0000"])
        content = content[:at] + put + content[at + n :]
    return content


def check(service: Any, operation: str, content: bytes) -> str:
    """Send the bytes; return the code of the answer after seeing that it is a legal one."""
    status, headers, answered = respond(service, f"SageMaker.{operation}", content)
    body = json.loads(answered) if answered else {}
    assert headers["Content-Type"] == "application/x-amz-json-1.1"
    if status == 200:
        assert output_faults(operation, body) == []
        return "ok"
    assert STATUSES.get(body["__type"]) == status, body
    assert 0 < len(body["message"]) < 10_000
    return str(body["__type"])


def legal(rng: random.Random, operation: str) -> Any:
    if operation == CREATE:
        return Maker(rng).create() if rng.random() < 0.7 else plain_request()
    return Maker(rng).make(operation_model(operation).input_shape)


@pytest.mark.parametrize("seed", range(N_BATCHES))
def test_mutated_requests(seed: int) -> None:
    """What reaches the service here is kept and shown: a kept request must be a legal answer."""
    rng, service, codes = random.Random(seed), TinyService(), Counter[str]()
    for _ in range(BATCH):
        operation = CREATE if rng.random() < 0.7 else rng.choice(STATEFUL)
        body = legal(rng, operation)
        for _ in range(rng.choice([1, 1, 1, 2, 5])):
            body = mutate(body, rng) if isinstance(body, dict | list) else body
        content = json.dumps(body).encode()
        if rng.random() < 0.2:
            content = scramble(content, rng)
        codes[check(service, operation, content)] += 1
    for job, _created in list(service.jobs.values()):
        name = {"HyperParameterTuningJobName": job["HyperParameterTuningJobName"]}
        shown = json.dumps(name).encode()
        assert check(service, "DescribeHyperParameterTuningJob", shown) == "ok"
    assert codes["ValidationException"] > BATCH / 4
    assert codes["SerializationException"]
    assert codes["ok"]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TuningService]:
    """The real service."""
    folder = tmp_path_factory.mktemp("service")
    bowl = "tests.sagemaker_algorithms:confess"
    opened = TuningService(folder / "jobs.db", {"bowl": bowl}, grace=0.2)
    yield opened
    opened.close()


# Tokens as a client may make them up, the last ones in the service's own form.
TOKENS = [
    "",
    "x",
    "é",
    "====",
    "0",
    *(
        base64.urlsafe_b64encode(made).decode()
        for made in (b"", b"1", b"{}", b"[]", b"[1]", b"[NaN, null]", b'["", {}]', b"[" * 5000)
    ),
]


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token[:8])
@pytest.mark.parametrize("sort", ["Name", "CreationTime", "Status"])
def test_tokens_that_nobody_gave(service: TuningService, token: str, sort: str) -> None:
    content = json.dumps({"NextToken": token, "SortBy": sort}).encode()
    code = check(service, "ListHyperParameterTuningJobs", content)
    assert code in ("ok", "ValidationException")


def test_mutated_questions_to_the_real_service(service: TuningService) -> None:
    rng, codes = random.Random(0), Counter[str]()
    for _ in range(N_STATE):
        operation = rng.choice([*STATEFUL, "DescribeTrainingJob"])
        body = legal(rng, operation)
        if rng.random() < 0.5:
            body = mutate(body, rng)
        codes[check(service, operation, json.dumps(body).encode())] += 1
    assert codes["ResourceNotFound"]
    assert codes["ok"]


@pytest.mark.slow
def test_generated_and_mutated_jobs_really_begin_and_stop(service: TuningService) -> None:
    """What the checks let through, the engine can run."""
    codes = Counter[str]()
    for seed in range(N_REAL):
        rng = random.Random(seed)
        body = Maker(rng).create()
        if rng.random() < 0.5:
            body = mutate(body, rng)
        code = check(service, CREATE, json.dumps(body).encode())
        codes[code] += 1
        if code == "ok":
            _stop(service, body["HyperParameterTuningJobName"])
    assert codes["ok"] > N_REAL / 4


def _stop(service: TuningService, name: str) -> None:
    """Stop a job and wait for its end; every answer on the way is a legal one."""
    content = json.dumps({"HyperParameterTuningJobName": name}).encode()
    assert check(service, "StopHyperParameterTuningJob", content) == "ok"
    status, deadline = "InProgress", time.monotonic() + 60
    while status in ("InProgress", "Stopping"):
        assert time.monotonic() < deadline
        assert check(service, "DescribeHyperParameterTuningJob", content) == "ok"
        assert check(service, "ListTrainingJobsForHyperParameterTuningJob", content) == "ok"
        shown = service.describe_hyper_parameter_tuning_job({"HyperParameterTuningJobName": name})
        status = shown["HyperParameterTuningJobStatus"]
        time.sleep(0.005)
