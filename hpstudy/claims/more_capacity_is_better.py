"""On trial: the more expressive a model may be, the better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos import compute
from hpstudy.demos.depth import UNLIMITED

GUIDE = "A model's expressiveness can be configured. (It is silent on how much is too much.)"
EXAM = "A model that is too complex overfits: limit the depth of trees, the size of nets."
TOPICS = ("found.expressiveness", "found.validation")
SEEDS = 20

SHALLOW = 2


def measure(seeds: Iterable[int]) -> Table:
    """Fit shallow and unlimited trees to patients and to tumours, ten cuts a seed."""

    def run(seed: int) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for data in ("patients", "tumours"):
            for name, depth in (("shallow", SHALLOW), ("deep", UNLIMITED)):
                # a seed's ten cuts must be no other seed's
                numbers = compute("d.depth", 10 * seed, depth=depth, data=data, average=True)
                found |= {f"{name} {data}": numbers.unseen, f"{name} {data}, seen": numbers.seen}
        return found

    return Table.over(seeds, run)


def effect(table: Table) -> Column:
    """Return what unlimited depth brings for patients that were not seen."""
    return table["deep patients"] - table["shallow patients"]


def verdict(table: Table) -> str:
    """Say what depth did to patients, and to tumours, where it did little."""
    low, high = np.quantile(100 * effect(table), [0.1, 0.9])
    tumours = 100 * (table["deep tumours"] - table["shallow tumours"])
    lowest, highest = np.quantile(tumours, [0.1, 0.9])
    return (
        f"From depth {SHALLOW} to unlimited, patients are judged right in "
        f"{table.mean('deep patients, seen'):.0%} instead of "
        f"{table.mean('shallow patients, seen'):.0%} of the training data, and on validation data "
        f"{100 * effect(table).mean():+.1f} points ({low:+.1f} to {high:+.1f}); on tumours the "
        f"same brings {tumours.mean():+.1f} points ({lowest:+.1f} to {highest:+.1f}): overfitting "
        "need not hurt."
    )
