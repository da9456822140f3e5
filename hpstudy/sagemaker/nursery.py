"""The nursery: a process that has imported the heavy libraries once and forks a process a job.

A fresh interpreter takes a second to import numpy and scikit-learn, a fork of one that has them a
few milliseconds. (multiprocessing has a fork server too; it is one for the whole program, imports
the program's main module anew in every child, and says nothing of who ended how.)

    service → nursery   what to do and the number of the run, five bytes; with "fork" come the two
                        ends of pipes that become the child's standard input and output
    nursery → service   the number of the run and how it ended: its exit code, or minus a signal

When the service ends, the socket closes, and the nursery ends with everything it has forked.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from hpstudy.sagemaker import trainee

ASK = struct.Struct("!cI")
TELL = struct.Struct("!Ii")
FORK, TERMINATE, KILL = b"F", b"T", b"K"

_HEAVY = (
    "numpy",
    "sklearn.datasets",
    "sklearn.ensemble",
    "sklearn.linear_model",
    "hpstudy.data",
    "hpstudy.training",
)


def main(descriptor: int) -> None:
    """Fork a process for everyone who asks on the socket, until it closes."""
    Nursery(socket.socket(fileno=descriptor)).run()


class Nursery:
    """The children by the number of their run, and the socket to the service."""

    def __init__(self, service: socket.socket) -> None:
        self.service = service
        self.children: dict[int, int] = {}  # process id → number of the run
        # A signal that a child has ended must wake the loop that waits for the service.
        self.woken, waker = os.pipe()
        os.set_blocking(waker, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)

    def run(self) -> None:
        """Serve until the service has gone; then nothing of it stays."""
        waiting: list[socket.socket | int] = [self.service, self.woken]
        heavy: list[Callable[[], Any]] = [
            *(partial(importlib.import_module, module) for module in _HEAVY),
            _read_data,
        ]
        while True:
            ready, _, _ = select.select(waiting, [], [], 0 if heavy else None)
            if heavy and not ready:  # whoever is in a hurry does not wait for what he may not need
                with contextlib.suppress(ImportError):  # then the algorithm says what it lacks
                    heavy.pop(0)()
            if self.woken in ready:
                os.read(self.woken, 1 << 10)
                self._reap()
            if self.service in ready and not self._serve():
                break
        for child in self.children:
            _signal_group(child, signal.SIGKILL)

    def _serve(self) -> bool:
        """Do one thing that the service asks; return False if it has gone."""
        frame, descriptors, _, _ = socket.recv_fds(self.service, ASK.size, 2)
        if len(frame) < ASK.size:
            return False
        what, run = ASK.unpack(frame)
        if what == FORK:
            self._fork(run, *descriptors)
            return True
        for child, of in self.children.items():
            if of == run:
                _signal_group(child, signal.SIGKILL if what == KILL else signal.SIGTERM)
        return True

    def _fork(self, run: int, stdin: int, stdout: int) -> None:
        child = os.fork()
        if child == 0:
            _become_trainee(self.service, stdin, stdout)
        os.close(stdin)
        os.close(stdout)
        _lead_a_group(child)
        self.children[child] = run

    def _reap(self) -> None:
        """Tell the service of every child that has ended, and end what that one left behind."""
        while self.children:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            _signal_group(child, signal.SIGKILL)
            self.service.sendall(
                TELL.pack(self.children.pop(child), os.waitstatus_to_exitcode(status))
            )


def _read_data() -> None:
    """Unpack the data of the kit's algorithms, which stays in memory for every child."""
    from hpstudy.data import cancer, digits

    digits(300, 600)
    cancer(200, 200)


def _become_trainee(service: socket.socket, stdin: int, stdout: int) -> None:
    """In the child: take the pipes for standard input and output, train, and end."""
    code = 1
    try:
        _lead_a_group(os.getpid())
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        service.close()
        for descriptor, place in ((stdin, 0), (stdout, 1), (stdout, 2)):
            os.dup2(descriptor, place)
        os.close(stdin)
        os.close(stdout)
        _reseed()
        code = trainee.main()
    finally:
        trainee.leave(code)


def _reseed() -> None:
    """Draw a new seed for numpy's old global generator, or all children had the same numbers."""
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _lead_a_group(child: int) -> None:
    """Give the child a group of its own, so that what it starts can be ended with it.

    Parent and child both do it: whoever comes first, it is done when either goes on.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(child, child)


def _signal_group(child: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, number)
