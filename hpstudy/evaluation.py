"""Running one trial, where the executor runs it: in this process, a thread or another process."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from contextlib import closing
from itertools import islice
from typing import Any, NamedTuple

from hpstudy.space import Configuration
from hpstudy.strategies.base import check_loss
from hpstudy.trial import Trial

# Returns a loss, or is a generator that yields one loss an epoch.
Objective = Callable[[Configuration], Any]


class Outcome(NamedTuple):
    """What came of one run: a loss or a failure, and the loss after each epoch.

    The trial itself stays with the search: nothing travels back but numbers and text.
    """

    loss: float | None
    failure: str | None
    curve: tuple[float, ...] | None  # None: the objective returned its loss, it did not yield


def evaluate(objective: Objective, trial: Trial) -> Outcome:
    """Run `objective` on the trial's configuration; whatever it does wrong is the trial's failure.

    A generator is driven for `trial.resource` epochs at most, then closed; its last loss counts.
    """
    curve: list[float] = []
    try:
        answer = objective(dict(trial.configuration))  # its own copy, to change as it likes
        yields = isinstance(answer, Generator)
        if yields:
            _train(answer, trial.resource, curve)
            answer = curve[-1]
        loss = _number(answer)
    except (Exception, SystemExit) as problem:
        return Outcome(None, _sentence(problem), tuple(curve))
    failed = not math.isfinite(loss)
    return Outcome(
        None if failed else loss,
        f"The objective's loss is {loss}, which is no finite number." if failed else None,
        tuple(curve) if yields else None,
    )


def _train(epochs: Generator[Any, None, None], resource: int | None, curve: list[float]) -> None:
    """Append the loss of each epoch to `curve`, of the first `resource` ones if that is a number."""
    with closing(epochs):  # what the objective does in `finally` happens now
        for loss in islice(epochs, resource):
            curve.append(_number(loss))
    if not curve:
        raise ValueError("the objective yielded no loss.")


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
