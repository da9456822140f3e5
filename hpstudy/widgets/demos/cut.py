"""d.cut: thirty jobs, and a rule that stops those that fall behind."""

from __future__ import annotations

import math

from hpstudy.demos._curves import EPOCHS
from hpstudy.demos.cut import JOBS, MEDIAN, NONE, RULES, Cut, cut, race
from hpstudy.plots.cut import draw_cut
from hpstudy.widgets.demo import Action, Choice, Demo, Options, Slider

START = f"Train {JOBS} jobs"
TENTH, HALF, MOST = "about a tenth", "about half", "about nine tenths"


def sentence(numbers: Cut) -> str:
    """What the rule saves, and what became of the best job."""
    rule = "No rule" if numbers.rule == NONE else f"{numbers.rule[0].upper()}{numbers.rule[1:]}"
    if numbers.rule != NONE:
        rule = f"{rule}, no cut before epoch {numbers.grace}"
    if not numbers.trained:
        return f"{rule}: {JOBS} random jobs of {EPOCHS} epochs wait for the button."
    spent, all_of_them = int(numbers.granted.sum()), JOBS * numbers.trained
    return (
        f"{rule}: {spent} of {all_of_them} epochs, {numbers.saved:.0%} saved; {numbers.stopped} of "
        f"{JOBS} jobs stopped. {_best(numbers)}"
    )


def _best(numbers: Cut) -> str:
    lowest = numbers.losses[numbers.best, numbers.trained - 1]
    if numbers.trained < EPOCHS:
        return f"After {numbers.trained} epochs job {numbers.best + 1} leads with {lowest:.3f}."
    if numbers.kept:
        return f"The best, job {numbers.best + 1} with loss {lowest:.3f}, is kept."
    return (
        f"The best, job {numbers.best + 1} with loss {lowest:.3f}, is cut at epoch "
        f"{numbers.granted[numbers.best]}; what is left reaches {numbers.found:.3f}."
    )


def answer(seed: int) -> str:
    """How much the median rule saves, by training all thirty jobs."""
    *_, last = race(seed)
    options = {TENTH: 0.1, HALF: 0.5, MOST: 0.9}
    return min(options, key=lambda said: math.dist([options[said]], [last.saved]))


DEMO = Demo(
    name="d.cut",
    question="What does stopping early save, and lose?",
    compute=cut,
    draw=draw_cut,
    controls=[
        Choice("rule", label="Rule", options=RULES, start=MEDIAN),
        Slider(
            "grace",
            label="No cut before epoch",
            values=range(1, 11),
            start=1,
            format="{:.0f}",
        ),
    ],
    predict=Options(
        f"{JOBS} random jobs of {EPOCHS} epochs; each is stopped once it is worse than the median "
        "of those before it. How many of the epochs are saved?",
        options=[TENTH, HALF, MOST],
        answer=answer,
    ),
    actions=[Action(START, race)],
    progress=lambda numbers: numbers.done,
    sentence=sentence,
    alt=lambda numbers: (
        f"Learning curves of {JOBS} jobs, each drawn to where the rule stops it and thin beyond; "
        f"beside them a bar a job, as long as its epochs. {sentence(numbers)}"
    ),
)
