"""Lab: may the results of two tuning jobs be compared to judge their strategies?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from hpstudy.labs.mistake import Mistake, call, demand

Job = dict[str, Any]

PASSED = "Same metric, same data, same budget: only then does the difference speak of strategies."

JOB: Job = {"strategy": "Random", "metric": "log-loss", "data": "fold 1", "jobs": 20, "epochs": 8}


class Case(NamedTuple):
    """What the second job has otherwise than the first, whether that is fair, and why."""

    change: Job
    fair: bool
    why: str


CASES = (
    Case({"strategy": "Bayesian"}, True, "The strategies are what is compared: they may differ."),
    Case({"metric": "error rate"}, False, "Values of two metrics are on two scales."),
    Case({"data": "fold 2"}, False, "Other data may be easier: each must be judged on the same."),
    Case({"jobs": 40}, False, "Twice as many training jobs: of two, the larger budget wins."),
    Case({"epochs": 16}, False, "Training jobs twice as long cost twice as much."),
    Case(
        {"jobs": 10, "epochs": 16},
        True,
        "10 jobs of 16 epochs cost as many epochs as 20 jobs of 8: the budget is the same.",
    ),
    Case({"jobs": 40, "epochs": 16}, False, "Four times the epochs is no equal budget."),
    Case({}, True, "Nothing differs: a repeat, and fair."),
)


def reference(a: Job, b: Job) -> bool:
    """Return whether two tuning jobs are alike in all but their strategy."""
    budgets = [job["jobs"] * job["epochs"] for job in (a, b)]
    same = [a[name] == b[name] for name in ("metric", "data")]
    return all(same) and budgets[0] == budgets[1]


def check(answer: Callable[[Job, Job], Any]) -> None:
    """Ask about pairs of jobs that differ in one thing or two."""
    for change, fair, why in CASES:
        for a, b in ((JOB, JOB | change), (JOB | change, JOB)):
            found = call(answer, dict(a), dict(b))
            demand(isinstance(found, bool | np.bool_), f"Return True or False, not {found!r}.")
            if found != fair:
                raise Mistake(f"{_said(change)}: you say {_word(bool(found))}. {why}")


def _said(change: Job) -> str:
    if not change:
        return "Two jobs with the same definition"
    return " and ".join(f"{name} {JOB[name]} against {new}" for name, new in change.items())


def _word(fair: bool) -> str:
    return "fair" if fair else "unfair"
