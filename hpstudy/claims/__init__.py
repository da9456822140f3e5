"""Claims on trial: each module here measures one sentence of the study guide and judges it.

A claim's module has GUIDE (what the guide says, in our words), EXAM (the answer an exam expects),
TOPICS, SEEDS (how many seeds judge it), and three functions:

    measure(seeds)  -> Table    real runs, one row a seed
    effect(table)   -> (n,)     by how much the claim holds for each seed; below zero: it does not
    verdict(table)  -> str      one sentence, computed

`trial(name)` runs them; lessons, `hpstudy claims` and tests all call that.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from hpstudy.claims.table import Table, holds, spread
from hpstudy.progress import progress_bar

__all__ = ["ClaimError", "Table", "Verdict", "load", "names", "trial"]


class ClaimError(Exception):
    """No such claim, or no seeds to try it on; the message says what there is."""


@dataclass(frozen=True)
class Verdict:
    """What came of one trial: the measured figure, its spread over seeds, and the sentence."""

    name: str
    topics: tuple[str, ...]
    guide: str
    figure: float
    spread: tuple[float, float]
    seeds: int
    holds: bool | str
    verdict: str
    exam: str

    def __str__(self) -> str:
        return (
            f"{self.name}\n"
            f"  the guide says  {self.guide}\n"
            f"  measured        {self.verdict}\n"
            f"  holds           {_in_words(self.holds)}, over {self.seeds} seeds\n"
            f"  exam answer     {self.exam}"
        )

    def _repr_markdown_(self) -> str:
        rows = {
            "the guide says": self.guide,
            "measured": self.verdict,
            "holds": f"{_in_words(self.holds)}, over {self.seeds} seeds",
            "exam answer": self.exam,
        }
        body = "\n".join(f"| {name} | {text} |" for name, text in rows.items())
        return f"| | {self.name} |\n|---|---|\n{body}"

    def as_dict(self) -> dict[str, Any]:
        """Return plain data, as `hpstudy claims --json` prints it."""
        return asdict(self)


def names() -> list[str]:
    """Return the names of all claims."""
    return [
        module.name.replace("_", "-")
        for module in pkgutil.iter_modules(__path__)
        if module.name != "table"
    ]


def trial(name: str, *, seeds: int | None = None, progress: bool = False) -> Verdict:
    """Measure claim `name` on seeds 0, 1, ... and judge it."""
    claim = load(name)
    n = claim.SEEDS if seeds is None else seeds
    if n < 2:
        raise ClaimError(f"A claim is judged on at least 2 seeds, not {n}.")
    table = claim.measure(_counted(range(n), name, progress))
    effect = claim.effect(table)
    return Verdict(
        name=name,
        topics=claim.TOPICS,
        guide=claim.GUIDE,
        figure=float(np.mean(effect)),
        spread=spread(effect),
        seeds=n,
        holds=holds(effect),
        verdict=claim.verdict(table),
        exam=claim.EXAM,
    )


def load(name: str) -> Any:
    """Return the module of claim `name`; no such claim is a `ClaimError`."""
    if name not in names():
        near = difflib.get_close_matches(name, names(), n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(names())}"
        raise ClaimError(f"No claim is called {name!r}: {hint}")
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")


def _counted(seeds: range, name: str, progress: bool) -> Iterable[int]:
    return progress_bar(seeds, len(seeds), name) if progress else seeds


def _in_words(held: bool | str) -> str:
    return held if isinstance(held, str) else "yes" if held else "no"
