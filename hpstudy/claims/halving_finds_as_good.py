"""On trial: successive halving finds better jobs than the same epochs spent on full trainings.

A bracket of 27 jobs costs 81 epochs: as much as three jobs in full, a ninth of all 27.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos._curves import EPOCHS, Array, curves
from hpstudy.stopping import halving
from hpstudy.strategies.successive_halving import rungs

GUIDE = (
    "The guide names grid, random and Bayesian search. Of the service's fourth strategy, "
    "Hyperband, it is said that stopping most jobs early finds as good a one for far fewer epochs."
)
EXAM = "Grid, random and Bayesian; Hyperband where an exam is newer: it stops weak jobs early."
TOPICS = ("search.hyperband",)
SEEDS = 20

POOL, JOBS, FULL = 30, 27, 3
DRAWS = 30
RUNGS = rungs(1, EPOCHS, 3)
EARLY = (1, 3, 9)


def measure(seeds: Iterable[int]) -> Table:
    """Draw searches from a pool of trained jobs: a bracket, three in full, all in full."""
    return Table.over(seeds, _measure)


def effect(table: Table) -> Column:
    """Return how much lower halving ends than full trainings that cost the same."""
    return table["three"] - table["halving"]


def verdict(table: Table) -> str:
    """Say what each search ends at, and how well an early epoch foretells the last."""
    ranks = ", ".join(f"{table.mean(f'rank {epoch}'):.2f}" for epoch in EARLY)
    halved, everything = table.mean("halving"), table.mean("all")
    return (
        f"Halving {JOBS} jobs in {table.mean('epochs'):.0f} epochs ends at {halved:.3f}, {FULL} "
        f"random jobs in full, as many epochs, at {table.mean('three'):.3f} (halving lower in "
        f"{table.mean('wins'):.0%}), all {JOBS} in full, {JOBS * EPOCHS} epochs, at "
        f"{everything:.3f}: halving is within {halved / everything - 1:.0%} of it. Ranks at epochs "
        f"{', '.join(map(str, EARLY))} correlate with those at the end by {ranks}."
    )


def _measure(seed: int) -> dict[str, float]:
    losses, rng = curves(seed, POOL), np.random.default_rng(seed)
    drawn = [losses[rng.permutation(POOL)[:JOBS]] for _ in range(DRAWS)]
    halved = np.array([_ends_at(jobs) for jobs in drawn])
    three = np.array([jobs[:FULL, -1].min() for jobs in drawn])
    found = {
        "halving": halved.mean(),
        "three": three.mean(),
        "all": float(np.mean([jobs[:, -1].min() for jobs in drawn])),
        "wins": (halved < three).mean(),
        "epochs": float(halving(drawn[0], RUNGS).sum()),
    }
    return found | {
        f"rank {epoch}": rank_correlation(losses[:, epoch - 1], losses[:, -1]) for epoch in EARLY
    }


def _ends_at(jobs: Array) -> float:
    """Return the loss of the job that is trained to the end."""
    return float(jobs[halving(jobs, RUNGS).argmax(), -1])


def rank_correlation(a: Array, b: Array) -> float:
    """Return Spearman's correlation: that of the ranks, equal values sharing theirs."""
    from scipy.stats import rankdata

    return float(np.corrcoef(rankdata(a), rankdata(b))[0, 1])
