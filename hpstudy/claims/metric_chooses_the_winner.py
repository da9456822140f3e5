"""On trial: whichever metric you name as the objective, it finds the same best job.

The jobs of d.objective: thirty nets drawn from a hundred, 200 times a seed. The best by accuracy
and the best by log-loss then meet the test pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos._pool import pool
from hpstudy.demos.objective import MEASURES, POOL, TEST, VALIDATION, measures, winners

GUIDE = "Choose an objective metric; tuning finds the values that are best by it."
EXAM = "Name the objective metric and whether it is to be maximized or minimized."
TOPICS = ("tune.objective", "hp.aim")
SEEDS = 8

ACCURACY, LOG_LOSS = (list(MEASURES).index(name) for name in ("accuracy", "log-loss"))


def measure(seeds: Iterable[int]) -> Table:
    """Return how often both name one job, and what either winner pays on the test pictures."""
    return Table.over(seeds, _run)


def _run(seed: int) -> Mapping[str, float]:
    jobs = pool(seed).first(POOL)
    validation, test = (measures(jobs, seed, part) for part in (VALIDATION, TEST))
    named = winners(validation, np.random.default_rng([seed, 6]))
    by_accuracy, by_loss = named[:, ACCURACY], named[:, LOG_LOSS]
    losses, accuracies = test[:, LOG_LOSS], test[:, ACCURACY]
    return {
        "same": float((by_accuracy == by_loss).mean()),
        "loss paid": float((losses[by_accuracy] - losses[by_loss]).mean()),
        "points given away": 100 * float((accuracies[by_accuracy] - accuracies[by_loss]).mean()),
    }


def effect(table: Table) -> Column:
    """Return the test log-loss that the winner by accuracy pays more than the one by log-loss."""
    return table["loss paid"]


def verdict(table: Table) -> str:
    """Say how often the two agree, and which mistake is dearer."""
    low, high = np.quantile(table["same"], [0.1, 0.9])
    return (
        f"Accuracy and log-loss name the same of 30 jobs {table.mean('same'):.0%} of the time "
        f"({low:.0%} to {high:.0%} from seed to seed). On test pictures the winner by accuracy has "
        f"{table.mean('loss paid'):+.3f} log-loss, the winner by log-loss "
        f"{-table.mean('points given away'):+.1f} points of accuracy."
    )
