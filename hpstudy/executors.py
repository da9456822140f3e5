"""What the tuner asks of an executor, and what it makes of one that lets it down."""

from __future__ import annotations

import itertools
import os
import pickle
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from typing import Any, Protocol

from hpstudy.evaluation import Objective, Outcome, PlainReturnError, evaluate
from hpstudy.trial import Trial

# Dask takes a call with the same arguments for the same call: what was cancelled stays cancelled.
_tickets = itertools.count()

_WAY_OUT = "what has finished is kept, so go on with a new executor"


class Executor(Protocol):
    """Anything with the `submit` of the standard library's executors: threads, processes, Dask."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Have `function` called somewhere; what it returns will be the future's result."""


class Inline:
    """The executor for want of another: calls the function at once, in this thread."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Call `function` and return its future, done."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as problem:
            future.set_exception(problem)
        return future


def count_workers(executor: Executor) -> int:
    """Return how many calls the executor runs at once."""
    if isinstance(executor, Inline):
        return 1
    client = getattr(executor, "_client", None)  # Dask's executor asks its cluster
    n = getattr(executor, "_max_workers", 0) if client is None else sum(client.nthreads().values())
    if not n:
        raise ValueError(
            f"{type(executor).__name__} does not say how many workers it has: say how many trials"
            " may be in flight, such as parallel=4."
        )
    return int(n)


def submit(executor: Executor, objective: Objective, trial: Trial) -> Future[Outcome]:
    """Have the executor run the trial; if it does not take it, say why in a sentence."""
    try:
        future = executor.submit(evaluate, objective, trial, os.getpid(), next(_tickets))
    except Exception as problem:
        raise explain(problem) from None
    if not isinstance(future, Future):
        raise TypeError(
            f"{type(executor).__name__}.submit gives no future of the standard library: pass an"
            " executor, such as Dask's client.get_executor()."
        )
    return future


def outcome_of(future: Future[Outcome]) -> Outcome:
    """Return the outcome of a future that is done; if the executor failed, say how in a sentence.

    `evaluate` makes an outcome of whatever an objective does, so anything raised here is about
    getting to the worker and back.
    """
    try:
        return future.result()
    except PlainReturnError as problem:
        raise PlainReturnError(str(problem)) from None
    except Exception as problem:
        raise explain(problem) from None


def explain(problem: Exception) -> Exception:
    """Return an exception that says what an executor's exception means for the search."""
    said = " ".join(str(problem).split())
    said = f"{type(problem).__name__}: {said}" if said else type(problem).__name__
    if isinstance(problem, BrokenExecutor):
        return type(problem)(
            "A worker died: it was killed, ran out of memory, or cannot import the objective"
            f" (then define it in a module); {_WAY_OUT} ({said})."
        )
    if isinstance(problem, CancelledError):
        return CancelledError(
            "A trial was cancelled by the executor, which was shut down or has lost its cluster;"
            f" {_WAY_OUT}."
        )
    if isinstance(problem, pickle.PicklingError | AttributeError | TypeError):
        return pickle.PicklingError(
            "The objective and its configuration cannot be sent to another process: define"
            f" them at the top of a module, or use a ThreadPoolExecutor ({said})."
        )
    return RuntimeError(f"The executor could not run a trial; {_WAY_OUT} ({said}).")
