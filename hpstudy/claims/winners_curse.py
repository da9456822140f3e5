"""On trial: a tuning job's best objective value says how good its model is.

The pool of d.luck: a hundred random nets that read digits. The best of some, chosen by few
pictures, is judged again on all others, in 200 draws of nets and pictures a seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.luck import DIGITS, replays, trained

GUIDE = "(Not in the guide.) The best of many looks better than it is."
EXAM = "Choose by validation data; judge the winner once, on test data kept apart until then."
TOPICS = ("eval.winners-curse", "found.validation")
SEEDS = 8

TRIED, SIZES = (5, 20, 100), (30, 200)


def measure(seeds: Iterable[int]) -> Table:
    """Return by how many points the best of 5, 20 and 100 flatters itself, per seed."""
    return Table.over(seeds, _flattery)


def _flattery(seed: int) -> Mapping[str, float]:
    row = {}
    for size in SIZES:
        hits = trained(DIGITS, seed).hits
        promised, kept = replays(hits, size, np.random.default_rng([seed, size]))
        for n in TRIED:
            row[f"{size} {n}"] = 100 * float((promised - kept)[:, n - 1].mean())
    return row


def effect(table: Table) -> Column:
    """Return the points by which the best of twenty, by thirty pictures, looks too good."""
    return table["30 20"]


def verdict(table: Table) -> str:
    """Say how much too good the winner looks, by jobs tried and pictures."""
    by_size = "; ".join(
        f"{size} pictures: " + ", ".join(f"{table.mean(f'{size} {n}'):+.1f}" for n in TRIED)
        for size in SIZES
    )
    low, high = np.quantile(effect(table), [0.1, 0.9])
    return (
        f"Points by which the best of {', '.join(map(str, TRIED))} looks better than on fresh "
        f"pictures. {by_size}. For the best of 20 by 30, {low:+.1f} to {high:+.1f} from seed to "
        "seed."
    )
