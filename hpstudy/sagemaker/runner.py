"""Processes that train: started in milliseconds, read line by line, ended when asked to.

    Nurseries   fork a process that has the heavy libraries already; needs POSIX
    Spawner     starts a fresh interpreter for each; works everywhere

Either launches an `Order` and gives a `Run`, whose process runs `trainee.main`.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import IO, Protocol

from hpstudy.sagemaker.nursery import ASK, FORK, KILL, TELL, TERMINATE

# Threads of several trainings on one machine wait for each other and slow all of them down.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Order:
    """What a training process is to do, as plain data: it is sent as one line of JSON."""

    algorithm: str  # "package.module:function"
    hyperparameters: dict[str, str]
    channels: dict[str, str]
    output: str
    environment: dict[str, str]
    path: list[str] = field(default_factory=lambda: [os.path.abspath(each) for each in sys.path])


class Run(ABC):
    """A process that trains."""

    def __init__(self, order: Order, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self._order, self._stdin = order, stdin
        # A progress bar ends its lines by a carriage return: these are lines as well.
        self._stdout = io.TextIOWrapper(stdout, encoding="utf-8", errors="replace", newline=None)

    def lines(self) -> Iterator[str]:
        """Hand over the order, and yield what the process prints, until it has ended."""
        with contextlib.suppress(OSError, ValueError):  # it may have ended before it began
            self._stdin.write(json.dumps(asdict(self._order)).encode() + b"\n")
            self._stdin.flush()
        for line in self._stdout:
            yield line.rstrip("\n")

    def abandon(self) -> None:
        """Let go of its standard input: that is how a process notices that it is to die."""
        with contextlib.suppress(OSError):
            self._stdin.close()

    def close(self) -> None:
        """Let go of a process that has ended."""
        self.abandon()
        self._stdout.close()

    @abstractmethod
    def wait(self) -> int:
        """Return how the process has ended: its exit code, or minus the signal that ended it."""

    @abstractmethod
    def terminate(self) -> None:
        """Ask the process to end (SIGTERM): it may save what it has first."""

    @abstractmethod
    def kill(self) -> None:
        """End the process now."""


class Launcher(Protocol):
    """What starts training processes."""

    def launch(self, order: Order) -> Run:
        """Start a process that does what the order says."""

    def close(self) -> None:
        """Start none any more."""


def make_launcher() -> Launcher:
    """Return the fastest launcher that this system has."""
    return Nurseries() if hasattr(os, "fork") else Spawner()


class Spawner:
    """Starts a fresh interpreter for every run."""

    def launch(self, order: Order) -> Run:
        """Start a process that does what the order says."""
        return _Spawned(order, _python("from hpstudy.sagemaker.trainee import *; leave(main())"))

    def close(self) -> None:
        """Start none any more."""


class _Spawned(Run):
    def __init__(self, order: Order, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin
        assert process.stdout
        super().__init__(order, process.stdin, process.stdout)
        self._process = process

    def wait(self) -> int:
        return self._process.wait()

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


class Nurseries:
    """Keeps a nursery at work: if one has been killed, the next launch starts another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nursery = _Nursery()

    def launch(self, order: Order) -> Run:
        """Have a process forked that does what the order says."""
        with self._lock:
            if self._nursery.gone:
                self._nursery = _Nursery()
            return self._nursery.launch(order)

    def close(self) -> None:
        """Let the nursery end."""
        self._nursery.close()


class _Nursery:
    """One nursery process, seen from the service."""

    def __init__(self) -> None:
        self.gone = False
        self._numbers = itertools.count()
        self._runs: dict[int, _Forked] = {}
        self._socket, theirs = socket.socketpair()
        code = f"from hpstudy.sagemaker.nursery import main; main({theirs.fileno()})"
        self._process = _python(code, subprocess.DEVNULL, (theirs.fileno(),))
        theirs.close()
        threading.Thread(target=self._listen, daemon=True).start()

    def launch(self, order: Order) -> Run:
        (their_stdin, our_stdin), (our_stdout, their_stdout) = os.pipe(), os.pipe()
        number = next(self._numbers)
        stdin, stdout = os.fdopen(our_stdin, "wb"), os.fdopen(our_stdout, "rb")
        run = self._runs[number] = _Forked(order, stdin, stdout, self, number)
        try:
            socket.send_fds(self._socket, [ASK.pack(FORK, number)], [their_stdin, their_stdout])
        except OSError:  # it has been killed this very moment
            run.end(-signal.SIGKILL)
        finally:
            os.close(their_stdin)
            os.close(their_stdout)
        return run

    def ask(self, what: bytes, number: int) -> None:
        with contextlib.suppress(OSError):
            self._socket.sendall(ASK.pack(what, number))

    def close(self) -> None:
        for run in list(self._runs.values()):
            run.abandon()
        self._process.kill()  # it may be importing, and hear nothing
        self._process.wait()

    def _listen(self) -> None:
        """Take in how runs have ended; when the nursery itself has, so have all of them."""
        with contextlib.suppress(OSError):
            while frame := self._socket.recv(TELL.size, socket.MSG_WAITALL):
                number, code = TELL.unpack(frame)
                self._runs.pop(number).end(code)
        self.gone = True
        self._process.wait()
        self._socket.close()
        for run in list(self._runs.values()):
            run.abandon()
            run.end(-signal.SIGKILL)


class _Forked(Run):
    def __init__(
        self, order: Order, stdin: IO[bytes], stdout: IO[bytes], nursery: _Nursery, number: int
    ) -> None:
        super().__init__(order, stdin, stdout)
        self._nursery, self._number = nursery, number
        self._ended = threading.Event()
        self._code = 0

    def end(self, code: int) -> None:
        """Take note of how the process has ended."""
        self._code = code
        self._ended.set()

    def wait(self) -> int:
        self._ended.wait()
        return self._code

    def terminate(self) -> None:
        self._nursery.ask(TERMINATE, self._number)

    def kill(self) -> None:
        self._nursery.ask(KILL, self._number)


def _python(
    code: str, pipe: int = subprocess.PIPE, pass_fds: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    """Start an interpreter that finds this package wherever this process has found it."""
    path = [os.path.abspath(each) for each in sys.path]
    return subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.path[:] = {path!r}; {code}"],
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.STDOUT,
        env=dict.fromkeys(_ONE_THREAD, "1") | dict(os.environ),
        pass_fds=pass_fds,
        start_new_session=True,  # not ended by our Ctrl-C
    )
