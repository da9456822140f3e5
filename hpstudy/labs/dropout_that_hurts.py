"""Lab: find a net that dropout makes worse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hpstudy.demos import compute
from hpstudy.demos.dropout import DATA
from hpstudy.labs.mistake import call, demand, shown

PASSED = (
    "It hurts on each of three seeds. A net that is too small to overfit has nothing to win from "
    "dropout, and half of its few units to lose."
)

SEEDS = (0, 1, 2)
LOSS = 0.02  # of accuracy, that counts as hurting


def reference() -> tuple[float, int, str]:
    """Return a dropout rate, the units of each of two layers, and the data."""
    return 0.5, 8, "digits"


def check(answer: Callable[[], Any]) -> None:
    """Train with and without dropout on three seeds, and compare what the nets never saw."""
    found = call(answer)
    demand(
        isinstance(found, tuple | list) and len(found) == 3,
        "Return three things, rate, units and data, such as 0.5, 64, 'patients', not "
        f"{shown(found)}.",
    )
    rate, units, data = found
    _check_settings(rate, units, data)
    changes = np.array([_change(seed, rate, units, data) for seed in SEEDS])
    said = ", ".join(f"{100 * change:+.1f}" for change in changes)
    demand(
        (changes < 0).any(),
        f"Dropout helps there, or does nothing: {said} points on three seeds. How much of a net "
        "can be silent before it has too little left?",
    )
    demand(
        (changes < -LOSS).all(),
        f"{said} points on three seeds: that is no clear harm. It should lose more than "
        f"{100 * LOSS:.0f} on each.",
    )


def _check_settings(rate: Any, units: Any, data: Any) -> None:
    demand(data in DATA, f"data is one of {', '.join(DATA)}, not {data!r}.")
    demand(
        isinstance(units, int) and 1 <= units <= 128,
        f"units is a whole number from 1 to 128, not {units!r}.",
    )
    demand(
        isinstance(rate, int | float) and 0 < rate < 1,
        f"rate is the share of units that is dropped, above 0 and below 1, not {rate!r}.",
    )
    demand(
        rate <= 0.5,
        f"At rate {rate:g} hardly a unit is left, and any net suffers. Show that it hurts with 0.5 "
        "at most.",
    )


def _change(seed: int, rate: float, units: int, data: str) -> float:
    numbers = compute("d.dropout", seed, rate=rate, units=units, data=data)
    return float(numbers.now.unseen - numbers.without.unseen)
