"""Lab: the report of a capstone, each of its claims held against what is stored."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from hpstudy.capstone.example import finished
from hpstudy.capstone.jobs import BUDGET, IMAGE, PARALLEL, Capstone
from hpstudy.capstone.reading import Round
from hpstudy.capstone.report import BLANKS, Report
from hpstudy.capstone.training import KNOBS
from hpstudy.labs.mistake import call, demand

PASSED = "Two linked rounds within the budget, one look at the test set, and every claim is stored."

_FEWEST_WORDS = 5
_CLOSE = {"jobs": 0.0, "seconds": 0.051}  # the others are accuracies, to three places
_THREE_PLACES = 0.00051


def reference() -> Report:
    """Return the page of a small capstone, of twelve jobs."""
    return finished()


def check(answer: Any) -> None:
    """Check rounds, budget, link, opening and page, in the order in which they are made."""
    report = answer if isinstance(answer, Report) else call(answer)
    demand(
        isinstance(report, Report),
        f"Hand in the page, report = capstone.report() with its blanks set, not {report!r}.",
    )
    rounds = report.capstone.rounds()
    _check_rounds(rounds, report.capstone.data)
    _check_link(rounds)
    _check_opening(report.capstone)
    _check_page(report)


def _check_rounds(rounds: Sequence[Round], data: str) -> None:
    demand(rounds, "No tuning job has been run yet: fill in the ranges of round 1 and run it.")
    demand(
        len(rounds) >= 2, "There is one round so far. Read what it says, and run a second from it."
    )
    for each in rounds:
        demand(each.ended, f"{each.name} has not completed: run its cell again, it goes on.")
        config, definition = _parts(each)
        demand(
            definition["AlgorithmSpecification"]["TrainingImage"] == IMAGE
            and definition.get("StaticHyperParameters", {}).get("data") == data,
            f"{each.name} trains something else: take capstone.definition for both rounds.",
        )
        metric = config["HyperParameterTuningJobObjective"]["MetricName"]
        demand(
            metric.startswith("validation:"),
            f"{each.name} is judged by {metric}, on data that the net was trained on: take a "
            "validation metric.",
        )
        parallel = config["ResourceLimits"]["MaxParallelTrainingJobs"]
        demand(
            parallel <= PARALLEL,
            f"{each.name} runs {parallel} jobs at once; you have {PARALLEL} machines.",
        )
    jobs = sum(len(each.jobs) for each in rounds)
    demand(
        jobs <= BUDGET,
        f"{jobs} training jobs were run, and the budget is {BUDGET}: begin anew in another folder.",
    )


def _check_link(rounds: Sequence[Round]) -> None:
    first, second = rounds[0], rounds[-1]
    missing = [name for name in KNOBS if name not in (first.space or ())]
    demand(
        not missing,
        f"Round 1 leaves out {', '.join(missing)}: give each of the five knobs a range.",
    )
    demand(
        first.name in second.parents,
        f"{second.name} does not start from {first.name}: name it in WarmStartConfig.",
    )
    config, _ = _parts(second)
    demand(
        config.get("TrainingJobEarlyStoppingType") == "Auto",
        f"{second.name} trains every job to its end: set TrainingJobEarlyStoppingType to Auto.",
    )
    for name, edge in first.edges.items():
        if second.space is None or name not in second.space:
            continue  # left alone on purpose
        old, new = first.space and first.space[name], second.space[name]
        side = "low" if edge == "lower" else "high"
        before, after = getattr(old, side), getattr(new, side)
        demand(
            after < before if edge == "lower" else after > before,
            f"The best {name} of round 1 lay at the {edge} edge, {before:g}, and round 2 has that "
            f"edge at {after:g}: move it beyond.",
        )
    narrower = [
        name
        for name in first.space or ()
        if second.space is None or name not in second.space or _narrower(first, second, name)
    ]
    demand(narrower, "No range of round 2 is narrower than in round 1: you know more by now.")


def _narrower(first: Round, second: Round, name: str) -> bool:
    """Whether a range covers less of its scale than before."""
    assert first.space is not None
    assert second.space is not None
    old, new = first.space[name], second.space[name]
    inner = [
        old.to_unit(min(max(bound, old.low), old.high))  # type: ignore[attr-defined]
        for bound in (new.low, new.high)  # type: ignore[attr-defined]
    ]
    return inner[1] - inner[0] < 0.99


def _check_opening(capstone: Capstone) -> None:
    openings = capstone.test.openings()
    demand(openings, "The test set is still sealed: open it, once, with capstone.open_test.")
    demand(
        len(openings) == 1,
        f"The test set was opened {len(openings)} times, so its last word is no longer that of "
        "unseen data. Say so in your report, or begin anew in another folder.",
    )
    found = capstone.best()
    demand(
        found and found[1].name == openings[0].job,
        "The test set was opened with a job that is not the best one now: open it last.",
    )


def _check_page(report: Report) -> None:
    empty = [name for name in BLANKS if report.claim(name) is None]
    demand(
        not empty,
        f"{len(empty)} of {len(BLANKS)} blanks are empty: {', '.join(empty)}.",
    )
    for name, right in report.stored().items():
        claim = report.claim(name)
        demand(
            _agrees(claim, right, _CLOSE.get(name, _THREE_PLACES)),
            f"The page says {name} = {claim!r}, the store says {_shown(right)}: {BLANKS[name]}.",
        )
    reasons = report.claim("reasons")
    demand(isinstance(reasons, Mapping), "reasons is a dict, a sentence for each knob.")
    for name in KNOBS:
        demand(name in reasons, f"There is no reason for the range of {name} yet.")
        _check_words(f"The reason for {name}", reasons[name])
    for name in ("ten_times", "did_not_matter"):
        _check_words(name, report.claim(name))


def _check_words(what: str, text: Any) -> None:
    demand(isinstance(text, str), f"{what} is to be in words, not {text!r}.")
    n_words = len(text.split())
    demand(n_words >= _FEWEST_WORDS, f"{what} has {n_words} words: say it in a sentence.")


def _agrees(claim: Any, right: Any, close: float) -> bool:
    """Whether a claim is the stored value, as precisely as a page says it."""
    if isinstance(right, tuple):
        return (
            isinstance(claim, Sequence)
            and len(claim) == len(right)
            and all(_agrees(a, b, close) for a, b in zip(claim, right, strict=True))
        )
    if isinstance(right, bool):
        return claim is right
    try:
        return math.isclose(float(claim), float(right), rel_tol=0, abs_tol=close)
    except (TypeError, ValueError):
        return False


def _shown(right: Any) -> str:
    if isinstance(right, tuple):
        return f"({', '.join(_shown(part) for part in right)})"
    return f"{right:.3f}" if isinstance(right, float) else str(right)


def _parts(each: Round) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return each.told["HyperParameterTuningJobConfig"], each.told["TrainingJobDefinition"]
