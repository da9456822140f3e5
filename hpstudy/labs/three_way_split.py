"""Lab: seal the test set. Choose by validation data, judge the winner on test data, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import digits
from hpstudy.labs.mistake import Mistake, call, demand

Array = NDArray[Any]

PASSED = (
    "Three parts without a common row, a choice by validation data, and a report from data that "
    "was opened once."
)

SETTINGS = [1, 3, 5, 9, 15, 25]  # neighbours that vote
LEAST = 0.1  # of the rows, in each part


class Watched:
    """A learner for the lab that remembers on which rows it was trained and judged."""

    def __init__(self, X: Array, y: Array) -> None:
        self._rows = {row.tobytes(): place for place, row in enumerate(X)}
        self._truth = y
        self.fits: list[tuple[int, frozenset[int]]] = []
        self.scores: list[tuple[int, frozenset[int], float]] = []

    def fit(self, X: Array, y: Array, setting: int) -> Model:
        """Train by heart with so many neighbours that vote."""
        from sklearn.neighbors import KNeighborsClassifier

        places = self.places(X, y)
        self.fits.append((setting, places))
        learner = KNeighborsClassifier(n_neighbors=setting).fit(X, y)
        return Model(self, learner, setting, places)

    def places(self, X: Array, y: Array) -> frozenset[int]:
        """Return which rows these are; a `Mistake` if they are not, or have other targets."""
        X, y = np.ascontiguousarray(X), np.asarray(y)
        demand(len(X) == len(y) and len(X), f"{len(X)} rows of X go with {len(y)} of y.")
        places = [self._rows.get(row.tobytes(), -1) for row in X]
        demand(min(places) >= 0, "Give the learner rows of X as they are.")
        demand(
            (self._truth[places] == y).all(),
            "Rows of X and y do not belong together any more: take both by the same order.",
        )
        return frozenset(places)


class Model:
    """What `fit` returns: `score(X, y)` is its accuracy there."""

    def __init__(self, watched: Watched, learner: Any, setting: int, seen: frozenset[int]) -> None:
        self._watched, self._learner = watched, learner
        self.setting, self.seen = setting, seen

    def score(self, X: Array, y: Array) -> float:
        """Return the share of rows judged right."""
        places = self._watched.places(X, y)
        accuracy = float(self._learner.score(X, y))
        self._watched.scores.append((self.setting, places, accuracy))
        return accuracy


def reference(
    X: Array, y: Array, fit: Callable[[Array, Array, int], Any], settings: list[int], seed: int
) -> tuple[int, float]:
    """Return the setting chosen on validation data, and its accuracy on test data."""
    order = np.random.default_rng(seed).permutation(len(X))
    train, validation, test = np.split(order, [len(X) // 2, 3 * len(X) // 4])
    models = [fit(X[train], y[train], setting) for setting in settings]
    accuracies = [model.score(X[validation], y[validation]) for model in models]
    best = int(np.argmax(accuracies))
    return settings[best], models[best].score(X[test], y[test])


def check(answer: Callable[..., Any]) -> None:
    """Watch which rows are trained on, chosen by and reported from."""
    X, y = _sorted_digits()
    for seed in (0, 1):
        watched = Watched(X, y)
        found = call(answer, X, y, watched.fit, list(SETTINGS), seed)
        demand(
            isinstance(found, tuple) and len(found) == 2 and found[0] in SETTINGS,
            f"Return the chosen setting and its accuracy on test data, not {found!r}.",
        )
        _check_study(watched, found[0], float(found[1]), y)


def _sorted_digits() -> tuple[Array, Array]:
    """Return 300 pictures sorted by class, as data often come."""
    data = digits(300, 600, 0)
    order = np.argsort(data.y_train, kind="stable")
    return data.X_train[order], data.y_train[order]


def _check_study(watched: Watched, setting: int, reported: float, y: Array) -> None:
    tried = {name for name, _ in watched.fits}
    demand(
        tried == set(SETTINGS),
        f"You trained with {sorted(tried)}; try each of the {len(SETTINGS)}.",
    )
    trained = watched.fits[0][1]
    demand(
        len({y[place] for place in trained}) == 10,
        "The rows come sorted by class, and some classes are not in your training part: shuffle "
        "first, with the seed.",
    )
    demand(watched.scores, "You never call score: a model is judged by model.score(X, y).")
    chosen_on = _validation(watched, trained)
    test = _test(watched, setting, reported, trained, chosen_on)
    for part, name in ((trained, "training"), (chosen_on, "validation"), (test, "test")):
        share = len(part) / len(y)
        demand(share >= LEAST, f"The {name} part has {share:.0%} of the rows: give it more.")
    scores = {name: accuracy for name, part, accuracy in watched.scores if part == chosen_on}
    demand(
        scores[setting] == max(scores.values()),
        f"You chose {setting}, with {scores[setting]:.3f} on validation data; the best there has "
        f"{max(scores.values()):.3f}.",
    )


def _validation(watched: Watched, trained: frozenset[int]) -> frozenset[int]:
    """Return the rows on which every setting was judged."""
    by_part: dict[frozenset[int], set[int]] = {}
    for name, part, _ in watched.scores:
        by_part.setdefault(part, set()).add(name)
    shared = [part for part, tried in by_part.items() if tried == set(SETTINGS)]
    demand(shared, "Judge each setting on one and the same validation part.")
    demand(
        shared[0] != trained,
        "You choose by the training part: there, one neighbour is right on everything.",
    )
    demand(
        not shared[0] & trained,
        f"{len(shared[0] & trained)} rows are both trained on and chosen by.",
    )
    demand(
        len(shared) == 1,
        "You judge every setting on the test part too: then it has helped to choose, and it is "
        "sealed no more. Judge the chosen one there, once.",
    )
    return shared[0]


def _test(
    watched: Watched,
    setting: int,
    reported: float,
    trained: frozenset[int],
    chosen_on: frozenset[int],
) -> frozenset[int]:
    """Return the rows that the report is from, judged once, by the chosen one, and never before."""
    others = [score for score in watched.scores if score[1] != chosen_on]
    promised = [acc for name, part, acc in watched.scores if part == chosen_on and name == setting]
    if not others:
        raise Mistake(
            f"You report {reported:.3f}, what validation promises: the winner was chosen for it. "
            "Keep a third part, and judge the winner there."
        )
    demand(
        len(others) == 1,
        f"{len(others)} times something was judged on data kept apart: open them once.",
    )
    name, part, accuracy = others[0]
    demand(not part & trained, f"{len(part & trained)} test rows were trained on.")
    demand(not part & chosen_on, f"{len(part & chosen_on)} test rows helped to choose.")
    demand(name == setting, f"You return {setting}, but judged {name} on the test part.")
    demand(
        reported == accuracy,
        f"You report {reported:.3f}; the test part says {accuracy:.3f}."
        + (" That is what validation promised." if reported in promised else ""),
    )
    return part
