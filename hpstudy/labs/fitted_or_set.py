"""Lab: read off a fitted scikit-learn estimator what was set and what was learnt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hpstudy.data import cancer
from hpstudy.labs.mistake import Mistake, call, demand, shown

PASSED = "What was set comes from get_params, what was learnt ends in an underscore."

Names = tuple[list[str], list[str]]


def reference(estimator: Any) -> Names:
    """Return the names of what was set, and of what was learnt."""
    learnt = [name for name in vars(estimator) if name.endswith("_") and not name.startswith("_")]
    return sorted(estimator.get_params()), sorted(learnt)


def check(answer: Callable[[Any], Any]) -> None:
    """Check a scaler, a tree and a logistic regression, each fitted to tumours."""
    for estimator in fitted():
        found = call(answer, estimator)
        demand(
            isinstance(found, tuple | list) and len(found) == 2,
            f"Return two lists of names, what was set and what was learnt, not {shown(found)}.",
        )
        was_set, learnt = (sorted(map(str, names)) for names in found)
        _check_names(was_set, learnt, estimator)


def _check_names(was_set: list[str], learnt: list[str], estimator: Any) -> None:
    kind = type(estimator).__name__
    right_set, right_learnt = reference(estimator)
    if was_set == right_learnt and learnt == right_set:
        raise Mistake(
            "The two lists have changed places: first what was set, then what was learnt."
        )
    missing = set(right_set) - set(was_set)
    demand(
        was_set == right_set,
        f"{kind}: its get_params() has {len(right_set)} names, your first list {len(was_set)}"
        + (f"; {min(missing)!r} is missing." if missing else "; one too many was not set."),
    )
    for name in set(learnt) - set(right_learnt):
        if name in right_set:
            raise Mistake(f"{kind}: {name!r} was set, not learnt; fitting leaves it alone.")
        if name.startswith("_"):
            raise Mistake(f"{kind}: {name!r} begins with an underscore: private to scikit-learn.")
        raise Mistake(f"{kind}: {name!r} is no number that fitting left behind.")
    missing = set(right_learnt) - set(learnt)
    demand(
        not missing,
        f"{kind}: {min(missing, default='')!r} was learnt, and is not in your second list. "
        "Look through vars(estimator) for names that end in an underscore.",
    )


def fitted() -> list[Any]:
    """Return three estimators that have learnt from the same tumours."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler
    from sklearn.tree import DecisionTreeClassifier

    data = cancer(200, 200)
    estimators = (StandardScaler(), DecisionTreeClassifier(max_depth=2), LogisticRegression())
    return [estimator.fit(data.X_train, data.y_train) for estimator in estimators]
