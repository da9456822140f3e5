"""d.crop: how much of a picture does a machine need? Cropped, resized, then learnt from.

A support vector machine with C = 10 learns from 600 pictures of digits and is judged on 600 others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import digits
from hpstudy.pictures import crop as cropped_to
from hpstudy.pictures import resize

Array = NDArray[np.floating[Any]]

SIDE = 8  # of a picture


@dataclass(frozen=True)
class Crop:
    """What is left of the pictures, and how well it serves.

    whole:    (8, 8) one picture of the training part
    left:     (h, w) what the machine gets of it
    accuracy: on new pictures, cropped and resized alike
    """

    height: int
    width: int
    dots: int
    whole: Array
    left: Array
    accuracy: float

    @property
    def inputs(self) -> int:
        """Return how many numbers the machine gets of a picture."""
        return self.left.size


def crop(seed: int = 0, *, height: int = SIDE, width: int = SIDE, dots: int = SIDE) -> Crop:
    """Keep the middle `height` x `width` of each picture, with at most `dots` dots a side."""
    data = digits(600, 600, seed)
    X_train, X = (prepare(X, height, width, dots) for X in (data.X_train, data.X_validation))
    accuracy = machine_accuracy(flat(X_train), data.y_train, flat(X), data.y_validation)
    return Crop(height, width, dots, data.X_train[0].reshape(SIDE, SIDE), X_train[0], accuracy)


def prepare(X: Array, height: int, width: int, dots: int) -> Array:
    """Return pictures (n, 64) cropped to their middle, then resized: (n, h, w)."""
    cropped = cropped_to(X.reshape(-1, SIDE, SIDE), height, width)
    return resize(cropped, min(height, dots), min(width, dots))


def flat(X: Array) -> Array:
    """Return pictures (n, h, w) as rows of numbers (n, h w)."""
    return X.reshape(len(X), -1)


def machine_accuracy(X_train: Array, y_train: Array, X: Array, y: Array, C: float = 10.0) -> float:
    """Return the accuracy on (X, y) of a support vector machine; a larger C holds it back less."""
    from sklearn.svm import SVC

    return float(SVC(C=C).fit(X_train, y_train).score(X, y))
