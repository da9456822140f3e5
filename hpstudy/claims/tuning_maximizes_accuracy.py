"""On trial: tuning gives the values that maximize accuracy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.data import Split, digits
from hpstudy.demos.importance import SPACE
from hpstudy.network import forward
from hpstudy.optimizers import heavy_ball
from hpstudy.space import Configuration
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.training import Epoch, train

GUIDE = "Model tuning provides optimized values that maximize your model's predictive accuracy."
EXAM = "The aim of tuning: the hyperparameter values that give the best objective metric."
TOPICS = ("hp.aim", "hp.why-tune")
SEEDS = 10

TRIALS = 20
CARELESS: Configuration = {"learning_rate": 0.01, "l2": 1e-4, "momentum": 0.0, "width": 32}
SENSIBLE = CARELESS | {"learning_rate": 0.1}


def last_epoch(data: Split, configuration: Configuration, seed: int) -> Epoch:
    """Train with a configuration to the end."""
    *_, last = train(
        data,
        seed=seed,
        measure=("validation",),
        hidden=(configuration["width"],),
        learning_rate=configuration["learning_rate"],
        l2=configuration["l2"],
        optimizer=partial(heavy_ball, momentum=configuration["momentum"]),
    )
    return last


def test_accuracy(data: Split, epoch: Epoch) -> float:
    """Return the share of test pictures that a net reads right."""
    return float((forward(epoch.layers, data.X_test)[-1].argmax(axis=1) == data.y_test).mean())


def measure(seeds: Iterable[int]) -> Table:
    """Compare two defaults with the best of a search, which validation data chose, on test data."""

    def run(seed: int) -> Mapping[str, float]:
        data = digits(600, 400, seed)
        strategy = RandomSearch(SPACE, seed=seed)
        drawn = (trial.configuration for _ in range(TRIALS) if (trial := strategy.ask()))
        searched = [last_epoch(data, configuration, seed) for configuration in drawn]
        losses = np.nan_to_num([epoch.validation_loss for epoch in searched], nan=np.inf)
        return {
            "careless": test_accuracy(data, last_epoch(data, CARELESS, seed)),
            "sensible": test_accuracy(data, last_epoch(data, SENSIBLE, seed)),
            "tuned": test_accuracy(data, searched[int(losses.argmin())]),
        }

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return what the search brings over a sensible default."""
    return table["tuned"] - table["sensible"]


def verdict(table: Table) -> str:
    """Say what the search was worth against either default."""
    careless = 100 * (table["tuned"] - table["careless"])
    low, high = np.quantile(100 * effect(table), [0.1, 0.9])
    return (
        f"The best of {TRIALS} trainings reads {table.mean('tuned'):.1%} of the test digits: "
        f"{careless.mean():+.0f} points over a careless default "
        f"(rate {CARELESS['learning_rate']:g}, {table.mean('careless'):.1%}), but "
        f"{100 * effect(table).mean():+.1f} ({low:+.1f} to {high:+.1f}) over a sensible one "
        f"(rate {SENSIBLE['learning_rate']:g}, {table.mean('sensible'):.1%})."
    )
