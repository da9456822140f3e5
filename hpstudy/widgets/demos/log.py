"""d.log: what a job prints, and the regular expression that finds its metric there."""

from __future__ import annotations

import math

from hpstudy.demos.log import NOTHING, PATTERNS, Log, log
from hpstudy.plots.log import draw_log
from hpstudy.widgets.demo import Choice, Demo, Options, Slider

LAST, LOWEST, NONE = "the last loss", "the lowest loss", "none at all"


def sentence(numbers: Log) -> str:
    """What the service takes for the result, and what is wrong with it."""
    last = f"{numbers.losses[-1]:.2e}"
    if numbers.pattern == NOTHING:
        return (
            f"The job ends at a validation loss of {last}, and the service does not know: nobody "
            "told it what a metric looks like."
        )
    if numbers.result is None:
        return f"No number in {len(numbers.lines)} lines: {_why(numbers)} The job has no result."
    if numbers.right:
        return (
            f"The result is {numbers.result:.2e}, from line {max(numbers.values) + 1}, the last "
            "that matches: the validation loss at the end."
        )
    return f"The result is {numbers.result:.3g}, the loss was {last}: {_wrong(numbers)}"


def _why(numbers: Log) -> str:
    if not any(match.group for match in numbers.matches):
        return "it matches, but has no group ( ) that says where the value stands."
    return "its group may be empty, and so it is, as nothing follows that would make it go on."


def _wrong(numbers: Log) -> str:
    assert numbers.result is not None
    if "validation" not in numbers.pattern:
        return "that is the training loss, whose name ends alike and which stands last in the line."
    if numbers.diverged:
        return (
            f"nan and inf are no digits, so line {max(numbers.values) + 1}, before the training "
            "diverged, is the last that matches."
        )
    factor = numbers.result / numbers.losses[-1]
    return (
        f"{factor:.0f} times as much, for the digits stop at the e. Above 1 it is right, so the "
        "better a job, the worse it looks."
    )


def answer(seed: int) -> str:
    """What is noted when nothing is told, by reading a real log."""
    silent = log(seed)
    if silent.result is None:
        return NONE
    return LAST if math.isclose(silent.result, silent.losses[-1], rel_tol=0.01) else LOWEST


DEMO = Demo(
    name="d.log",
    question="How does the service know your metric?",
    compute=log,
    draw=draw_log,
    controls=[
        Choice(
            "pattern",
            label="Regular expression",
            options={pattern or "none": pattern for pattern in PATTERNS},
            start=NOTHING,
        ),
        Slider(
            "rate",
            label="Learning rate",
            values=[0.01, 0.03, 0.1, 0.3, 1],
            start=0.1,
            format="{:g}",
        ),
    ],
    predict=Options(
        "You tell the service nothing about these lines. Which result does it note?",
        options=[LAST, LOWEST, NONE],
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        f"{len(numbers.lines)} lines of a training log, {len(numbers.matches)} matches marked in "
        f"them, and {len(numbers.values)} values by epoch. {sentence(numbers)}"
    ),
)
