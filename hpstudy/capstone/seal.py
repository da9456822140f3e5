"""The test set of a capstone, and a record of every opening.

A test set tells the truth once. Whoever looks, goes back, changes something and looks again has
begun to choose by it, and what it then says of the winner is as flattering as validation is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.capstone.training import DATA, Configuration, epochs, right
from hpstudy.journal import Journal
from hpstudy.network import Layers

FILE, SCHEMA = "openings.sqlite", 1
_RESAMPLES, _SURE = 10_000, 0.95


@dataclass(frozen=True)
class Opening:
    """One look at the test set: how many examples a default and a tuned net get right.

    both, only_tuned, only_default: of n examples, those that the nets named by them get right
    n_openings: how often the set has been opened in all
    """

    at: str
    default_knobs: Mapping[str, str]
    job: str
    n: int
    both: int
    only_tuned: int
    only_default: int
    n_openings: int = field(default=1, compare=False)

    @classmethod
    def not_yet(cls) -> Opening:
        """Return the opening that has not been made."""
        return cls("", {}, "", 0, 0, 0, 0, 0)

    @property
    def default(self) -> float:
        """Accuracy of the default on the test set."""
        return (self.both + self.only_default) / self.n if self.n else np.nan

    @property
    def best(self) -> float:
        """Accuracy of the tuned net on the test set."""
        return (self.both + self.only_tuned) / self.n if self.n else np.nan

    @property
    def gain(self) -> float:
        """What tuning has brought."""
        return self.best - self.default

    @property
    def differences(self) -> NDArray[np.int64]:
        """Of every example: 1 if only the tuned net gets it right, -1 if only the default does."""
        alike = self.n - self.only_tuned - self.only_default
        return np.repeat([1, 0, -1], [self.only_tuned, alike, self.only_default])

    @property
    def interval(self) -> tuple[float, float]:
        """The bootstrap interval of the gain."""
        return bootstrap(self.differences) if self.n else (np.nan, np.nan)

    @property
    def sure(self) -> bool:
        """Whether the whole interval lies above zero."""
        return self.interval[0] > 0

    def __str__(self) -> str:
        if not self.n:
            return "The test set stays sealed: there is no best job, or no default to compare with."
        low, high = (100 * bound for bound in self.interval)
        verdict = "so it is better" if self.sure else "so nobody can be sure that it is better"
        said = (
            f"Of {self.n:,} test examples the default gets {self.default:.1%} right, the best job "
            f"{self.best:.1%}: a gain of {100 * self.gain:+.1f} points, between {low:+.1f} and "
            f"{high:+.1f} if the examples had been others, {verdict}."
        )
        if self.n_openings > 1:
            said += (
                f" This was opening {self.n_openings}: you had seen the test set before you chose "
                "what to open it with, and it no longer counts as unseen."
            )
        return said

    _repr_markdown_ = __str__


def bootstrap(differences: NDArray[Any], seed: int = 0) -> tuple[float, float]:
    """Return an interval (95 %) for the mean of paired differences (n,).

    Draw n examples of the n, some twice and some not at all, and take the mean; ten thousand times.
    The middle 95 % of the means are the interval (Efron and Tibshirani 1993, chapter 13).
    """
    rng = np.random.default_rng(seed)
    values, counts = np.unique(differences, return_counts=True)
    n = len(differences)
    drawn = rng.multinomial(n, counts / n, size=_RESAMPLES)  # how often each value is drawn
    means = drawn @ values / n
    low, high = np.quantile(means, [(1 - _SURE) / 2, (1 + _SURE) / 2])
    return float(low), float(high)


class SealedTest:
    """The test set that goes with `data`; its openings are kept in `folder`."""

    def __init__(self, data: str, folder: Path) -> None:
        self._data, self._path = data, folder / FILE

    def openings(self) -> list[Opening]:
        """Return every opening so far, oldest first."""
        if not self._path.exists():
            return []
        with Journal(self._path, "openings", SCHEMA, read_only=True) as journal:
            entries = list(journal)
        return [Opening(**entry, n_openings=i) for i, entry in enumerate(entries, start=1)]

    def open(
        self, default_knobs: Configuration, default: Layers, job: str, tuned: Layers
    ) -> Opening:
        """Judge two nets, and write down that the set was opened before anyone sees how they do.

        Asked about the same two as last time, it says again what it said: nothing new is learnt.
        """
        knobs = {name: str(value) for name, value in default_knobs.items()}
        before = self.openings()
        if before and (before[-1].job, before[-1].default_knobs) == (job, knobs):
            return before[-1]
        parts = DATA[self._data]()
        hits = [right(net, parts.X_test, parts.y_test) for net in (default, tuned)]
        opening = Opening(
            datetime.now(UTC).isoformat(timespec="seconds"),
            knobs,
            job,
            len(parts.y_test),
            int((hits[0] & hits[1]).sum()),
            int((hits[1] & ~hits[0]).sum()),
            int((hits[0] & ~hits[1]).sum()),
            len(before) + 1,
        )
        entry = asdict(opening)
        del entry["n_openings"]  # its place in the journal says so
        with Journal(self._path, "openings", SCHEMA) as journal:
            journal.append(entry)
        return opening


def default_net(data: str, configuration: Configuration) -> Layers:
    """Return the net that the default makes."""
    *_, last = epochs(data=data, **configuration)
    return last.layers
