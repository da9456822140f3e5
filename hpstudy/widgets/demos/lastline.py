"""d.lastline: four instances print, the last line counts."""

from __future__ import annotations

import numpy as np

from hpstudy.demos.lastline import (
    BY_CLASS,
    JOBS,
    KINDS,
    ORDERS,
    LastLine,
    lastline,
    run_forty,
    run_job,
)
from hpstudy.plots.lastline import draw_lastline
from hpstudy.widgets.demo import Action, Choice, Demo, Options, Toggle

MEAN, BEST, LAST = "the mean of the four", "the best of the four", "whichever came last"


def sentence(numbers: LastLine) -> str:
    """What the job is noted for, and what that costs among forty."""
    return f"{_job(numbers)} {_forty(numbers)}".strip()


def _job(numbers: LastLine) -> str:
    if np.isnan(numbers.whole):
        prints = "one prints for all" if numbers.aggregate else "each prints"
        return f"Four instances, shards {numbers.shards}, {prints}: the job waits for the button."
    if numbers.value is None or numbers.last is None:
        return "The instances send their counts; nothing is reported yet."
    instance = numbers.lines[numbers.last].instance + 1
    if numbers.aggregate:
        return f"Noted: {numbers.value:.3f}, what instance {instance} printed for all four."
    return (
        f"Noted: {numbers.value:.3f}, as instance {instance} came last; on all 600 pictures it is "
        f"{numbers.whole:.3f}."
    )


def _forty(numbers: LastLine) -> str:
    if not len(numbers.true):
        return ""
    other = int((numbers.lost > 0).sum())
    return (
        f"{len(numbers.true)} jobs, shards {numbers.shards}: in {other} of {ORDERS} orders another "
        f"than the best is chosen, {100 * numbers.lost.mean():.1f} points lost on average."
    )


def answer(seed: int) -> str:
    """Which value is noted, by reading a real log."""
    *_, last = run_job(seed)
    said = [float(line.text.split("=")[1].rstrip(";")) for line in last.lines[-4:]]
    values = {LAST: said[-1], BEST: max(said), MEAN: float(np.mean(said))}
    return next(name for name, value in values.items() if last.value == value)


DEMO = Demo(
    name="d.lastline",
    question="Four instances print, whose number counts?",
    compute=lastline,
    draw=draw_lastline,
    controls=[
        Choice("shards", label="Shards of the pictures", options=KINDS, start=BY_CLASS),
        Toggle("aggregate", label="Aggregate first"),
    ],
    predict=Options(
        "Four instances judge one job, a quarter of the pictures each, and print four accuracies. "
        "Which does the service note?",
        options=[MEAN, BEST, LAST],
        answer=answer,
    ),
    actions=[Action("Run one job", run_job), Action(f"Run {JOBS} jobs", run_forty)],
    progress=lambda numbers: numbers.done,
    sentence=sentence,
    alt=lambda numbers: (
        "The last lines that each of four instances printed, a star at the line that counts; and "
        "for forty jobs the accuracy noted against that on all pictures. "
        f"{sentence(numbers)}"
    ),
)
