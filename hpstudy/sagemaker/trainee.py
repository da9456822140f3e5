"""A training job from the inside: the process that runs one algorithm.

    standard input   the order, one line of JSON; that it stays open says that the service lives
    standard output  whatever the algorithm prints: the service reads its metrics there
    exit code        0: completed; 1: the algorithm raised

A training job never outlives its service: when that is killed, the operating system closes its end
of standard input, and the process ends itself.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

# hyperparameters, channels, output: as a container finds them under /opt/ml on the service
Train = Callable[[dict[str, str], dict[str, Path], Path], object]


def main() -> int:
    """Read the order, run it, and return the code to exit with."""
    lifeline = os.dup(0)
    _replace(0, os.devnull)  # an algorithm that reads is not to wait for ever
    sys.stdout, sys.stderr = _lines(1), _lines(2)
    source = open(lifeline, "rb", closefd=False)  # noqa: SIM115  (open as long as the process)
    order = json.loads(source.readline())
    threading.Thread(target=_end_with_the_service, args=(lifeline,), daemon=True).start()
    try:
        _run(order)
    except SystemExit as end:
        return _exit_code(end)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _run(order: dict[str, Any]) -> None:
    os.environ.update(order["environment"])
    sys.path[:] = order["path"]
    channels = {name: Path(folder) for name, folder in order["channels"].items()}
    output = Path(order["output"])
    output.mkdir(parents=True, exist_ok=True)
    find(order["algorithm"])(order["hyperparameters"], channels, output)


def find(algorithm: str) -> Train:
    """Return the function that "package.module:function" names."""
    module, _, name = algorithm.partition(":")
    function: Any = importlib.import_module(module)
    for part in name.split("."):
        function = getattr(function, part)
    train: Train = function
    return train


def _exit_code(end: SystemExit) -> int:
    """Return what the interpreter itself would make of `sys.exit(...)`."""
    if end.code is None or isinstance(end.code, int):
        return (end.code or 0) & 0xFF
    print(end.code, file=sys.stderr)
    return 1


def _end_with_the_service(lifeline: int) -> None:
    while os.read(lifeline, 1 << 10):
        pass
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)  # with all that it has started
    os._exit(1)


def _replace(descriptor: int, path: str) -> None:
    other = os.open(path, os.O_RDONLY)
    os.dup2(other, descriptor)
    os.close(other)


def _lines(descriptor: int) -> TextIO:
    """Return a stream of which every line is on its way as soon as it is printed.

    It has no buffer of bytes: that one refuses to print while it prints, and the signal to stop,
    whose handler may have something to say, often comes right behind a line.
    """
    raw: Any = io.FileIO(descriptor, "w", closefd=False)
    return io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", line_buffering=True)


def leave(code: int) -> None:
    """End this process at once: no handler of the process that it was forked from runs again."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):  # nobody listens any more
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    leave(main())
