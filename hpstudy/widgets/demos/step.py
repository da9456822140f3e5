"""d.step: the size of a step, on a bowl and on a real loss."""

from __future__ import annotations

import numpy as np

from hpstudy.demos.step import Step, Walk, step
from hpstudy.plots.step import draw_step
from hpstudy.widgets.demo import Demo, Options, Slider, two_digits

RATES = np.geomspace(1e-3, 1e2, 81)  # sixteen to a decade

CREEPS = "it creeps down one side"
SWINGS = "it swings from side to side"


def sentence(numbers: Step) -> str:
    """What each walk does."""
    return (
        f"Rate {two_digits(numbers.rate)}: the bowl's ball {_how(numbers.rate, numbers.bowl)}; "
        f"the tumour model {_ended(numbers.tumours)}."
    )


def _how(rate: float, walk: Walk) -> str:
    if rate > walk.limit:
        return f"leaves: above {walk.limit:.2g} each step lands higher than the last"
    changes = walk.sides_changed
    sides = f"changes sides {changes} times" if changes else "stays on its side"
    return f"{sides} and ends at a loss of {walk.end:.2g}"


def _ended(walk: Walk) -> str:
    falls = walk.end < walk.losses[0]
    rises = int((np.diff(walk.losses) > 1e-9).sum())
    went = f"{rises} of its 50 steps went up" if rises else "every step went down"
    return (
        f"{'goes' if falls else 'ends higher,'} from {walk.losses[0]:.2f} to {walk.end:.2f}, {went}"
    )


def answer(seed: int) -> str:
    """What the ball does at the smallest rate."""
    return SWINGS if step(seed, rate=float(RATES[0])).bowl.sides_changed else CREEPS


DEMO = Demo(
    name="d.step",
    question="How far should one step go?",
    compute=step,
    draw=draw_step,
    controls=[
        Slider("rate", label="Learning rate", values=RATES, start=0.1, format=two_digits),
    ],
    predict=Options(
        "What does a ball in a bowl do when the learning rate is very small?",
        options=[CREEPS, SWINGS, "it rolls out"],
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "A ball that takes fifty steps down a bowl, a second one on the contour map of a loss of "
        f"two weights, and the loss each ends at against the learning rate. {sentence(numbers)}"
    ),
)
