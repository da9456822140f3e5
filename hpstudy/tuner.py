"""The tuner: asks a strategy for trials, has them run, stores what came of them, tells it.

    strategy.ask() → trial → objective, on an executor → store → strategy.tell()

Stored before told: a kill at any moment loses no finished trial, and the strategy never knows more
than the store does. Trials in flight finish in whatever order they do.
"""

from __future__ import annotations

import difflib
import importlib
import operator
import os
import warnings
from collections.abc import Iterator, Sized
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from hpstudy.evaluation import Objective, Outcome
from hpstudy.executors import Executor, Inline, count_workers, outcome_of, submit
from hpstudy.result import Result
from hpstudy.space import SearchSpace
from hpstudy.store import Store
from hpstudy.strategies.base import Strategy
from hpstudy.trial import Trial
from hpstudy.watching import watch

# Imported when asked for by name.
_STRATEGIES = {
    "grid": "grid_search.GridSearch",
    "random": "random_search.RandomSearch",
    "bayesian": "bayesian_optimization.BayesianOptimization",
    "halving": "successive_halving.SuccessiveHalving",
    "hyperband": "hyperband.Hyperband",
    "asha": "asha.ASHA",
}


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
    """Search `space` for the configuration with the lowest loss and return all the trials.

    objective:  takes a configuration and returns its loss, or yields one loss an epoch
    strategy:   an instance, or one of "grid", "random", "bayesian", "halving", "hyperband", "asha"
    max_trials: how many trials to finish, those already in the store included
    executor:   runs the objective: anything with the standard library's `submit`, such as a
                ThreadPoolExecutor, a ProcessPoolExecutor or Dask's `client.get_executor()`
    parallel:   trials in flight; if not given, as many as the executor has workers
    store:      a file that keeps every finished trial; called again, the search goes on from there
    seed:       of a strategy given by name
    progress:   show how far it is
    An objective that raises, or whose loss is no finite number, has a failed trial and the search
    goes on. A file that cannot serve as store is a `StoreError`; Ctrl-C leaves what has finished
    in the store. Brackets that need more than `max_trials` are cut short with a warning.
    """
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
    _warn_if_cut_short(tuner.strategy, tuner.max_trials)
    for _trial in watch(tuner) if progress else tuner:
        pass
    return tuner.result


class Tuner:
    """A search, as `tune` makes it: iterating runs it and gives each trial when it has finished.

        for trial in Tuner(objective, space, "random", 20):
            print(trial.number, trial.loss)

    Left early, it cancels what has not begun; iterated again, it goes on.
    """

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
        if not callable(objective):
            raise TypeError(f"An objective is a function of a configuration, not {objective!r}.")
        self.objective = objective
        self.strategy = make_strategy(strategy, space, seed)
        self.max_trials = _count("max_trials", max_trials, least=0)
        self.executor = Inline() if executor is None else executor
        self.parallel = _in_flight(self.executor, parallel)
        self.store = store
        self._seeded = seed is not None or getattr(
            strategy, "seeded", not isinstance(strategy, str)
        )
        self._finished: list[Trial] = []
        self._unfinished: dict[int, Trial] = {}  # asked for: running, or to be run again

    @property
    def result(self) -> Result:
        """The trials that have finished so far."""
        return Result(tuple(self._finished))

    @property
    def total(self) -> int:
        """How many trials there will be, as far as that is known."""
        if isinstance(self.strategy, Sized):
            return min(self.max_trials, len(self.strategy))
        return self.max_trials

    def __iter__(self) -> Iterator[Trial]:
        running: dict[Future[Outcome], Trial] = {}
        with self._open_store() as store:
            self._resume(store)
            try:
                while self._fill(running):
                    for future in _first_finished(running):
                        outcome = outcome_of(future)
                        yield self._keep(store, running.pop(future), outcome)
            finally:
                self._stop(store, running)

    def _open_store(self) -> AbstractContextManager[Store | None]:
        if self.store is None:
            return nullcontext()
        return Store(self.store, self.strategy, seeded=self._seeded)

    def _resume(self, store: Store | None) -> None:
        """Tell the strategy what the store knows and this tuner does not."""
        known = {trial.number for trial in self._finished}
        fresh = [trial for trial in store or () if trial.number not in known]
        if told := getattr(self.strategy, "finished", {}).keys() & {t.number for t in fresh}:
            raise ValueError(
                f"The strategy has been told trial {min(told)} already, which the store would tell"
                " it again: resume with a fresh one."
            )
        for trial in fresh:
            self._learn(trial)

    def _fill(self, running: dict[Future[Outcome], Trial]) -> bool:
        """Submit trials while there is room; return whether any is running."""
        while len(running) < self.parallel and len(self._finished) + len(running) < self.max_trials:
            trial = self._next(running)
            if trial is None:
                break
            running[submit(self.executor, self.objective, trial)] = trial
        return bool(running)

    def _next(self, running: dict[Future[Outcome], Trial]) -> Trial | None:
        """Return a trial that was interrupted before, or else what the strategy asks for."""
        numbers = {trial.number for trial in running.values()}
        for trial in self._unfinished.values():
            if trial.number not in numbers:
                return trial
        asked = self.strategy.ask()
        if asked is not None:
            self._unfinished[asked.number] = asked
        return asked

    def _keep(self, store: Store | None, trial: Trial, outcome: Outcome) -> Trial:
        """Store the finished trial, then tell it."""
        finished = replace(trial, **outcome._asdict())
        if store is not None:
            store.append(finished)
        self._learn(finished)
        return finished

    def _learn(self, trial: Trial) -> None:
        self.strategy.tell(trial, trial.loss)
        self._finished.append(trial)
        self._unfinished.pop(trial.number, None)

    def _stop(self, store: Store | None, running: dict[Future[Outcome], Trial]) -> None:
        """Cancel what has not begun, and keep what has finished meanwhile."""
        for future in running:
            future.cancel()
        for future, trial in running.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                self._keep(store, trial, future.result())


def make_strategy(strategy: str | Strategy, space: SearchSpace, seed: int | None) -> Strategy:
    """Return the strategy of that name on `space`, or the instance, which must fit the rest."""
    if isinstance(strategy, str):
        return _named(strategy)(space, seed=seed)
    if isinstance(strategy, type) or not hasattr(strategy, "ask"):
        raise TypeError(
            f"A strategy is an instance such as RandomSearch(space), or one of"
            f" {', '.join(_STRATEGIES)}, not {strategy!r}."
        )
    if strategy.space != space:
        raise ValueError(
            f"{type(strategy).__name__} searches another space than the one given: make it with"
            " the same one."
        )
    if seed not in (None, strategy.seed):
        raise ValueError(
            f"seed={seed} serves a strategy given by name: give it to {type(strategy).__name__}."
        )
    return strategy


def _warn_if_cut_short(strategy: Strategy, max_trials: int) -> None:
    """Warn whoever called `tune` of brackets that end before their last rung.

    Hyperband makes 69 trials by default; its first 30 hardly get beyond an epoch.
    """
    n_trials = len(strategy) if isinstance(strategy, Sized) else 0
    if hasattr(strategy, "max_resource") and max_trials < n_trials:
        warnings.warn(
            f"max_trials={max_trials} ends {type(strategy).__name__} before its best trials have"
            f" had all their epochs: max_trials={n_trials} lets it come to its end.",
            stacklevel=3,
        )


def _named(name: str) -> type[Strategy]:
    if name not in _STRATEGIES:
        (nearest,) = difflib.get_close_matches(name, _STRATEGIES, n=1, cutoff=0)
        raise ValueError(
            f"There is no strategy {name!r}: did you mean {nearest!r}?"
            f" There are {', '.join(_STRATEGIES)}."
        )
    module, class_name = _STRATEGIES[name].split(".")
    found: type[Strategy] = getattr(
        importlib.import_module(f"hpstudy.strategies.{module}"), class_name
    )
    return found


def _in_flight(executor: Executor, parallel: int | None) -> int:
    """Return how many trials may be in flight."""
    if isinstance(executor, type) or not hasattr(executor, "submit"):
        raise TypeError(
            f"An executor is an instance with a method submit, such as ThreadPoolExecutor(4), not"
            f" {executor!r}."
        )
    if parallel is None:
        return count_workers(executor)
    n = _count("parallel", parallel, least=1)
    if n > 1 and isinstance(executor, Inline):
        raise ValueError(f"parallel={n} needs an executor, such as ThreadPoolExecutor({n}).")
    return n


def _count(name: str, value: int, least: int) -> int:
    try:
        n = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is a whole number, not {value!r}.") from None
    if n < least:
        raise ValueError(f"{name} is a whole number from {least} up, not {n}.")
    return n


def _first_finished(running: dict[Future[Outcome], Trial]) -> list[Future[Outcome]]:
    """Wait until a trial has finished; return its future, or of several all, by number."""
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    return sorted(done, key=lambda future: running[future].number)
