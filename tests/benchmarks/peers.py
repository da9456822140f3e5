"""Searches of this kit and of others behind one door: ask for a configuration, tell its loss."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple, Protocol

import numpy as np

from hpstudy.space import Categorical, Configuration, Integer, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.strategies.grid_search import GridSearch
from hpstudy.strategies.random_search import RandomSearch


class Search(Protocol):
    """Something to ask for a configuration, None at its end, and to tell that one's loss."""

    def ask(self) -> Configuration | None: ...

    def tell(self, loss: float) -> None: ...


class Ours:
    """A strategy of the kit."""

    def __init__(self, strategy: Strategy) -> None:
        self.strategy = strategy

    def ask(self) -> Configuration | None:
        self.trial = self.strategy.ask()
        return None if self.trial is None else self.trial.configuration

    def tell(self, loss: float) -> None:
        assert self.trial is not None
        self.strategy.tell(self.trial, loss)


def bayesian(space: SearchSpace, seed: int, budget: int) -> Search:
    return Ours(BayesianOptimization(space, seed=seed))


def random(space: SearchSpace, seed: int, budget: int) -> Search:
    return Ours(RandomSearch(space, seed=seed))


def grid(space: SearchSpace, seed: int, budget: int) -> Search:
    """The finest grid, equally fine in every number, that fits into the budget; 2 values at least.

    A seed is another place to begin.
    """
    n = 2
    while n < budget and len(GridSearch(space, resolution=n + 1)) <= budget:
        n += 1
    return Ours(GridSearch(space, resolution=n, seed=seed))


class Optuna:
    """A study of Optuna with one of its samplers, otherwise as it comes."""

    def __init__(self, sampler: str, space: SearchSpace, seed: int) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self.study = optuna.create_study(sampler=getattr(optuna.samplers, sampler)(seed=seed))
        self.space = space

    def ask(self) -> Configuration:
        self.trial = self.study.ask()
        return {name: self._suggest(name, h) for name, h in self.space.items()}

    def _suggest(self, name: str, h: Any) -> Any:
        if isinstance(h, Categorical):
            return self.trial.suggest_categorical(name, h.choices)
        suggest = self.trial.suggest_int if isinstance(h, Integer) else self.trial.suggest_float
        return suggest(name, h.low, h.high, log=h.scale == "log")

    def tell(self, loss: float) -> None:
        self.study.tell(self.trial, loss)


class Skopt:
    """scikit-optimize's Optimizer with its Gaussian process, otherwise as it comes."""

    def __init__(self, space: SearchSpace, seed: int) -> None:
        import skopt

        dimensions = [self._dimension(h, skopt.space) for h in space.values()]
        self.space, self.optimizer = space, skopt.Optimizer(dimensions, "GP", random_state=seed)

    @staticmethod
    def _dimension(h: Any, kinds: Any) -> Any:
        if isinstance(h, Categorical):
            return kinds.Categorical(h.choices)
        kind = kinds.Integer if isinstance(h, Integer) else kinds.Real
        return kind(h.low, h.high, prior="log-uniform" if h.scale == "log" else "uniform")

    def ask(self) -> Configuration:
        self.point = self.optimizer.ask()
        plain = (x.item() if isinstance(x, np.generic) else x for x in self.point)
        return dict(zip(self.space, plain, strict=True))

    def tell(self, loss: float) -> None:
        self.optimizer.tell(self.point, loss)


class Peer(NamedTuple):
    """What it is called, how it is made of space, seed and budget, the packages that takes;
    slow if a suggestion takes a tenth of a second."""

    title: str
    make: Callable[[SearchSpace, int, int], Search]
    packages: tuple[str, ...] = ()
    slow: bool = False

    def missing(self) -> list[str]:
        """Return the packages that are not installed."""
        return [package for package in self.packages if not _version(package)]

    def versions(self) -> list[str]:
        """Return each package with its version."""
        return [f"{package} {_version(package)}" for package in self.packages]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


PEERS = {
    "bayesian": Peer("hpstudy, Bayesian", bayesian),
    "random": Peer("hpstudy, random", random),
    "grid": Peer("hpstudy, grid", grid),
    "tpe": Peer("Optuna, TPE", lambda s, k, n: Optuna("TPESampler", s, k), ("optuna",)),
    "gp": Peer(
        "Optuna, GP", lambda s, k, n: Optuna("GPSampler", s, k), ("optuna", "torch"), slow=True
    ),
    "skopt": Peer(
        "scikit-optimize, GP", lambda s, k, n: Skopt(s, k), ("scikit-optimize",), slow=True
    ),
}
