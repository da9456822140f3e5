"""Units that people type behind a number: per cent, times, and what is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hpstudy.quiz.spelling import root
from hpstudy.quiz.words import word_set

PERCENT = word_set("% percent pct percentage")
SECONDS = {"ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
_TIME = {
    "ms": "ms msec msecs millisecond milliseconds",
    "s": "s sec secs second seconds",
    "min": "min mins minute minutes m",
    "h": "h hr hrs hour hours",
    "d": "d day days",
}
TIME_UNIT = {word: unit for unit, names in _TIME.items() for word in names.split()}

# Things that are counted: one from another line is another quantity.
_COUNTED = """trial job run configuration combination experiment fit
update step iteration batch minibatch
epoch
unit neuron node
parameter weight coefficient
round
example picture image row
character letter
byte kb mb gb"""
_LINE = {root(word): i for i, line in enumerate(_COUNTED.splitlines()) for word in line.split()}


def wrong_unit(typed: Sequence[str], unit: str, stem: str) -> str:
    """Return what is wrong with the words behind a number, if they name another quantity."""
    asked = TIME_UNIT.get(unit, unit)
    if asked in SECONDS and PERCENT.intersection(typed):
        return "% is not the unit that is asked for."
    time = TIME_UNIT.get(typed[0]) if typed else None
    in_stem = {TIME_UNIT.get(word) for word in re.findall(r"[a-z]+", stem.casefold())}
    short = ("m", unit[:1])  # m may be million; 4 d are four dimensions
    if time and asked not in SECONDS and time not in in_stem and typed[0] not in short:
        return f"{typed[0]} is not the unit that is asked for."
    if unit in PERCENT and typed and root(typed[0]) in _LINE and typed[0] not in PERCENT:
        return f"{typed[0]} are not per cent."
    counted = _LINE.get(root(unit.split()[0])) if unit else None
    lines = [_LINE[root(word)] for word in typed if root(word) in _LINE]
    if counted is not None and lines and counted not in lines:
        return f"{typed[0]} is not what is counted: {unit} are."
    return ""


def in_unit(value: float, typed: Sequence[str], unit: str, stem: str) -> tuple[float, ...]:
    """Return the value in the question's unit; where none is named, a share may be per cent."""
    asked = TIME_UNIT.get(unit, unit)
    times = [TIME_UNIT[word] for word in typed if word in TIME_UNIT]
    if asked in SECONDS and times:
        return (value * SECONDS[times[-1]] / SECONDS[asked],)
    if PERCENT.intersection(typed):
        if asked in PERCENT:
            return (100 * value,)
        named = not unit and re.search(r"%|per\s?cent", stem.casefold())
        return (value, 100 * value) if named else (value,)
    return (1e6 * value,) if "m" in typed and asked not in SECONDS else (value,)
