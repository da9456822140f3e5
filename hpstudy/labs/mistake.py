"""What a lab's check says of a wrong answer."""

from __future__ import annotations

import reprlib
from typing import Any

import numpy as np


class _Brief(reprlib.Repr):
    """What is long by its ends, and an array by its shape."""

    def repr_ndarray(self, array: np.ndarray[Any, Any], level: int) -> str:
        return repr(array) if array.size <= 8 else f"an array of shape {array.shape}"

    def repr_float64(self, number: np.float64, level: int) -> str:
        return f"{number:.4g}"


class Mistake(Exception):
    """One typical mistake, in a sentence that helps to mend it."""


_BRIEF = _Brief()
_BRIEF.maxstring = _BRIEF.maxother = 60


def demand(right: Any, message: str) -> None:
    """Raise a `Mistake` with `message` unless `right` is true."""
    if not right:
        raise Mistake(message)


def shown(value: Any) -> str:
    """Return a value as a message shows it: briefly, and on one line."""
    return " ".join(_BRIEF.repr(value).split())


def shape(value: Any) -> tuple[int, ...] | None:
    """Return the shape of numbers, None if their rows are not of one length."""
    try:
        return tuple(np.shape(value))
    except ValueError:
        return None


def call(function: Any, *arguments: Any) -> Any:
    """Return what the learner's function gives; a `Mistake` if it is none or gives nothing."""
    demand(callable(function), f"The check wants the function itself, not {function!r}.")
    result = function(*arguments)
    demand(
        result is not None and result is not ...,
        "Your function returns nothing yet: end it with a return.",
    )
    return result
