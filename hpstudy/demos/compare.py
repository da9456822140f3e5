"""d.compare: finished tuning jobs side by side, and whether they may be compared at all.

Job A is random search. Job B is Bayesian search, all else equal or not: more training jobs, other
pictures, another metric. What is fair is read off the two definitions, not off the results.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import digits
from hpstudy.objectives import DigitsNet
from hpstudy.optimizers import heavy_ball
from hpstudy.space import Configuration
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.training import train

Array = NDArray[np.float64]

SPACE = DigitsNet(4).space
EPOCHS = 8
LOSS, ERROR = "log-loss", "error rate"


class Definition(NamedTuple):
    """What a tuning job was to do, as far as a comparison depends on it."""

    strategy: str = "random"
    jobs: int = 20
    pictures: str = "the same pictures"
    metric: str = LOSS

    @property
    def epochs(self) -> int:
        """Return what it cost."""
        return self.jobs * EPOCHS


A = Definition()
EQUAL, LONGER, OTHERS, OTHER_METRIC = "all else equal", "40 jobs", "other pictures", "error rate"
RIVALS = {
    EQUAL: Definition("Bayesian"),
    LONGER: Definition("Bayesian", jobs=40),
    OTHERS: Definition("Bayesian", pictures="other pictures"),
    OTHER_METRIC: Definition("Bayesian", metric=ERROR),
}


@dataclass(frozen=True)
class Ended:
    """A tuning job as far as it has come.

    values: (n, 4), one column a hyperparameter, on its scale from 0 to 1
    losses: (n,), of the metric it was told to minimise
    """

    definition: Definition
    values: Array
    losses: Array

    @property
    def finished(self) -> bool:
        """Return whether all its training jobs have ended."""
        return len(self.losses) == self.definition.jobs

    def best(self, jobs: int | None = None) -> float:
        """Return the lowest loss, of all or of the first so many training jobs."""
        return float(self.losses[:jobs].min())

    def brushed(self, share: float) -> NDArray[np.bool_]:
        """Return (n,) whether each training job is among that share, the lowest losses."""
        kept = np.zeros(len(self.losses), dtype=bool)
        kept[np.argsort(self.losses, kind="stable")[: round(share * len(self.losses))]] = True
        return kept


@dataclass(frozen=True)
class Compare:
    """Job A and one rival of it.

    share: of each job's training jobs, how many are brushed: those with the lowest losses
    """

    a: Ended
    b: Ended
    share: float
    ended: Mapping[Definition, Ended] = field(repr=False, compare=False)
    done: float = 0.0

    @property
    def unfair(self) -> list[str]:
        """Return what else differs than the strategy."""
        a, b = self.a.definition, self.b.definition
        differs = {
            "budget": a.epochs != b.epochs,
            "data": a.pictures != b.pictures,
            "metric": a.metric != b.metric,
        }
        return [name for name, is_so in differs.items() if is_so]

    @property
    def spans(self) -> dict[str, float]:
        """Return how far the brushed jobs of A spread along each knob, 1: as far as all of A.

        Random search tries every range evenly; where the good ones crowd, the knob mattered.
        """
        some = self.a.values[self.a.brushed(self.share)]
        if len(some) < 2:
            return dict.fromkeys(SPACE, np.nan)
        ratios = some.std(axis=0) / self.a.values.std(axis=0)
        return dict(zip(SPACE, map(float, ratios), strict=True))


def compare(
    seed: int = 0, *, rival: str = EQUAL, share: float = 1.0, before: Compare | None = None
) -> Compare:
    """Put two tuning jobs side by side, as far as they have run; `seed` chose what they tried."""
    return _side_by_side(before.ended if before else {}, rival, share)


def run_all(
    seed: int = 0, *, rival: str = EQUAL, share: float = 1.0, before: Compare | None = None
) -> Iterator[Compare]:
    """Run job A and all its rivals, an answer after each training job."""
    ended: dict[Definition, Ended] = {}
    definitions = [A, *RIVALS.values()]
    total, before_this = sum(each.jobs for each in definitions), 0
    for definition in definitions:
        for now in tuning_job(definition, seed):
            ended = {**ended, definition: now}
            done = (before_this + len(now.losses)) / total
            yield replace(_side_by_side(ended, rival, share), done=done)
        before_this += definition.jobs


def _side_by_side(ended: Mapping[Definition, Ended], rival: str, share: float) -> Compare:
    a, b = (
        ended.get(each, Ended(each, np.empty((0, len(SPACE))), np.empty(0)))
        for each in (A, RIVALS[rival])
    )
    return Compare(a, b, share, ended)


def tuning_job(definition: Definition, seed: int) -> Iterator[Ended]:
    """Run the training jobs of a tuning job one after another."""
    kinds: dict[str, type[Strategy]] = {"random": RandomSearch, "Bayesian": BayesianOptimization}
    strategy = kinds[definition.strategy](SPACE, seed=seed)
    values: list[Array] = []
    losses: list[float] = []
    for _ in range(definition.jobs):
        trial = strategy.ask()
        assert trial is not None
        loss = objective(definition, seed, trial.configuration)
        strategy.tell(trial, loss)
        values.append(SPACE.to_unit(trial.configuration))
        losses.append(loss)
        yield Ended(definition, np.array(values), np.array(losses))


def objective(definition: Definition, seed: int, knobs: Configuration) -> float:
    """Train a net as the definition has it, and return its metric on 600 new pictures."""
    split = seed if definition.pictures == A.pictures else seed + 1000
    *_, last = train(
        digits(300, 600, split),
        seed=seed,
        measure=("validation",),
        hidden=(knobs["width"],),
        epochs=EPOCHS,
        learning_rate=knobs["learning_rate"],
        l2=knobs["l2"],
        optimizer=partial(heavy_ball, momentum=knobs["momentum"]),
    )
    if definition.metric == ERROR:
        return 1 - last.validation_accuracy
    return last.validation_loss if last.validation_loss < 4 else 4.0  # also of NaN
