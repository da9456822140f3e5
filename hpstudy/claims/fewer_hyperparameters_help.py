"""On trial: tune few hyperparameters.

Kernel ridge has a strength and one width for all ten features, or a width for each of several
groups of them, or for each alone: 2 to 11 knobs over seven decades, the same data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hpstudy.claims.table import Column, Table
from hpstudy.demos._replays import BAYESIAN, KNOBS, RANDOM, SEVEN, Setting, lowest, replay

GUIDE = "Limit the number of hyperparameters, although many could be searched at the same time."
EXAM = "Tune few hyperparameters, far fewer than the limit: the search then ends sooner and better."
TOPICS = ("bp.count",)
SEEDS = 30

FEW, MANY = 10, 30


def measure(seeds: Iterable[int]) -> Table:
    """Search by Bayesian and at random with every number of knobs."""

    def run(seed: int) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for knobs in KNOBS:
            for strategy in (BAYESIAN, RANDOM):
                setting = Setting(knobs, SEVEN, strategy=strategy)
                losses = lowest(replay(setting, seed).run().losses)
                found |= {f"{strategy} {knobs} {n}": losses[n - 1] for n in (FEW, MANY)}
        return found

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return how much higher ten Bayesian jobs end with eleven knobs than with two."""
    return table[f"{BAYESIAN} {KNOBS[-1]} {FEW}"] - table[f"{BAYESIAN} {KNOBS[0]} {FEW}"]


def verdict(table: Table) -> str:
    """Say what each number of knobs reaches with few jobs and with many."""

    def ends(strategy: str, jobs: int) -> str:
        return " / ".join(f"{table.mean(f'{strategy} {knobs} {jobs}'):.1f}" for knobs in KNOBS)

    means = {knobs: table.mean(f"{BAYESIAN} {knobs} {MANY}") for knobs in KNOBS}
    best = min(means, key=lambda knobs: means[knobs])
    first, last = (table[f"{BAYESIAN} {knobs} {MANY}"] for knobs in (KNOBS[0], KNOBS[-1]))
    return (
        f"Mean error with {' / '.join(map(str, KNOBS))} knobs over {len(table)} replays: Bayesian "
        f"search {ends(BAYESIAN, FEW)} after {FEW} jobs and {ends(BAYESIAN, MANY)} after {MANY}; "
        f"random search {ends(RANDOM, MANY)} after {MANY}. With {MANY} Bayesian jobs the lowest "
        f"mean belongs to {best} knobs, and {KNOBS[-1]} beat {KNOBS[0]} in "
        f"{(last < first).sum()} replays. The part of a box within a tenth of the range of the "
        f"best place on every axis is {0.2 ** KNOBS[0]:.0%} with {KNOBS[0]} knobs and "
        f"{0.2 ** KNOBS[-1]:.0e} with {KNOBS[-1]}."
    )
