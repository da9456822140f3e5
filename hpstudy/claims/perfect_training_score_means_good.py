"""On trial: a learner that is right on all it has seen is a good learner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.data import digits
from hpstudy.demos import compute
from hpstudy.demos.memory import N_SEEN, N_UNSEEN
from hpstudy.training import train

GUIDE = "There is an algorithm that is always perfect. (The title of a chapter in its first video.)"
EXAM = "High accuracy in training with low accuracy in validation is overfitting."
TOPICS = ("found.perfect", "found.overfit", "found.supervised")
SEEDS = 10

EPOCHS = 3  # of the net that is still making mistakes


def measure(seeds: Iterable[int]) -> Table:
    """Compare learners that are perfect in training with a net that is not."""

    def run(seed: int) -> Mapping[str, float]:
        memory = compute("d.memory", seed)
        told_nonsense = compute("d.memory", seed, learner="neighbour", wrong=1.0)
        *_, net = train(digits(N_SEEN, N_UNSEEN, seed), seed=seed, epochs=EPOCHS)
        return {
            "memory, seen": memory.seen,
            "memory, unseen": memory.unseen,
            "neighbour told nonsense, seen": told_nonsense.seen,
            "neighbour told nonsense, unseen": told_nonsense.unseen,
            "net, seen": net.training_accuracy,
            "net, unseen": net.validation_accuracy,
        }

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return by how much the perfect memory reads new pictures better than the imperfect net."""
    return table["memory, unseen"] - table["net, unseen"]


def verdict(table: Table) -> str:
    """Say what each was worth on seen and unseen pictures."""
    behind = -100 * effect(table)
    low, high = np.quantile(behind, [0.1, 0.9])
    return (
        f"Right on seen and on unseen pictures: a memory {_of(table, 'memory')}, a nearest "
        f"neighbour told random labels {_of(table, 'neighbour told nonsense')}, a net after "
        f"{EPOCHS} epochs, perfect nowhere, {_of(table, 'net')}: on unseen ones the memory is "
        f"{behind.mean():.0f} points behind it ({low:.0f} to {high:.0f})."
    )


def _of(table: Table, learner: str) -> str:
    seen, unseen = (table.mean(f"{learner}, {kind}") for kind in ("seen", "unseen"))
    return f"{seen:.1%} and {unseen:.1%}"
