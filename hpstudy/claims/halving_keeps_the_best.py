"""On trial: who is far behind early will not win late, so halving keeps the best of its jobs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos._curves import EPOCHS, curves
from hpstudy.stopping import halving
from hpstudy.strategies.successive_halving import rungs

GUIDE = "Jobs that look weak after the first epochs can be stopped: they would not have won."
EXAM = "Hyperband stops underperforming jobs early and gives their resources to promising ones."
TOPICS = ("search.hyperband", "sm.early-stop")
SEEDS = 20

POOL, JOBS, DRAWS = 30, 27, 30
FIRST = (1, 3)  # epochs before the first cut


def measure(seeds: Iterable[int]) -> Table:
    """Count how often the job that would end lowest is the one that is trained to the end."""

    def run(seed: int) -> Mapping[str, float]:
        losses, rng = curves(seed, POOL), np.random.default_rng(seed)
        found: dict[str, float] = {}
        for first in FIRST:
            steps = rungs(first, EPOCHS, 3)
            kept, lost = [], []
            for _ in range(DRAWS):
                jobs = losses[rng.permutation(POOL)[: steps[0].n_trials]]
                last = halving(jobs, steps).argmax()
                kept.append(last == jobs[:, -1].argmin())
                lost.append(jobs[last, -1] / jobs[:, -1].min() - 1)
            found |= {f"kept {first}": np.mean(kept), f"lost {first}": float(np.mean(lost))}
        return found

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return how much more often than every other time a cut at epoch 1 keeps the best."""
    return table["kept 1"] - 0.5


def verdict(table: Table) -> str:
    """Say how often the best is kept, and what its loss costs."""
    said = [
        f"from epoch {first} keeps the best of its {rungs(first, EPOCHS, 3)[0].n_trials} in "
        f"{table.mean(f'kept {first}'):.0%} of brackets (the loss is "
        f"{table.mean(f'lost {first}'):.1%} higher on average)"
        for first in FIRST
    ]
    return f"Halving {' and '.join(said)}."
