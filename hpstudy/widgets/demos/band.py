"""d.band: a surrogate of a real net's loss, and fresh trainings to judge it."""

from __future__ import annotations

import numpy as np

from hpstudy.demos.band import N_FRESH, Band, band, check, train_here
from hpstudy.plots.band import draw_band
from hpstudy.plots.search import short
from hpstudy.widgets.demo import Action, Click, Demo, Options, Slider, Toggle

ANSWERS = {20: "all 20", 18: "18 or 19", 15: "15 to 17", 0: "fewer than 15"}  # from that many on
TRAIN, CHECK = "Train here", f"Check {N_FRESH} fresh"


def sentence(numbers: Band) -> str:
    """What is expected at the rate looked at, and how the band did."""
    expected, low, high = numbers.here
    said = (
        f"At rate {short(numbers.rate)} expect a loss of {expected:.2f}, 95 times in 100 one from "
        f"{low:.2f} to {high:.2f}."
    )
    n = len(numbers.fresh)
    if not n:
        return f"{len(numbers.known)} trainings are known. {said}"
    return (
        f"{said} The band promised 95% and holds {numbers.inside.sum()} of {n} fresh losses, "
        f"{numbers.inside.mean():.0%}. They miss the curve by {numbers.missed_by:.0%} on average, "
        f"a straight line by {numbers.line_missed_by:.0%}."
    )


def answer(seed: int) -> str:
    """How many of twenty fresh trainings the band of the opening picture holds."""
    *_, checked = check(seed)
    inside = checked.inside.sum()
    return next(words for least, words in ANSWERS.items() if inside >= least)


DEMO = Demo(
    name="d.band",
    question="What will the next trainings give?",
    compute=band,
    draw=draw_band,
    controls=[
        Slider(
            "rate",
            label="Learning rate",
            values=np.geomspace(1e-4, 1, 81),
            start=1e-2,
            format=short,
        ),
        Slider(
            "lengthscale",
            label="Lengthscale, decades",
            values=(0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8),
            start=4,
            format="{:.2g}",
        ),
        Slider(
            "noise",
            label="Noise",
            values=(0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5),
            start=0.05,
            format="{:.0%}",
        ),
        Toggle("learnt", label="Learn both instead"),
    ],
    predict=Options(
        f"The band promises to hold 95 of 100 losses. Of {N_FRESH} fresh ones, how many?",
        options=list(ANSWERS.values()),
        answer=answer,
    ),
    click=Click(x="rate", runs=TRAIN),
    actions=[Action(TRAIN, train_here), Action(CHECK, check)],
    sentence=sentence,
    alt=lambda numbers: (
        "Validation loss against learning rate: dots of known trainings, a curve through them, a "
        f"band that widens between them. {sentence(numbers)}"
    ),
)
