"""What a claim measured: one row a seed, and how sure that makes us."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """Named columns of measurements (n_seeds,), one row a seed, paired along the row."""

    columns: Mapping[str, Column]

    @classmethod
    def over(cls, seeds: Iterable[int], run: Callable[[int], Mapping[str, float]]) -> Table:
        """Return the table of `run(seed)` for every seed."""
        rows = [run(seed) for seed in seeds]
        return cls({name: np.array([row[name] for row in rows], dtype=float) for name in rows[0]})

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def mean(self, name: str) -> float:
        """Return the mean of a column over the seeds."""
        return float(np.mean(self[name]))

    def median(self, name: str) -> float:
        """Return the median of a column over the seeds."""
        return float(np.median(self[name]))


def spread(effect: Column) -> tuple[float, float]:
    """Return the range that holds the middle 80 % of the seeds' effects."""
    low, high = np.quantile(effect, [0.1, 0.9])
    return float(low), float(high)


def holds(effect: Column) -> bool | str:
    """Judge an effect: True if above zero for 9 seeds in 10, "on average" if its mean surely is.

    Surely: the bootstrap 95 % interval of the mean lies above zero (percentile method, Efron and
    Tibshirani 1993, chapter 13).
    """
    if np.mean(effect > 0) >= 0.9:
        return True
    rng = np.random.default_rng(0)
    means = rng.choice(effect, size=(2000, len(effect))).mean(axis=1)
    return "on average" if np.quantile(means, 0.025) > 0 else False
