"""How many random jobs it takes to equal a Bayesian search, after 10, 15, 20 and 30 of its own.

The random jobs are a pool, really trained; in how many of them a search would be as good is counted
over all draws from it, as in grid_against_random.py.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from hpstudy.claims.grid_against_random import losses, median_lowest, share_below
from hpstudy.claims.table import Column, Table
from hpstudy.objectives import DigitsNet
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.tuner import tune

Losses = NDArray[np.float64]

GUIDE = "Bayesian search typically needs ten times fewer jobs than random search."
EXAM = "Bayesian search finds good hyperparameters in fewer jobs, typically ten times fewer."
TOPICS = ("search.bayesian", "bp.bayesian")
SEEDS = 6

JOBS = (10, 15, 20, 30)  # of Bayesian search
POOLS = {2: 300, 4: 150}  # random jobs for the net of so many knobs
TEN = 10.0


def measure(seeds: Iterable[int]) -> Table:
    """Return for each seed how many random jobs equal how many Bayesian ones."""
    return Table.over(seeds, lambda seed: _measure(seed, 2) | _measure(seed, 4))


def effect(table: Table) -> Column:
    """Return how far above ten the factor is with twenty jobs on two knobs."""
    return table["random_2_20"] / 20 - TEN


def verdict(table: Table) -> str:
    """Return what was measured, in one sentence."""
    two, four = (_listed(_jobs(table, knobs, k) for k in JOBS) for knobs in POOLS)
    low, high = np.quantile(table["random_2_20"], [0.1, 0.9])
    first = table.median(f"random_2_{JOBS[0]}") / JOBS[0]
    return (
        f"To equal {_listed(map(str, JOBS))} Bayesian jobs random search needs {two} on two knobs "
        f"and {four} on four (medians over {len(table)} seeds). The factor is no constant: on two "
        f"knobs {first:.2g} after {JOBS[0]} jobs, from {low / 20:.2g} to "
        f"{_capped(high, 2, 20)} after 20, depending on the seed. To equal 30 random jobs "
        f"Bayesian search needs {table.median('bayesian_2'):.0f} on two knobs and "
        f"{table.median('bayesian_4'):.0f} on four."
    )


def _jobs(table: Table, knobs: int, k: int) -> str:
    return _capped(table.median(f"random_{knobs}_{k}"), knobs)


def _capped(jobs: float, knobs: int, divisor: int = 1) -> str:
    """Say jobs as a multiple of `divisor`; as many as the pool holds are more than that."""
    more = "more than " if jobs >= POOLS[knobs] else ""
    return f"{more}{jobs / divisor:.3g}"


def _measure(seed: int, knobs: int) -> dict[str, float]:
    net = DigitsNet(knobs, seed=seed)
    pool = losses(net, RandomSearch(net.space, seed=seed), POOLS[knobs])
    lowest = tune(net, net.space, BayesianOptimization(net.space, seed=seed), max(JOBS)).trajectory
    found = {f"random_{knobs}_{k}": float(jobs_to_equal(pool, lowest[k - 1])) for k in JOBS}
    as_low = lowest <= median_lowest(pool, 30)
    jobs = int(np.argmax(as_low)) + 1 if as_low.any() else max(JOBS)
    return found | {f"bayesian_{knobs}": float(jobs)}


def jobs_to_equal(pool: Losses, loss: float) -> int:
    """Return how many draws from `pool` are as low as `loss` in half of all cases.

    The whole pool, if nothing in it is: then it takes more than that.
    """
    as_low = np.nextafter(loss, np.inf)
    for n in range(1, len(pool)):
        if share_below(pool, n, as_low) >= 0.5:
            return n
    return len(pool)


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}"
