"""Lab: stop a training that no longer gets better, and keep the best of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from hpstudy.labs.mistake import Mistake, call, demand, shown
from hpstudy.training import Epoch, best_epoch, early_stopping

PASSED = "It waits as long as it should, no longer, and returns the best epoch with its weights."

LOSSES = (2.0, 1.2, 0.9, 1.0, 0.95, 0.7, 0.8, 0.75, 0.78, 0.72, 0.9, 0.5)
FALLING = (1.0, 0.8, 0.6, 0.5)


def reference(epochs: Iterable[Epoch], patience: int) -> Epoch:
    """Return the best epoch of a training that stops early."""
    return best_epoch(early_stopping(epochs, patience))


@dataclass
class Training:
    """Records of a training with these validation losses, and how many of them were taken."""

    losses: tuple[float, ...]
    taken: int = 0

    def __iter__(self) -> Iterator[Epoch]:
        for number, loss in enumerate(self.losses, 1):
            self.taken = number
            yield Epoch(number, 10 * number, math.nan, math.nan, loss, math.nan, [])


def check(answer: Callable[[Iterable[Epoch], int], Any]) -> None:
    """Check a training with two dips, one that only falls, one that hits the same loss again."""
    _check_run(answer, LOSSES, patience=3)
    _check_run(answer, LOSSES, patience=2)
    _check_run(answer, LOSSES, patience=5)
    _check_run(answer, FALLING, patience=2)
    _check_run(answer, (1.0, 0.5, 0.6, 0.5, 0.5, 0.5, 0.4), patience=3)


def _check_run(
    answer: Callable[[Iterable[Epoch], int], Any], losses: tuple[float, ...], patience: int
) -> None:
    training, wanted = Training(losses), Training(losses)
    best = reference(wanted, patience)
    found = call(answer, training, patience)
    story = f"Losses {', '.join(f'{loss:g}' for loss in losses)}, patience {patience}: "
    _check_taken(training.taken, wanted.taken, losses, patience, story)
    demand(
        isinstance(found, Epoch),
        f"Return an epoch, the record itself, not {shown(found)}.",
    )
    if found.number == training.taken != best.number:
        raise Mistake(
            f"{story}you return epoch {found.number}, the last. Return the best, {best.number}: "
            "keep it when you meet it, for the weights move on."
        )
    demand(
        found.number == best.number,
        f"{story}you return epoch {found.number}; the lowest loss seen was at {best.number}, "
        "and an equal loss later is no improvement.",
    )


def _check_taken(
    taken: int, right: int, losses: tuple[float, ...], patience: int, story: str
) -> None:
    if taken == right:
        return
    if taken == len(losses):
        raise Mistake(
            f"{story}you trained to the end. Stop after epoch {right}, after {patience} in a row "
            "without a new lowest loss."
        )
    first_rise = next(i for i in range(1, len(losses)) if losses[i] >= losses[i - 1]) + 1
    if taken == first_rise:
        raise Mistake(
            f"{story}you stopped at epoch {taken}, the first that was worse. Patience means "
            f"waiting for {patience} in a row; right is {right}."
        )
    raise Mistake(
        f"{story}you stopped after epoch {taken}, right is {right}: {patience} epochs in a row "
        "without a loss below the lowest so far, and a new lowest starts the count anew."
    )
