"""d.rate: one training for each learning rate that the reader tries."""

from __future__ import annotations

import numpy as np

from hpstudy.demos import compute
from hpstudy.demos.rate import EPOCHS, Rate, rate
from hpstudy.plots.rate import draw_rate
from hpstudy.widgets.demo import Demo, Options, Slider

RATES = np.geomspace(1e-4, 10, 41)  # eight to a decade
OPTIONS = ["0.001", "0.03", "0.3", "3"]


def sentence(numbers: Rate) -> str:
    """How this training ended, and the best so far."""
    run, best = numbers.now, numbers.best
    words = (
        f"Rate {run.rate:.2g}: training loss {run.loss:.2g} after {len(run.losses)} epochs, "
        f"{run.accuracy:.0%} of new digits read right."
    )
    if best is not run:
        words += f" Lowest so far: {best.loss:.2g}, at rate {best.rate:.2g}."
    return words


def answer(seed: int) -> str:
    """Which of the four rates ends lowest, by training with each."""
    return min(OPTIONS, key=lambda text: compute("d.rate", seed, rate=float(text)).now.loss)


DEMO = Demo(
    name="d.rate",
    question="Which learning rate learns the most in 20 epochs?",
    compute=rate,
    draw=draw_rate,
    opening=lambda seed: compute("d.rate", seed),
    controls=[
        Slider("rate", label="Learning rate", values=RATES, start=0.01, format="{:.2g}"),
    ],
    predict=Options(
        "Which of these learning rates has the lowest training loss after 20 epochs?",
        options=OPTIONS,
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "Training loss and validation accuracy by epoch, earlier runs in grey, and the loss after "
        f"20 epochs against the learning rate of {len(numbers.past) + 1} runs. {sentence(numbers)}"
    ),
    progress=lambda numbers: len(numbers.now.losses) / EPOCHS,
)
