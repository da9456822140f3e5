"""A pool of finished jobs: nets with random hyperparameters, and what each says of new pictures.

The first hundred jobs of a random search over four knobs. Each net learns from 300 pictures; what
it says of the 1,497 others is kept, so that any validation set, metric or order of reporting can be
tried on the same jobs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import digits
from hpstudy.network import forward
from hpstudy.objectives import DigitsNet
from hpstudy.optimizers import heavy_ball
from hpstudy.space import Configuration
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.training import Epoch, train

Array = NDArray[np.float64]
Hits = NDArray[np.bool_]

SPACE = DigitsNet(4).space
N_VALIDATION = 600  # the first so many of the pictures a net never saw; the others are test data
WORST = 4.0  # a loss is cut here: of nets that learn nothing it does not matter how wrong they are


@dataclass(frozen=True)
class Job:
    """A training that has ended, and how it does on each of the 1,497 pictures it never saw.

    hits:          whether each is read right
    losses:        the log-loss of each
    training_loss: log-loss on the pictures it was trained on
    seconds:       of computing
    """

    configuration: Configuration
    hits: Hits
    losses: Array
    training_loss: float
    seconds: float


class Pool:
    """The jobs of a seed, trained as far as anybody asked for."""

    def __init__(self, seed: int) -> None:
        data = digits(300, N_VALIDATION, seed)
        self.classes = np.concatenate([data.y_validation, data.y_test])
        self._run = _jobs(seed)
        self._jobs: list[Job] = []
        self._one_at_a_time = threading.Lock()  # a demo and its answer may train at once

    def first(self, n: int) -> tuple[Job, ...]:
        """Return the first `n` jobs."""
        with self._one_at_a_time:
            while len(self._jobs) < n:
                self._jobs.append(next(self._run))
        return tuple(self._jobs[:n])


@lru_cache(maxsize=16)
def pool(seed: int) -> Pool:
    """Return the pool of a seed, as far as it is trained."""
    return Pool(seed)


def _jobs(seed: int) -> Iterator[Job]:
    strategy = RandomSearch(SPACE, seed=seed)
    while (trial := strategy.ask()) is not None:
        began = time.thread_time()
        *_, last = epochs(seed, trial.configuration)
        seconds = time.thread_time() - began
        yield Job(trial.configuration, *on_unseen(seed, last), last.training_loss, seconds)


def epochs(seed: int, knobs: Configuration) -> Iterator[Epoch]:
    """Train a net of the pool, eight epochs."""
    return train(
        digits(300, N_VALIDATION, seed),
        seed=seed,
        measure=("training",),
        hidden=(knobs["width"],),
        epochs=8,
        learning_rate=knobs["learning_rate"],
        l2=knobs["l2"],
        optimizer=partial(heavy_ball, momentum=knobs["momentum"]),
    )


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def on_unseen(seed: int, epoch: Epoch) -> tuple[Hits, Array]:
    """Return whether each unseen picture is read right, and its log-loss, both (1497,)."""
    data = digits(300, N_VALIDATION, seed)
    X = np.vstack([data.X_validation, data.X_test])
    y = np.concatenate([data.y_validation, data.y_test])
    Z = forward(epoch.layers, X)[-1].astype(np.float64)
    Z -= Z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y]
    return Z.argmax(axis=1) == y, np.nan_to_num(losses, nan=WORST, posinf=WORST)
