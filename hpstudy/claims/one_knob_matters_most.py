"""On trial: some hyperparameters matter far more than others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos import compute
from hpstudy.demos.importance import SPACE

GUIDE = "Consider which hyperparameters are the most influential, which values, how many trials."
EXAM = "Tune the hyperparameters that matter most, and few of them."
TOPICS = ("hp.three-questions", "hp.why-tune")
SEEDS = 10

TRIALS = 120
FIRST = "learning_rate"


def measure(seeds: Iterable[int]) -> Table:
    """Train nets with four knobs drawn at random; note the share that each knob explains alone."""

    def run(seed: int) -> Mapping[str, float]:
        shares: Mapping[str, float] = compute("d.importance", seed, trials=TRIALS).shares
        return shares

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return how much more the learning rate explains than the other three together."""
    others = [table[name] for name in SPACE if name != FIRST]
    return np.asarray(table[FIRST] - np.sum(others, axis=0))


def verdict(table: Table) -> str:
    """Say what each knob explains, and what one without effect would seem to."""
    others = ", ".join(
        f"{name.replace('_', ' ')} {table.mean(name):.0%}" for name in SPACE if name != FIRST
    )
    low, high = np.quantile(table[FIRST], [0.1, 0.9])
    return (
        f"Of the spread of {TRIALS} trainings the learning rate alone explains "
        f"{table.mean(FIRST):.0%} ({low:.0%} to {high:.0%}), against {others}; a knob without any "
        f"effect would seem to explain {7 / (TRIALS - 1):.0%}."
    )
