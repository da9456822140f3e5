"""Grid against random search at the same budget: 9, 16 and 25 runs on two knobs, 16 on four.

One random search is luck. Out of a pool of configurations that are really trained, every possible
search of n runs is judged at once: the lowest of n drawn without replacement is a matter of
counting, not of drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import comb

import numpy as np
from numpy.typing import NDArray

from hpstudy.claims.table import Column, Table
from hpstudy.demos.lattice import shifted_grid
from hpstudy.objectives import DigitsNet
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.grid_search import GridSearch
from hpstudy.strategies.random_search import RandomSearch

Losses = NDArray[np.float64]

GUIDE = (
    "Grid search tries a table of values and can be very resource-intensive; random search is "
    "similar, but draws the combinations at random until a limit is met."
)
EXAM = (
    "Grid search needs the most resources, as it tries every combination; random search draws "
    "combinations until a limit is reached."
)
TOPICS = ("search.grid", "search.random", "search.strategies")
SEEDS = 20

SIDES = (3, 4, 5)  # grids of 9, 16 and 25 runs
POOL = 80  # configurations of two knobs to draw searches from
POOL_OF_FOUR = 48


def measure(seeds: Iterable[int]) -> Table:
    """Return for each seed the lowest losses of grid and random search, and who wins how often."""
    return Table.over(seeds, _measure)


def effect(table: Table) -> Column:
    """Return how much lower random search ends than the grid, with nine runs (a median draw)."""
    return table["grid_9"] - table["random_9"]


def verdict(table: Table) -> str:
    """Return what was measured, in one sentence."""
    runs = [side**2 for side in SIDES]
    random = _listed(f"{table.median(f'random_{n}'):.2f}" for n in runs)
    grid = _listed(f"{table.median(f'grid_{n}'):.2f}" for n in runs)
    wins = _listed(f"{table.mean(f'wins_{n}'):.0%}" for n in runs)
    return (
        f"On this box random search beats a grid from edge to edge in {wins} of draws with "
        f"{_listed(map(str, runs))} runs (lowest loss {random} against {grid}, medians over "
        f"{len(table)} seeds); with the lines in lucky places, at the quarters of four knobs, a "
        f"grid of 16 ends at {table.median('lucky_grid'):.2f} against "
        f"{table.median('lucky_random'):.2f}, and random wins in {table.mean('lucky_wins'):.0%}."
    )


def _measure(seed: int) -> dict[str, float]:
    net = DigitsNet(2, seed=seed)
    found = _measure_lucky(seed)
    pool = losses(net, RandomSearch(net.space, seed=seed), POOL)
    for side in SIDES:
        grid = GridSearch(net.space, resolution=side)
        lowest = losses(net, grid, len(grid)).min()
        found |= {
            f"grid_{side**2}": lowest,
            f"random_{side**2}": median_lowest(pool, side**2),
            f"wins_{side**2}": share_below(pool, side**2, lowest),
        }
    return found


def _measure_lucky(seed: int) -> dict[str, float]:
    net = DigitsNet(4, seed=seed)
    pool = losses(net, RandomSearch(net.space, seed=seed), POOL_OF_FOUR)
    lowest = losses(net, shifted_grid(net.space, 2, offset=0.5), 16).min()
    return {
        "lucky_grid": lowest,
        "lucky_random": median_lowest(pool, 16),
        "lucky_wins": share_below(pool, 16, lowest),
    }


def losses(net: DigitsNet, strategy: Strategy, n: int) -> Losses:
    """Return the losses (n,) of the first `n` trials of a strategy, each really trained."""
    trials = filter(None, (strategy.ask() for _ in range(n)))
    return np.array([list(net(trial.configuration))[-1] for trial in trials])


def share_below(pool: Losses, n: int, loss: float) -> float:
    """Return the share of all draws of `n` out of `pool` whose lowest is below `loss`."""
    worse = int((pool >= loss).sum())
    return 1 - comb(worse, n) / comb(len(pool), n)


def median_lowest(pool: Losses, n: int) -> float:
    """Return the median, over all draws of `n` out of `pool`, of the lowest loss drawn."""
    ordered, behind = np.sort(pool), len(pool) - 1
    while 2 * comb(behind, n) > comb(len(pool), n):  # most draws lie behind this place altogether
        behind -= 1
    return float(ordered[len(pool) - 1 - behind])


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}"
