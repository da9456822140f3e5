"""Claim: hidden units and layers are hyperparameters of the model: they shape what it can do.

The nets of d.bend on circles: 2 to 16 rectifiers in one layer, and one or four layers of 16 with
each bend.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hpstudy.claims.table import Column, Table
from hpstudy.demos import compute

GUIDE = "The number of hidden units and of layers are hyperparameters of the model: they shape it."
EXAM = "Model hyperparameters: the number of hidden units, the first hidden layer, the layers."
TOPICS = ("net.width", "net.depth", "hp.types.model")
SEEDS = 10
WIDTHS = (2, 4, 16)
BENDS = ("none", "sigmoid", "rectifier")


def measure(seeds: Iterable[int]) -> Table:
    """Return the accuracy in percent of each net on new points, per seed."""
    return Table.over(seeds, _run)


def _run(seed: int) -> Mapping[str, float]:
    widths = {f"width {width}": _accuracy(seed, "rectifier", 1, width) for width in WIDTHS}
    depths = {
        f"{bend} {layers}": _accuracy(seed, bend, layers, 16) for bend in BENDS for layers in (1, 4)
    }
    return widths | depths


def _accuracy(seed: int, activation: str, layers: int, width: int) -> float:
    run = compute("d.bend", seed, activation=activation, layers=layers, width=width).now
    return 100 * float(run.unseen)


def effect(table: Table) -> Column:
    """Return the points that 16 units win over 2."""
    return table["width 16"] - table["width 2"]


def verdict(table: Table) -> str:
    """Say what width does, and what depth does with each bend."""
    widths = ", ".join(f"{table.mean(f'width {width}'):.0f} % with {width}" for width in WIDTHS)
    depths = ", ".join(
        f"{'no bend' if bend == 'none' else bend} "
        f"{table.mean(f'{bend} 4') - table.mean(f'{bend} 1'):+z.0f}"
        for bend in BENDS
    )
    return (
        f"Width: {widths} units. Four layers in place of one, in points: {depths}: "
        "more is not always better."
    )
