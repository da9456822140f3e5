"""d.importance, which knob matters: 200 trainings of a net with four knobs, drawn at random.

Each net learns from 300 pictures of digits for eight epochs; its loss is that on 600 others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hpstudy.demos._digits import first_knobs, validation_loss
from hpstudy.space import Configuration
from hpstudy.strategies.random_search import RandomSearch

Array = NDArray[np.float64]

TRIALS = 200
BINS = 8
SPACE = first_knobs(4)


@dataclass(frozen=True)
class Importance:
    """The trials so far, in the order in which they ran.

    values: (n, 4), one column a knob, on its scale from 0 to 1
    losses: (n,)
    """

    values: Array
    losses: Array
    configurations: tuple[Configuration, ...] = field(repr=False)

    @property
    def shares(self) -> dict[str, float]:
        """Return how much of the spread of the losses each knob explains alone; NaN at first."""
        if len(self.losses) < 2 * BINS:
            return dict.fromkeys(SPACE, np.nan)
        columns = zip(SPACE, self.values.T, strict=True)
        return {name: explained(column, self.losses) for name, column in columns}

    @property
    def by_chance(self) -> float:
        """Return the share that a knob without any effect explains on average."""
        return (BINS - 1) / (len(self.losses) - 1)

    @property
    def best(self) -> int:
        """Return the place of the trial with the lowest loss."""
        return int(self.losses.argmin())


def importance(
    seed: int = 0, *, trials: int = TRIALS, before: Importance | None = None
) -> Iterator[Importance]:
    """Train one net after another, an answer after each; those trained before are kept."""
    strategy = RandomSearch(SPACE, seed=seed)
    drawn = [trial.configuration for _ in range(trials) if (trial := strategy.ask())]
    losses = list(before.losses[:trials]) if before else []
    values = np.array([SPACE.to_unit(configuration) for configuration in drawn])
    if len(losses) == trials:
        yield Importance(values, np.array(losses), tuple(drawn))
    for n in range(len(losses) + 1, trials + 1):
        losses.append(validation_loss(seed, drawn[n - 1]))
        yield Importance(values[:n], np.array(losses), tuple(drawn[:n]))


def explained(values: Array, losses: Array) -> float:
    """Return the share (0 to 1) of the losses' spread that one knob explains alone.

    Sort the trials by the knob's values, cut them into eight bins of equal count, and put in place
    of each loss the mean of its bin: the variance of that, over the variance of the losses.
    """
    bins = np.array_split(losses[np.argsort(values, kind="stable")], BINS)
    means = np.concatenate([np.full(len(part), part.mean()) for part in bins])
    return float(means.var() / losses.var())


def bin_means(values: Array, losses: Array) -> tuple[Array, Array]:
    """Return the middle of every bin and the mean loss in it, both (8,)."""
    order = np.argsort(values, kind="stable")
    parts = (np.array_split(column[order], BINS) for column in (values, losses))
    middle, mean = (np.array([part.mean() for part in bins]) for bins in parts)
    return middle, mean
