"""Running one trial, where the executor runs it: in this thread, another one or another process."""

from __future__ import annotations

import functools
import math
import multiprocessing
import os
import threading
from collections.abc import Callable, Generator
from contextlib import closing
from itertools import islice
from typing import Any, NamedTuple

from hpstudy.space import Configuration
from hpstudy.strategies.base import check_loss
from hpstudy.trial import Trial

# Returns a loss, or is a generator that yields one loss an epoch.
Objective = Callable[[Configuration], Any]


class PlainReturnError(ValueError):
    """The strategy says how many epochs to train, and the objective cannot be told."""


class Outcome(NamedTuple):
    """What came of one run: a loss or a failure, and the loss after each epoch.

    The trial itself stays with the search: nothing travels back but numbers and text.
    """

    loss: float | None
    failure: str | None
    curve: tuple[float, ...]


def evaluate(objective: Objective, trial: Trial, owner: int = 0, ticket: int = 0) -> Outcome:
    """Run `objective` on the trial's configuration; whatever it does wrong is the trial's failure.

    A generator is driven for `trial.resource` epochs at most, then closed; its last loss counts.
    owner:  id of the process that runs the search; one of its workers ends when it does
    ticket: makes this run another call than an earlier one of the same trial
    """
    _end_with(owner, os.getpid())
    curve: list[float] = []
    try:
        # Its own copy, to change as it likes.
        loss = _loss(objective(dict(trial.configuration)), trial.resource, curve)
    except PlainReturnError:
        raise
    except (Exception, SystemExit) as problem:
        return Outcome(None, _sentence(problem), tuple(curve))
    if not math.isfinite(loss):
        return Outcome(None, f"The loss is {loss}: it must be a finite number.", tuple(curve))
    return Outcome(loss, None, tuple(curve))


def _loss(answer: Any, resource: int | None, curve: list[float]) -> float:
    """Return the loss that the objective returned, or the last one of those it yields."""
    if isinstance(answer, Generator):
        return _train(answer, resource, curve)
    if resource is not None:
        raise PlainReturnError(
            "This strategy gives each trial a number of epochs, but the objective returned its"
            " loss at once: yield the loss after every epoch, or choose another strategy."
        )
    return _number(answer)


def _train(epochs: Generator[Any, None, None], resource: int | None, curve: list[float]) -> float:
    """Append the loss of each epoch to `curve`, `resource` of them at most; return the last."""
    with closing(epochs):  # what the objective does in `finally` happens now
        for loss in islice(epochs, resource):
            curve.append(_number(loss))
    if not curve:
        raise ValueError("the objective yielded no loss.")
    return curve[-1]


def _number(loss: Any) -> float:
    """Return `loss` as a float, which may be NaN or infinite; a `TypeError` if it is no number."""
    if loss is None:
        raise TypeError("a loss is a number, not None: see that the objective returns it.")
    if (checked := check_loss(loss)) is not None:
        return checked
    try:
        return float(loss)
    except OverflowError:  # a whole number beyond the largest double
        return math.inf


def _sentence(problem: BaseException) -> str:
    """Return in one line what the objective raised."""
    said = " ".join(str(problem).split())
    return f"{type(problem).__name__}: {said}"[:500] if said else f"{type(problem).__name__}."


@functools.cache  # once in a process; a fork inherits what was cached, under its parent's id
def _end_with(owner: int, worker: int) -> None:
    """If this process, `worker`, works for `owner`, see to it that it does not outlive it.

    A pool's workers wait for work for ever when the process that feeds them is killed: each holds
    the other end of the pipe as well, and none ever sees it closed.
    """
    parent = multiprocessing.parent_process()
    if parent is None or parent.pid != owner:
        return
    born_to = os.getppid()

    def watch() -> None:
        # Either sign may come late: a sibling holds the pipe, or a fork server is the parent.
        while parent.is_alive() and os.getppid() == born_to:
            parent.join(timeout=1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
