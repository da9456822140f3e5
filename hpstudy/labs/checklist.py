"""Lab: the checklist of lesson 10 applied to a tuning job that has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import log
from typing import Any, NamedTuple

from hpstudy.labs.mistake import Mistake, call, demand

PASSED = "The list has found what it should in every job, and nothing where there was nothing."

EDGE, DECADES = 0.05, 100  # how near is at the edge; how far a range may go without a log scale
Range = tuple[float, float, str]


class Job(NamedTuple):
    """A tuning job that has ended.

    ranges: {name: (low, high, scale)}, scale "linear" or "log"
    winner: {name: value}
    lead:   by how much the winner is better than the second
    spread: by how much one configuration differs from seed to seed
    """

    ranges: dict[str, Range]
    winner: dict[str, float]
    lead: float
    spread: float


NET: dict[str, Range] = {
    "rate": (1e-4, 1.0, "log"),
    "l2": (1e-6, 1e-1, "log"),
    "momentum": (0.0, 0.99, "linear"),
}
MIDDLE = {"rate": 0.1, "l2": 1e-4, "momentum": 0.5}

JOBS = (
    Job(NET, MIDDLE, lead=0.02, spread=0.005),
    Job(NET, MIDDLE | {"rate": 0.9}, lead=0.02, spread=0.005),
    Job(NET, MIDDLE | {"rate": 0.03, "momentum": 0.97}, lead=0.02, spread=0.005),
    Job(NET, MIDDLE | {"l2": 1.5e-6}, lead=0.001, spread=0.005),
    # On its own scale 0.002 is far from 0.0001, as a share of the whole range it is next to it.
    Job(NET, MIDDLE | {"rate": 0.002}, lead=0.02, spread=0.005),
    Job(NET | {"rate": (1e-4, 1.0, "linear")}, MIDDLE, lead=0.02, spread=0.005),
    Job(NET | {"l2": (1e-3, 1e-1, "linear")}, MIDDLE | {"l2": 0.05}, lead=0.002, spread=0.005),
)


def reference(
    ranges: dict[str, Range], winner: dict[str, float], lead: float, spread: float
) -> list[str]:
    """Return what the list says of a job: "edge: rate", "log: l2", "repeat"."""
    remarks = []
    for name, (low, high, scale) in ranges.items():
        place = (winner[name] - low) / (high - low)
        if scale == "log":
            place = log(winner[name] / low) / log(high / low)
        if min(place, 1 - place) < EDGE:
            remarks.append(f"edge: {name}")
        if scale == "linear" and low > 0 and high / low >= DECADES:
            remarks.append(f"log: {name}")
    return remarks + (["repeat"] if lead < spread else [])


def check(answer: Callable[..., Any]) -> None:
    """Have seven jobs looked over, each with other faults."""
    for job in JOBS:
        found = call(answer, dict(job.ranges), dict(job.winner), job.lead, job.spread)
        demand(
            isinstance(found, list | tuple | set) and all(isinstance(each, str) for each in found),
            f"Return a list of remarks, such as ['edge: rate', 'repeat'], not {found!r}.",
        )
        expected = reference(*job)
        for remark in found:
            if remark not in expected:
                raise Mistake(f"You say {remark!r}, and need not: {_why_not(remark, job)}")
        missed = [remark for remark in expected if remark not in found]
        demand(not missed, f"{_why(missed, job)} You don't say {missed[0] if missed else ''!r}.")


def _why(missed: Iterable[str], job: Job) -> str:
    for remark in missed:
        what, _, name = remark.partition(": ")
        if what == "edge":
            low, high, scale = job.ranges[name]
            return (
                f"{name} = {job.winner[name]:g} wins, and its {scale} range is {low:g} to {high:g}"
                ": that is within a twentieth of the edge, and the best may lie beyond."
            )
        if what == "log":
            low, high, _ = job.ranges[name]
            return f"{name} goes from {low:g} to {high:g}, over decades, on a linear scale."
        return f"The winner leads by {job.lead:g}, and seeds alone make {job.spread:g}."
    return ""


def _why_not(remark: str, job: Job) -> str:
    what, _, name = remark.partition(": ")
    if what == "repeat":
        return f"a lead of {job.lead:g} is more than the {job.spread:g} that seeds make."
    if name not in job.ranges or what not in ("edge", "log"):
        return "a remark is 'edge: NAME', 'log: NAME' or 'repeat'."
    low, high, scale = job.ranges[name]
    if what == "edge":
        return (
            f"{name} = {job.winner[name]:g} lies well inside {low:g} to {high:g}, measured on its "
            f"{scale} scale."
        )
    return f"the range {low:g} to {high:g} of {name} is {scale}" + (
        " already." if scale == "log" else ", begins at 0 or spans less than two decades."
    )
