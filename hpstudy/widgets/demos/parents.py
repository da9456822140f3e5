"""d.parents: a warm start, from a parent that helps or one that misleads."""

from __future__ import annotations

from itertools import islice

import numpy as np

from hpstudy.demos import compute
from hpstudy.demos.parents import (
    OTHERS,
    PARENT_JOBS,
    PARENTS,
    REPLAYS,
    UNSCALED,
    Parents,
    lowest,
    parents,
    replay,
    seeds,
)
from hpstudy.demos.parents import average as average_over
from hpstudy.plots.parents import draw_parents
from hpstudy.widgets.demo import Action, Choice, Demo, Options

AHEAD, LEVEL, BEHIND = "ahead of the cold one", "level with it", "behind it"
JUDGED = 5  # jobs after which the prediction is judged
FEW = 8  # replays that judge it


def sentence(numbers: Parents) -> str:
    """How cold and warm compare: once, or on average over the replays."""
    n = len(numbers.colds)
    if n > 1:
        return f"Mean of {n} replays: {_after(numbers, 3)}; {_after(numbers, 10)}."
    done = len(numbers.warm)
    if not done:
        return f"The parent has finished {len(numbers.parent)} of its {PARENT_JOBS} jobs."
    cold, warm = lowest(numbers.cold)[done - 1], lowest(numbers.warm)[-1]
    jobs = "the first job" if done == 1 else f"{done} jobs"
    return (
        f"This once, after {jobs}: cold {cold:.2f}, warm {warm:.2f}. One replay is luck; take the "
        f"average of {REPLAYS}."
    )


def _after(numbers: Parents, jobs: int) -> str:
    cold, warm = numbers.colds[:, jobs - 1], numbers.warms[:, jobs - 1]
    return (
        f"after {jobs} jobs cold {cold.mean():.2f} ± {cold.std():.2f}, warm {warm.mean():.2f} ± "
        f"{warm.std():.2f}, the warm one lower in {(warm < cold).sum()}"
    )


def answer(seed: int) -> str:
    """Where the child of the misleading parent stands, on average over a few replays."""
    ends = []
    for each in islice(seeds(seed), FEW):
        *_, last = replay(each, UNSCALED)
        ends.append([lowest(jobs)[JUDGED - 1] for jobs in (last.cold, last.warm)])
    cold, warm = np.mean(ends, axis=0)
    if max(cold, warm) < 1.05 * min(cold, warm):
        return LEVEL
    return AHEAD if warm < cold else BEHIND


DEMO = Demo(
    name="d.parents",
    question="Does an earlier tuning job always help?",
    compute=parents,
    draw=draw_parents,
    opening=lambda seed: compute("d.parents", seed),
    controls=[Choice("parent", label="The parent had", options=PARENTS, start=OTHERS)],
    predict=Options(
        "The parent's pictures had ink from 0 to 16, the child's have 0 to 1. "
        f"After {JUDGED} jobs, on average, the warm child is",
        options=[AHEAD, LEVEL, BEHIND],
        answer=answer,
    ),
    actions=[Action(f"Average of {REPLAYS}", average_over)],
    progress=lambda numbers: numbers.done,
    sentence=sentence,
    alt=lambda numbers: (
        "Jobs by learning rate and loss: the parent's grey, the cold child's hollow, the warm "
        f"child's filled; beside them the lowest loss by number of jobs. {sentence(numbers)}"
    ),
)
