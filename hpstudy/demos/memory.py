"""d.memory, the algorithm that is always right: it learns a thousand pictures of digits by heart.

Beside it, on the same pictures: the nearest neighbour, and a net of 256 hidden units. A share of
the labels can be drawn at random, as if nobody had looked at the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import Split, digits
from hpstudy.network import forward
from hpstudy.training import train

Array = NDArray[Any]

N_SEEN, N_UNSEEN = 1000, 500
EPOCHS = 80


@dataclass(frozen=True)
class Memory:
    """How often a learner is right on pictures it has seen, and on others.

    wrong:    share of the labels that were drawn at random
    pictures: the first of the unseen ones that it misses, (m, 8, 8), ink from 0 to 1
    said:     what it takes them for, (m,); meant: what they are, (m,)
    progress: share of its training that is over
    """

    learner: str
    wrong: float
    seen: float
    unseen: float
    pictures: Array
    said: Array
    meant: Array
    progress: float = 1.0


def memory(seed: int = 0, *, learner: str = "memory", wrong: float = 0.0) -> Iterator[Memory]:
    """Train a learner, "memory", "neighbour" or "net", and judge it on both kinds of pictures.

    The unseen pictures keep their right labels, whatever was done to the seen ones.
    """
    if learner not in LEARNERS:
        raise ValueError(f"there is no learner {learner!r}; choose from {', '.join(LEARNERS)}")
    data = digits(N_SEEN, N_UNSEEN, seed, wrong_labels=wrong)
    for progress, seen, unseen in LEARNERS[learner](data, seed):
        missed = np.flatnonzero(unseen != data.y_validation)[:8]
        yield Memory(
            learner,
            wrong,
            float((seen == data.y_train).mean()),
            float((unseen == data.y_validation).mean()),
            data.X_validation[missed].reshape(-1, 8, 8),
            unseen[missed],
            data.y_validation[missed],
            progress,
        )


Answers = Iterator[tuple[float, Array, Array]]  # share of the training, labels given to both kinds


def _by_heart(data: Split, seed: int) -> Answers:
    known = learn_by_heart(data.X_train, data.y_train)
    yield 1.0, recall(known, data.X_train), recall(known, data.X_validation)


def _by_neighbour(data: Split, seed: int) -> Answers:
    X, y = data.X_train, data.y_train
    yield 1.0, nearest_label(X, y, X), nearest_label(X, y, data.X_validation)


def _by_net(data: Split, seed: int) -> Answers:
    for epoch in train(
        data,
        seed=seed,
        measure=(),
        hidden=(256,),
        optimizer="adam",
        learning_rate=3e-3,
        batch_size=32,
        epochs=EPOCHS,
    ):
        seen, unseen = (
            forward(epoch.layers, X)[-1].argmax(axis=1) for X in (data.X_train, data.X_validation)
        )
        yield epoch.number / EPOCHS, seen, unseen


LEARNERS = {"memory": _by_heart, "neighbour": _by_neighbour, "net": _by_net}


def learn_by_heart(X: Array, y: Array) -> dict[bytes, int]:
    """Write every picture down, with its label beside it."""
    return {picture.tobytes(): int(label) for picture, label in zip(X, y, strict=True)}


def recall(known: dict[bytes, int], X: Array) -> Array:
    """Look each picture up; of one that is not there it knows nothing, and says 0."""
    return np.array([known.get(picture.tobytes(), 0) for picture in X])


def nearest_label(X_seen: Array, y_seen: Array, X: Array) -> Array:
    """Give each picture the label of the seen picture that differs least from it, pixel by pixel.

    |a - b|^2 = a.a - 2 a.b + b.b, of which a.a is the same for all that it is compared with.
    """
    differences = (X_seen**2).sum(axis=1) - 2 * X @ X_seen.T
    nearest: Array = y_seen[differences.argmin(axis=1)]
    return nearest
