"""Lab: write the algorithm that is always right about what it has seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import digits
from hpstudy.demos.memory import learn_by_heart, recall
from hpstudy.labs.mistake import Mistake, call, demand, shape, shown

Array = NDArray[Any]

PASSED = "Right on everything it was told, at a loss on everything else, and it never stops."

N_SEEN, N_UNSEEN = 300, 200


def reference(seen: Array, labels: Array, pictures: Array) -> Array:
    """Learn the seen pictures by heart, then give each of `pictures` a label."""
    return recall(learn_by_heart(seen, labels), pictures)


def check(answer: Callable[[Array, Array, Array], Any]) -> None:
    """Check true labels, then labels that were drawn at random."""
    for wrong in (0.0, 1.0):
        data = digits(N_SEEN, N_UNSEEN, 0, wrong_labels=wrong)
        told = _labels(answer, data.X_train, data.y_train, data.X_train)
        _check_seen(float((told == data.y_train).mean()))
        guessed = _labels(answer, data.X_train, data.y_train, data.X_validation)
        right = float((guessed == data.y_validation).mean())
        demand(
            right < 0.3,
            f"It reads {right:.0%} of the unseen pictures: this is no mere memory, it compares "
            "them with what it has seen. Let it know a picture again only if every pixel is equal.",
        )


def _labels(
    answer: Callable[[Array, Array, Array], Any], seen: Array, labels: Array, X: Array
) -> Array:
    """Return the learner's labels (n,) for the pictures X (n, 64)."""
    try:
        found = call(answer, seen, labels, X)
    except KeyError as error:
        raise Mistake(
            "It stops at a picture that it has never seen. Let it say something all the same: "
            "a dict's .get(key, 0) answers 0 if the key is not there."
        ) from error
    except TypeError as error:
        if "unhashable" not in str(error):
            raise
        raise Mistake(
            "An array cannot be the key of a dict, since it may change. Its bytes can: "
            "picture.tobytes()."
        ) from error
    demand(
        len(shape(found) or ()) == 1,
        f"Return one label for each picture, in a list, not {shown(found)}.",
    )
    demand(len(found) == len(X), f"{len(X)} pictures need {len(X)} labels, not {len(found)}.")
    return np.asarray(found)


def _check_seen(right: float) -> None:
    if right == 1:
        return
    if right < 0.2:
        raise Mistake(
            f"Of the pictures it has seen it gets only {right:.0%} right, as many as one answer "
            "for all would. Write each picture down with its label, then look it up."
        )
    raise Mistake(
        f"Of the pictures it has seen it gets {right:.1%} right; a memory forgets none. "
        "Use the whole picture as the key, so that no two of them are mixed up."
    )
