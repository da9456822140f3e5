"""Lab: write the regular expression that finds a metric in the log of a training of your own."""

from __future__ import annotations

import math
import re
from typing import Any

from hpstudy.demos.log import matches, printed
from hpstudy.labs.mistake import Mistake, call, demand
from hpstudy.sagemaker.metrics import MetricReader

PASSED = (
    "It takes the validation loss of every epoch, large, small or NaN, and so the last one is the "
    "result of the job."
)

RATES = (0.01, 0.3, 1.0)  # a loss above 1, one below, and one that diverges to NaN


def reference() -> str:
    """Return an expression whose group goes on to the semicolon, whatever stands before it."""
    return r"validation_loss=(\S+?);"


def check(answer: Any) -> None:
    """Read three real logs with the expression, and compare with what the trainings know."""
    pattern = answer if isinstance(answer, str) else call(answer)
    demand(
        isinstance(pattern, str), f"Return the expression, a text such as r'...', not {pattern!r}."
    )
    try:
        groups = re.compile(pattern).groups
    except re.error as problem:
        raise Mistake(f"{pattern!r} is no regular expression: {problem}.") from None
    demand(
        groups,
        f"{pattern!r} has no group: put ( ) around the value, as the first group is what is noted.",
    )
    demand(groups == 1, f"{pattern!r} has {groups} groups; the value should be the only one.")
    for rate in RATES:
        _check_log(pattern, *printed(0, rate))


def _check_log(pattern: str, lines: tuple[str, ...], losses: tuple[float, ...]) -> None:
    found = matches(pattern, lines)
    demand(found, f"{pattern!r} matches nowhere in a line such as {lines[1]!r}.")
    reader = MetricReader([{"Name": "loss", "Regex": pattern}])
    values = [value for line in lines for _, value in reader.read(line)]
    _check_numbers(pattern, [lines[m.line][slice(*m.group)] for m in found if m.group], values)
    noted, last = values[-1], losses[-1]
    story = f"In a log that ends with {lines[-2]!r} you note {noted:.3g}. "
    if len(values) < len(losses):
        raise Mistake(
            f"{story}{len(values)} of {len(losses)} lines match: nan and inf are values too, and "
            "have no digits."
            if not math.isfinite(last)
            else f"{story}Only {len(values)} of {len(losses)} lines match; the last must."
        )
    if same(noted, last):
        return
    before = {lines[m.line][: m.group[0]].split()[-1] for m in found if m.group}
    demand(
        all("validation_loss=" in words for words in before),
        f"{story}That is the training loss, whose name ends alike.",
    )
    raise Mistake(f"{story}It is {last:.3g}: do your digits stop at the e of {last:.2e}?")


def _check_numbers(pattern: str, groups: list[str], values: list[float]) -> None:
    if values:
        return
    demand(
        any(groups),
        f"The group of {pattern!r} matches nothing: it may be empty, so it is. Say what follows "
        "the value, the semicolon, and it must go on until there.",
    )
    named = "=" in groups[0] and ";" not in groups[0]
    mend = "open the parenthesis after the equals sign" if named else "end it at the semicolon"
    raise Mistake(f"Your group holds {groups[0]!r}, and that is no number: {mend}.")


def same(noted: float, loss: float) -> bool:
    """Return whether a value is a loss, to the digits printed; NaN is NaN."""
    return f"{noted:.2e}" == f"{loss:.2e}"
