"""What `hpstudy endpoint` does: find the algorithms, open the store, print the address, serve."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

from hpstudy.journal import JournalError
from hpstudy.sagemaker.algorithms import Algorithm
from hpstudy.sagemaker.endpoint import Endpoint, EndpointError
from hpstudy.sagemaker.service import TuningService


class AlgorithmError(Exception):
    """An algorithm cannot be found: one sentence with the way out."""


def run(port: int, store: Path, algorithms: Iterable[str]) -> int:
    """Serve until Ctrl-C; return 0 then, or 1 after one sentence on what is in the way."""
    here = os.getcwd()
    if here not in sys.path:
        sys.path.insert(0, here)  # an algorithm of one's own lies where one works
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _serve(port, store, dict(map(read_algorithm, algorithms)))
    except (AlgorithmError, EndpointError, JournalError, ModuleNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _serve(port: int, store: Path, algorithms: dict[str, Algorithm]) -> None:
    service = TuningService(store, algorithms)
    try:
        with Endpoint(service, port) as endpoint:
            print(endpoint.url, flush=True)
            endpoint.serve_forever()
    finally:
        service.close()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def read_algorithm(text: str) -> tuple[str, Algorithm]:
    """Return the name and the algorithm that NAME=package.module:function says."""
    name, _, place = text.partition("=")
    module, _, function = place.partition(":")
    if not (name and module and function) or len(name) > 255:
        raise AlgorithmError(
            f"--algorithm {text} is not of the form NAME=package.module:function, such as"
            " my-net=training:train for the function train in training.py."
        )
    try:
        found = importlib.import_module(module)
        for part in function.split("."):
            found = getattr(found, part)
    except Exception as error:  # whatever the module does when it is imported
        raise AlgorithmError(
            f"--algorithm {text} cannot be found ({type(error).__name__}: {error}): start in the"
            " folder where its module lies, or install it."
        ) from None
    if not callable(found):
        raise AlgorithmError(f"--algorithm {text} names no function but {found!r}.")
    return name, Algorithm(place, tuple(getattr(found, "metric_definitions", ())))
