"""The strategy behind one definition: gives configurations, is told how they did.

Random, Bayesian   strategies/random_search.py, strategies/bayesian_optimization.py
Grid               every combination of categories once, strategies/grid_search.py
Hyperband          random draws; who is stopped at which rung decides early_stopping.RungRule
"""

from __future__ import annotations

import importlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from hpstudy.sagemaker.early_stopping import MedianRule, NoRule, RungRule, StoppingRule
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.rules import EPOCH_NAMES, max_resource
from hpstudy.space import SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.trial import Trial

# Imported when a job needs it: the surrogate brings scipy.
_STRATEGIES = {
    "Random": "random_search.RandomSearch",
    "Bayesian": "bayesian_optimization.BayesianOptimization",
    "Grid": "grid_search.GridSearch",
    "Hyperband": "random_search.RandomSearch",
}


def strategy_of(
    name: str, space: SearchSpace, seed: int, told: Iterable[tuple[Trial, float | None]] = ()
) -> Strategy:
    """Return the strategy of that name, which knows the trials of its parents already."""
    module, _, kind = _STRATEGIES[name].partition(".")
    found = getattr(importlib.import_module(f"hpstudy.strategies.{module}"), kind)
    strategy: Strategy = found(space, seed=seed)
    for trial, loss in told:
        strategy.tell(trial, loss)
    return strategy


def new_seed(body: Mapping[str, Any]) -> int:
    """Return the seed of a tuning job: the request's, or one that nobody chose."""
    given = body["HyperParameterTuningJobConfig"].get("RandomSeed")
    return secrets.randbits(31) if given is None else int(given)


def rule_of(config: Mapping[str, Any], static: Mapping[str, str], *, auto: bool) -> StoppingRule:
    """Return the rule by which training jobs are stopped early.

    auto: what holds where the request does not say Off or Auto
    """
    if config["Strategy"] == "Hyperband":
        return RungRule(*resources(config, static))
    kind = config.get("TrainingJobEarlyStoppingType", "Auto" if auto else "Off")
    return MedianRule() if kind == "Auto" else NoRule()


def resources(config: Mapping[str, Any], static: Mapping[str, str]) -> tuple[int, int]:
    """Return the smallest and the largest resource of Hyperband, in epochs.

    Where the largest is missing, a static hyperparameter says it: epochs, or another of its names.
    """
    given = config.get("StrategyConfig", {}).get("HyperbandStrategyConfig", {})
    smallest, largest = given.get("MinResource", 1), max_resource(config, static)
    if largest is None:
        raise ServiceError(
            "ValidationException",
            "Hyperband needs MaxResource in its HyperbandStrategyConfig, or a static hyperparameter"
            f" with a whole number for one of {', '.join(EPOCH_NAMES)}.",
        )
    if smallest > largest:
        raise ServiceError(
            "ValidationException",
            f"MinResource {smallest} exceeds MaxResource {largest}: make it smaller.",
        )
    return smallest, largest
