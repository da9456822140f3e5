"""How what was typed or pointed at is marked: pure functions from (question, answer) to a `Grade`.

A part of the answer has a part of the credit here; `grading` makes it all or nothing in an exam.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from typing import Any

from hpstudy.quiz.answers import Reading, read
from hpstudy.quiz.numbers import read_number
from hpstudy.quiz.question import Hotspot, Numeric, Typed
from hpstudy.quiz.verdict import Grade, by_credit, invalid
from hpstudy.quiz.vocabulary import vocabulary


def typed(question: Typed, answer: Any) -> Grade:
    """Match the names that were typed to the slots, each name to one slot."""
    texts = [answer] if isinstance(answer, str) else answer
    if not isinstance(texts, Sequence) or not all(isinstance(text, str) for text in texts):
        return invalid("Type the answer in words.")
    reading = read(vocabulary(question), texts)
    if reading.empty:
        return invalid("Nothing was typed: no attempt used.")
    wanted, filled = len(question.answers), _filled(reading)
    wrong = len(reading.rejected) + len(reading.unknown) + len(reading.doubtful)
    feedback = _understood(reading)
    if reading.negated:
        return Grade("wrong", 0.0, f"{feedback} It says “{reading.negated}”.".strip())
    if reading.doubtful and not reading.unknown and not reading.rejected and filled == wanted:
        doubt = " and ".join(f"“{text}”" for text in reading.doubtful)
        return invalid(f"Does {doubt} make another term of it? Type the term alone.")
    # A wrong name beside enough right ones is a guess too many.
    credit = 0.0 if wrong and filled + wrong > wanted else filled / wanted
    reasons = [f"{name.text}: {name.reason}" for name in reading.rejected]
    if 0 < credit < 1:
        reasons.append(f"{filled} of {wanted}.")
    slip = reading.rejected[0].text if reading.rejected else ""
    return by_credit(credit, " ".join([feedback, *reasons]).strip(), slip)


def _filled(reading: Reading) -> int:
    """Return how many slots the names fill at most, each name one slot."""
    holder: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for slot in sorted(reading.names[i].slots - tried):
            tried.add(slot)
            if slot not in holder or place(holder[slot], tried):
                holder[slot] = i
                return True
        return False

    return sum(place(i, set()) for i in range(len(reading.names)))


def _understood(reading: Reading) -> str:
    """Say what was understood, and what was spelled otherwise."""
    said = [name.text for name in (*reading.names, *reading.rejected)]
    strange = (*reading.unknown, *reading.doubtful)
    said += [f"“{text}”, which is not asked for" for text in strange]
    text = f"Read as {', '.join(said)}." if said else "No name was found in it."
    for typed, name in reading.misspelt.items():
        text += f" (“{typed}” is spelled {name}.)"
    return text


def numeric(question: Numeric, answer: Any) -> Grade:
    """Compare the number with the key, then with the slips, which have a name and a reason."""
    bare = False
    if isinstance(answer, str):
        reading = read_number(answer, question.unit, question.stem)
        bare = reading.bare
        if reading.invalid:
            return invalid(reading.invalid)
        if reading.fault:
            return Grade("wrong", 0.0, f"{reading.fault} Type one number.")
        values = reading.values
    else:
        value = _real(answer)
        if value is None:
            return invalid("Type one finite number.")
        values = (value,)
    unit = f" {question.unit}" if question.unit else ""
    for value in values:
        if question.accepts(value):
            return by_credit(1.0, f"Read as {value:.6g}{unit}.")
    for value in values:
        for slip in question.slips:
            if _is_slip(question, value, float(slip.value)):
                said = f"Read as {value:.6g}{unit}. {slip.why}"
                return by_credit(slip.credit, said, slip.name)
    if bare:
        value = values[0]
        return invalid(f"Is that {value:.6g} % or {100 * value:.6g} %? Type it with the sign %.")
    return Grade("wrong", 0.0, f"Read as {values[0]:.6g}{unit}.{_nearly(question, values[0])}")


def _is_slip(question: Numeric, value: float, slip: float) -> bool:
    """Say whether `value` is the slip; the key's tolerance may be wide beside a small one."""
    return question.near(value, slip) and (not slip or abs(value - slip) <= 0.1 * abs(slip))


def _nearly(question: Numeric, value: float) -> str:
    """Say what is wrong with an answer that has the right digits in the wrong place."""
    if value and question.near(-value, question.answer):
        return " The sign is the other way round."
    for power in (-2, 2):
        if question.unit == "%" and question.near(value * 10.0**-power, question.answer):
            return " Mind the unit: per cent."
    return ""


def hotspot(question: Hotspot, answer: Any) -> Grade:
    """Credit the region, and by half or less what lies nearer to it than its own width."""
    point = _point(answer, question)
    if point is None:
        return invalid("Point at a place on the plot, or type its numbers.")
    region = question.region
    away = 0.0
    for value, (low, high) in zip(point, (region.x, region.y), strict=False):
        if math.isfinite(high - low):
            away = max(away, (low - value) / (high - low), (value - high) / (high - low))
    at = ", ".join(f"{value:.4g}" for value in point)
    if away <= 1e-9:
        return by_credit(1.0, f"Read as {at}: inside the region.")
    if away < 1:
        return by_credit(0.5 * (1 - away), f"Read as {at}: near, but outside the region.")
    return Grade("wrong", 0.0, f"Read as {at}: far from the region.")


def _point(answer: Any, question: Hotspot) -> tuple[float, ...] | None:
    """Return x, or (x, y) where the region has both; None if the answer is no such place."""
    parts = list(answer) if isinstance(answer, list | tuple) else [answer]
    values = [next(iter(_numbers(part)), None) for part in parts]
    finite = [value for value in values if value is not None]
    needs_y = any(math.isfinite(end) for end in question.region.y)
    if len(finite) != len(values) or len(finite) not in (1, 2) or (needs_y and len(finite) == 1):
        return None
    return tuple(finite)


def _numbers(answer: Any) -> tuple[float, ...]:
    """Return what a number beside a plot may be, typed or pointed at."""
    if isinstance(answer, str):
        return read_number(answer).values
    value = _real(answer)
    return () if value is None else (value,)


def _real(answer: Any) -> float | None:
    """Return a finite real number, or None."""
    if isinstance(answer, bool) or not isinstance(answer, numbers.Real):
        return None
    try:
        value = float(answer)
    except (OverflowError, ValueError):
        return None
    return value if math.isfinite(value) else None
