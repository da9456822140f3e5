"""d.numbers: how many numbers a training moves, and what changes their count."""

from __future__ import annotations

import numpy as np

from hpstudy.demos import compute
from hpstudy.demos.numbers import Numbers, growth, numbers
from hpstudy.plots.numbers import draw_numbers
from hpstudy.widgets.demo import Choice, Demo, Options, Slider


def sentence(numbers: Numbers) -> str:
    """How many numbers were learnt, of how many kinds, and how many set."""
    moved = sum(row.moved for row in numbers.learnt)
    words = (
        f"Learnt: {numbers.n_learnt:,} numbers, of which {moved:,} moved. "
        f"Set by you: {len(numbers.set_by_you)}, of which none moved."
    )
    if numbers.model == "net":
        words = f"{numbers.hidden} hidden units, rate {numbers.rate:.2g}. {words}"
    return words


def answer(seed: int) -> str:
    """How many more parameters 32 more hidden units make."""
    return f"{growth(32):,}"


DEMO = Demo(
    name="d.numbers",
    question="Which numbers are yours, and which does the training find?",
    compute=numbers,
    draw=draw_numbers,
    controls=[
        Slider(
            "hidden",
            label="Hidden units",
            values=[2, 4, 8, 16, 32, 64, 128, 256],
            start=32,
            format="{:.0f}",
        ),
        Slider(
            "rate",
            label="Learning rate",
            values=np.geomspace(1e-3, 1, 13),
            start=0.1,
            format="{:.2g}",
        ),
        Choice(
            "model",
            label="Model",
            options={"net on digits": "net", "ridge on patients": "ridge"},
            start="net",
        ),
    ],
    opening=lambda seed: compute("d.numbers", seed),
    predict=Options(
        "The net has 64 inputs, 32 hidden units and 10 outputs. With twice the hidden units, "
        "how many more numbers must it learn?",
        options=["32", "2,048", "2,400", "none: the rate decides"],
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "A table of all numbers of a training: those set by the user, which did not move, and "
        f"those learnt, with one of each before and after. {sentence(numbers)}"
    ),
    progress=lambda numbers: numbers.share,
)
