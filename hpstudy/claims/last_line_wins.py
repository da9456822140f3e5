"""On trial: a job on several instances must emit the right metric.

The jobs of d.lastline: forty nets, judged on four shards of the validation set. Whichever instance
is the last to print decides what a job is noted for; 200 orders of arrival are tried a seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.lastline import AT_RANDOM, BY_CLASS, JOBS, lastline, run_forty

GUIDE = "With several instances there is a communication issue: the right metric must be emitted."
EXAM = "Use the metric you want; with several instances let one of them report the aggregate."
TOPICS = ("bp.instances", "sm.byo")
SEEDS = 12

NAMES = {AT_RANDOM: "random", BY_CLASS: "sorted"}


def measure(seeds: Iterable[int]) -> Table:
    """Return the points of accuracy lost by trusting last lines, per seed and kind of shards."""
    return Table.over(seeds, _lost)


def _lost(seed: int) -> Mapping[str, float]:
    *_, now = run_forty(seed, aggregate=True)
    row = {"aggregated": 100 * float(now.lost.mean())}
    for kind, name in NAMES.items():
        points = 100 * lastline(seed, shards=kind, before=now).lost
        row |= {name: float(points.mean()), f"{name} tenth": float(np.quantile(points, 0.9))}
    return row


def effect(table: Table) -> Column:
    """Return the points lost with shards sorted by class, on average over orders of arrival."""
    return table["sorted"]


def verdict(table: Table) -> str:
    """Say what the last line costs, by how the validation set was cut."""
    mean = table.mean
    return (
        f"Choosing among {JOBS} jobs by their last lines gives away {mean('random'):.2f} points of "
        f"accuracy (one time in ten {mean('random tenth'):.2f}) if the shards are cut at random, "
        f"{mean('sorted'):.2f} (one in ten {mean('sorted tenth'):.2f}) if they are sorted by "
        f"class, and {mean('aggregated'):.2f} if one instance prints the number of all."
    )
