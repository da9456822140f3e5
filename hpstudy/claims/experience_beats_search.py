"""Manual tuning against search, twelve jobs each: a player who knows nets, novices, two strategies.

The experienced player is a script of textbook knowledge, not fitted to this landscape; the
novices know the ranges of the knobs and no more. All move one knob at a time.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos._game_rules import BAYESIAN, BUDGET, OPEN, RANDOM, Rules, clean_loss, rival
from hpstudy.demos._players import Player, experienced, novice, play

GUIDE = (
    "In manual tuning values are found by experience or intuition, one result leading to the next "
    "guess; as that takes long, automatic tuning is used to find the optimum."
)
EXAM = (
    "Manual tuning relies on experience and is slow; automated tuning runs many training jobs "
    "within your ranges and finds the best values."
)
TOPICS = ("tune.manual", "tune.automated", "tips.intuition")
SEEDS = 15

NOVICES = 4  # a seed


def measure(seeds: Iterable[int]) -> Table:
    """Return for each seed the lowest loss that each player found."""
    return Table.over(seeds, _measure)


def effect(table: Table) -> Column:
    """Return how much lower the experienced player ends than Bayesian search."""
    return table["bayesian"] - table["experienced"]


def verdict(table: Table) -> str:
    """Return what was measured, in one sentence."""
    novices = np.concatenate([table[f"novice_{i}"] for i in range(NOVICES)])
    random = np.tile(table["random"], NOVICES)
    wins = np.mean(table["experienced"] < table["bayesian"])
    return (
        f"After {BUDGET} jobs an experienced player, one knob at a time, ends at "
        f"{_spread(table['experienced'])}, Bayesian search at {_spread(table['bayesian'])}, random "
        f"at {_spread(table['random'])}, novices at {_spread(novices)} (medians, and the middle "
        f"half of {len(table)} seeds); the experienced player beats Bayesian search in {wins:.0%} "
        f"of seeds, a novice beats random in {np.mean(novices < random):.0%}."
    )


def _spread(losses: Column) -> str:
    low, middle, high = np.quantile(losses, [0.25, 0.5, 0.75])
    return f"{middle:.3f} ({low:.2f} to {high:.2f})"


def _measure(seed: int) -> dict[str, float]:
    rules = Rules(OPEN, seed)
    found = {
        player: min(job.loss for job in rival(rules, player).jobs(BUDGET))
        for player in (BAYESIAN, RANDOM)
    }
    found["experienced"] = _lowest(seed, experienced)
    novices = (novice(NOVICES * seed + i) for i in range(NOVICES))
    return found | {f"novice_{i}": _lowest(seed, player) for i, player in enumerate(novices)}


def _lowest(seed: int, player: Player) -> float:
    return min(loss for _, loss in play(player, lambda knobs: clean_loss(seed, **knobs), BUDGET))
