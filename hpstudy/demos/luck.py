"""d.luck: the best of many looks better than it is. Winners are judged anew on fresh data.

A hundred random configurations of a net that reads digits, and a hundred of a support vector
machine that judges tumours. What each says of every unseen example is kept, so any few of the
examples can serve as validation set, and all others are fresh.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import cancer
from hpstudy.demos._digits import FIXED
from hpstudy.demos._pool import Hits, epochs, on_unseen, pool
from hpstudy.space import Float, SearchSpace
from hpstudy.strategies.random_search import RandomSearch

Array = NDArray[np.float64]

DIGITS, TUMOURS = "nets, digits", "machines, tumours"
DATA = (DIGITS, TUMOURS)
MACHINES = SearchSpace(C=Float(1e-2, 1e3, "log"), gamma=Float(1e-5, 1, "log"))
MOST = 100  # configurations of each kind
REPLAYS = 200


@dataclass(frozen=True)
class Trained:
    """Who reads what: whether each unseen example is judged right.

    hits:    (n, n_unseen) by each configuration tried
    default: (n_unseen,) by the one that nobody tuned
    """

    hits: Hits
    default: Hits


@dataclass(frozen=True)
class Luck:
    """The best of 1, 2, ... 100, chosen by `size` examples and judged on all others, in 200 draws.

    Each draw takes other examples, and the configurations in another order.

    promised: (200, 100) accuracy on the few examples that chose it
    kept:     (200, 100) accuracy on all others
    default:  accuracy of the default on all unseen examples
    """

    data: str
    tried: int
    size: int
    promised: Array
    kept: Array
    default: float
    trained: Mapping[str, Trained] = field(repr=False, compare=False)
    done: float = 0.0

    @property
    def winners(self) -> tuple[Array, Array]:
        """Return what the best of `tried` promised and kept in each draw, both (200,)."""
        return self.promised[:, self.tried - 1], self.kept[:, self.tried - 1]

    @property
    def flattery(self) -> float:
        """Return by how much the winner looks better than it is, on average; NaN before."""
        promised, kept = self.winners
        return float(np.mean(promised - kept)) if len(kept) else np.nan


def luck(
    seed: int = 0,
    *,
    data: str = DIGITS,
    tried: int = 20,
    size: int = 30,
    before: Luck | None = None,
) -> Luck:
    """Choose among what has been trained; `seed` also chooses the draws."""
    return _judged(before.trained if before else {}, seed, data, tried, size)


def train_all(
    seed: int = 0,
    *,
    data: str = DIGITS,
    tried: int = 20,
    size: int = 30,
    before: Luck | None = None,
) -> Iterator[Luck]:
    """Train a hundred of each kind, an answer after every few."""
    empty = _judged({}, seed, data, tried, size)
    for n in range(5, MOST + 1, 5):
        pool(seed).first(n)
        yield replace(empty, done=0.8 * n / MOST)
    both = {kind: trained(kind, seed) for kind in DATA}
    yield replace(_judged(both, seed, data, tried, size), done=1.0)


@lru_cache(maxsize=32)
def trained(kind: str, seed: int, n: int = MOST) -> Trained:
    """Train the first `n` random configurations of a kind, and its default."""
    if kind == TUMOURS:
        return _machines(seed, n)
    *_, last = epochs(seed, FIXED)
    hits = np.array([job.hits for job in pool(seed).first(n)])
    return Trained(hits, on_unseen(seed, last)[0])


def _machines(seed: int, n: int) -> Trained:
    from sklearn.svm import SVC

    data = cancer(200, 200, seed)
    X = np.vstack([data.X_validation, data.X_test])
    y = np.concatenate([data.y_validation, data.y_test])
    strategy = RandomSearch(MACHINES, seed=seed)
    drawn = [trial.configuration for _ in range(n) if (trial := strategy.ask())]
    machines = [SVC(), *(SVC(**configuration) for configuration in drawn)]
    default, *hits = [m.fit(data.X_train, data.y_train).predict(X) == y for m in machines]
    return Trained(np.array(hits), default)


def _judged(trained: Mapping[str, Trained], seed: int, data: str, tried: int, size: int) -> Luck:
    promised = kept = np.empty((0, MOST))
    default = np.nan
    if data in trained:
        promised, kept = _replayed(data, seed, size)
        default = float(trained[data].default.mean())
    return Luck(data, tried, size, promised, kept, default, trained)


@lru_cache(maxsize=64)
def _replayed(data: str, seed: int, size: int) -> tuple[Array, Array]:
    return replays(trained(data, seed).hits, size, np.random.default_rng([seed, size]))


def split(hits: Hits, size: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return each configuration's accuracy on `size` random examples and on all others, (n,)."""
    few = np.zeros(hits.shape[1], dtype=bool)
    few[rng.permutation(len(few))[:size]] = True
    return hits[:, few].mean(axis=1), hits[:, ~few].mean(axis=1)


def replays(
    hits: Hits, size: int, rng: np.random.Generator, n: int = REPLAYS
) -> tuple[Array, Array]:
    """Return what the best of the first 1, 2, ... promises and what it keeps, both (n, n_tried).

    Each of the `n` times other examples validate, and the configurations come in another order.
    """
    drawn = []
    for _ in range(n):
        few, others = split(hits, size, rng)
        order = rng.permutation(len(hits))
        leader = leaders(few[order])
        drawn.append((few[order][leader], others[order][leader]))
    promised, kept = zip(*drawn, strict=True)
    return np.array(promised), np.array(kept)


def leaders(accuracies: Array) -> NDArray[np.int_]:
    """Return (n,) the place of the best of the first 1, 2, ...; the earlier one of equals."""
    highest = np.maximum.accumulate(accuracies)
    leads = accuracies > np.concatenate([[-np.inf], highest[:-1]])
    return np.maximum.accumulate(np.where(leads, np.arange(len(accuracies)), 0))
