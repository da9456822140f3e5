"""Which training jobs are stopped before their end: asked after every value of the objective.

    MedianRule   TrainingJobEarlyStoppingType Auto: worse than the median of the others
    RungRule     the strategy Hyperband: not among the best third that came to a rung

Losses here are lower for better; an epoch is one value of the objective. Neither rule ever makes
a training job wait: it goes on, or it is stopped.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import Protocol

from hpstudy.stopping import falls_behind
from hpstudy.strategies.hyperband import brackets

# A median of fewer curves would say little. (How many the service wants, it does not publish.)
_FEWEST_CURVES = 3
_ETA = 3


class StoppingRule(Protocol):
    """Decides after every epoch whether a training job goes on; `most` epochs it may have."""

    most: int | None

    def stops(self, number: int, losses: Sequence[float]) -> bool:
        """Return whether training job `number` is to be stopped after the last of its losses."""

    def learn(self, number: int, losses: Sequence[float]) -> None:
        """Take note of the losses of a training job that has ended."""


class NoRule:
    """Off: every training job runs to its end."""

    most: int | None = None

    def stops(self, number: int, losses: Sequence[float]) -> bool:
        """Never."""
        return False

    def learn(self, number: int, losses: Sequence[float]) -> None:
        """Nothing to learn."""


class MedianRule:
    """Stop what is worse than the median, over the jobs that ended before, of their mean so far.

    All of them count, stopped ones with what they have, once there are three:
    `hpstudy.stopping.falls_behind` is the rule itself.
    """

    most: int | None = None

    def __init__(self) -> None:
        self._ended: list[Sequence[float]] = []

    def stops(self, number: int, losses: Sequence[float]) -> bool:
        """Return whether the last loss is worse than the median of the means."""
        return len(self._ended) >= _FEWEST_CURVES and falls_behind(losses, self._ended)

    def learn(self, number: int, losses: Sequence[float]) -> None:
        """Keep the curve, of a stopped job as far as it came."""
        if losses:
            self._ended.append(tuple(losses))


class RungRule:
    """Stop at a rung what is not among the best third of those that have come to it so far.

    One configuration is one training job here, as it is on the service, so nothing can be paused
    and promoted later: whoever comes to a rung is judged at once, by those who came before. That
    is successive halving without waiting (Li et al. 2020), in its stopping form. Of n at a rung,
    the best ceil(n / 3) go on; the first one always does.

    Hyperband's hedge is kept: training jobs are dealt to its brackets, in the proportion in which
    Hyperband fills them, and a cautious bracket has its first rung later.

    min_resource: nobody is stopped before that many epochs
    max_resource: whoever prints more than that is stopped
    """

    def __init__(self, min_resource: int, max_resource: int) -> None:
        self.most: int | None = max_resource
        rungs = brackets(min_resource, max_resource, _ETA)
        self._deal = _deal([bracket[0].n_trials for bracket in rungs])
        self._resources = [[rung.resource for rung in bracket[:-1]] for bracket in rungs]
        self._came: dict[tuple[int, int], list[float]] = {}  # (bracket, epochs) → losses, sorted
        self._judged: set[tuple[int, int]] = set()  # (number, epochs)

    def bracket(self, number: int) -> int:
        """Return the bracket that training job `number` is dealt to."""
        return self._deal[number % len(self._deal)]

    def stops(self, number: int, losses: Sequence[float]) -> bool:
        """Return whether the job has come to a rung and is not among the best there."""
        epochs = len(losses)
        bracket = self.bracket(number)
        if epochs not in self._resources[bracket]:
            return False
        loss = _known(losses[-1])
        came = self._came.setdefault((bracket, epochs), [])
        if (number, epochs) not in self._judged:
            self._judged.add((number, epochs))
            insort(came, loss)
        return bisect_left(came, loss) >= math.ceil(len(came) / _ETA)

    def learn(self, number: int, losses: Sequence[float]) -> None:
        """Let the job's losses stand at the rungs that it came to, as when it has been resumed."""
        for epochs in range(1, len(losses) + 1):
            self.stops(number, losses[:epochs])


def _deal(shares: Sequence[int]) -> list[int]:
    """Return an order in which bracket i comes `shares[i]` times: next, who is furthest behind.

    >>> _deal([4, 2, 1])
    [0, 1, 0, 2, 0, 1, 0]
    """
    dealt = [0] * len(shares)
    order = []
    for _ in range(sum(shares)):
        i = min(range(len(shares)), key=lambda i: (dealt[i] + 0.5) / shares[i])
        dealt[i] += 1
        order.append(i)
    return order


def _known(loss: float) -> float:
    return math.inf if math.isnan(loss) else loss
