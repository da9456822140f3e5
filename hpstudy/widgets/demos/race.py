"""d.race: three optimizers at a learning rate that they share."""

from __future__ import annotations

import numpy as np

from hpstudy.demos import compute
from hpstudy.demos.race import EPOCHS, RACERS, Race, race
from hpstudy.plots.race import LABELS, draw_race
from hpstudy.widgets.demo import Demo, Options, Slider

RATES = np.geomspace(1e-4, 1, 33)  # eight to a decade


def sentence(numbers: Race) -> str:
    """How far each has come."""
    reached = ", ".join(f"{LABELS[racer]} {numbers.accuracies[racer][-1]:.0%}" for racer in RACERS)
    return f"Rate {numbers.rate:.2g}, after {numbers.epoch} epochs on digits: {reached}."


def answer(seed: int) -> str:
    """Who is ahead at a rate of 0.3, by running the race."""
    return LABELS[compute("d.race", seed, rate=0.3).leader]


DEMO = Demo(
    name="d.race",
    question="Which optimizer is the fastest?",
    compute=race,
    draw=draw_race,
    opening=lambda seed: compute("d.race", seed),
    controls=[
        Slider(
            "rate", label="Learning rate of all three", values=RATES, start=0.01, format="{:.2g}"
        ),
    ],
    predict=Options(
        "At a learning rate of 0.3, whose net reads the most digits after five epochs?",
        options=list(LABELS.values()),
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "The trails of gradient descent, momentum and Adam in a ravine, their accuracy on digits "
        f"by epoch, and after five epochs by learning rate. {sentence(numbers)}"
    ),
    progress=lambda numbers: numbers.epoch / EPOCHS,
)
