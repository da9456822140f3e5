"""Successive halving: much for the best, little for the rest (Jamieson and Talwalkar 2016).

    rung 0   27 trials,  1 epoch  each
    rung 1    9 trials,  3 epochs each    the best third of those below
    rung 2    3 trials,  9 epochs each    the best third again
    rung 3    1 trial,  27 epochs

Each rung here costs 27 epochs; to train all 27 configurations in full would cost 729.
The bet: who is far behind early will not win late.
"""

from __future__ import annotations

import math
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hpstudy.space import Configuration, SearchSpace
from hpstudy.strategies.base import Strategy, is_count
from hpstudy.trial import Trial


class SuccessiveHalving(Strategy):
    """Run one bracket: many short trials, then the best 1/eta of every rung eta times as long.

    min_resource: epochs that the first rung grants at least
    max_resource: epochs of the last rung
    eta:          how many are compared for one that goes on
    A rung waits until the one below is complete; after the last one the search is finished.
    """

    def __init__(
        self,
        space: SearchSpace,
        *,
        min_resource: int = 1,
        max_resource: int = 27,
        eta: int = 3,
        seed: int | None = None,
    ) -> None:
        super().__init__(space, seed=seed)
        self.min_resource, self.max_resource, self.eta = min_resource, max_resource, eta
        self.bracket = Bracket(rungs(min_resource, max_resource, eta))

    def __len__(self) -> int:
        return len(self.bracket)

    def propose(self, number: int) -> Trial | None:
        """Return what the bracket lacks: a new draw, or the best of a rung that is complete."""
        return self.bracket.next_trial(number, self.draw, self.pending.values())

    def learn(self, trial: Trial, loss: float | None) -> None:
        """Rank the trial on its rung."""
        self.bracket.add(trial, loss)


class Rung(NamedTuple):
    """One step of a bracket: how many trials come to it, and the epochs each is trained for."""

    n_trials: int
    resource: int


def rungs(min_resource: int = 1, max_resource: int = 27, eta: int = 3) -> list[Rung]:
    """Return the rungs of successive halving: as many as fit, the last for a single trial.

    >>> rungs(1, 27, 3)
    [Rung(n_trials=27, resource=1), Rung(n_trials=9, resource=3), Rung(n_trials=3, resource=9), \
Rung(n_trials=1, resource=27)]
    """
    s = most_halvings(min_resource, max_resource, eta)
    return halve(eta**s, s, max_resource, eta)


def most_halvings(min_resource: int, max_resource: int, eta: int) -> int:
    """Return s_max, how often `max_resource` can be divided by `eta` and is still `min_resource`.

    That is floor(log_eta(max_resource / min_resource)), counted in whole numbers: with doubles,
    log(243) / log(3) is 4.999... and loses a rung.
    """
    for name, value in {"min_resource": min_resource, "max_resource": max_resource}.items():
        if not is_count(value, least=1):
            raise ValueError(f"{name} is a whole number of epochs from 1 up, not {value!r}.")
    if min_resource > max_resource:
        raise ValueError(f"min_resource {min_resource} exceeds max_resource {max_resource}.")
    if not is_count(eta, least=2):
        raise ValueError(f"eta is a whole number from 2 up, not {eta!r}.")
    s = 0
    while int(min_resource) * int(eta) ** (s + 1) <= max_resource:
        s += 1
    return s


def halve(n_trials: int, s: int, max_resource: int, eta: int) -> list[Rung]:
    """Return the rungs of a bracket that begins with `n_trials` and is cut to 1/eta `s` times.

    Li et al. 2018, algorithm 1: rung i has floor(n eta^-i) trials of max_resource eta^(i-s)
    epochs, here rounded down as well, so that the last rung is `max_resource` to the epoch.
    """
    return [Rung(n_trials // eta**i, max_resource // eta ** (s - i)) for i in range(s + 1)]


class Bracket:
    """The trials of one bracket, on every rung from the best to the worst.

    A failed trial holds its place on the rung, behind all others, and never leaves it.
    """

    def __init__(self, rungs: Sequence[Rung]) -> None:
        self.rungs = tuple(rungs)
        self.ranking: list[list[tuple[float, int]]] = [[] for _ in rungs]  # (loss, number)
        self._trials: dict[int, Trial] = {}
        self._promoted: set[int] = set()
        self._strays: list[tuple[int, Configuration]] = []

    def __len__(self) -> int:
        return sum(rung.n_trials for rung in self.rungs)

    def rung_of(self, trial: Trial) -> int:
        """Return the highest rung that the epochs of `trial` suffice for, -1 if for none."""
        if trial.resource is None:
            return -1
        return bisect_right(self.rungs, trial.resource, key=lambda rung: rung.resource) - 1

    def add(self, trial: Trial, loss: float | None) -> None:
        """Rank a finished trial among those of its rung; equal losses by number."""
        i = self.rung_of(trial)
        if i < 0:
            return
        insort(self.ranking[i], (math.inf if loss is None else loss, trial.number))
        self._trials[trial.number] = trial
        if trial.parent is not None:
            self._promoted.add(trial.parent)
        elif i > 0:  # told from elsewhere: whoever has its configuration has been here already
            self._strays.append((i, trial.configuration))

    def next_trial(
        self, number: int, draw: Callable[[int], Configuration], running: Iterable[Trial]
    ) -> Trial | None:
        """Return trial `number`; None while a rung waits for those `running`, or at the end."""
        occupied = [self.rung_of(trial) for trial in running]
        for i, rung in enumerate(self.rungs):
            if len(self.ranking[i]) + occupied.count(i) < rung.n_trials:
                if i == 0:
                    return Trial(number, draw(number), rung.resource)
                if parent := self.best(i - 1):
                    return self.promote(parent, number)
            if i in occupied:
                return None
        return None

    def best(self, i: int, among: int | None = None) -> Trial | None:
        """Return the best trial of rung `i` not promoted yet; `among`, only the first so many."""
        for loss, number in self.ranking[i][:among]:
            trial = self._trials[number]
            if loss < math.inf and number not in self._promoted and not self._strayed(trial, i):
                return trial
        return None

    def promote(self, parent: Trial, number: int) -> Trial:
        """Return trial `number`: the configuration of `parent`, the epochs of the next rung."""
        self._promoted.add(parent.number)
        resource = self.rungs[self.rung_of(parent) + 1].resource
        return Trial(number, dict(parent.configuration), resource, parent.number)

    def _strayed(self, trial: Trial, i: int) -> bool:
        return any(j > i and stray == trial.configuration for j, stray in self._strays)
