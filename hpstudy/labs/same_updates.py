"""Lab: how many epochs make a given number of updates?"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from hpstudy.labs.mistake import Mistake, call, demand, shown

PASSED = "Right for every size, the smaller last minibatch included."

CASES = ((600, 16, 380), (600, 64, 100), (600, 600, 10), (600, 7, 1), (1000, 64, 33), (50, 64, 3))


def reference(n_examples: int, batch_size: int, updates: int) -> int:
    """Return the fewest whole epochs that make at least so many updates."""
    return math.ceil(updates / math.ceil(n_examples / batch_size))


def check(answer: Callable[[int, int, int], Any]) -> None:
    """Check sizes that divide the examples evenly, and others that do not."""
    for case in CASES:
        _check_case(call(answer, *case), *case)


def _check_case(found: Any, n_examples: int, batch_size: int, updates: int) -> None:
    right = reference(n_examples, batch_size, updates)
    where = f"{n_examples} examples in minibatches of {batch_size}, {updates} updates"
    demand(
        isinstance(found, float | int) and not isinstance(found, bool),
        f"Return a number of epochs, not {shown(found)}.",
    )
    demand(found == int(found), f"{where}: {found:g} is no whole number of epochs; round up.")
    if found == right:
        return
    per_epoch = math.ceil(n_examples / batch_size)
    if n_examples >= batch_size and found == math.ceil(updates / (n_examples // batch_size)):
        raise Mistake(
            f"{where}: what is left over after the whole minibatches makes one more update, a "
            f"smaller one: {per_epoch} updates an epoch. Round that up as well."
        )
    if found == updates // per_epoch:
        raise Mistake(
            f"{where}: {found:g} epochs make only {int(found) * per_epoch}. Round the epochs up."
        )
    if found == math.ceil(updates / batch_size):
        raise Mistake(
            f"{where}: an epoch makes {per_epoch} updates, one a minibatch, not {batch_size}."
        )
    raise Mistake(
        f"{where}: an epoch makes {per_epoch} updates, so {right} epochs are needed; you say "
        f"{found:g}."
    )
