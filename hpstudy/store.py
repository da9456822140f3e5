"""The store: the finished trials of one search in a journal, so that it can be resumed.

The first entry says which search it is (space, strategy, seed), every later one is a trial in the
order of finishing. Resuming is telling a fresh strategy these trials.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self

from hpstudy.journal import Entry, Journal, JournalError
from hpstudy.space import Categorical, Configuration, Hyperparameter, Integer, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.trial import Trial

SCHEMA = 1


class StoreError(JournalError):
    """The store cannot serve this search: one sentence says which file, why, and the way out."""


class Store:
    """The finished trials of the search that `strategy` decides, kept in the file at `path`.

    seeded: whether the strategy's seed was asked for; if not, it takes over the stored one
    Nobody else may open the file before `close` or the death of this process; a file with another
    space, strategy or seed is a `StoreError`.
    """

    def __init__(
        self, path: str | os.PathLike[str], strategy: Strategy, *, seeded: bool = True
    ) -> None:
        self._space = strategy.space
        self._journal = Journal(path, "trials", SCHEMA, exclusive=True, error=StoreError)
        try:
            self._stored = self._open(strategy, seeded)
        except BaseException:
            self._journal.close()
            raise

    def append(self, trial: Trial) -> None:
        """Write a finished trial; when this returns, it is on the disk."""
        self._journal.append(
            vars(trial) | {"configuration": _encode(self._space, trial.configuration)}
        )

    def __iter__(self) -> Iterator[Trial]:
        """Give the trials that the file held when it was opened, in the order of finishing."""
        return iter(self._stored)

    def close(self) -> None:
        """Let go of the file."""
        self._journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _open(self, strategy: Strategy, seeded: bool) -> list[Trial]:
        """Return the stored trials; say first which search this is, or see that it is the same."""
        search = _describe(strategy)
        entries = list(self._journal)
        if not entries:
            self._journal.append(search)
            return []
        stored, *trials = entries
        if stored.keys() != search.keys():
            raise self._damaged()
        if not seeded:
            search["seed"] = stored["seed"]
        if difference := _difference(stored, search):
            raise StoreError(
                f"{self._journal.path} holds another search: {difference}; choose another file."
            )
        strategy.seed = search["seed"]
        return [self._trial(entry) for entry in trials]

    def _trial(self, entry: Entry) -> Trial:
        try:
            configuration = _decode(self._space, entry["configuration"])
            self._space.to_unit(configuration)  # a ValueError where it lies outside
            return Trial(**entry | {"configuration": configuration, "curve": tuple(entry["curve"])})
        except (LookupError, TypeError, ValueError, AttributeError):
            raise self._damaged() from None

    def _damaged(self) -> StoreError:
        return StoreError(
            f"{self._journal.path} is damaged: restore a copy, or choose another file."
        )


def _describe(strategy: Strategy) -> Entry:
    """Return what makes a search this search and no other, as plain data."""
    return {
        "space": [f"{name}: {_text_of(h)}" for name, h in strategy.space.items()],
        "strategy": _settings(strategy),
        "seed": strategy.seed,
    }


def _settings(strategy: Strategy) -> str:
    """Return the strategy as it was made, such as "GridSearch(resolution={'x': 5})".

    Each option of a strategy is kept under its own name, as scikit-learn's estimators do.
    """
    options = [
        o for o in inspect.signature(type(strategy)).parameters if o not in ("space", "seed")
    ]
    given = ", ".join(f"{o}={_name(getattr(strategy, o, None))}" for o in options)
    return f"{type(strategy).__name__}({given})"


def _difference(stored: Entry, search: Entry) -> str | None:
    """Return in words the first thing that differs between two descriptions, or None."""
    for part, ours in search.items():
        theirs = stored[part]
        if theirs == ours:
            continue
        if part == "space":
            theirs, ours = (f"[{'; '.join(space)}]" for space in (theirs, ours))
        return f"its {part} is {theirs}, not {ours}"
    return None


def _text_of(hyperparameter: Hyperparameter) -> str:
    """Return the hyperparameter as text that is the same in every process."""
    # Where an object lies in memory and in which order a set is shown differs from run to run.
    if isinstance(hyperparameter, Categorical):
        return f"Categorical({', '.join(map(_name, hyperparameter.choices))})"
    return repr(hyperparameter)


def _name(value: object) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_name, value))})"
    if isinstance(value, frozenset):
        return f"frozenset({', '.join(sorted(map(_name, value)))})"
    return re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))


def _encode(space: SearchSpace, configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration as JSON can say it; a choice, which may be anything, by place."""
    return {name: _plain(h, configuration[name]) for name, h in space.items()}


def _plain(hyperparameter: Hyperparameter, value: Any) -> int | float:
    if isinstance(hyperparameter, Categorical):
        return hyperparameter.index(value)
    return int(value) if isinstance(hyperparameter, Integer) else float(value)


def _decode(space: SearchSpace, stored: Mapping[str, Any]) -> Configuration:
    """Return the configuration that `_encode` wrote."""
    return {
        name: h.choices[stored[name]] if isinstance(h, Categorical) else stored[name]
        for name, h in space.items()
    }
