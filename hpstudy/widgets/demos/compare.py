"""d.compare: two finished tuning jobs, fairly compared or not."""

from __future__ import annotations

import numpy as np

from hpstudy.demos.compare import (
    EQUAL,
    LONGER,
    OTHER_METRIC,
    OTHERS,
    RIVALS,
    A,
    Compare,
    compare,
    run_all,
    tuning_job,
)
from hpstudy.plots.compare import draw_compare
from hpstudy.plots.importance import NAMES
from hpstudy.widgets.demo import Action, Choice, Demo, Options, Slider

ALL, SOME, NO_LEAD = "all of it", "a part of it", "none of it"


def sentence(numbers: Compare) -> str:
    """Who ended lower, whether that means anything, and which knob mattered."""
    if not (numbers.a.finished and numbers.b.finished):
        run = sum(len(job.losses) for job in (numbers.a, numbers.b))
        return f"{run} of {A.jobs + numbers.b.definition.jobs} training jobs of A and B have run."
    a, b = numbers.a.best(), numbers.b.best()
    lower = "level" if f"{a:.3f}" == f"{b:.3f}" else "B lower" if b < a else "A lower"
    return f"A {a:.3f}, B {b:.3f}: {lower}. {_fair(numbers)} {_mattered(numbers)}"


def _fair(numbers: Compare) -> str:
    if not numbers.unfair:
        return "Same metric, data and budget: fair, though one pair is luck; try new seeds."
    why = {
        "metric": "an error rate and a log-loss are two scales.",
        "data": "each was judged on pictures of its own, which may be easier or harder.",
        "budget": f"after {A.jobs} jobs of its own B stood at {numbers.b.best(A.jobs):.3f}.",
    }
    return f"Unfair, another {numbers.unfair[0]}: {why[numbers.unfair[0]]}"


def _mattered(numbers: Compare) -> str:
    if numbers.share == 1:
        return ""
    first = min(numbers.spans, key=lambda name: numbers.spans[name])
    return (
        f"A's best {numbers.share:.0%} crowd most in {NAMES[first]} ({numbers.spans[first]:.0%} of "
        "its spread)."
    )


def answer(seed: int) -> str:
    """How much of the longer job's lead it had when it was as long as the other."""
    *_, a = tuning_job(A, seed)
    *_, b = tuning_job(RIVALS[LONGER], seed)
    lead, early = a.best() - b.best(), a.best() - b.best(A.jobs)
    if early <= 0:
        return NO_LEAD
    return ALL if np.isclose(early, lead) else SOME


DEMO = Demo(
    name="d.compare",
    question="Which of two tuning jobs was better?",
    compute=compare,
    draw=draw_compare,
    controls=[
        Choice(
            "rival",
            label="Job B",
            options={
                EQUAL: EQUAL,
                LONGER: LONGER,
                OTHERS: OTHERS,
                OTHER_METRIC: OTHER_METRIC,
            },
            start=EQUAL,
        ),
        Slider(
            "share",
            label="Brush the best",
            values=[0.1, 0.25, 0.5, 0.75, 1],
            start=1,
            format="{:.0%}",
        ),
    ],
    predict=Options(
        "A: random search, 20 jobs. B: Bayesian search, 40 jobs. How much of B's lead did B have "
        "after 20 jobs of its own?",
        options=[ALL, SOME, NO_LEAD],
        answer=answer,
    ),
    actions=[Action("Run all five tuning jobs", run_all)],
    progress=lambda numbers: numbers.done,
    sentence=sentence,
    alt=lambda numbers: (
        "Every training job is a line across four scales, one a hyperparameter, to its loss; "
        f"below, best, spread and cost of both tuning jobs. {sentence(numbers)}"
    ),
)
