"""A request in, an answer out: pure functions, so that every door is a few lines around them.

`answer` speaks in dicts; `respond` in the bytes of the service's protocol, JSON 1.1: the operation
in the header X-Amz-Target, its parameters as one JSON object, timestamps as seconds since 1970.
"""

from __future__ import annotations

import json
import traceback
import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.request import OPERATIONS, validate

Body = dict[str, Any]
Response = tuple[int, dict[str, str], bytes]

_TARGET = "SageMaker."
# No request is nested deeper than this; a deeper one would tear on Python's own recursion limit.
_DEEPEST = 32


class Service(Protocol):
    """What answers the operations: it has a method for each, named as in `OPERATIONS`."""

    @property
    def algorithms(self) -> Mapping[str, Any]:
        """The algorithms that TrainingImage may name, each with its `metric_definitions`."""


def answer(service: Service, operation: str, body: object) -> tuple[int, Body]:
    """Return the status and the body that answer an operation: its output, or what is wrong."""
    try:
        validate(operation, body, brought_metrics(service))
        return 200, getattr(service, OPERATIONS[operation])(body) or {}
    except ServiceError as error:
        return error.status, _error(error.code, error.message)
    except Exception as error:
        # Our own fault, or a disk's. Never a status of 500: the client would call again, three
        # times, and a repeated Create may have started a job already.
        traceback.print_exc()
        return 400, _error("InternalFailure", f"{type(error).__name__}: {error}")


def respond(service: Service, target: str | None, body: bytes) -> Response:
    """Return status, headers and bytes for a request with this X-Amz-Target and these bytes."""
    try:
        operation, parameters = _operation(target), _decode(body)
    except ServiceError as error:
        return refusal(error)
    status, output = answer(service, operation, parameters)
    return status, _headers(output), json.dumps(output).encode() if output else b""


def refusal(error: ServiceError) -> Response:
    """Return status, headers and bytes that say the error."""
    body = _error(error.code, error.message)
    return error.status, _headers(body), json.dumps(body).encode()


def brought_metrics(service: Service) -> dict[str, list[str]]:
    """Return the names of the service's algorithms, and of the metrics that each brings along."""
    return {
        name: [each["Name"] for each in algorithm.metric_definitions]
        for name, algorithm in service.algorithms.items()
    }


def _error(code: str, message: str) -> Body:
    return {"__type": code, "message": message}


def _headers(body: Body) -> dict[str, str]:
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "x-amzn-RequestId": str(uuid.uuid4()),
    }
    return headers | ({"x-amzn-ErrorType": body["__type"]} if "__type" in body else {})


def _operation(target: str | None) -> str:
    if target is None or not target.startswith(_TARGET):
        raise ServiceError(
            "UnknownOperationException",
            f"The header X-Amz-Target is {_TARGET} and an operation, not {str(target)[:80]!r}.",
        )
    return target.removeprefix(_TARGET)


def _decode(body: bytes) -> object:
    """Return what the bytes say, as plain JSON that every later step can hold and write again."""
    try:
        decoded = json.loads(body.decode("utf-8"), parse_constant=_no_number)
        _check_depth(decoded)
        json.dumps(decoded, ensure_ascii=False).encode("utf-8")  # half a surrogate pair is no text
    except (ValueError, RecursionError) as error:
        raise ServiceError(
            "SerializationException", f"The request's body is no JSON object: {str(error)[:200]}"
        ) from None
    if not isinstance(decoded, dict):
        raise ServiceError(
            "SerializationException", "The request's body is no JSON object but another value."
        )
    return decoded


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON's")


def _check_depth(value: object, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise ValueError(f"it is nested deeper than {_DEEPEST}")
    if isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            _check_depth(inside, depth + 1)
