"""The strategies of the lessons as a scikit-learn search estimator, a sibling of GridSearchCV.

    fit → strategy.ask() → trials → scikit-learn cross-validates them → strategy.tell() → … → refit

scikit-learn owns the folds, the scores, the cores and the table of results; the strategy decides
which configuration comes next, and nothing else.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from joblib import effective_n_jobs  # type: ignore[import-untyped]
from sklearn.exceptions import FitFailedWarning
from sklearn.model_selection._search import BaseSearchCV
from sklearn.utils import check_random_state

from hpstudy.space import Configuration, SearchSpace
from hpstudy.strategies.base import Strategy, is_count
from hpstudy.strategies.grid_search import GridSearch
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.trial import Trial
from hpstudy.tuner import make_strategy

Results = dict[str, Any]  # as in cv_results_

_NOT_FITTED = "No fold could be fitted."
_WHICH_SCORE = "With several scores, refit names the one to search by."


class TunedSearchCV(BaseSearchCV):  # type: ignore[misc]
    """Search `space` for the best cross-validated score of `estimator`, then refit with the best.

    estimator:    any scikit-learn estimator, a Pipeline too; `space` names its parameters
    strategy:     "grid", "random", "bayesian" or an instance, of which each `fit` takes a copy;
                  those that train for a number of epochs have none to give here, and are refused
    n_trials:     configurations to try; fewer if the strategy has no more, as a grid
    random_state: of a strategy given by name
    error_score:  score of a fold that could not be fitted; "raise" ends the search. A trial of
                  which no fold could be is a failed trial: the search goes on.
    The others are those of GridSearchCV. With several scores, `refit` names the one to search by.

    n_jobs:       cores, for folds and trials. Grid and random search, which do not learn, run all
                  trials at once. The others run n_jobs / folds trials at once, rounded up: up to a
                  core a fold that is one, and the search is the same as on one core; with more, a
                  trial is chosen before its neighbours' losses are known, and n_jobs shows in the
                  result.

    After `fit`, what GridSearchCV has: cv_results_, best_params_, best_score_, best_estimator_ and
    the rest; and `trials_`, the tuple of trials with their losses, for the plots.
    """

    _required_parameters = ("estimator", "space")  # scikit-learn 1.5 asks for them so

    def __init__(
        self,
        estimator: Any,
        space: SearchSpace,
        *,
        strategy: str | Strategy = "bayesian",
        n_trials: int = 30,
        scoring: Any = None,
        cv: Any = None,
        n_jobs: int | None = None,
        refit: bool | str | Callable[[Results], int] = True,
        random_state: int | np.random.RandomState | None = None,
        error_score: float | str = np.nan,
        verbose: int = 0,
    ) -> None:
        super().__init__(
            estimator,
            scoring=scoring,
            cv=cv,
            n_jobs=n_jobs,
            refit=refit,
            error_score=error_score,
            verbose=verbose,
            return_train_score=False,
        )
        self.space = space
        self.strategy = strategy
        self.n_trials = n_trials
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:
        """Say what scikit-learn from 1.6 on asks: whether it takes several targets at a time."""
        from sklearn.utils import get_tags  # 1.5 has none

        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = get_tags(self.estimator).target_tags.multi_output
        return tags

    def _run_search(self, evaluate_candidates: Callable[[list[Configuration]], Results]) -> None:
        """Ask for trials and tell their losses until there are `n_trials`; called by `fit`."""
        self._check()
        strategy = self._make_strategy()
        self.trials_: tuple[Trial, ...] = ()
        self._evaluated: tuple[Any, ...] = ()
        results: Results = {}
        problem = ValueError(f"{type(strategy).__name__} has no trial left: give a fresh one.")
        try:
            while batch := list(self._ask(strategy)):
                try:
                    results = evaluate_candidates([trial.configuration for trial in batch])
                    finished = self._finished(batch, results)
                except ValueError as error:
                    problem = _of_fits(error)
                    finished = [replace(trial, failure=_NOT_FITTED) for trial in batch]
                    _warn(batch, problem)
                for trial in finished:
                    strategy.tell(trial, trial.loss)
                self.trials_ += tuple(finished)
            if not results:
                raise problem
            # `fit` goes on with the table it was given last: make that the whole of it.
            results.update(super()._format_results(*self._with_those_not_fitted()))
        finally:
            del self._evaluated

    def _check(self) -> None:
        if not is_count(self.n_trials, least=1):
            raise ValueError(f"n_trials is a whole number from 1 up, not {self.n_trials!r}.")
        several = isinstance(self.scoring, list | tuple | set | dict)
        if several and not isinstance(self.refit, str):
            raise ValueError(_WHICH_SCORE)

    def _make_strategy(self) -> Strategy:
        """Return a fresh strategy: fitted twice, the search is the same."""
        if not isinstance(self.strategy, str):
            return copy.deepcopy(make_strategy(self.strategy, self.space, None))
        seed: Any = self.random_state
        if seed is not None and not is_count(seed):
            seed = int(check_random_state(seed).randint(2**31))
        return make_strategy(self.strategy, self.space, seed)

    def _ask(self, strategy: Strategy) -> Iterator[Trial]:
        """Give the trials to cross-validate next, side by side; none at the end."""
        left = self.n_trials - len(self.trials_)
        for _ in range(min(left, self._batch_size(strategy))):
            trial = strategy.ask()
            if trial is None:
                return
            if trial.resource is not None:
                raise ValueError(
                    f"{type(strategy).__name__} trains for a number of epochs, and TunedSearchCV"
                    " knows only whole fits: choose another strategy, or use hpstudy.tune with an"
                    " objective that yields one loss an epoch."
                )
            yield trial

    def _batch_size(self, strategy: Strategy) -> int:
        """Return how many trials to cross-validate side by side."""
        if isinstance(strategy, GridSearch | RandomSearch):
            return self.n_trials
        if not self._evaluated:
            return 1  # this one will show how many folds there are
        n_folds: int = self._evaluated[1]
        return -(-int(effective_n_jobs(self.n_jobs)) // n_folds)

    def _finished(self, batch: list[Trial], results: Results) -> list[Trial]:
        """Return the trials with their losses: the last rows of `results`, signs turned."""
        name = self.refit if f"mean_test_{self.refit}" in results else "score"
        if f"mean_test_{name}" not in results:
            raise ValueError(_WHICH_SCORE)
        scores = results[f"mean_test_{name}"][-len(batch) :]
        return [
            replace(trial, loss=-float(score))
            if np.isfinite(score)
            else replace(trial, failure=f"The score is {score}: it must be a finite number.")
            for trial, score in zip(batch, scores, strict=True)
        ]

    def _format_results(self, *evaluated: Any) -> Results:
        """Return the table of what was evaluated so far, and note what it was made of."""
        self._evaluated = evaluated
        with warnings.catch_warnings():  # of scores that are not finite: once, at the end
            warnings.simplefilter("ignore", UserWarning)
            results: Results = super()._format_results(*evaluated)
        return results

    def _with_those_not_fitted(self) -> tuple[Any, ...]:
        """Return what the table is made of, with a row for every trial.

        scikit-learn refuses candidates of which every fit fails, as a misconfigured model's do;
        with one candidate at a time, the first bad configuration would end the search.
        """
        _, n_folds, fits, *more = self._evaluated
        rows = [fits[i : i + n_folds] for i in range(0, len(fits), n_folds)]
        lost = [self._lost(fit) for fit in rows[0]]
        for i, trial in enumerate(self.trials_):
            if trial.failure == _NOT_FITTED:
                rows.insert(i, lost)
        configurations = [trial.configuration for trial in self.trials_]
        return configurations, n_folds, [fit for row in rows for fit in row], *more

    def _lost(self, fit: dict[str, Any]) -> dict[str, Any]:
        """Return `fit` as it would look had it failed; how long it took is not known."""
        scores: Any = self.error_score
        if isinstance(fit["test_scores"], dict):
            scores = dict.fromkeys(fit["test_scores"], self.error_score)
        return fit | {"test_scores": scores, "fit_time": np.nan, "score_time": np.nan}


def _of_fits(error: ValueError) -> ValueError:
    """Return scikit-learn's complaint that every fit failed; raise any other."""
    if "fits failed" not in str(error):
        raise error
    return error


def _warn(batch: list[Trial], problem: ValueError) -> None:
    which = ", ".join(str(trial.configuration) for trial in batch)
    why = str(problem).strip().splitlines()[-1]  # the end of a traceback
    warnings.warn(
        f"No fold could be fitted with {which}, and the search goes on. {why}",
        FitFailedWarning,
        stacklevel=5,  # the line that calls `fit`
    )
