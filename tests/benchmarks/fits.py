"""Real fits to search: scikit-learn's models and the kit's own net on scikit-learn's bundled data.

digits_net, digits_net_4   the kit's net, 2 and 4 knobs      ridge_diabetes   smooth, 4 numbers
svc_wine                   knobs that most kernels ignore    svr_diabetes     smooth, 3 numbers
tree_cancer                whole numbers, plateaus           elastic_diabetes an edge
forest_wine                whole numbers, rugged             boosting_diabetes chance in each fit
neighbours_digits          54 x 2 x 3 configurations         sgd_cancer       can diverge
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sklearn import datasets
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
from sklearn.linear_model import ElasticNet, SGDClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR
from sklearn.tree import DecisionTreeClassifier

from hpstudy.evaluation import Objective
from hpstudy.objectives import CrossValidated, DigitsNet, KernelRidge
from hpstudy.space import Categorical, Float, Integer, SearchSpace

Task = tuple[Objective, SearchSpace]
NEGATIVE_LOG_LOSS, NEGATIVE_SQUARES = "neg_log_loss", "neg_mean_squared_error"


def digits_net() -> Task:
    objective = DigitsNet(2)
    return objective, objective.space


def digits_net_4() -> Task:
    objective = DigitsNet(4)
    return objective, objective.space


def ridge_diabetes() -> Task:
    objective = KernelRidge(3)
    return objective, objective.space


def svc_wine() -> Task:
    return crossed(
        SVC(max_iter=20_000),
        "wine",
        kernel=Categorical(["linear", "rbf", "poly", "sigmoid"]),
        C=Float(1e-3, 1e3, "log"),
        gamma=Float(1e-5, 1e1, "log"),
        degree=Integer(2, 5),
        coef0=Float(0, 2),
    )


def svr_diabetes() -> Task:
    return crossed(
        SVR(max_iter=20_000),
        "diabetes",
        NEGATIVE_SQUARES,
        C=Float(1e-2, 1e4, "log"),
        gamma=Float(1e-5, 1e1, "log"),
        epsilon=Float(1e-1, 1e2, "log"),
    )


def tree_cancer() -> Task:
    return crossed(
        DecisionTreeClassifier(random_state=0),
        "breast_cancer",
        "roc_auc",
        max_depth=Integer(1, 20),
        min_samples_leaf=Integer(1, 60, "log"),
        min_samples_split=Integer(2, 60, "log"),
        max_features=Integer(1, 30),
        criterion=Categorical(["gini", "entropy"]),
    )


def forest_wine() -> Task:
    return crossed(
        RandomForestClassifier(random_state=0),
        "wine",
        NEGATIVE_LOG_LOSS,
        n_estimators=Integer(1, 16),
        max_depth=Integer(1, 10),
        min_samples_leaf=Integer(1, 30, "log"),
        max_features=Integer(1, 13),
    )


def elastic_diabetes() -> Task:
    return crossed(
        ElasticNet(),
        "diabetes",
        NEGATIVE_SQUARES,
        alpha=Float(1e-4, 1e2, "log"),
        l1_ratio=Float(0.01, 1),
    )


def boosting_diabetes() -> Task:
    return crossed(
        GradientBoostingRegressor(random_state=0),
        "diabetes",
        NEGATIVE_SQUARES,
        learning_rate=Float(1e-3, 1, "log"),
        n_estimators=Integer(4, 40, "log"),
        max_depth=Integer(1, 5),
        subsample=Float(0.2, 1),
    )


def neighbours_digits() -> Task:
    return crossed(
        KNeighborsClassifier(),
        "digits",
        n_neighbors=Integer(1, 54, "log"),
        weights=Categorical(["uniform", "distance"]),
        metric=Categorical(["euclidean", "manhattan", "chebyshev"]),
    )


def sgd_cancer() -> Task:
    return crossed(
        SGDClassifier(learning_rate="invscaling", max_iter=8, tol=None, random_state=0),
        "breast_cancer",
        loss=Categorical(["hinge", "log_loss", "squared_hinge"]),
        penalty=Categorical(["l2", "l1"]),
        alpha=Float(1e-6, 1, "log"),
        eta0=Float(1e-5, 1e2, "log"),
        power_t=Float(0.05, 0.95),
    )


OBJECTIVES: dict[str, Callable[[], Task]] = {
    task.__name__: task
    for task in (
        digits_net, digits_net_4, ridge_diabetes, svc_wine, svr_diabetes, tree_cancer, forest_wine,
        elastic_diabetes, boosting_diabetes, neighbours_digits, sgd_cancer,
    )
}  # fmt: skip


def crossed(estimator: Any, data: str, scoring: str | None = None, /, **knobs: Any) -> Task:
    """Return the estimator on standardized inputs, judged on three folds."""
    X, y = getattr(datasets, f"load_{data}")(return_X_y=True)
    if data == "digits":
        X, y = X[:600], y[:600]
    prefix = type(estimator).__name__.lower()
    space = SearchSpace({f"{prefix}__{name}": knob for name, knob in knobs.items()})
    pipeline = make_pipeline(StandardScaler(), estimator)
    return CrossValidated(pipeline, space, X, y, folds=3, scoring=scoring), space
