"""The Python door: a client like boto3's, without a socket, credentials or a region.

client = LocalClient(service)
client.create_hyper_parameter_tuning_job(HyperParameterTuningJobName="digits", ...)
client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="digits")
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from hpstudy.sagemaker.answer import Service, respond
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.request import OPERATIONS
from hpstudy.sagemaker.shapes import member_report, need_botocore, operation_model

_OPERATION_OF = {method: operation for operation, method in OPERATIONS.items()}


class LocalClient:
    """Calls a tuning service in this process; what is refused is a `ServiceError`.

    It writes requests and reads answers with botocore's own code, so that both are to the letter
    what boto3 sends and returns: a timestamp is a datetime, and what it holds is a copy.
    """

    def __init__(self, service: Service) -> None:
        need_botocore()
        self._service = service

    def __getattr__(self, name: str) -> Callable[..., dict[str, Any]]:
        if name not in _OPERATION_OF:
            raise AttributeError(
                f"A client of the tuning service has no {name!r}: it has {', '.join(_OPERATION_OF)}"
            )
        return partial(self._call, _OPERATION_OF[name])

    def get_paginator(self, operation_name: str) -> Any:
        """Return what gives all the pages of a list, as boto3's method of that name does."""
        from botocore.loaders import Loader
        from botocore.paginate import Paginator, PaginatorModel

        method, operation = getattr(self, operation_name), _OPERATION_OF[operation_name]
        pages = PaginatorModel(Loader().load_service_model("sagemaker", "paginators-1"))
        return Paginator(method, pages.get_paginator(operation), operation_model(operation))

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_OPERATION_OF})

    def _call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        from botocore.parsers import create_parser
        from botocore.serialize import create_serializer

        model = operation_model(operation)
        if report := member_report(model.input_shape, parameters):
            raise ServiceError("ValidationException", f"Parameter validation failed:\n{report}")
        try:
            request = create_serializer("json").serialize_to_request(parameters, model)
        except (ArithmeticError, ValueError) as error:  # a number or a time that JSON cannot say
            raise ServiceError("SerializationException", str(error)) from None
        target, body = request["headers"]["X-Amz-Target"], request["body"]
        sent = body if isinstance(body, bytes) else body.encode()
        status, headers, content = respond(self._service, target, sent)
        response = {"status_code": status, "headers": headers, "body": content}
        parsed: dict[str, Any] = create_parser("json").parse(response, model.output_shape)
        if status != 200:
            raise ServiceError(parsed["Error"]["Code"], parsed["Error"]["Message"])
        return parsed
