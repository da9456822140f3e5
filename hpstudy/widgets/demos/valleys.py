"""d.valleys: does momentum carry a ball over the hill?"""

from __future__ import annotations

import numpy as np

from hpstudy.demos.valleys import N_BALLS, Valleys, valleys
from hpstudy.plots.valleys import draw_valleys
from hpstudy.widgets.demo import Demo, Options, Slider

MOMENTA = (*np.linspace(0, 0.95, 20), 0.96, 0.97, 0.98, 0.99)
RATES = np.geomspace(0.003, 0.3, 33)
STARTS = np.linspace(0.25, 2.5, 46)
NONE, SOME, MOST = "none", "some, fewer than half", "more than half"


def sentence(numbers: Valleys) -> str:
    """Where the reader's ball ended, and how many of all crossed."""
    ended = "in the deep valley" if numbers.ball_crossed else "in the shallow valley"
    return (
        f"Momentum {numbers.momentum:.2f}, rate {numbers.rate:.2g}: a ball from "
        f"{numbers.start:.2f} ends {ended}; of {N_BALLS} balls {numbers.crossed.sum()} "
        f"({numbers.share:.0%}) end in the deep one."
    )


def answer(seed: int) -> str:
    """How many of all balls end in the deep valley with a momentum of 0.9."""
    share = valleys(seed, momentum=0.9).share
    return NONE if share == 0 else SOME if share < 0.5 else MOST


DEMO = Demo(
    name="d.valleys",
    question="Does momentum find the deepest valley?",
    compute=valleys,
    draw=draw_valleys,
    controls=[
        Slider("momentum", label="Momentum", values=MOMENTA, start=0, format="{:.2f}"),
        Slider("rate", label="Learning rate", values=RATES, start=0.03, format="{:.2g}"),
        Slider("start", label="Where your ball starts", values=STARTS, start=1.7, format="{:.2f}"),
    ],
    predict=Options(
        f"{N_BALLS} balls start right of the hill. With a momentum of 0.9, how many of them end "
        "in the deeper valley on the left?",
        options=[NONE, SOME, MOST],
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "A ball on a curve with a deep valley on the left and a shallow one on the right; the "
        f"starts of {N_BALLS} balls, marked by where they end. {sentence(numbers)}"
    ),
)
