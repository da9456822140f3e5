"""d.objective: the same jobs, and another winner for another question."""

from __future__ import annotations

from hpstudy.demos.objective import (
    JOBS,
    MAXIMIZE,
    MEASURES,
    MINIMIZE,
    POOL,
    Objective,
    objective,
    run_jobs,
)
from hpstudy.plots.objective import draw_objective
from hpstudy.widgets.demo import Action, Choice, Demo, Options

COUNTS = ("one", "two", "three", "four")
ASKED = ("accuracy", "log-loss", "worst class", "accuracy per second")


def sentence(numbers: Objective) -> str:
    """Which job wins, and what it is worth on test pictures."""
    if numbers.winner is None:
        return f"{numbers.direction} {numbers.chosen}: {POOL} jobs wait for the button."
    knobs = numbers.jobs[numbers.winner].configuration
    accuracy, loss = numbers.test[numbers.winner, :2]
    said = (
        f"Job {numbers.winner + 1} wins: learning rate {knobs['learning_rate']:.2g}, "
        f"{knobs['width']} units; on test pictures accuracy {accuracy:.1%}, log-loss {loss:.3f}."
    )
    if numbers.direction != MEASURES[numbers.chosen].better:
        return f"{said} The direction is wrong: of {numbers.chosen}, that is the worst job."
    others = [name for name, job in numbers.winners.items() if job != numbers.winner]
    return f"{said} {_by_others(others)}"


def _by_others(others: list[str]) -> str:
    return f"Another wins by {', '.join(others)}." if others else "It wins by every measure."


def answer(seed: int) -> str:
    """How many jobs the four objectives name, by asking thirty real ones."""
    *_, last = run_jobs(seed)
    return COUNTS[len({last.winners[name] for name in ASKED}) - 1]


DEMO = Demo(
    name="d.objective",
    question="Which job is the best?",
    compute=objective,
    draw=draw_objective,
    controls=[
        Choice("chosen", label="Objective", options=list(MEASURES), start="accuracy"),
        Choice("direction", label="Direction", options=[MAXIMIZE, MINIMIZE], start=MAXIMIZE),
    ],
    predict=Options(
        f"{JOBS} jobs: which is best by accuracy, by log-loss, by its worst class, by accuracy per "
        "second? How many different jobs are that?",
        options=COUNTS,
        answer=answer,
    ),
    actions=[Action(f"Train {POOL} jobs", run_jobs)],
    progress=lambda numbers: numbers.done,
    sentence=sentence,
    alt=lambda numbers: (
        "A row for each of five measures with all jobs from worst to best, the winner starred in "
        f"each row, its values behind. {sentence(numbers)}"
    ),
)
