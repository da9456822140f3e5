"""The contract of every search strategy: `ask()` for a trial, `tell()` its loss.

Asks may run ahead of tells, tells may come in any order, and a fresh strategy may be told trials
that it never asked for: that is how a search is resumed. What trial n is drawn from depends on
(seed, n) and on what was told before, on nothing else.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from numbers import Real
from typing import Any

import numpy as np

from hpstudy.space import Configuration, SearchSpace
from hpstudy.trial import Trial


class Strategy(ABC):
    """Which configuration comes next: a subclass decides that in `propose`, and nothing else.

    seed: an int, the same search again; None, a search of its own.
    """

    def __init__(self, space: SearchSpace, *, seed: int | None = None) -> None:
        if not isinstance(space, SearchSpace):
            raise TypeError(f"A strategy searches a SearchSpace, not {space!r}.")
        if seed is not None and not is_count(seed):
            raise ValueError(f"A seed is a whole number from 0 up or None, not {seed!r}.")
        self.space = space
        self.seeded = seed is not None  # if not, a stored search lends its seed when resumed
        # One word of entropy stands in for a missing seed, so that later draws still agree.
        self.seed: int = (
            int(np.random.SeedSequence().generate_state(1)[0]) if seed is None else int(seed)
        )
        self.pending: dict[int, Trial] = {}
        self.finished: dict[int, tuple[Trial, float | None]] = {}  # loss None: the trial failed
        self._lowest_free = 0  # every number below is finished or pending

    def ask(self) -> Trial | None:
        """Return the next trial; None while one must be told first, or when the search is over.

        Over means: None with nothing pending. A number that is missing among those told or
        pending is given out before a new one.
        """
        while self._lowest_free in self.finished or self._lowest_free in self.pending:
            self._lowest_free += 1
        proposal = self.propose(self._lowest_free)
        if proposal is None:
            return None
        trial = proposal if isinstance(proposal, Trial) else Trial(self._lowest_free, proposal)
        self.pending[trial.number] = trial
        return trial

    def tell(self, trial: Trial, loss: float | None) -> None:
        """Take in the loss of `trial`, lower is better; None, NaN or infinite: it failed.

        A text or a complex number is a `TypeError`, a trial told twice a `ValueError`.
        """
        if not isinstance(trial, Trial):
            raise TypeError(f"tell() takes a Trial, as ask() gives it, not {trial!r}.")
        checked = check_loss(loss)
        if not is_count(trial.number):
            raise ValueError(f"A trial's number is a whole number from 0 up, not {trial.number!r}.")
        if trial.number in self.finished:
            raise ValueError(f"Trial {trial.number} has been told already.")
        self.space.to_unit(trial.configuration)  # a stranger to this space is refused here
        self.pending.pop(trial.number, None)
        self.finished[trial.number] = (trial, checked)
        self.learn(trial, checked)

    @abstractmethod
    def propose(self, number: int) -> Configuration | Trial | None:
        """Return the configuration of trial `number`, or None if there is none to run now.

        A strategy that decides on resources returns the whole `Trial`, with `resource` and
        `parent`.
        """

    def learn(self, trial: Trial, loss: float | None) -> None:  # noqa: B027
        """Take note of a trial just told; most strategies look at `finished` when asked instead."""

    def draw(self, number: int) -> Configuration:
        """Return the configuration that chance gives trial `number`, from the whole space."""
        return self.space.sample(self.rng(number))

    def rng(self, number: int) -> np.random.Generator:
        """Return the generator for trial `number`: it does not matter who finished first."""
        return np.random.default_rng([self.seed, number])


def check_loss(loss: Any) -> float | None:
    """Return `loss` as a float, None if it means failure; not a real number: `TypeError`."""
    if loss is None:
        return None
    if isinstance(loss, np.ndarray) and loss.shape == ():
        loss = loss.item()
    if not isinstance(loss, Real):
        raise TypeError(f"A loss is a real number, or None for a failed trial, not {loss!r}.")
    try:
        value = float(loss)
    except OverflowError:  # a whole number beyond the largest double
        return None
    return value if math.isfinite(value) else None


def is_count(value: Any, least: int = 0) -> bool:
    """Say whether `value` is a whole number from `least` up; True and False are none."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    return whole and bool(value >= least)
