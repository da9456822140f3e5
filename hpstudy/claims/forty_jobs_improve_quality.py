"""On trial: automatic tuning improves a model's quality; by how much, over which default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from hpstudy.capstone.training import epochs, right
from hpstudy.claims.table import Column, Table, spread
from hpstudy.data import digits
from hpstudy.space import Configuration, Float, Integer, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.training import Epoch

GUIDE = "Automatic tuning improves a model's quality, and Bayesian search does it in fewer jobs."
EXAM = "Automatic model tuning finds hyperparameter values that improve the model; use Bayesian."
TOPICS = ("sm.quality", "tips.not-magic")
SEEDS = 10

JOBS = 40
CARELESS: Configuration = {"learning_rate": 0.01}
SENSIBLE: Configuration = {"learning_rate": 0.1}
GOOD: Configuration = {"learning_rate": 0.1, "momentum": 0.9}
SPACE = SearchSpace(
    learning_rate=Float(0.001, 1, "log"),
    momentum=Float(0, 0.99),
    l2=Float(1e-6, 0.1, "log"),
    dropout=Float(0, 0.6),
    width=Integer(8, 128, "log"),
)


def trained(configuration: Mapping[str, Any], seed: int) -> Epoch:
    """Train the capstone's net on another draw of the pictures."""
    *_, last = epochs(digits(600, 400, seed), seed=seed, **configuration)
    return last


def test_accuracy(epoch: Epoch, seed: int) -> float:
    """Return the share of the sealed pictures that a net reads right."""
    data = digits(600, 400, seed)
    return float(right(epoch.layers, data.X_test, data.y_test).mean())


def search(strategy: Strategy, seed: int) -> Epoch:
    """Return the net with the lowest validation loss of forty jobs, one after another."""
    best: Epoch | None = None
    for _ in range(JOBS):
        trial = strategy.ask()
        assert trial is not None
        epoch = trained(trial.configuration, seed)
        loss = epoch.validation_loss if np.isfinite(epoch.validation_loss) else None
        strategy.tell(trial, loss)
        if loss is not None and (best is None or loss < best.validation_loss):
            best = epoch
    assert best is not None
    return best


def measure(seeds: Iterable[int]) -> Table:
    """Judge three defaults and the winners of two searches on pictures that chose none of them."""

    def run(seed: int) -> Mapping[str, float]:
        nets = {
            "careless": trained(CARELESS, seed),
            "sensible": trained(SENSIBLE, seed),
            "good": trained(GOOD, seed),
            "Bayesian": search(BayesianOptimization(SPACE, seed=seed), seed),
            "random": search(RandomSearch(SPACE, seed=seed), seed),
        }
        return {name: test_accuracy(net, seed) for name, net in nets.items()}

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return what Bayesian search brings over a sensible default."""
    return table["Bayesian"] - table["sensible"]


def verdict(table: Table) -> str:
    """Say what forty jobs are worth against each default, and which search found more."""
    gains = ", ".join(_gain(table, name) for name in ("careless", "sensible", "good"))
    ahead = (table["Bayesian"] > table["random"]).sum()
    behind = (table["Bayesian"] < table["random"]).sum()
    return (
        f"The best of {JOBS} jobs of Bayesian search reads {table.mean('Bayesian'):.1%} of the "
        f"sealed pictures. On average that is {gains}. Random search with as many jobs reads "
        f"{table.mean('random'):.1%}: Bayesian is ahead on {ahead} of {len(table)} seeds, behind "
        f"on {behind}."
    )


def _gain(table: Table, default: str) -> str:
    gain = 100 * (table["Bayesian"] - table[default])
    low, high = spread(gain)
    return (
        f"{gain.mean():+.1f} points ({low:+.1f} to {high:+.1f}) over a {default} default "
        f"({table.mean(default):.1%})"
    )
