"""On trial: early stopping by the median rule saves epochs and does not lose the best job.

Thirty random jobs of a net with four knobs, trained in full for 27 epochs; then the rule is
replayed on them in thirty orders, since what it stops depends on who came before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos._curves import EPOCHS, curves
from hpstudy.stopping import median_rule

GUIDE = "A training job that is not getting better can be stopped early, which saves resources."
EXAM = (
    "With early stopping on Auto, a training job that is unlikely to beat the earlier ones is "
    "stopped: this saves time and money and avoids overfitting."
)
TOPICS = ("sm.early-stop",)
SEEDS = 10

JOBS, REPLAYS = 30, 30
GRACES = (1, 5, 10)


def measure(seeds: Iterable[int]) -> Table:
    """Replay the rule in many orders, with one, five and ten epochs of grace."""

    def run(seed: int) -> Mapping[str, float]:
        losses, rng = curves(seed, JOBS), np.random.default_rng(seed)
        orders = [rng.permutation(JOBS) for _ in range(REPLAYS)]
        found: dict[str, float] = {}
        for grace in GRACES:
            granted = np.array([median_rule(losses[order], grace=grace) for order in orders])
            best = np.array([losses[order, -1].argmin() for order in orders])
            found[f"saved {grace}"] = 1 - granted.mean() / EPOCHS
            found[f"stopped {grace}"] = (granted < EPOCHS).sum(axis=1).mean()
            found[f"kept {grace}"] = (granted[np.arange(REPLAYS), best] == EPOCHS).mean()
        return found

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return the share of epochs saved, less the share of replays in which the best is lost."""
    return table["saved 1"] - (1 - table["kept 1"])


def verdict(table: Table) -> str:
    """Say what is saved, how many are stopped, and how often the best is kept."""
    n = len(table) * REPLAYS
    kept = round(table.mean("kept 1") * n)
    later = " and ".join(
        f"{table.mean(f'saved {grace}'):.0%} with {grace} epochs of grace "
        f"(kept in {table.mean(f'kept {grace}'):.1%})"
        for grace in GRACES[1:]
    )
    return (
        f"The median rule saves {table.mean('saved 1'):.0%} of the epochs "
        f"({table['saved 1'].min():.0%} to {table['saved 1'].max():.0%} by seed), stops "
        f"{table.mean('stopped 1'):.0f} of {JOBS} jobs and keeps the best in {kept} of {n} "
        f"replays; it saves {later}."
    )
