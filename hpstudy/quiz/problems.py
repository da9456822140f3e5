"""What can be wrong with a bank: one `Problem` a fault, all of them in one `BankError`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault of a bank; `line` counts from 1 and is 0 where there is no line to name."""

    file: str
    line: int
    id: str
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = ".".join(part for part in (self.id, self.field) if part)
        text = f"{place} {where}: {self.message}" if where else f"{place}: {self.message}"
        # A file's name or an id may hold anything; a problem stays on one line, in plain sight.
        line = " ".join(text.split())
        return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)


class BankError(ValueError):
    """A bank that cannot be used; `.problems` holds everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean X" for the known word nearest to `word`, or nothing."""
    nearest = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {nearest[0]}" if nearest else ""
