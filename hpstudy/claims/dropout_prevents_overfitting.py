"""Claim: dropout prevents overfitting.

The trainings of d.dropout with and without it, on a net that overfits, one that does not, and one
with hardly a unit to spare.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hpstudy.claims.table import Column, Table
from hpstudy.demos import compute

GUIDE = "Dropout prevents overfitting."
EXAM = "Dropout is used to avoid overfitting."
TOPICS = ("reg.dropout",)
SEEDS = 10
NETS = {"patients": (64, "patients"), "digits": (64, "digits"), "small": (8, "digits")}


def measure(seeds: Iterable[int]) -> Table:
    """Return each net's accuracy on what it never saw, and its gap, without and with dropout."""
    return Table.over(seeds, _run)


def _run(seed: int) -> Mapping[str, float]:
    row = {}
    for name, (units, data) in NETS.items():
        numbers = compute("d.dropout", seed, rate=0.5, units=units, data=data)
        for when, run in (("without", numbers.without), ("with", numbers.now)):
            row[f"{name} {when}"] = 100 * run.unseen
            row[f"{name} gap {when}"] = 100 * run.gap
    return row


def gain(table: Table, name: str) -> Column:
    """Return the points of accuracy that dropout brings a net on what it never saw."""
    return table[f"{name} with"] - table[f"{name} without"]


def effect(table: Table) -> Column:
    """Return the points that it brings the net that overfits."""
    return gain(table, "patients")


def verdict(table: Table) -> str:
    """Say where it helps, where it does nothing and where it hurts."""
    before, after = (table.mean(f"patients gap {when}") for when in ("without", "with"))
    gains = {name: gain(table, name) for name in NETS}
    return (
        f"Where a net overfits, yes: on patients the gap shrinks from {before:.0f} to {after:.0f} "
        f"points, new ones gain {gains['patients'].mean():+.1f} points (better in "
        f"{(gains['patients'] > 0).sum()} of {len(table)}). Clean digits: "
        f"{gains['digits'].mean():+.1f}. With 8 units a layer in place of 64: "
        f"{gains['small'].mean():+.1f}."
    )
