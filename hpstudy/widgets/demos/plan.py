"""d.plan: what you want and what you may spend, and the plan that follows."""

from __future__ import annotations

import numpy as np

from hpstudy.demos.plan import (
    BAYESIAN,
    JOBS,
    PRICE,
    WORKERS,
    Plan,
    Schedule,
    compare_workers,
    plan,
    run_plan,
)
from hpstudy.plots.plan import draw_plan
from hpstudy.widgets.demo import Action, Demo, Options, Slider

TIMES, SAME, LESS = "sixteen times as much", "the same", "a sixteenth"


def sentence(numbers: Plan) -> str:
    """What the plan is, what it reached, and what more workers change."""
    what, n = numbers.schedule, len(numbers.losses)
    jobs = "1 job" if what.jobs == 1 else f"{what.jobs} jobs"
    said = f"{jobs}, {what.parallel} at once, {what.strategy}, ${what.cost}."
    if n == what.jobs:
        lowest = numbers.losses.min()
        said += f" Lowest loss {lowest:.3f} in {what.rounds} h; {_when(numbers)}"
    elif n:
        said += f" {n} have run."
    return f"{said} {_workers(numbers)}".strip()


def _when(numbers: Plan) -> str:
    if numbers.reached is None:
        return f"{numbers.wanted:g} is not reached."
    spent = PRICE * min(numbers.reached * numbers.schedule.parallel, numbers.schedule.jobs)
    return f"{numbers.wanted:g} reached in {numbers.reached} h, for ${spent}."


def _workers(numbers: Plan) -> str:
    if not numbers.replays:
        return ""
    found = []
    for workers in WORKERS:
        curves = numbers.curves[workers]
        end, hours = np.exp(np.log(curves[:, -1]).mean()), curves.shape[1]
        found.append(f"{workers} at once {end:.3f} in {hours} h")
    return f"{numbers.replays} searches each: {', '.join(found)}."


def answer(seed: int) -> str:
    """What sixteen machines cost instead of one, by the price of both schedules."""
    one, sixteen = (Schedule(BAYESIAN, JOBS, workers).cost for workers in (1, 16))
    return {16.0: TIMES, 1.0: SAME, 1 / 16: LESS}[sixteen / one]


DEMO = Demo(
    name="d.plan",
    question="What can you have for your time and money?",
    compute=plan,
    draw=draw_plan,
    controls=[
        Slider(
            "wanted",
            label="Loss wanted",
            values=[0.2, 0.225, 0.25, 0.3, 0.4, 0.5],
            start=0.25,
            format="{:g}",
        ),
        Slider(
            "hours",
            label="Hours until the deadline",
            values=[1, 2, 4, 8, 12, 24],
            start=8,
            format="{:.0f}",
        ),
        Slider(
            "money",
            label="Money an hour",
            values=[4, 8, 16, 32, 64],
            start=16,
            format="${:.0f}",
        ),
    ],
    predict=Options(
        f"{JOBS} jobs, an hour each. One machine takes {JOBS} hours, sixteen take {JOBS // 16}. "
        "What do the sixteen cost?",
        options=[TIMES, SAME, LESS],
        answer=answer,
    ),
    actions=[Action("Run the plan", run_plan), Action("Compare 1, 4, 16", compare_workers)],
    progress=lambda numbers: numbers.done,
    sentence=sentence,
    alt=lambda numbers: (
        "The plan, the losses of its jobs by the hour with the lowest so far, and the lowest loss "
        f"of 1, 4 and 16 workers by the hour. {sentence(numbers)}"
    ),
)
