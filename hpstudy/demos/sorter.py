"""d.sorter, knobs in groups: which algorithm has which, and how each may be filed.

Whether an algorithm has a knob is read off scikit-learn's estimator of that name.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

MODEL, OPTIMIZER, DATA, NEITHER = "model", "optimizer", "data", "none of them"
THREE = (MODEL, OPTIMIZER, DATA, NEITHER)
CAPACITY, PENALTY, STEPS, INPUT, BUDGET = (
    "capacity",
    "regularization",
    "optimization",
    "data",
    "budget",
)
FIVE = (CAPACITY, PENALTY, STEPS, INPUT, BUDGET)

ALGORITHMS = {
    "net": ("sklearn.neural_network", "MLPClassifier"),
    "tree": ("sklearn.tree", "DecisionTreeClassifier"),
    "boosted trees": ("sklearn.ensemble", "GradientBoostingClassifier"),
    "nearest neighbours": ("sklearn.neighbors", "KNeighborsClassifier"),
    "support vectors": ("sklearn.svm", "SVC"),
    "ridge": ("sklearn.linear_model", "Ridge"),
}

# A net's `learning_rate` names its schedule. Ridge and support vectors have one answer, whatever
# the way to it: their `solver` and `max_iter` change the time it takes, not the model.
ANOTHER_MEANING = {
    "net": {"learning_rate"},
    "support vectors": {"max_iter"},
    "ridge": {"solver", "max_iter"},
}


class Knob(NamedTuple):
    """A hyperparameter: its name, its group of the three and of the five, why, and its settings.

    settings: what scikit-learn's estimators call it; with none, it is set before any of them
    """

    name: str
    of_three: str
    of_five: str
    why: str
    settings: tuple[str, ...] = ()


KNOBS = (
    Knob(
        "hidden units and layers",
        MODEL,
        CAPACITY,
        "It decides how many weights there are: the width of the first hidden layer, how many "
        "layers follow.",
        ("hidden_layer_sizes",),
    ),
    Knob(
        "activation",
        MODEL,
        CAPACITY,
        "It is part of the model, and needed to predict.",
        ("activation",),
    ),
    Knob(
        "depth of a tree",
        MODEL,
        CAPACITY,
        "It limits the model's shape. One tree and a thousand boosted ones share it.",
        ("max_depth",),
    ),
    Knob(
        "most leaves of a tree",
        MODEL,
        CAPACITY,
        "It limits the shape like the depth, counted at the other end.",
        ("max_leaf_nodes",),
    ),
    Knob(
        "number of trees",
        MODEL,
        CAPACITY,
        "More trees are a larger model; since each is a step of boosting, some file it as budget.",
        ("n_estimators",),
    ),
    Knob(
        "neighbours asked",
        MODEL,
        CAPACITY,
        "One neighbour fits every example, all of them fit none: it sets how far the model bends.",
        ("n_neighbors",),
    ),
    Knob("kernel", MODEL, CAPACITY, "It decides what kind of curve the model can be.", ("kernel",)),
    Knob(
        "strength of the penalty",
        NEITHER,
        PENALTY,
        "It holds weights back. The three types have no place for it, the guide names none; "
        "alpha, and C, where a larger number holds back less.",
        ("alpha", "C"),
    ),
    Knob(
        "learning rate",
        OPTIMIZER,
        STEPS,
        "It is the size of a step, of a net's weights or of a tree added to the others.",
        ("learning_rate_init", "learning_rate"),
    ),
    Knob(
        "minibatch size",
        OPTIMIZER,
        STEPS,
        "It sets how many examples make a step: optimizer here and in the guide. Some material "
        "files it under data.",
        ("batch_size",),
    ),
    Knob(
        "which optimizer",
        OPTIMIZER,
        STEPS,
        "Adam and SGD are optimizers; which of them to use is the hyperparameter.",
        ("solver",),
    ),
    Knob(
        "epochs",
        OPTIMIZER,
        BUDGET,
        "It says how long to train. For the guide that is the optimizer's business.",
        ("max_iter",),
    ),
    Knob("picture size", DATA, INPUT, "It changes what the algorithm is given: resizing."),
    Knob("crop", DATA, INPUT, "It changes what the algorithm is given: which part of the picture."),
)


@dataclass(frozen=True)
class Sorter:
    """The knob in hand, the groups it may be filed in, and which knobs an algorithm has.

    settings: {name of a knob: what the estimator calls it} for the knobs that the algorithm has
    """

    knob: Knob
    algorithm: str
    groups: tuple[str, ...]
    settings: Mapping[str, str]

    @property
    def group(self) -> str:
        """Return the group of the knob in hand."""
        return group_of(self.knob, self.groups)


def sorter(
    seed: int = 0, *, knob: int = 0, algorithm: str = "net", groups: tuple[str, ...] = THREE
) -> Sorter:
    """Look up the knobs that an algorithm has; the seed changes nothing."""
    return Sorter(KNOBS[knob], algorithm, groups, settings_of(algorithm))


def group_of(knob: Knob, groups: tuple[str, ...]) -> str:
    """Return where the knob is filed."""
    return knob.of_three if groups == THREE else knob.of_five


@cache
def settings_of(algorithm: str) -> dict[str, str]:
    """Return which knobs an algorithm has, by asking scikit-learn's estimator for its settings."""
    known = set(_estimator(algorithm).get_params()) - ANOTHER_MEANING.get(algorithm, set())
    return {knob.name: name for knob in KNOBS for name in knob.settings if name in known}


def _estimator(algorithm: str) -> Any:
    module, name = ALGORITHMS[algorithm]
    return getattr(importlib.import_module(module), name)()
