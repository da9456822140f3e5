"""On trial: smaller ranges give a better search.

Where a narrow range should lie is taken from other splits of the same patients, as an experienced
user would; the misplaced one is as narrow, elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hpstudy.claims.table import Column, Table
from hpstudy.demos._replays import (
    BAYESIAN,
    RANDOM,
    RANGES,
    RIGHT,
    SEVEN,
    WIDE,
    WRONG,
    Setting,
    lowest,
    replay,
)

GUIDE = "Choose small ranges: the larger the space, the longer the search for a good value."
EXAM = "Limit the ranges to the values that you expect to work: a smaller range is better searched."
TOPICS = ("bp.ranges",)
SEEDS = 30

FEW, JOBS, MORE = 10, 20, 30


def measure(seeds: Iterable[int]) -> Table:
    """Search four boxes of two knobs, at random and by Bayesian search."""

    def run(seed: int) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for ranges in RANGES:
            for strategy in (RANDOM, BAYESIAN):
                losses = lowest(
                    replay(Setting(ranges=ranges, strategy=strategy), seed).run().losses
                )
                found |= {f"{ranges} {strategy} {n}": losses[n - 1] for n in (FEW, JOBS, MORE)}
        return found

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return how much lower random search ends in narrow ranges than in seven decades."""
    return table[f"{SEVEN} {RANDOM} {JOBS}"] - table[f"{RIGHT} {RANDOM} {JOBS}"]


def verdict(table: Table) -> str:
    """Say what each box and each strategy reach, and what more jobs mend."""
    ends = "; ".join(
        f"{ranges} {_end(table, ranges, RANDOM)} and {_end(table, ranges, BAYESIAN)}"
        for ranges in (WIDE, SEVEN, RIGHT, WRONG)
    )
    narrow, wide = table[f"{RIGHT} {RANDOM} {JOBS}"], table[f"{WIDE} {BAYESIAN} {JOBS}"]
    return (
        f"Mean error after {JOBS} jobs of {len(table)} replays, random and Bayesian: {ends}. "
        f"Random search in the narrow range ends {_beside((wide - narrow).mean())} Bayesian search "
        f"in the wide one (lower in {(narrow < wide).sum()} replays); in the misplaced range "
        f"{MORE} jobs instead of {FEW} take Bayesian search from "
        f"{table.mean(f'{WRONG} {BAYESIAN} {FEW}'):.1f} to "
        f"{table.mean(f'{WRONG} {BAYESIAN} {MORE}'):.1f}."
    )


def _end(table: Table, ranges: str, strategy: str) -> str:
    return f"{table.mean(f'{ranges} {strategy} {JOBS}'):.2f}"


def _beside(lower: float) -> str:
    return f"{abs(lower):.2f} {'below' if lower > 0 else 'above'}"
