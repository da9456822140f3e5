"""On trial: a tuned model beats the defaults.

A support vector machine on standardised features judges tumours. Its default against the best of
thirty random settings, chosen by five folds of the training half; both meet the other half once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.data import cancer
from hpstudy.demos.luck import MACHINES
from hpstudy.strategies.random_search import RandomSearch

GUIDE = "Tuning is a productivity tool, not magic."
EXAM = "Automatic tuning saves trial and error; it promises no better model than the data allow."
TOPICS = ("tips.not-magic", "eval.winners-curse")
SEEDS = 5

SPLITS = 4  # a seed: one is luck
N_TRAIN, TRIED, FOLDS = 284, 30, 5


def measure(seeds: Iterable[int]) -> Table:
    """Return what is promised and kept in percent, means of four splits a seed."""
    return Table.over(seeds, _mean_of_splits)


def _mean_of_splits(seed: int) -> Mapping[str, float]:
    splits = [_split(SPLITS * seed + k) for k in range(SPLITS)]
    row = {name: float(np.mean([split[name] for split in splits])) for name in splits[0]}
    gains = np.array([split["best kept"] - split["default kept"] for split in splits])
    return row | {"better": float((gains > 0).sum()), "worse": float((gains < 0).sum())}


def _split(seed: int) -> dict[str, float]:
    from sklearn.svm import SVC

    data = cancer(N_TRAIN, 0, seed)
    strategy = RandomSearch(MACHINES, seed=seed)
    drawn = [trial.configuration for _ in range(TRIED) if (trial := strategy.ask())]
    machines = [SVC(), *(SVC(**configuration) for configuration in drawn)]
    promised = [_by_folds(machine, data.X_train, data.y_train) for machine in machines]
    best = 1 + int(np.argmax(promised[1:]))
    row = {}
    for name, place in (("default", 0), ("best", best)):
        machine = machines[place].fit(data.X_train, data.y_train)
        row[f"{name} promised"] = 100 * promised[place]
        row[f"{name} kept"] = 100 * float(machine.score(data.X_test, data.y_test))
    return row


def _by_folds(machine: object, X: Column, y: Column) -> float:
    from sklearn.model_selection import cross_val_score

    return float(cross_val_score(machine, X, y, cv=FOLDS).mean())


def gains(table: Table) -> tuple[Column, Column]:
    """Return what the best promises over the default, and what it keeps of that, in points."""
    promised, kept = (table[f"best {what}"] - table[f"default {what}"] for what in _WHAT)
    return promised, kept


_WHAT = ("promised", "kept")


def effect(table: Table) -> Column:
    """Return how many of the promised points are not kept."""
    promised, kept = gains(table)
    return promised - kept


def verdict(table: Table) -> str:
    """Say what was promised, what was kept, and how often the default was beaten."""
    promised, kept = gains(table)
    error = kept.std(ddof=1) / np.sqrt(len(kept))
    return (
        f"The folds promise {promised.mean():+.2f} points over the default. On sealed data the "
        f"default reads {table.mean('default kept'):.2f} %, the best of {TRIED} "
        f"{table.mean('best kept'):.2f} %: {kept.mean():+.2f} ± {error:.2f} points, better in "
        f"{table['better'].sum():.0f} of {SPLITS * len(table)} splits, worse in "
        f"{table['worse'].sum():.0f}."
    )
