"""d.ravine: a heavy ball in a ravine that can be made as narrow as one likes."""

from __future__ import annotations

import math

from hpstudy.demos.ravine import MOMENTA, MOST_STEPS, RATES, Ravine, best_steps, ravine
from hpstudy.plots.ravine import draw_ravine
from hpstudy.widgets.demo import Demo, Number, Slider

KAPPAS = (1, 3, 10, 30, 100, 300, 1000)


def sentence(numbers: Ravine) -> str:
    """How this ball fares, and how the best ones do."""
    return (
        f"Momentum {numbers.momentum:.2g}, rate {numbers.rate:.2g}: {_fate(numbers)}. In this "
        f"ravine the best rate alone needs {numbers.plain:,.0f} steps, with the best momentum "
        f"{numbers.best:,.0f}."
    )


def _fate(numbers: Ravine) -> str:
    if not math.isinf(numbers.steps):
        return f"at rest after {numbers.steps:,.0f} steps"
    if numbers.losses[-1] < numbers.losses[0]:
        return f"not at rest after {MOST_STEPS:,} steps"
    return "the ball leaves the ravine"


def answer(seed: int) -> float:
    """How many times fewer steps the best momentum needs where one way is 100 times as steep."""
    plain, best = best_steps(100)
    return plain / best


DEMO = Demo(
    name="d.ravine",
    question="What does a ball with momentum do in a ravine?",
    compute=ravine,
    draw=draw_ravine,
    controls=[
        Slider("momentum", label="Momentum", values=MOMENTA, start=0, format="{:.2f}"),
        Slider("rate", label="Learning rate", values=RATES, start=0.01, format="{:.2g}"),
        Slider(
            "kappa",
            label="Times steeper across than along",
            values=KAPPAS,
            start=10,
            format="{:.0f}",
        ),
    ],
    predict=Number(
        "A ravine is 100 times as steep across as along. How many times fewer steps will the best "
        "momentum need than none, each at its best rate?",
        between=(1, 1000),
        unit="times",
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "A ball's way to the bottom of a ravine, its loss by step, and a map of the steps needed "
        f"for each learning rate and momentum. {sentence(numbers)}"
    ),
)
