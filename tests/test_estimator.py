"""TunedSearchCV: scikit-learn's own checks, and what a user of GridSearchCV expects."""

from __future__ import annotations

import pickle
import warnings
from typing import Any

import numpy as np
import pytest
from joblib import parallel_config
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.datasets import load_iris, make_regression
from sklearn.dummy import DummyClassifier
from sklearn.exceptions import FitFailedWarning
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, make_scorer
from sklearn.model_selection import (
    GridSearchCV,
    GroupKFold,
    LeaveOneOut,
    ShuffleSplit,
    StratifiedKFold,
    cross_val_score,
)
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.utils.estimator_checks import parametrize_with_checks

from hpstudy.estimator import TunedSearchCV
from hpstudy.space import Categorical, Configuration, Float, Integer, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.grid_search import GridSearch
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.strategies.successive_halving import SuccessiveHalving

# Fits that fail are part of it, and the tests that are about them ask for the warning by name.
pytestmark = [
    pytest.mark.filterwarnings("ignore::sklearn.exceptions.FitFailedWarning"),
    pytest.mark.filterwarnings("ignore:.*scores are non-finite"),
    pytest.mark.filterwarnings("ignore:Scoring failed"),
]

X, y = load_iris(return_X_y=True)
C = SearchSpace(C=Float(1e-3, 1e3, "log"))


class Target(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier whose score is known, -(x - 0.3)^2, and that cannot be fitted below `floor`."""

    def __init__(self, x: float = 0.0, floor: float = 0.0) -> None:
        self.x = x
        self.floor = floor

    def fit(self, X: Any, y: Any) -> Target:
        if self.x < self.floor:
            raise ValueError(f"{self.x} is below {self.floor}")
        self.classes_ = np.unique(y)
        return self

    def score(self, X: Any, y: Any) -> float:
        return -((self.x - 0.3) ** 2)

    def predict(self, X: Any) -> Any:
        return np.zeros(len(X))


UNIT = SearchSpace(x=Float(0, 1))


def fit_target(floor: float = 0.0, **options: Any) -> TunedSearchCV:
    options = {"strategy": "random", "n_trials": 12, "cv": 2, "random_state": 0, **options}
    return TunedSearchCV(Target(floor=floor), UNIT, **options).fit(X, y)


@parametrize_with_checks(
    [
        TunedSearchCV(LogisticRegression(), C, strategy="random", n_trials=3, cv=2),
        TunedSearchCV(LogisticRegression(), C, n_trials=5, cv=2, error_score="raise"),
        TunedSearchCV(Ridge(), SearchSpace(alpha=Float(0.1, 10, "log")), n_trials=5, cv=2),
        TunedSearchCV(Ridge(), SearchSpace(alpha=Float(1, 2)), strategy="grid", cv=2),
    ]
)
def test_scikit_learns_own_checks(estimator: Any, check: Any) -> None:
    check(estimator)


class TestTheSearch:
    @pytest.mark.parametrize("strategy", ["grid", "random", "bayesian"])
    def test_higher_scores_are_better(self, strategy: str) -> None:
        search = fit_target(strategy=strategy)
        results = search.cv_results_
        assert search.best_score_ == max(results["mean_test_score"])
        assert search.best_params_ == results["params"][search.best_index_]
        assert abs(search.best_params_["x"] - 0.3) < 0.1
        assert [trial.loss for trial in search.trials_] == pytest.approx(
            -results["mean_test_score"]
        )

    def test_bayesian_finds_the_top(self) -> None:
        assert abs(fit_target(strategy="bayesian", n_trials=20).best_params_["x"] - 0.3) < 0.01

    def test_the_scores_are_those_of_cross_validation(self) -> None:
        search = TunedSearchCV(SVC(), C, strategy="random", n_trials=4, cv=3, random_state=0)
        results = search.fit(X, y).cv_results_
        for i, configuration in enumerate(results["params"]):
            scores = cross_val_score(SVC(**configuration), X, y, cv=3)
            assert [results[f"split{k}_test_score"][i] for k in range(3)] == scores.tolist()

    def test_the_table_is_that_of_grid_search_cv(self) -> None:
        space = SearchSpace(C=Categorical([0.1, 1.0]), kernel=Categorical(["rbf", "linear"]))
        tuned = TunedSearchCV(SVC(), space, strategy="grid", cv=3).fit(X, y)
        grid = GridSearchCV(SVC(), {n: list(h.choices) for n, h in space.items()}, cv=3).fit(X, y)
        assert set(tuned.cv_results_) == set(grid.cv_results_)
        for name, column in grid.cv_results_.items():
            assert type(tuned.cv_results_[name]) is type(column)
            assert getattr(tuned.cv_results_[name], "dtype", None) == getattr(column, "dtype", None)
        order = [tuned.cv_results_["params"].index(params) for params in grid.cv_results_["params"]]
        assert sorted(order) == [0, 1, 2, 3]
        for name in ("mean_test_score", "std_test_score", "rank_test_score", "param_kernel"):
            assert tuned.cv_results_[name][order].tolist() == grid.cv_results_[name].tolist()

    def test_same_random_state_same_search(self) -> None:
        one, same, other = (fit_target(random_state=seed) for seed in (1, 1, 2))
        assert one.cv_results_["params"] == same.cv_results_["params"]
        assert one.cv_results_["params"] != other.cv_results_["params"]
        one.fit(X, y)
        assert one.cv_results_["params"] == same.cv_results_["params"]

    def test_random_state_as_scikit_learn_takes_it(self) -> None:
        one, other = (fit_target(random_state=np.random.RandomState(3)) for _ in range(2))
        assert one.cv_results_["params"] == other.cv_results_["params"]
        assert fit_target(random_state=None).best_score_ <= 0
        with pytest.raises(ValueError, match="seed"):
            fit_target(random_state="zero")

    def test_an_int_is_the_seed_of_the_strategy(self) -> None:
        drawn = RandomSearch(UNIT, seed=4)
        asked = [trial.configuration for trial in (drawn.ask() for _ in range(12)) if trial]
        assert fit_target(random_state=4).cv_results_["params"] == asked

    def test_a_grid_ends_when_it_is_through(self) -> None:
        search = fit_target(strategy="grid", n_trials=100)
        assert sorted(params["x"] for params in search.cv_results_["params"]) == [
            0,
            0.25,
            0.5,
            0.75,
            1,
        ]
        assert len(fit_target(strategy="grid", n_trials=3).trials_) == 3

    def test_an_instance_is_copied_and_stays_fresh(self) -> None:
        strategy = GridSearch(UNIT, resolution=4)
        search = fit_target(strategy=strategy)
        assert len(search.trials_) == 4
        assert not strategy.finished
        assert len(search.fit(X, y).trials_) == 4

    def test_what_it_tells_is_what_it_says(self) -> None:
        told: list[tuple[float, float | None]] = []

        class Listening(RandomSearch):
            def learn(self, trial: Any, loss: float | None) -> None:
                told.append((trial.configuration["x"], loss))

            def __deepcopy__(self, memo: object) -> Strategy:
                return self

        search = fit_target(0.5, strategy=Listening(UNIT, seed=0))
        for (x, loss), trial in zip(told, search.trials_, strict=True):
            assert loss == trial.loss
            assert trial.configuration["x"] == x
            assert loss == (pytest.approx((x - 0.3) ** 2) if x >= 0.5 else None)


class TestWhateverScikitLearnTakes:
    def test_pipelines_and_steps(self) -> None:
        pipeline = Pipeline([("scale", StandardScaler()), ("svc", SVC())])
        space = SearchSpace({"svc__C": Float(0.1, 10, "log"), "svc__degree": Integer(2, 4)})
        search = TunedSearchCV(pipeline, space, n_trials=4, cv=2, random_state=0).fit(X, y)
        assert search.best_params_["svc__C"] == search.best_estimator_["svc"].C
        inner = TunedSearchCV(SVC(), C, n_trials=3, cv=2, random_state=0)
        assert make_pipeline(StandardScaler(), inner).fit(X, y).score(X, y) > 0.8
        assert cross_val_score(inner, X, y, cv=2).shape == (2,)

    def test_estimators_as_choices(self) -> None:
        space = SearchSpace(model=Categorical([DummyClassifier(), SVC()]))
        pipeline = Pipeline([("model", SVC())])
        search = TunedSearchCV(pipeline, space, strategy="grid", cv=2).fit(X, y)
        assert isinstance(search.best_estimator_["model"], SVC)

    @pytest.mark.parametrize(
        "cv",
        [
            None,
            3,
            StratifiedKFold(4, shuffle=True, random_state=0),
            ShuffleSplit(2, random_state=0),
            LeaveOneOut(),
            [(np.arange(0, 150, 2), np.arange(1, 150, 2))],
        ],
        ids=repr,
    )
    def test_any_cv(self, cv: Any) -> None:
        search = fit_target(cv=cv, n_trials=6, strategy="bayesian")
        assert f"split{search.n_splits_ - 1}_test_score" in search.cv_results_
        assert len(search.cv_results_["params"]) == 6

    def test_groups(self) -> None:
        search = TunedSearchCV(Target(), UNIT, n_trials=3, cv=GroupKFold(5), random_state=0)
        assert search.fit(X, y, groups=np.arange(150) % 5).n_splits_ == 5

    @pytest.mark.parametrize(
        "scoring", [None, "accuracy", make_scorer(accuracy_score), lambda model, X, y: model.C]
    )
    def test_any_scoring(self, scoring: Any) -> None:
        search = TunedSearchCV(SVC(), C, n_trials=4, scoring=scoring, cv=2, random_state=0)
        results = search.fit(X, y).cv_results_
        assert search.best_score_ == max(results["mean_test_score"])

    @pytest.mark.parametrize(
        "scoring",
        [["accuracy", "neg_log_loss"], lambda m, X, y: {"accuracy": m.C, "neg_log_loss": -m.C}],
        ids=["named", "callable"],
    )
    def test_of_several_scores_refit_names_the_one(self, scoring: Any) -> None:
        model = LogisticRegression(max_iter=500)
        options = {"scoring": scoring, "n_trials": 4, "cv": 2, "random_state": 0}
        search = TunedSearchCV(model, C, refit="neg_log_loss", **options).fit(X, y)
        losses = [trial.loss for trial in search.trials_]
        assert losses == pytest.approx(-search.cv_results_["mean_test_neg_log_loss"])
        assert search.best_index_ == np.argmin(losses)
        for refit in (False, lambda results: 0):
            with pytest.raises(ValueError, match="refit names"):
                TunedSearchCV(model, C, refit=refit, **options).fit(X, y)

    def test_refit(self) -> None:
        search = fit_target(refit=False)
        assert search.best_params_
        assert not hasattr(search, "best_estimator_")
        assert fit_target(refit=lambda results: 2).best_index_ == 2

    def test_targets_by_the_column(self) -> None:
        A, B = make_regression(60, 4, n_targets=2, random_state=0)
        space = SearchSpace(alpha=Float(0.01, 100, "log"))
        search = TunedSearchCV(Ridge(), space, n_trials=5, cv=2, random_state=0).fit(A, B)
        assert search.predict(A).shape == B.shape

    def test_clone_pickle_and_show(self) -> None:
        search = fit_target()
        fresh = clone(search)
        assert fresh.get_params()["space"] == UNIT
        assert not hasattr(fresh, "cv_results_")
        travelled = pickle.loads(pickle.dumps(search))
        assert travelled.best_params_ == search.best_params_
        assert "TunedSearchCV" in repr(search)
        assert "TunedSearchCV" in search._repr_html_()
        assert not [name for name in vars(search) if name == "_evaluated"]

    def test_set_params_reaches_inside(self) -> None:
        search = TunedSearchCV(SVC(), C).set_params(estimator__kernel="linear", n_trials=2)
        assert (search.estimator.kernel, search.n_trials) == ("linear", 2)


class TestTrialsThatFail:
    @pytest.mark.parametrize("strategy", ["random", "bayesian"])
    def test_the_search_goes_on_and_the_table_has_them_all(self, strategy: str) -> None:
        with pytest.warns(FitFailedWarning):
            search = fit_target(0.5, strategy=strategy, n_trials=15)
        results = search.cv_results_
        x = np.array([params["x"] for params in results["params"]])
        assert len(x) == len(search.trials_) == 15
        assert np.isnan(results["mean_test_score"]).tolist() == (x < 0.5).tolist()
        assert np.isnan(results["split1_test_score"]).tolist() == (x < 0.5).tolist()
        assert results["param_x"].tolist() == x.tolist()
        assert [trial.configuration["x"] for trial in search.trials_] == x.tolist()
        assert [trial.loss is None for trial in search.trials_] == (x < 0.5).tolist()
        assert all((trial.failure is None) == (trial.loss is not None) for trial in search.trials_)
        assert search.best_params_["x"] == min(value for value in x if value >= 0.5)
        assert set(results["rank_test_score"][x < 0.5]) == {(x >= 0.5).sum() + 1}

    def test_one_at_a_time_a_bad_first_or_last_configuration_ends_nothing(self) -> None:
        class Given(Strategy):
            def propose(self, number: int) -> Configuration | None:
                x = [0.1, 0.6, 0.2, 0.9, 0.7, 0.3, 0.4]
                return {"x": x[number]} if number < len(x) else None

        with pytest.warns(FitFailedWarning, match=r"0.1.* goes on"):
            search = fit_target(0.5, strategy=Given(UNIT))
        scores = search.cv_results_["mean_test_score"]
        assert np.isnan(scores).tolist() == [True, False, True, False, False, True, True]
        assert scores[[1, 3, 4]] == pytest.approx([-0.09, -0.36, -0.16])
        assert search.cv_results_["rank_test_score"].tolist() == [4, 1, 4, 3, 2, 4, 4]
        assert search.best_index_ == 1

    def test_the_score_of_a_failure_may_be_chosen(self) -> None:
        with pytest.warns(FitFailedWarning):
            search = fit_target(0.5, strategy="bayesian", error_score=-7.0)
        x = np.array([params["x"] for params in search.cv_results_["params"]])
        assert set(search.cv_results_["mean_test_score"][x < 0.5]) <= {-7.0}
        assert set(search.cv_results_["split0_test_score"][x < 0.5]) <= {-7.0}

    def test_several_scores(self) -> None:
        with pytest.warns(FitFailedWarning):
            search = TunedSearchCV(
                Target(floor=0.5),
                UNIT,
                n_trials=10,
                scoring={"a": lambda m, X, y: m.x, "b": lambda m, X, y: -m.x},
                refit="b",
                cv=2,
                random_state=0,
            ).fit(X, y)
        x = np.array([params["x"] for params in search.cv_results_["params"]])
        for name in "ab":
            gaps = np.isnan(search.cv_results_[f"mean_test_{name}"])
            assert gaps.tolist() == (x < 0.5).tolist()

    def test_raise_ends_the_search(self) -> None:
        with pytest.raises(ValueError, match="below"):
            fit_target(0.9, error_score="raise")

    @pytest.mark.parametrize("strategy", ["random", "bayesian"])
    def test_all_failing_is_an_error(self, strategy: str) -> None:
        with pytest.raises(ValueError, match=r"fits failed(.|\n)*below 2"):
            fit_target(2, strategy=strategy)

    def test_not_a_number_is_said_once(self) -> None:
        def score(model: Any, X: Any, y: Any) -> float:
            return np.nan if model.x < 0.5 else model.x

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            search = fit_target(strategy="bayesian", scoring=score)
        assert len([w for w in caught if "non-finite" in str(w.message)]) == 1
        assert search.best_params_["x"] >= 0.5


class TestManyCores:
    def test_up_to_a_core_a_fold_the_trials_are_the_same(self) -> None:
        one, two = (
            fit_target(strategy="bayesian", n_jobs=n, cv=3, n_trials=8).cv_results_ for n in (1, 2)
        )
        assert one["params"] == two["params"]

    @pytest.mark.parametrize(
        ("strategy", "n_jobs", "cv", "batches"),
        [
            ("bayesian", 1, 5, [1, 1, 1, 1, 1, 1, 1]),
            ("bayesian", 5, 5, [1, 1, 1, 1, 1, 1, 1]),
            ("bayesian", 6, 5, [1, 2, 2, 2]),
            ("bayesian", 6, 2, [1, 3, 3]),
            ("random", 1, 5, [7]),
            ("grid", 1, 5, [5]),
        ],
    )
    def test_a_batch_keeps_the_cores_busy(
        self, strategy: str, n_jobs: int, cv: int, batches: list[int]
    ) -> None:
        seen = []

        class Watched(TunedSearchCV):  # type: ignore[misc]
            def _run_search(self, evaluate_candidates: Any) -> None:
                def evaluate(candidates: list[Configuration]) -> Any:
                    seen.append(len(candidates))
                    return evaluate_candidates(candidates)

                super()._run_search(evaluate)

        search = Watched(Target(), UNIT, strategy=strategy, n_trials=7, cv=cv, random_state=0)
        with parallel_config("threading", n_jobs=n_jobs):
            search.fit(X, y)
        assert seen == batches


class TestRefusedInOneSentence:
    @pytest.mark.parametrize("strategy", ["halving", "hyperband", "asha"])
    def test_strategies_with_a_number_of_epochs(self, strategy: str) -> None:
        with pytest.raises(ValueError, match=r"epochs.*hpstudy\.tune"):
            fit_target(strategy=strategy)
        with pytest.raises(ValueError, match=r"epochs.*hpstudy\.tune"):
            fit_target(strategy=SuccessiveHalving(UNIT))

    @pytest.mark.parametrize("n_trials", [0, -1, 2.5, "3", True])
    def test_n_trials(self, n_trials: Any) -> None:
        with pytest.raises(ValueError, match="n_trials"):
            fit_target(n_trials=n_trials)

    def test_the_rest(self) -> None:
        with pytest.raises(ValueError, match="'bayesian'"):
            fit_target(strategy="bayes")
        with pytest.raises(ValueError, match="another space"):
            fit_target(strategy=RandomSearch(C))
        with pytest.raises(TypeError, match="SearchSpace"):
            TunedSearchCV(SVC(), {"C": Float(0, 1)}).fit(X, y)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="gama"):
            TunedSearchCV(SVC(), SearchSpace(gama=Float(0, 1)), n_trials=2).fit(X, y)

    def test_a_strategy_that_has_finished(self) -> None:
        strategy = GridSearch(UNIT, resolution=1)
        trial = strategy.ask()
        assert trial is not None
        strategy.tell(trial, 0)
        with pytest.raises(ValueError, match="no trial left"):
            fit_target(strategy=strategy)
