"""Lab: which features does the lasso leave out?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import diabetes
from hpstudy.labs.mistake import Mistake, call, demand, shown
from hpstudy.regularization import lasso, moments

Array = NDArray[np.float64]

PASSED = "Those and no others: every weight that is exactly zero, on four sets of patients."

CASES = ((3.2, 0), (1.0, 1), (10.0, 2), (25.0, 0))  # strength, seed
NAMES = ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]


def reference(X: Array, y: Array, names: list[str], strength: float) -> list[str]:
    """Return the names of the columns whose lasso weight is exactly zero."""
    weights = lasso(moments(X, y - y.mean()), strength)
    return [name for name, weight in zip(names, weights, strict=True) if weight == 0]


def check(answer: Callable[[Array, Array, list[str], float], Any]) -> None:
    """Check the ten features of 300 patients, at several strengths."""
    for strength, seed in CASES:
        data = diabetes(300, 142, seed)
        X, y = data.X_train.copy(), data.y_train.copy()
        found = _as_names(call(answer, X, y, list(NAMES), strength))
        _check_case(found, X, y, strength)


def _as_names(found: Any) -> list[str]:
    demand(
        isinstance(found, list | tuple | set | np.ndarray),
        f"Return a list of names, such as ['age', 's2'], not {shown(found)}.",
    )
    names = [str(name) for name in found]
    unknown = sorted(set(names) - set(NAMES))
    demand(
        not unknown,
        f"No column is called {shown(min(unknown, default=''))}. Return names, such as 'age', not "
        "places or weights.",
    )
    return names


def _check_case(found: list[str], X: Array, y: Array, strength: float) -> None:
    right = reference(X, y, NAMES, strength)
    if sorted(found) == sorted(right):
        return
    where = f"At strength {strength:g} the lasso drops {len(right)} of the {len(NAMES)}"
    kept = set(NAMES) - set(right)
    if set(found) == kept:
        raise Mistake(f"{where}. You return the others, the features that it keeps.")
    if not found:
        raise Mistake(f"{where}, you drop none. L2 has no weight at exactly zero; did you use it?")
    first = reference(X, y, NAMES, CASES[0][0])
    if strength != CASES[0][0] and sorted(found) == sorted(first):
        raise Mistake(f"{where}. Yours are those of strength {CASES[0][0]:g}: use the one given.")
    if set(found) > set(right):
        small = ", ".join(sorted(set(found) - set(right)))
        raise Mistake(f"{where}. Too many go: the weight of {small} is small, but not zero.")
    raise Mistake(f"{where}: {', '.join(right)}. You drop {', '.join(sorted(found))}.")
