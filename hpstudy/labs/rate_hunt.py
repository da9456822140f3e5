"""Lab: find a learning rate in at most eight trainings, for two nets that need different ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from hpstudy.data import digits
from hpstudy.labs.mistake import Mistake, call, demand, shown
from hpstudy.training import train

PASSED = "At most eight trainings a net, and both nets read at least 93 % of new digits."

MOST_RUNS = 8
GOAL = 0.93
EPOCHS = 20
NETS = {"gradient_descent": "gradient descent", "adam": "Adam"}


def reference(run: Callable[[float], float]) -> float:
    """Return the best of eight rates, evenly spaced on a log scale."""
    return float(max(np.geomspace(1e-4, 10, 8), key=run))


def check(answer: Callable[[Callable[[float], float]], Any]) -> None:
    """Let the hunt loose on a net trained with gradient descent, and on one trained with Adam."""
    for optimizer in NETS:
        _check_hunt(answer, optimizer)


@cache
def accuracy(optimizer: str, rate: float) -> float:
    """Train a real net on 600 digits for 20 epochs; its accuracy on 600 others."""
    *_, last = train(
        digits(600, 600, 1),
        seed=1,
        measure=("validation",),
        optimizer=optimizer,
        learning_rate=rate,
        epochs=EPOCHS,
    )
    return last.validation_accuracy


def _check_hunt(answer: Callable[[Callable[[float], float]], Any], optimizer: str) -> None:
    tried: dict[float, float] = {}

    def run(rate: float) -> float:
        demand(
            isinstance(rate, float | int | np.floating) and rate > 0,
            f"run wants a learning rate above 0, a number, not {rate!r}.",
        )
        demand(
            len(tried) < MOST_RUNS or float(rate) in tried,
            f"You may train {MOST_RUNS} times; your hunt asked for one more.",
        )
        tried[float(rate)] = accuracy(optimizer, float(rate))
        return tried[float(rate)]

    _check_found(call(answer, run), tried, NETS[optimizer])


def _check_found(found: Any, tried: dict[float, float], net: str) -> None:
    demand(tried, "You never called run: the only way to know a rate is to train with it.")
    demand(
        isinstance(found, float | int | np.floating),
        f"Return the rate, one number, not {shown(found)}.",
    )
    if float(found) not in tried:
        if float(found) in tried.values():
            raise Mistake(f"You return an accuracy, {found:.3f}. Return the rate that reached it.")
        raise Mistake(f"You return {found:g}, a rate that you never trained with.")
    best = max(tried, key=lambda rate: tried[rate])
    if tried[float(found)] < GOAL <= tried[best]:
        raise Mistake(
            f"You return rate {found:g}, which reads {tried[float(found)]:.0%}, but you had tried "
            f"{best:.2g}, which reads {tried[best]:.0%}. Return the best of them."
        )
    _check_reached(tried, best, net)


def _check_reached(tried: dict[float, float], best: float, net: str) -> None:
    decades = np.log10(max(tried) / min(tried))
    demand(
        tried[best] >= GOAL or decades >= 2,
        f"With {net} the best of your rates, {best:.2g}, reads {tried[best]:.0%}. They span "
        f"{decades:.1f} decades; a good rate may lie several away. np.geomspace(1e-4, 10, "
        f"{MOST_RUNS}) looks everywhere.",
    )
    demand(
        tried[best] >= GOAL,
        f"With {net} the best of your rates, {best:.2g}, reads {tried[best]:.0%}; "
        f"{GOAL:.0%} can be reached. Spread them evenly on a log scale.",
    )
