"""d.loop: Bayesian search beside random search, one training at a time."""

from __future__ import annotations

import numpy as np

from hpstudy.demos.loop import N_RACES, TRIALS, Loop, loop, opening, ten_races
from hpstudy.plots.loop import HEIGHT, MOST, WIDTH, draw_loop
from hpstudy.widgets.demo import Action, Demo, Number, Slider


def sentence(numbers: Loop) -> str:
    """What both have found, and how often Bayesian search was ahead."""
    n = len(numbers.bayesian.losses)
    said = (
        f"After {n} trainings each: Bayesian search {numbers.bayesian.lowest:.3f}, random "
        f"{numbers.random.lowest:.3f}."
    )
    if not numbers.n_races:
        return said
    ends = numbers.ends[np.isfinite(numbers.ends[:, 0])]
    bayesian, random = np.median(ends, axis=0)
    return (
        f"{said} In {numbers.n_races} other races of {numbers.trials} trainings it ended lower "
        f"{numbers.wins} times, median loss {bayesian:.3f} against {random:.3f}."
    )


def offer(numbers: Loop) -> str | None:
    """What the button says: it has nothing more to run once ten races are."""
    return f"{N_RACES} races more" if numbers.n_races < N_RACES else None


def answer(seed: int) -> float:
    """How many of ten races Bayesian search wins, by running them."""
    *_, last = ten_races(seed)
    return float(last.wins)


DEMO = Demo(
    name="d.loop",
    question="Is it worth looking at what has been tried?",
    compute=loop,
    draw=draw_loop,
    opening=opening,
    controls=[
        Slider(
            "trials",
            label="Trainings each",
            values=range(5, MOST + 1),
            start=TRIALS,
            format="{:.0f}",
        ),
    ],
    predict=Number(
        f"In {N_RACES} races of {TRIALS} trainings each, how often does Bayesian search end lower?",
        between=(0, N_RACES),
        whole=True,
        unit="times",
        answer=answer,
    ),
    actions=[Action(f"{N_RACES} races more", ten_races, offer=offer)],
    progress=lambda numbers: numbers.done,
    sentence=sentence,
    alt=lambda numbers: (
        "Two boxes of learning rate by L2 with the trainings of Bayesian and of random search; "
        "below the former, the loss to be expected everywhere. Then the lowest loss of both by "
        f"training, and how ten other races ended. {sentence(numbers)}"
    ),
    width=WIDTH,
    height=HEIGHT,
)
