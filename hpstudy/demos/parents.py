"""d.parents: a search that starts from the trials of an earlier one, against one that starts cold.

The child tunes a net with four knobs on 300 pictures of digits that no parent has seen. Three
parents are to be had: one learnt from other pictures, one searched too small a range of learning
rates, and one had the ink of its pictures not divided by 16, so that other rates were right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import Split, digits
from hpstudy.objectives import DigitsNet
from hpstudy.optimizers import heavy_ball
from hpstudy.space import Configuration, Float, SearchSpace
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.training import train
from hpstudy.trial import Trial

Array = NDArray[np.float64]

PARENT_JOBS, CHILD_JOBS = 15, 10
REPLAYS = 20
EPOCHS = 8
WORST = 4.0
SPACE = DigitsNet(4).space
OTHERS, NARROW, UNSCALED = "other pictures", "rates up to 0.01 only", "ink from 0 to 16"
PARENTS = (OTHERS, NARROW, UNSCALED)


class Pictures(NamedTuple):
    """300 pictures to learn from and 600 to check, drawn by a seed, with ink from 0 to `ink`."""

    seed: int
    ink: float = 1.0


class Job(NamedTuple):
    """A training job that has ended: its configuration and its loss."""

    configuration: Configuration
    loss: float


Jobs = tuple[Job, ...]


@dataclass
class Notes:
    """The lowest loss after each job (10,) of every search so far, by seed and by parent."""

    cold: dict[int, Array] = field(default_factory=dict)
    warm: dict[str, dict[int, Array]] = field(default_factory=lambda: {p: {} for p in PARENTS})

    def curves(self, parent: str, seeds: range) -> tuple[Array, Array]:
        """Return cold and warm searches (n, 10) of those seeds that have both."""
        both = [seed for seed in seeds if seed in self.cold and seed in self.warm[parent]]
        shape = (len(both), CHILD_JOBS)
        cold = np.array([self.cold[seed] for seed in both]).reshape(shape)
        return cold, np.array([self.warm[parent][seed] for seed in both]).reshape(shape)


@dataclass(frozen=True)
class Parents:
    """One child, cold and warm, as far as it has come, and the replays before it.

    colds, warms: lowest loss after each job of as many replays, (n, 10)
    """

    kind: str
    parent: Jobs
    cold: Jobs
    warm: Jobs
    colds: Array
    warms: Array
    notes: Notes = field(repr=False, compare=False)
    done: float = 0.0


def parents(
    seed: int = 0, *, parent: str = OTHERS, before: Parents | None = None
) -> Iterator[Parents]:
    """Run the parent, then the child cold and warm, an answer after each job."""
    notes = before.notes if before else Notes()
    first = seeds(seed)[0]
    for now in replay(first, parent):
        yield replace(_with_replays(now, notes, seed), done=now.done)


def average(
    seed: int = 0, *, parent: str = OTHERS, before: Parents | None = None
) -> Iterator[Parents]:
    """Replay with other pictures, weights and draws, as often as it takes to see the average."""
    notes = before.notes if before else Notes()
    for number, each in enumerate(seeds(seed)):
        if each in notes.warm[parent]:
            continue
        for now in replay(each, parent):
            yield replace(_with_replays(now, notes, seed), done=(number + now.done) / REPLAYS)
        notes.cold[each], notes.warm[parent][each] = lowest(now.cold), lowest(now.warm)
    *_, first = replay(seeds(seed)[0], parent)
    yield replace(_with_replays(first, notes, seed), done=1.0)


def seeds(seed: int) -> range:
    """Return the seeds of the replays; the first is shown by itself."""
    return range(REPLAYS * seed, REPLAYS * (seed + 1))


def _with_replays(now: Parents, notes: Notes, seed: int) -> Parents:
    colds, warms = notes.curves(now.kind, seeds(seed))
    return replace(now, colds=colds, warms=warms, notes=notes)


# -- one replay --


def replay(seed: int, kind: str) -> Iterator[Parents]:
    """Run parent, cold child and warm child of one seed."""
    none = np.empty((0, CHILD_JOBS))
    now = Parents(kind, (), (), (), none, none, Notes())
    total = PARENT_JOBS + CHILD_JOBS
    for parent in search(parent_space(kind), parent_pictures(kind, seed), seed, PARENT_JOBS):
        now = replace(now, parent=parent, done=len(parent) / total)
        yield now
    own, again = Pictures(2 * seed + 1), 2 * seed + 1
    colds = search(SPACE, own, again, CHILD_JOBS)
    warms = search(SPACE, own, again, CHILD_JOBS, now.parent)
    for cold in colds:
        now = replace(now, cold=cold)
        yield now
        now = replace(now, warm=next(warms), done=(PARENT_JOBS + len(cold)) / total)
        yield now


def search(
    space: SearchSpace, pictures: Pictures, seed: int, n_jobs: int, parent: Jobs = ()
) -> Iterator[Jobs]:
    """Search by Bayesian optimization; a warm start is to be told the parent's trials first."""
    strategy = BayesianOptimization(space, seed=seed)
    for number, job in enumerate(parent):
        strategy.tell(Trial(number, job.configuration), job.loss)
    jobs: Jobs = ()
    for _ in range(n_jobs):
        trial = strategy.ask()
        assert trial is not None
        loss = final_loss(pictures, seed, **trial.configuration)
        strategy.tell(trial, loss)
        jobs = (*jobs, Job(trial.configuration, loss))
        yield jobs


@lru_cache(maxsize=4096)  # a cold child trains the same nets whatever parent the warm one has
def final_loss(
    pictures: Pictures, seed: int, learning_rate: float, l2: float, momentum: float, width: int
) -> float:
    """Train for eight epochs and return the validation log-loss, cut at 4."""
    *_, last = train(
        drawn(pictures),
        seed=seed,
        measure=("validation",),
        hidden=(width,),
        epochs=EPOCHS,
        learning_rate=learning_rate,
        l2=l2,
        optimizer=partial(heavy_ball, momentum=momentum),
    )
    loss = last.validation_loss
    return loss if loss < WORST else WORST  # also of a net that diverged to NaN


def lowest(jobs: Jobs) -> Array:
    """Return the lowest loss after each job."""
    return np.minimum.accumulate([job.loss for job in jobs])


# -- the parents --


def parent_space(kind: str) -> SearchSpace:
    """Return the ranges that a parent searched."""
    if kind == NARROW:
        return SearchSpace({**SPACE, "learning_rate": Float(1e-4, 1e-2, "log")})
    return SPACE


def parent_pictures(kind: str, seed: int) -> Pictures:
    """Return the pictures that a parent learnt from: an even seed, as children have odd ones."""
    return Pictures(2 * seed, ink=16.0 if kind == UNSCALED else 1.0)


def drawn(pictures: Pictures) -> Split:
    """Return the pictures themselves."""
    data, ink = digits(300, 600, pictures.seed), pictures.ink
    return data._replace(X_train=data.X_train * ink, X_validation=data.X_validation * ink)
