"""On trial: a warm start makes a tuning job more efficient.

The parent is 15 jobs of Bayesian search on 300 pictures of digits, the child searches the same four
knobs on 300 others. A second parent misleads: the ink of its pictures was not divided by 16.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hpstudy.claims.table import Column, Table
from hpstudy.demos.parents import CHILD_JOBS, OTHERS, PARENT_JOBS, UNSCALED, lowest, replay

GUIDE = (
    "A tuning job that starts from earlier ones is more efficient, as it builds on what they found."
)
EXAM = "Warm start uses the results of earlier tuning jobs, so that fewer training jobs are needed."
TOPICS = ("sm.warm-start",)
SEEDS = 20

AFTER = (1, 3, 5, 10)
JUDGED = 3


def measure(seeds: Iterable[int]) -> Table:
    """Search cold, from a parent that learnt on other pictures, and from one that misleads."""

    def run(seed: int) -> Mapping[str, float]:
        *_, good = replay(seed, OTHERS)
        *_, bad = replay(seed, UNSCALED)
        searches = {"cold": good.cold, "warm": good.warm, "misled": bad.warm}
        return {
            f"{name} {n}": lowest(jobs)[n - 1] for name, jobs in searches.items() for n in AFTER
        }

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return how much lower the warm child is than the cold one after three jobs."""
    return table[f"cold {JUDGED}"] - table[f"warm {JUDGED}"]


def verdict(table: Table) -> str:
    """Say where each search stands after a few jobs, and how often the warm one is ahead."""
    cold, warm, misled = (
        " / ".join(f"{table.mean(f'{name} {n}'):.2f}" for n in AFTER)
        for name in ("cold", "warm", "misled")
    )
    wins = " / ".join(str((table[f"warm {n}"] < table[f"cold {n}"]).sum()) for n in AFTER)
    return (
        f"Lowest loss after {' / '.join(map(str, AFTER))} jobs, on average over {len(table)} "
        f"replays: cold {cold}; after a parent of {PARENT_JOBS} jobs on other pictures {warm} (the "
        f"warm one lower in {wins}); after a parent whose pictures were scaled otherwise {misled}. "
        f"A cold start of {CHILD_JOBS} jobs {_stands(table)} a warm one of {JUDGED}."
    )


def _stands(table: Table) -> str:
    cold, warm = table.mean(f"cold {CHILD_JOBS}"), table.mean(f"warm {JUDGED}")
    return "has not reached" if cold > warm else "has passed"
