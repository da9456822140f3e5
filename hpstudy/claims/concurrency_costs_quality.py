"""On trial: jobs that run at the same time do not learn from one another, so results are worse.

A net with four knobs, thirty jobs of Bayesian search. It is told what a round found when the round
is over, and knows what is pending.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hpstudy.claims.table import Column, Table
from hpstudy.demos._replays import JOBS, lowest, rounds, search
from hpstudy.objectives import DigitsNet
from hpstudy.strategies.bayesian_optimization import BayesianOptimization

Array = NDArray[np.float64]

GUIDE = "More jobs at the same time end sooner, but fewer at a time learn more and end better."
EXAM = (
    "Concurrency is a trade-off: more jobs at once are faster, fewer at once give better results."
)
TOPICS = ("bp.concurrency",)
SEEDS = 32

AT_ONCE = (1, 2, 5, 10, JOBS)
JUDGED = 10  # at once, the most that the service runs unless asked to raise it
SOME = 5


def measure(seeds: Iterable[int]) -> Table:
    """Search with one job at a time, with several, and with all at once."""

    def run(seed: int) -> Mapping[str, float]:
        ends = {f"{n} at once": curve(seed, n)[-1] for n in AT_ONCE}
        # Forgetful workers all run the same configuration: a round is worth one job.
        return ends | {"forgetful": curve(seed, 1)[rounds(JOBS, SOME) - 1]}

    return Table.over(seeds, run)


@lru_cache(maxsize=1024)
def curve(seed: int, at_once: int) -> Array:
    """Return the lowest loss after each of thirty jobs, so many of them at once."""
    net = DigitsNet(4, seed=seed)
    strategy = BayesianOptimization(net.space, seed=seed)
    return lowest([loss for _, loss in search(net, strategy, JOBS, at_once)])


def effect(table: Table) -> Column:
    """Return how much higher ten at once end than one at a time."""
    return table[f"{JUDGED} at once"] - table["1 at once"]


def verdict(table: Table) -> str:
    """Say where each ends, how many rounds that takes, and how often a single pair misleads."""
    ends = ", ".join(
        f"{n} at once {table.mean(f'{n} at once'):.3f} (rounds: {rounds(JOBS, n)})" for n in AT_ONCE
    )
    misled = " and ".join(
        f"{np.mean(table[f'{n} at once'] <= table['1 at once']):.0%} with {n}"
        for n in (SOME, JUDGED)
    )
    return (
        f"Lowest log-loss of {JOBS} jobs, mean of {len(table)} replays: {ends}; without knowing "
        f"what is pending {SOME} at once reach {table.mean('forgetful'):.3f}. In a single pair of "
        f"searches more at once end as low or lower than one at a time in {misled}."
    )
