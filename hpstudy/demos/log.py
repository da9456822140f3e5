"""d.log: what a training prints, and what a regular expression makes of it.

The service sees nothing but the lines. The first group of a match is the value, the last match of a
line counts, and the last value of the log is the result of the job.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from hpstudy.data import digits
from hpstudy.sagemaker.metrics import MetricReader
from hpstudy.training import train

EPOCHS = 9
NOTHING = ""  # no metric definition

# What people write, from wrong to right. Each but the first two is wrong for some log.
PATTERNS = (
    NOTHING,
    r"validation_loss=[0-9.e+-]+;",
    r"validation_loss=(.*?)",
    r"loss=(.*?);",
    r"validation_loss=([0-9.]+)",
    r"validation_loss=([0-9.e+-]+);",
    r"validation_loss=(.*?);",
)


class Match(NamedTuple):
    """Where in the log an expression matches: a line, from where to where, and its group."""

    line: int
    span: tuple[int, int]
    group: tuple[int, int] | None  # None: the expression has none


@dataclass(frozen=True)
class Log:
    """A log, the losses that were printed in it, and what an expression finds.

    lines:  as printed
    losses: validation loss after each epoch, as the training knows it
    values: {line: the value noted there}
    """

    pattern: str
    rate: float
    lines: tuple[str, ...]
    losses: tuple[float, ...]
    matches: tuple[Match, ...]
    values: dict[int, float]

    @property
    def result(self) -> float | None:
        """Return what the service takes for the job's result; None if it finds none."""
        return self.values[max(self.values)] if self.values else None

    @property
    def right(self) -> bool:
        """Return whether the result is the last validation loss, to the digits printed."""
        groups = [match for match in self.matches if match.group]
        if self.result is None or not groups:
            return False
        *_, last = groups
        assert last.group
        named = self.lines[last.line][: last.group[0]].endswith("validation_loss=")
        return named and f"{self.result:.2e}" == f"{self.losses[-1]:.2e}"

    @property
    def diverged(self) -> bool:
        """Return whether the last loss is no finite number."""
        return not math.isfinite(self.losses[-1])


def log(seed: int = 0, *, pattern: str = NOTHING, rate: float = 0.1) -> Log:
    """Train, print, and read the lines with `pattern`."""
    lines, losses = printed(seed, rate)
    values = {}
    reader = MetricReader([{"Name": "loss", "Regex": pattern}] if pattern else [])
    for number, line in enumerate(lines):
        for _, value in reader.read(line):
            values[number] = value
    return Log(pattern, rate, lines, losses, matches(pattern, lines), values)


@lru_cache(maxsize=64)
def printed(seed: int, rate: float) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the lines that a training prints, and the validation losses in them."""
    lines = [f"300 pictures, learning rate {rate:g}"]
    losses = []
    # Without a bend in its units a net diverges at a large rate, down to NaN.
    for epoch in train(
        digits(300, 600, seed), seed=seed, activation="none", learning_rate=rate, epochs=EPOCHS
    ):
        losses.append(epoch.validation_loss)
        lines.append(
            f"epoch {epoch.number}: validation_loss={epoch.validation_loss:.2e}; "
            f"train_loss={epoch.training_loss:.2e};"
        )
    return (*lines, "model saved"), tuple(losses)


def matches(pattern: str, lines: tuple[str, ...]) -> tuple[Match, ...]:
    """Return every place where the expression matches."""
    if not pattern:
        return ()
    found = re.compile(pattern)
    return tuple(
        Match(number, match.span(), match.span(1) if found.groups else None)
        for number, line in enumerate(lines)
        for match in found.finditer(line)
    )
