"""What a lab's check says of a wrong answer."""

from __future__ import annotations

from typing import Any


class Mistake(Exception):
    """One typical mistake, in a sentence that helps to mend it."""


def demand(right: Any, message: str) -> None:
    """Raise a `Mistake` with `message` unless `right` is true."""
    if not right:
        raise Mistake(message)


def call(function: Any, *arguments: Any) -> Any:
    """Return what the learner's function gives; a `Mistake` if it is none or gives nothing."""
    demand(callable(function), f"The check wants the function itself, not {function!r}.")
    result = function(*arguments)
    demand(
        result is not None and result is not ...,
        "Your function returns nothing yet: end it with a return.",
    )
    return result
