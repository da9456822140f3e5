"""Lab: four instances judge a net; mend what they print, so that one number is reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.demos._digits import FIXED
from hpstudy.demos._pool import N_VALIDATION, epochs, on_unseen, pool
from hpstudy.demos.lastline import METRIC
from hpstudy.labs.mistake import Mistake, call, demand
from hpstudy.sagemaker.metrics import MetricReader

Parts = list[tuple[int, int]]

PASSED = (
    "One line an epoch, the accuracy on all pictures, whoever is ready first. That is the number "
    "to choose by."
)

SHARES = (0.4, 0.3, 0.2, 0.1)  # of the pictures, on each instance: seldom are they equal
ORDERS = 6


def reference(parts: Parts) -> list[str]:
    """Return the one line of an epoch: all that is right, over all that was seen."""
    right = sum(right for right, _ in parts)
    seen = sum(seen for _, seen in parts)
    return [f"accuracy={right / seen:.4f};"]


def check(answer: Callable[[Parts], Any]) -> None:
    """Train, have four instances report in several orders, and read the log as the service does."""
    rng = np.random.default_rng(0)
    for _ in range(ORDERS):
        for number, parts in enumerate(epoch_parts(), start=1):
            shuffled = [parts[i] for i in rng.permutation(len(parts))]
            # The best is never ready last, so that "the last" and "the best" are two mistakes.
            if max(shuffled, key=lambda part: part[0] / part[1]) == shuffled[-1]:
                shuffled = [shuffled[-1], *shuffled[:-1]]
            _check_epoch(answer, number, shuffled)


def _check_epoch(answer: Callable[[Parts], Any], number: int, parts: Parts) -> None:
    lines = call(answer, list(parts))
    demand(
        isinstance(lines, list | tuple) and all(isinstance(line, str) for line in lines),
        f"Return a list of the lines to print, not {lines!r}.",
    )
    reader = MetricReader([METRIC])
    values = [value for line in lines for _, value in reader.read(line)]
    demand(
        values,
        f"In {list(lines)} the expression {METRIC['Regex']!r} finds no number: print accuracy=, "
        "the number and a semicolon.",
    )
    true = sum(right for right, _ in parts) / sum(seen for _, seen in parts)
    _check_value(number, parts, values[-1], true)
    demand(
        len(values) == 1,
        f"Epoch {number}: you print {len(values)} numbers. The last is right, but all of them "
        "are noted on the way: print one.",
    )


def _check_value(number: int, parts: Parts, noted: float, true: float) -> None:
    shares = [right / seen for right, seen in parts]
    if abs(noted - true) < 1e-4:
        return
    story = f"Epoch {number}: {_said(parts)} right, {true:.4f} of all. You report {noted:.4f}"
    if _near(noted, shares[-1]):
        raise Mistake(f"{story}, the accuracy of the instance that was ready last.")
    if _near(noted, float(np.mean(shares))):
        raise Mistake(
            f"{story}, the mean of the four: a small shard counts as much as a large one there."
        )
    if _near(noted, max(shares)):
        raise Mistake(f"{story}, the best of the four: the luckiest shard decides.")
    if abs(noted - true) < 0.01:
        raise Mistake(f"{story}: with so few digits, near jobs look alike. Print four.")
    raise Mistake(f"{story}: add up what is right, and what was seen, and divide.")


def _near(a: float, b: float) -> bool:
    return abs(a - b) < 1e-4


def _said(parts: Sequence[tuple[int, int]]) -> str:
    return ", ".join(f"{right} of {seen}" for right, seen in parts)


@lru_cache(maxsize=1)
def epoch_parts() -> list[Parts]:
    """Return for each epoch of a real training what each instance got right, and saw."""
    shards = _shards()
    hits = [on_unseen(0, epoch)[0][:N_VALIDATION] for epoch in epochs(0, FIXED)]
    return [[(int(each[part].sum()), len(part)) for part in shards] for each in hits]


def _shards() -> list[NDArray[np.int_]]:
    order = np.argsort(pool(0).classes[:N_VALIDATION], kind="stable")
    ends = (np.cumsum(SHARES)[:-1] * N_VALIDATION).astype(int)
    return np.split(order, ends)
