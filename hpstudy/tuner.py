"""The tuner: asks a strategy for trials, has them run, stores what came of them, and tells it.

    strategy.ask() → trial → objective, on an executor → store → strategy.tell()

Stored before told: a kill at any moment loses no finished trial, and a strategy never knows more
than the store does. Several trials may be in flight; which of them finishes first does not matter
to the store, and to a strategy only as far as it learns from what it was told.
"""

from __future__ import annotations

import difflib
import importlib
import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from typing import Any, Protocol

from hpstudy.evaluation import Objective, Outcome, evaluate
from hpstudy.result import Result
from hpstudy.space import SearchSpace
from hpstudy.store import Store
from hpstudy.strategies.base import Strategy
from hpstudy.trial import Trial

# Loaded when asked for by name.
_STRATEGIES = {
    "grid": "grid_search.GridSearch",
    "random": "random_search.RandomSearch",
    "bayesian": "bayesian_optimization.BayesianOptimization",
    "halving": "successive_halving.SuccessiveHalving",
    "hyperband": "hyperband.Hyperband",
    "asha": "asha.ASHA",
}


class Executor(Protocol):
    """What the tuner asks of an executor: the one method that the standard library's have."""

    def submit(self, function: Any, /, *arguments: Any) -> Future[Any]:
        """Have `function` called with `arguments` somewhere; the future gets what it returns."""


class Here:
    """The executor for want of another: runs everything at once, in this thread."""

    def submit(self, function: Any, /, *arguments: Any) -> Future[Any]:
        """Call `function` and return its future, done."""
        future: Future[Any] = Future()
        future.set_result(function(*arguments))
        return future


def tune(
    objective: Objective,
    space: SearchSpace,
    strategy: str | Strategy = "bayesian",
    max_trials: int = 30,
    *,
    executor: Executor | None = None,
    parallel: int | None = None,
    store: str | os.PathLike[str] | None = None,
    seed: int | None = None,
    progress: bool = False,
) -> Result:
    """Search `space` for the configuration with the lowest loss, and return all trials."""
    tuner = Tuner(
        objective,
        space,
        strategy,
        max_trials,
        executor=executor,
        parallel=parallel,
        store=store,
        seed=seed,
    )
    for _trial in tuner:
        pass
    return tuner.result


class Tuner:
    """One search; iterating over it runs the search and gives each trial as it finishes."""

    def __init__(
        self,
        objective: Objective,
        space: SearchSpace,
        strategy: str | Strategy = "bayesian",
        max_trials: int = 30,
        *,
        executor: Executor | None = None,
        parallel: int | None = None,
        store: str | os.PathLike[str] | None = None,
        seed: int | None = None,
    ) -> None:
        self.objective = objective
        self.strategy = make_strategy(strategy, space, seed)
        self._seeded = seed is not None if isinstance(strategy, str) else True
        self.max_trials = max_trials
        self.executor = executor or Here()
        self.parallel = parallel or 1
        self.store = store
        self._finished: list[Trial] = []
        self._waiting: list[Trial] = []  # asked for, and not running

    @property
    def result(self) -> Result:
        """What has finished so far."""
        return Result(tuple(self._finished))

    def __iter__(self) -> Iterator[Trial]:
        running: dict[Future[Outcome], Trial] = {}
        with ExitStack() as stack:
            store = None
            if self.store is not None:
                store = stack.enter_context(Store(self.store, self.strategy, seeded=self._seeded))
                for trial in store:
                    self._tell(trial)
            while True:
                while len(running) < self.parallel and (trial := self._next(len(running))):
                    running[self.executor.submit(evaluate, self.objective, trial)] = trial
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in sorted(done, key=lambda f: running[f].number):
                    trial = self._finish(running.pop(future), future.result())
                    if store is not None:
                        store.append(trial)
                    self._tell(trial)
                    yield trial

    def _next(self, running: int) -> Trial | None:
        if len(self._finished) + running >= self.max_trials:
            return None
        return self.strategy.ask()

    def _finish(self, trial: Trial, outcome: Outcome) -> Trial:
        return Trial(
            trial.number,
            trial.configuration,
            trial.resource,
            trial.parent,
            outcome.loss,
            outcome.failure,
            outcome.curve or (),
        )

    def _tell(self, trial: Trial) -> None:
        self._finished.append(trial)
        self.strategy.tell(trial, trial.loss)


def make_strategy(strategy: str | Strategy, space: SearchSpace, seed: int | None) -> Strategy:
    """Return the strategy of that name, or the given one."""
    if isinstance(strategy, Strategy):
        return strategy
    if strategy not in _STRATEGIES:
        near = difflib.get_close_matches(str(strategy), _STRATEGIES, n=1, cutoff=0)[0]
        raise ValueError(
            f"There is no strategy {strategy!r}; did you mean {near!r}? There are"
            f" {', '.join(_STRATEGIES)}."
        )
    module, name = _STRATEGIES[strategy].split(".")
    made: Strategy = getattr(importlib.import_module(f"hpstudy.strategies.{module}"), name)(
        space, seed=seed
    )
    return made
