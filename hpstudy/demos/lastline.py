"""d.lastline: four instances judge one job, each prints its own accuracy, the last line counts.

The validation set lies in four shards, 150 pictures on each instance. The log is read as the
service reads it, by a regular expression; the last value is taken for the job's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hpstudy.demos._digits import FIXED
from hpstudy.demos._pool import N_VALIDATION, Hits, epochs, on_unseen, pool
from hpstudy.sagemaker.metrics import MetricReader

Array = NDArray[np.float64]
Shards = NDArray[np.int_]

INSTANCES = 4
JOBS, ORDERS = 40, 200
AT_RANDOM, BY_CLASS = "cut at random", "sorted by class"
KINDS = (AT_RANDOM, BY_CLASS)
METRIC = {"Name": "accuracy", "Regex": "accuracy=(.*?);"}


class Line(NamedTuple):
    """What an instance printed."""

    instance: int
    text: str


@dataclass(frozen=True)
class Trained:
    """What has been trained so far.

    job:  (epochs, 600) whether the job in the logs reads each picture right, after each epoch
    jobs: (n, 600) the same of up to forty others, after their last
    """

    job: Hits
    jobs: Hits


@dataclass(frozen=True)
class LastLine:
    """The logs of one job, and what forty jobs would be noted for.

    lines: as they arrived
    whole: accuracy on all shards together, NaN before the first epoch
    true:  (n,) the same of the forty jobs
    noted: (n,) what their last lines say
    chosen: (200,) the job that looks best, for 200 orders in which the last lines could have come
    looked: (200,) what it is noted for
    """

    shards: str
    aggregate: bool
    lines: tuple[Line, ...]
    whole: float
    true: Array
    noted: Array
    chosen: Shards
    looked: Array
    trained: Trained = field(repr=False, compare=False)
    done: float = 0.0

    @property
    def value(self) -> float | None:
        """Return what the service takes for the job's accuracy; None as long as none is printed."""
        place = self.last
        return None if place is None else _read(self.lines[place].text)

    @property
    def last(self) -> int | None:
        """Return the place of the last line that reports the metric."""
        reports = [i for i, line in enumerate(self.lines) if _read(line.text) is not None]
        return reports[-1] if reports else None

    @property
    def lost(self) -> Array:
        """Return the accuracy that each order gives away, (200,): best job less chosen one."""
        return self.true.max() - self.true[self.chosen] if len(self.true) else self.true


def lastline(
    seed: int = 0,
    *,
    shards: str = BY_CLASS,
    aggregate: bool = False,
    before: LastLine | None = None,
) -> LastLine:
    """Read the logs of what has been trained, with these shards, reported in this way."""
    return _read_again(before.trained if before else _NOTHING, seed, shards, aggregate)


def run_job(
    seed: int = 0,
    *,
    shards: str = BY_CLASS,
    aggregate: bool = False,
    before: LastLine | None = None,
) -> Iterator[LastLine]:
    """Train the job in the logs; an answer after each line that arrives."""
    jobs = before.trained.jobs if before else _NOTHING.jobs
    hits: list[Hits] = []
    shown = 0
    for epoch in epochs(seed, FIXED):
        hits.append(on_unseen(seed, epoch)[0][:N_VALIDATION])
        now = _read_again(Trained(np.array(hits), jobs), seed, shards, aggregate)
        for arrived in range(shown + 1, len(now.lines) + 1):
            yield replace(now, lines=now.lines[:arrived], done=len(hits) / 8)
        shown = len(now.lines)


def run_forty(
    seed: int = 0,
    *,
    shards: str = BY_CLASS,
    aggregate: bool = False,
    before: LastLine | None = None,
) -> Iterator[LastLine]:
    """Train forty jobs with random hyperparameters, an answer after each."""
    job = before.trained.job if before else _NOTHING.job
    for n in range(1, JOBS + 1):
        jobs = np.array([each.hits[:N_VALIDATION] for each in pool(seed).first(n)])
        now = _read_again(Trained(job, jobs), seed, shards, aggregate)
        yield replace(now, done=n / JOBS)


_NOTHING = Trained(*(np.empty((0, N_VALIDATION), dtype=bool) for _ in range(2)))


def _read_again(trained: Trained, seed: int, kind: str, aggregate: bool) -> LastLine:
    parts = shards_of(seed, kind)
    lines = tuple(
        line
        for number, (right, instances) in enumerate(
            zip(trained.job, arrivals(seed, len(trained.job)), strict=True), start=1
        )
        for line in report(number, right[parts].sum(axis=1), instances, aggregate)
    )
    whole = float(trained.job[-1].mean()) if len(trained.job) else np.nan
    true = trained.jobs.mean(axis=1)
    orders = np.random.default_rng([seed, 2]).integers(INSTANCES, size=(ORDERS, JOBS))
    noted = np.tile(true, (ORDERS, 1))
    if not aggregate:
        noted = last_reported(trained.jobs, parts, orders[:, : len(true)])
    chosen = noted.argmax(axis=1) if len(true) else np.empty(0, dtype=int)
    looked = noted[np.arange(len(chosen)), chosen]
    return LastLine(kind, aggregate, lines, whole, true, noted[0], chosen, looked, trained)


@lru_cache(maxsize=64)
def shards_of(seed: int, kind: str) -> Shards:
    """Return which pictures lie on which instance, (4, 150)."""
    classes = pool(seed).classes[:N_VALIDATION]
    order = np.random.default_rng([seed, 3]).permutation(N_VALIDATION)
    if kind == BY_CLASS:
        order = order[np.argsort(classes[order], kind="stable")]
    return order.reshape(INSTANCES, -1)


def arrivals(seed: int, n_epochs: int) -> Shards:
    """Return in which order the instances are ready, (n_epochs, 4); nobody can foresee it."""
    rng = np.random.default_rng([seed, 4])
    return np.array([rng.permutation(INSTANCES) for _ in range(n_epochs)], dtype=int)


def report(epoch: int, right: Array, instances: Shards, aggregate: bool) -> Iterator[Line]:
    """Print what the instances have found, in the order in which they are ready.

    Aggregated, they send their counts, and the first instance prints one number for all.
    """
    size = N_VALIDATION // INSTANCES
    for instance in map(int, instances):
        count = int(right[instance])
        said = f"sends {count} of {size}" if aggregate else f"accuracy={count / size:.3f};"
        yield Line(instance, f"{epoch}: {said}")
    if aggregate:
        yield Line(0, f"{epoch}: accuracy={right.sum() / N_VALIDATION:.3f};")


def last_reported(hits: Hits, parts: Shards, last: Shards) -> Array:
    """Return what n jobs are noted for, the accuracy on the shard of the last line, like `last`.

    last: (orders, n) the instance that printed it
    """
    on_shards = hits[:, parts].mean(axis=2)  # (n, 4)
    noted: Array = on_shards[np.arange(len(hits)), last]
    return noted


def _read(text: str) -> float | None:
    found = MetricReader([METRIC]).read(text)
    return found[0][1] if found else None
