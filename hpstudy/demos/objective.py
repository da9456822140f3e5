"""d.objective: thirty finished jobs, and a winner for each way of asking who is best.

One set of thirty is luck: winners are asked for again in many draws of thirty from a hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hpstudy.demos._pool import N_VALIDATION, WORST, Job, pool

Array = NDArray[np.float64]
Classes = NDArray[np.int_]

JOBS, POOL = 30, 100  # the jobs asked, and those that draws of as many are made from
DRAWS = 200
MAXIMIZE, MINIMIZE = "Maximize", "Minimize"
VALIDATION, TEST = slice(0, N_VALIDATION), slice(N_VALIDATION, None)


def accuracy(job: Job, pictures: slice, classes: Classes) -> float:
    """Return the share of the pictures that is read right."""
    return float(job.hits[pictures].mean())


def log_loss(job: Job, pictures: slice, classes: Classes) -> float:
    """Return minus the mean log-probability of the true class."""
    return min(float(job.losses[pictures].mean()), WORST)


def worst_class(job: Job, pictures: slice, classes: Classes) -> float:
    """Return the accuracy on the class that is read worst."""
    hits, of = job.hits[pictures], classes[pictures]
    return float(min(hits[of == digit].mean() for digit in range(10)))


def accuracy_per_second(job: Job, pictures: slice, classes: Classes) -> float:
    """Return the accuracy for each second of training."""
    return accuracy(job, pictures, classes) / job.seconds


def training_loss(job: Job, pictures: slice, classes: Classes) -> float:
    """Return the log-loss on what was trained on, whatever the pictures."""
    return job.training_loss if job.training_loss < WORST else WORST  # also of NaN


class Measure(NamedTuple):
    """A way to judge a job, and which way is better."""

    of: Callable[[Job, slice, Classes], float]
    better: str


MEASURES = {
    "accuracy": Measure(accuracy, MAXIMIZE),
    "log-loss": Measure(log_loss, MINIMIZE),
    "worst class": Measure(worst_class, MAXIMIZE),
    "accuracy per second": Measure(accuracy_per_second, MAXIMIZE),
    "training loss": Measure(training_loss, MINIMIZE),
}


@dataclass(frozen=True)
class Objective:
    """The jobs by all measures, and the one that the chosen objective names.

    validation: (n, 5) the measures on validation pictures, in the order of MEASURES
    test:       (n, 5) the same on test pictures
    agreeing:   (5,) in how many of 200 draws each measure names the same job as the one chosen, in
                the direction that is better; NaN before all jobs are trained
    """

    chosen: str
    direction: str
    validation: Array
    test: Array
    agreeing: Array
    jobs: tuple[Job, ...] = field(repr=False, compare=False)
    done: float = 0.0

    @property
    def winner(self) -> int | None:
        """Return the place of the best job by the chosen measure and direction; None without."""
        return best(self.column(self.chosen), self.direction) if self.jobs else None

    @property
    def winners(self) -> dict[str, int]:
        """Return the best job by each measure, in the direction that is better."""
        return {name: best(self.column(name), MEASURES[name].better) for name in MEASURES}

    @property
    def ranks(self) -> Array:
        """Return for each job the share of the others that it beats, by each measure, (n, 5)."""
        signs = np.array([1 if m.better == MAXIMIZE else -1 for m in MEASURES.values()])
        values = signs * self.validation
        beaten = (values[:, None] > values[None]).sum(axis=1)
        shares: Array = beaten / max(len(values) - 1, 1)
        return shares

    def column(self, name: str) -> Array:
        """Return the jobs' values of a measure, on validation pictures."""
        values: Array = self.validation[:, list(MEASURES).index(name)]
        return values


def objective(
    seed: int = 0,
    *,
    chosen: str = "accuracy",
    direction: str = MAXIMIZE,
    before: Objective | None = None,
) -> Objective:
    """Ask the jobs that have run; `seed` chooses them when they are trained."""
    return _asked(before.jobs if before else (), seed, chosen, direction)


def run_jobs(
    seed: int = 0,
    *,
    chosen: str = "accuracy",
    direction: str = MAXIMIZE,
    before: Objective | None = None,
) -> Iterator[Objective]:
    """Train a hundred jobs with random hyperparameters, an answer after each."""
    for n in range(1, POOL + 1):
        yield replace(_asked(pool(seed).first(n), seed, chosen, direction), done=n / POOL)


def _asked(jobs: tuple[Job, ...], seed: int, chosen: str, direction: str) -> Objective:
    validation, test = (measures(jobs[:JOBS], seed, part) for part in (VALIDATION, TEST))
    agreeing = np.full(len(MEASURES), np.nan)
    if len(jobs) == POOL:
        named = winners(measures(jobs, seed, VALIDATION), np.random.default_rng(seed))
        agreeing = (named == named[:, [list(MEASURES).index(chosen)]]).mean(axis=0)
    return Objective(chosen, direction, validation, test, agreeing, jobs)


def winners(values: Array, rng: np.random.Generator, n_draws: int = DRAWS) -> Classes:
    """Return the best of thirty jobs drawn from all by each measure (n_draws, 5), as places."""
    named = []
    for _ in range(n_draws):
        drawn = rng.choice(len(values), size=JOBS, replace=False)
        of = enumerate(MEASURES.values())
        named.append([drawn[best(values[drawn, i], measure.better)] for i, measure in of])
    return np.array(named)


def measures(jobs: Sequence[Job], seed: int, pictures: slice) -> Array:
    """Return every measure of every job, (n, 5)."""
    classes = pool(seed).classes if jobs else np.empty(0, dtype=int)
    rows = [[m.of(job, pictures, classes) for m in MEASURES.values()] for job in jobs]
    return np.array(rows, dtype=float).reshape(len(jobs), len(MEASURES))


def best(values: Array, direction: str) -> int:
    """Return the place of the largest or the smallest value, the first of equals."""
    return int(values.argmax() if direction == MAXIMIZE else values.argmin())
