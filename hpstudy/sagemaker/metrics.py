"""Metrics are read where the service reads them: in what the algorithm prints.

Each `MetricDefinition` is a name and a regular expression whose first group is the value. The last
match of a line counts, and the last line of a log. What matches but is no number, as the empty text
that `F1=(.*?)` finds, is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from hpstudy.sagemaker.errors import ServiceError

Metrics = list[tuple[str, float]]


class MetricReader:
    """Finds the values of some metrics in lines of a log.

    >>> reader = MetricReader([{"Name": "loss", "Regex": "loss=([0-9.e+-]+);"}])
    >>> reader.read("epoch 3: loss=2.5e-1; then loss=2e-1;")
    [('loss', 0.2)]
    """

    def __init__(self, definitions: Iterable[Mapping[str, str]]) -> None:
        self._patterns = [(each["Name"], _compiled(each)) for each in definitions]

    def read(self, line: str) -> Metrics:
        """Return name and value of each metric that the line reports; a value may be NaN."""
        found = []
        for name, pattern in self._patterns:
            values = [
                value for text in _matches(pattern, line) if (value := _number(text)) is not None
            ]
            if values:
                found.append((name, values[-1]))
        return found


def series(reader: MetricReader, name: str, lines: Iterable[str]) -> list[float]:
    """Return every value of the metric in a log, one for each line that reports it."""
    return [value for line in lines for found, value in reader.read(line) if found == name]


def _compiled(definition: Mapping[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(definition["Regex"])
    except re.error as problem:
        raise ServiceError(
            "ValidationException",
            f"The regular expression {definition['Regex']!r} of the metric {definition['Name']} is"
            f" not valid: {problem}.",
        ) from None


def _matches(pattern: re.Pattern[str], line: str) -> Sequence[str]:
    group = 1 if pattern.groups else 0
    return [match.group(group) or "" for match in pattern.finditer(line)]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
