"""Pages of a list: filtered, sorted, and cut into pages that lose nothing while the list grows.

A token names the last entry of a page by its sort key, not by its place: what is added meanwhile
does not move what comes after.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from hpstudy.sagemaker.errors import ServiceError

T = TypeVar("T")
Key = tuple[Any, ...]  # by what is sorted, and the name


def page(
    entries: Iterable[T], body: Mapping[str, Any], key: Callable[[T], Key]
) -> tuple[list[T], dict[str, str]]:
    """Return the entries of the page that is asked for, and {"NextToken": …} if more follow.

    key: by what to sort, and a name that makes it unique
    """
    descending = body.get("SortOrder", "Ascending") == "Descending"
    ordered = sorted(entries, key=key, reverse=descending)
    if "NextToken" in body:
        last = _read(body["NextToken"])
        try:
            ordered = [
                each for each in ordered if (key(each) < last if descending else key(each) > last)
            ]
        except TypeError:
            raise _invalid() from None
    size = body.get("MaxResults", 10)
    shown = ordered[:size]
    more = {"NextToken": _token(key(shown[-1]))} if len(ordered) > size else {}
    return shown, more


def _token(key: Key) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def _read(token: str) -> Key:
    try:
        key = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, RecursionError):
        raise _invalid() from None
    if not (isinstance(key, list) and len(key) == 2):
        raise _invalid()
    return tuple(key)


def _invalid() -> ServiceError:
    return ServiceError(
        "ValidationException", "The NextToken is none that this list gave: leave it out to begin."
    )


def keeps(body: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Return whether a tuning job's summary passes the filters of the request."""
    name, status = entry["HyperParameterTuningJobName"], entry["HyperParameterTuningJobStatus"]
    if body.get("NameContains", "").lower() not in name.lower():
        return False
    if body.get("StatusEquals", status) != status:
        return False
    return all(
        body.get(f"{time}After", entry[time])
        <= entry[time]
        <= body.get(f"{time}Before", entry[time])
        for time in ("CreationTime", "LastModifiedTime")
    )
