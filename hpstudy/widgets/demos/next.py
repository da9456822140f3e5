"""d.next: which learning rate to train next, by three rules."""

from __future__ import annotations

import numpy as np

from hpstudy.demos.next import N_DRAWS, N_STEPS, RULES, Next, next, step, ten_steps
from hpstudy.plots.next import HEIGHT, WIDTH, draw_next
from hpstudy.plots.search import short
from hpstudy.widgets.demo import Action, Choice, Demo, Point, Slider

NAMES = {"improvement": "expected improvement", "greedy": "greedy", "uncertainty": "uncertainty"}


def sentence(numbers: Next) -> str:
    """What the bell looked at is worth, by formula and by draws; and where the steps have led."""
    look = numbers.look
    said = f"At rate {short(look.rate)}, {look.below:.0%} of the bell lies below the line"
    if steps := _steps(numbers):  # two lines hold no more
        return f"{said}, by {look.improvement:.2%} on average. {steps}"
    return (
        f"{said}; on average it falls {look.improvement:.2%} below (formula), "
        f"{look.drawn:.2%} ({N_DRAWS:,} draws)."
    )


def _steps(numbers: Next) -> str:
    """What this rule's steps came to, and where the others ended."""
    if numbers.rule not in numbers.steps:
        return ""
    steps = numbers.steps[numbers.rule]
    rates = len(np.unique(steps.rates))
    found = [
        f"{NAMES[rule]} {numbers.lowest(rule):.2f}"
        for rule in sorted(numbers.steps, key=lambda rule: rule != numbers.rule)
    ]
    return (
        f"{len(steps)} {'step' if len(steps) == 1 else 'steps'} at {rates} "
        f"{'rate' if rates == 1 else 'rates'}, {numbers.n_near} near its best. "
        f"Lowest loss: {', '.join(found)}."
    )


def answer(seed: int) -> tuple[float, float]:
    """Where expected improvement is largest."""
    numbers = next(seed)
    return numbers.best, float(numbers.worth.max())


DEMO = Demo(
    name="d.next",
    question="Where is the next training worth most?",
    compute=next,
    draw=draw_next,
    controls=[
        Slider(
            "rate",
            label="Rate looked at",
            values=np.geomspace(1e-4, 1, 81),
            start=1e-1,
            format=short,
        ),
        Slider(
            "xi",
            label="ξ, at least so much",
            values=(0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1),
            start=0,
            format="{:.0%}",
        ),
        Choice("rule", label="Worth is", options=RULES, start=RULES[0]),
    ],
    predict=Point(
        "Click below where the next training may improve most on the best.",
        axes=1,
        rest=True,
        x="learning rate",
        y="worth",
        answer=answer,
    ),
    actions=[Action("Train at the star", step), Action(f"{N_STEPS} steps", ten_steps)],
    sentence=sentence,
    alt=lambda numbers: (
        "Above, validation loss against learning rate: known trainings, a curve in its band, and "
        "a bell on its side whose part below the line to beat is shaded. Below, what each rate is "
        f"worth. {sentence(numbers)}"
    ),
    width=WIDTH,
    height=HEIGHT,
)
