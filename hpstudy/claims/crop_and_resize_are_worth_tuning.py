"""Claim: data have hyperparameters too, such as cropping and resizing pictures.

The machine of d.crop on 600 digits. If it did not matter how they are cropped and resized, there
would be nothing to tune.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.demos.crop import crop

GUIDE = "Resizing and cropping pictures are hyperparameters of the data."
EXAM = "Data hyperparameters: attributes of the data, such as resizing and cropping."
TOPICS = ("data.resize-crop", "hp.types.data")
SEEDS = 10
CUTS = {
    "whole": {},
    "no border": {"width": 6},
    "crop": {"height": 4, "width": 4},
    "resize": {"dots": 4},
    "both": {"height": 6, "width": 6, "dots": 4},
}


def measure(seeds: Iterable[int]) -> Table:
    """Return the accuracy in percent after each way of cutting, per seed."""
    return Table.over(seeds, _run)


def _run(seed: int) -> Mapping[str, float]:
    return {name: 100 * crop(seed, **cut).accuracy for name, cut in CUTS.items()}


def effect(table: Table) -> Column:
    """Return the points that a little of both wins over resizing alone, with 16 inputs each."""
    return np.asarray(table["both"] - table["resize"])


def verdict(table: Table) -> str:
    """Say what the border is worth, and what the way to 16 inputs makes of them."""
    lost = table["whole"] - table["no border"]
    mean = {name: f"{table.mean(name):.1f} %" for name in CUTS}
    return (
        f"All 64 inputs: {mean['whole']} right. Without the outer columns {lost.mean():.1f} points "
        f"are lost ({lost.min():.1f} to {lost.max():.1f}). With 16 inputs: cropped {mean['crop']}, "
        f"resized {mean['resize']}, a little of both {mean['both']}."
    )
