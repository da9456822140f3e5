"""On trial: look at the whole range first, then at a narrow one around the best so far.

Random search both times, kernel ridge with two knobs. The fine half is drawn from a box half as
wide on each axis, in decades.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos._replays import SEVEN, Setting, space_of
from hpstudy.labs.coarse_then_fine import Ranges, reference
from hpstudy.objectives import KernelRidge

GUIDE = "After a first tuning job, narrow the ranges around the best values and search again."
EXAM = "Start with a broad range, then limit it to where the best results were found."
TOPICS = ("bp.ranges",)
SEEDS = 150

JOBS = 20


def measure(seeds: Iterable[int]) -> Table:
    """Search twice with the same number of jobs: all of them in the whole box, and half of them."""
    space = space_of(Setting(ranges=SEVEN))
    ranges: Ranges = {name: (knob.from_unit(0), knob.from_unit(1)) for name, knob in space.items()}

    def run(seed: int) -> Mapping[str, float]:
        ridge, rng = KernelRidge(seed=seed), np.random.default_rng([seed, 1])
        whole = min(ridge(space.sample(rng)) for _ in range(JOBS))
        return {"whole": whole, "zoomed": reference(ridge, ranges, JOBS, seed)[1]}

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return how much lower the search ends that zooms in after half its jobs."""
    return table["whole"] - table["zoomed"]


def verdict(table: Table) -> str:
    """Say how often zooming wins, and by how much."""
    lower = effect(table)
    low, high = np.quantile(lower, [0.1, 0.9])
    return (
        f"Zooming in after half of {JOBS} random jobs ends lower in {(lower > 0).mean():.0%} of "
        f"{len(table)} replays; mean error {table.mean('whole'):.2f} without and "
        f"{table.mean('zoomed'):.2f} with it, by replay {low:+.2f} to {high:+.2f} in its favour."
    )
