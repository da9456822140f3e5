"""On trial: a search on a log scale is more efficient than one on a linear scale.

One knob first, the learning rate of a net with momentum: every random search of n jobs out of a
pool is judged at once. Then two knobs over seven decades each, with both strategies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from hpstudy.claims.table import Column, Table
from hpstudy.demos._replays import (
    BAYESIAN,
    JOBS,
    LINEAR,
    LOG,
    RANDOM,
    SEVEN,
    Setting,
    final,
    mean_lowest,
    replay,
)
from hpstudy.objectives import DigitsNet
from hpstudy.space import Float

Array = NDArray[np.float64]

GUIDE = "Use a log scale where you can: a hyperparameter that spans decades is searched faster so."
EXAM = "Say that the hyperparameter is log-scaled; the search then needs fewer training jobs."
TOPICS = ("bp.log",)
SEEDS = 12

POOL = 60  # learning rates drawn on each scale
FEW, MANY = 5, 10
L2, MOMENTUM = 1e-4, 0.9
RATES = 1e-4, 1.0
BOTH = [(scale, strategy) for scale in (LINEAR, LOG) for strategy in (RANDOM, BAYESIAN)]


def measure(seeds: Iterable[int]) -> Table:
    """Train nets with rates drawn on both scales; search two knobs on both, in both ways."""

    def run(seed: int) -> Mapping[str, float]:
        linear, log = (pool(seed, scale) for scale in (LINEAR, LOG))
        found = {f"linear {n}": mean_lowest(linear, n) for n in (MANY, 2 * MANY)}
        found |= {f"log {n}": mean_lowest(log, n) for n in (FEW, MANY)}
        found["equal"] = jobs_as_good(linear, mean_lowest(log, MANY))
        for scale, strategy in BOTH:
            setting = Setting(ranges=SEVEN, scale=scale, strategy=strategy)
            found[f"{scale} {strategy}"] = replay(setting, seed).run().losses.min()
        return found

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return by what share ten jobs on a linear scale end higher than ten on a log scale."""
    return table[f"linear {MANY}"] / table[f"log {MANY}"] - 1


def verdict(table: Table) -> str:
    """Say how many jobs the scale is worth, and what it is worth beside the strategy."""
    ends = [
        f"{strategy} on {scale} {table.mean(f'{scale} {strategy}'):.1f}" for scale, strategy in BOTH
    ]
    low, high = np.quantile(table["equal"], [0.1, 0.9])
    return (
        f"Learning rate of a net, random search, mean of the lowest loss: linear {MANY} jobs "
        f"{table.mean(f'linear {MANY}'):.3f}, log {FEW} jobs {table.mean(f'log {FEW}'):.3f}; "
        f"linear {2 * MANY} jobs {table.mean(f'linear {2 * MANY}'):.3f}, log {MANY} jobs "
        f"{table.mean(f'log {MANY}'):.3f}. To equal {MANY} jobs on the log scale the linear one "
        f"takes {table.median('equal'):.0f} ({low:.0f} to {high:.0f} by seed), since "
        f"{1 - RATES[1] / 10 / (RATES[1] - RATES[0]):.0%} of its draws lie in the top decade. "
        f"Kernel ridge, seven decades each, error after {JOBS} jobs: {', '.join(ends)}."
    )


def pool(seed: int, scale: str) -> Array:
    """Return the losses of nets with momentum whose learning rates are drawn on a scale."""
    net, rate = DigitsNet(seed=seed), Float(*RATES, scale)
    draws = np.random.default_rng(seed).random(POOL)
    return np.array([final(net.losses(rate.from_unit(u), L2, MOMENTUM)) for u in draws])


def jobs_as_good(pool: Array, loss: float) -> int:
    """Return how many draws from `pool` have a mean lowest loss as low as `loss`; all, if none."""
    return next((n for n in range(1, len(pool)) if mean_lowest(pool, n) <= loss), len(pool))
