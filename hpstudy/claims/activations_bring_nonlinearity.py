"""Claim: activation functions bring non-linearity.

The nets of d.bend, 16 units a layer, with and without a rectifier: on circles, which no line can
part, on odd against even digits, and on the ten digits, where lines are nearly enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from hpstudy.claims.table import Column, Table
from hpstudy.data import digits
from hpstudy.demos import compute
from hpstudy.training import train

GUIDE = "Activation functions bring non-linearity; the rectifier is a common one."
EXAM = "An activation function, such as the rectifier, adds non-linearity."
TOPICS = ("net.activation", "net.depth")
SEEDS = 10
NETS = {"none": ("none", 1), "none deep": ("none", 3), "bent": ("rectifier", 1)}


def measure(seeds: Iterable[int]) -> Table:
    """Return the accuracy in percent of each net on each kind of data, per seed."""
    return Table.over(seeds, _run)


def _run(seed: int) -> Mapping[str, float]:
    row = {}
    for net, (activation, layers) in NETS.items():
        for data in ("circles", "parity"):
            run = compute("d.bend", seed, activation=activation, layers=layers, data=data).now
            row[f"{data} {net}"] = 100 * run.unseen
        row[f"digits {net}"] = 100 * _digits(seed, activation, layers)
    return row


def _digits(seed: int, activation: str, layers: int) -> float:
    *_, last = train(
        digits(600, 600, seed),
        seed=seed,
        measure=("validation",),
        activation=activation,
        hidden=(16,) * layers,
        optimizer="adam",
        learning_rate=0.01,
        epochs=40,
    )
    return last.validation_accuracy


def effect(table: Table) -> Column:
    """Return the points that a rectifier wins on circles over the better net without a bend."""
    straight = np.maximum(table["circles none"], table["circles none deep"])
    return table["circles bent"] - straight


def verdict(table: Table) -> str:
    """Say what a bend is worth where it is needed, and where it is not."""
    mean = table.mean
    return (
        f"Circles: {mean('circles none'):.0f} % right without a bend, "
        f"{mean('circles none deep'):.0f} % with three such layers, {mean('circles bent'):.0f} % "
        f"with rectifiers. Odd or even: {mean('parity none'):.1f} % and "
        f"{mean('parity bent'):.1f} %. The ten digits need no bend: {mean('digits none'):.1f} % "
        f"and {mean('digits bent'):.1f} %."
    )
