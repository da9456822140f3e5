"""d.depth, one knob from too simple to too clever: how many questions a tree may ask in a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import Split, cancer, risk

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

Array = NDArray[Any]

DEPTHS = tuple(range(1, 14))
UNLIMITED = DEPTHS[-1]  # the last position: no limit at all
CUTS = 10  # of the data, to average over
SIDE = 32  # cells of the map, across and up
REACH = 2.6  # of the map, in standard deviations


@dataclass(frozen=True)
class Data:
    """A data set cut at random by a seed, and the two features that the map shows."""

    cut: Callable[[int], Split]
    features: tuple[int, int]
    names: tuple[str, str]
    ones: str  # what class 1 is called


DATA = {
    "patients": Data(
        lambda seed: risk(150, 150, seed),
        (2, 8),
        ("body-mass index", "log of triglycerides"),
        "worse",
    ),
    "tumours": Data(lambda seed: cancer(200, 200, seed), (20, 21), ("radius", "texture"), "benign"),
}


@dataclass(frozen=True)
class Depth:
    """Trees of one depth.

    depth:  questions in a row; 13 stands for as many as it likes
    leaves: of the tree fitted to all features
    seen, unseen: accuracy on training and on validation data, averaged over `cuts` cuts
    map:    class (32, 32) that a tree of this depth gives to each place, from two features alone
    X, y:   the training data's two features (n, 2) and classes (n,); features names them
    ones:   what class 1 is called
    """

    data: str
    depth: int
    cuts: int
    leaves: int
    seen: float
    unseen: float
    map: Array
    X: Array
    y: Array
    features: tuple[str, str]
    ones: str


def depth(seed: int = 0, *, depth: int = 1, data: str = "patients", average: bool = False) -> Depth:
    """Fit a tree of this depth and judge it; with `average`, on ten cuts of the data."""
    kind = DATA[data]
    cuts = [kind.cut(seed + i) for i in range(CUTS if average else 1)]
    trees = [fit_tree(split.X_train, split.y_train, depth) for split in cuts]
    scores = [judge(tree, split) for tree, split in zip(trees, cuts, strict=True)]
    seen, unseen = np.mean(scores, axis=0)
    X, y = cuts[0].X_train[:, kind.features], cuts[0].y_train
    return Depth(
        data,
        depth,
        len(cuts),
        leaves=int(trees[0].get_n_leaves()),
        seen=float(seen),
        unseen=float(unseen),
        map=fit_tree(X, y, depth).predict(_places()).reshape(SIDE, SIDE),
        X=X,
        y=y,
        features=kind.names,
        ones=kind.ones,
    )


def fit_tree(X: Array, y: Array, depth: int) -> DecisionTreeClassifier:
    """Grow a tree of questions such as "is the body-mass index above 27?", `depth` in a row."""
    from sklearn.tree import DecisionTreeClassifier

    limit = None if depth >= UNLIMITED else depth
    return DecisionTreeClassifier(max_depth=limit, random_state=0).fit(X, y)


def judge(tree: DecisionTreeClassifier, split: Split) -> tuple[float, float]:
    """Return the share of right answers on the training and on the validation part."""
    parts = ((split.X_train, split.y_train), (split.X_validation, split.y_validation))
    seen, unseen = (float((tree.predict(X) == y).mean()) for X, y in parts)
    return seen, unseen


@lru_cache(maxsize=1)
def _places() -> Array:
    """Return the centres of the map's cells (32 * 32, 2), row by row from below."""
    along = (np.arange(SIDE) + 0.5) / SIDE * 2 * REACH - REACH
    across, up = np.meshgrid(along, along)
    return np.column_stack([across.ravel(), up.ravel()]).astype(np.float32)
