"""The errors a tuning service answers with, by the codes that its clients know.

Nothing here is a fault of the server's: clients repeat a request that failed so (a status of 500
and more), and a repeated Create would start a second job.
"""

from __future__ import annotations

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
