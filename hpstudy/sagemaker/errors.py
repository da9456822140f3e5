"""The errors a tuning service answers with, by the codes that its clients know.

Nothing here is a fault of the server's: clients repeat a request that failed so (a status of 500
and more), and a repeated Create would start a second job.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

# How many characters of a value, and of a whole list of faults, a message shows.
_SHOWN, _LONGEST = 120, 8000

# Code and the status of its answer.
STATUSES = {
    "ResourceInUse": 400,
    "ResourceNotFound": 400,
    "ResourceLimitExceeded": 400,
    "ValidationException": 400,
    "SerializationException": 400,
    "UnknownOperationException": 400,
    "AccessDeniedException": 403,
}


class ServiceError(Exception):
    """The service refuses a request: a code, a sentence, and the status of the answer.

    raise ServiceError("ResourceNotFound", "Could not find the tuning job 'digits'.")
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = STATUSES[code]

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Fault(NamedTuple):
    """One thing that is wrong with a request: where, what stands there, which rule it breaks."""

    path: str
    value: object
    rule: str

    def __str__(self) -> str:
        value = str(self.value)
        shown = f"'{value}'" if len(value) <= _SHOWN else f"'{value[:_SHOWN]}…'"
        if self.value is None:
            shown = "null"
        return f"Value {shown} at '{self.path}' failed to satisfy constraint: {self.rule}"


def refuse(faults: Iterable[Fault], code: str = "ValidationException") -> None:
    """Raise one error that lists all the faults, in the service's wording; none, none."""
    found = [str(fault) for fault in faults]
    if found:
        what = "validation error" if len(found) == 1 else "validation errors"
        listed = "; ".join(found)
        if len(listed) > _LONGEST:
            listed = f"{listed[:_LONGEST]}…"
        raise ServiceError(code, f"{len(found)} {what} detected: {listed}")
