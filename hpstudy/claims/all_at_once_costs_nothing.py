"""On trial: run all training jobs of a tuning job at the same time, and it ends soonest.

The searches are those of concurrency_costs_quality.py, beside as many random ones. With nothing to
learn from, Bayesian search spreads its first jobs evenly and draws the others at random.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.concurrency_costs_quality import curve
from hpstudy.claims.table import Column, Table
from hpstudy.demos._replays import JOBS, lowest, search
from hpstudy.objectives import DigitsNet
from hpstudy.strategies.random_search import RandomSearch

GUIDE = "All training jobs of a tuning job can be run at the same time."
EXAM = "They can, but Bayesian search then learns nothing; run all at once only with random search."
TOPICS = ("sm.all-at-once",)
SEEDS = 32


def measure(seeds: Iterable[int]) -> Table:
    """Search with all jobs at once, with one at a time, and at random."""

    def run(seed: int) -> Mapping[str, float]:
        net = DigitsNet(4, seed=seed)
        drawn = search(net, RandomSearch(net.space, seed=seed), JOBS)
        single = curve(seed, 1)
        random = lowest([loss for _, loss in drawn])[-1]
        return {
            "random": random,
            "all at once": curve(seed, JOBS)[-1],
            "one at a time": single[-1],
            "as good": int(np.argmax(np.append(single, -np.inf) <= curve(seed, JOBS)[-1])) + 1,
        }

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return how much lower all at once end than one at a time; below zero: higher."""
    return table["one at a time"] - table["all at once"]


def verdict(table: Table) -> str:
    """Say what all at once cost, and what is left of Bayesian search."""
    dearer, random = -effect(table), table["random"] - table["all at once"]
    low, high = np.quantile(random, [0.1, 0.9])
    return (
        f"With all {JOBS} jobs at once Bayesian search ends at {table.mean('all at once'):.3f} on "
        f"average over {len(table)} replays, one at a time at {table.mean('one at a time'):.3f} "
        f"(lower in {(dearer > 0).sum()} of them), random search at {table.mean('random'):.3f} "
        f"({low:+.3f} to {high:+.3f} from all at once by replay). One at a time is as low after "
        f"{table.median('as good'):.0f} jobs (median)."
    )
