"""Lab: from a goal, a budget and a deadline to a plan, defended against questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any, NamedTuple

from hpstudy.demos.objective import MAXIMIZE, MINIMIZE
from hpstudy.demos.plan import FEWEST_ROUNDS
from hpstudy.labs.mistake import Mistake, call, demand

PASSED = (
    "The plan keeps to budget and deadline, uses both, and leaves as many rounds as they allow."
)

PRICE = 4  # dollars a job, which takes an hour on one machine
KEYS = ("direction", "target", "strategy", "jobs", "parallel")


class Case(NamedTuple):
    """What is wanted: a metric, which way is better, how good, for how much, in what time."""

    metric: str
    better: str
    target: float
    dollars: int
    hours: int


CASES = (
    Case("accuracy", "higher", 0.95, 96, 24),
    Case("log-loss", "lower", 0.2, 96, 6),
    Case("accuracy", "higher", 0.9, 100, 7),
    Case("error", "lower", 54.0, 80, 1),
    Case("log-loss", "lower", 0.3, 130, 2),
    Case("accuracy", "higher", 0.97, 12, 48),
    Case("error", "lower", 50.0, 8, 24),  # time for many rounds, money for two
)


def reference(better: str, target: float, dollars: int, hours: int) -> dict[str, Any]:
    """Return a plan: all that the money buys, no more at once than the deadline demands."""
    jobs = dollars // PRICE
    parallel = ceil(jobs / hours)
    rounds = ceil(jobs / parallel)
    return {
        "direction": MAXIMIZE if better == "higher" else MINIMIZE,
        "target": target,
        "strategy": "Bayesian" if rounds >= FEWEST_ROUNDS else "Random",
        "jobs": jobs,
        "parallel": parallel,
    }


def check(answer: Callable[..., Any]) -> None:
    """Ask for several plans, and question each: goal, money, deadline, rounds, strategy."""
    for case in CASES:
        plan = call(answer, case.better, case.target, case.dollars, case.hours)
        demand(
            isinstance(plan, Mapping) and set(plan) == set(KEYS),
            f"Return a dict with {', '.join(KEYS)}, not {plan!r}.",
        )
        for name in ("jobs", "parallel"):
            demand(
                isinstance(plan[name], int) and plan[name] >= 1,
                f"{name} is a whole number from 1 up, not {plan[name]!r}.",
            )
        story = f"{case.metric}, {case.better} is better, {case.dollars} $, {case.hours} h: "
        _check_goal(story, case, plan)
        _check_budget(story, case, plan)
        _check_strategy(story, plan)


def _check_goal(story: str, case: Case, plan: Mapping[str, Any]) -> None:
    right = MAXIMIZE if case.better == "higher" else MINIMIZE
    demand(
        plan["direction"] == right,
        f"{story}the direction is {right}, not {plan['direction']!r}.",
    )
    demand(
        plan["target"] == case.target,
        f"{story}the target is {case.target}: reaching it is reason to stop. You say "
        f"{plan['target']!r}.",
    )


def _check_budget(story: str, case: Case, plan: Mapping[str, Any]) -> None:
    jobs, parallel = plan["jobs"], plan["parallel"]
    demand(
        PRICE * jobs <= case.dollars,
        f"{story}{jobs} jobs cost {PRICE * jobs} $. A job costs {PRICE} $, however many at once.",
    )
    rounds = ceil(jobs / parallel)
    demand(
        rounds <= case.hours,
        f"{story}{jobs} jobs, {parallel} at once, take {rounds} rounds of an hour: too late.",
    )
    demand(
        jobs == case.dollars // PRICE,
        f"{story}you run {jobs} jobs, and the money buys {case.dollars // PRICE}.",
    )
    fewest = ceil(jobs / case.hours)
    demand(
        parallel == fewest,
        f"{story}{parallel} at once make {_rounds(rounds)}. {fewest} at once would be in time too, "
        f"with {_rounds(ceil(jobs / fewest))} to learn from.",
    )


def _check_strategy(story: str, plan: Mapping[str, Any]) -> None:
    rounds = ceil(plan["jobs"] / plan["parallel"])
    right = "Bayesian" if rounds >= FEWEST_ROUNDS else "Random"
    if plan["strategy"] == right:
        return
    if right == "Random":
        raise Mistake(
            f"{story}{_rounds(rounds)}, so there is next to nothing "
            f"to learn from: Random. You say {plan['strategy']!r}."
        )
    raise Mistake(
        f"{story}{rounds} rounds: a strategy that learns from them is Bayesian. You say "
        f"{plan['strategy']!r}."
    )


def _rounds(count: int) -> str:
    return f"{count} {'round' if count == 1 else 'rounds'}"
