"""The quiz: a strict bank of questions as data, pure grading, seeded generators.

quiz/*.yaml -> `bank.load_bank` -> `question.Question` -> `grading.grade` -> `grading.Grade`.
A generated question asks `generators` for a variant first; typed answers go through `answers`
and `numbers`. Of the rest of hpstudy the quiz knows only where the files lie.
"""

from __future__ import annotations

import importlib
from typing import Any

_DOOR = {
    "BankError": "hpstudy.quiz.problems",
    "load_bank": "hpstudy.quiz.bank",
    "grade": "hpstudy.quiz.grading",
    "Record": "hpstudy.quiz.record",
}

__all__ = list(_DOOR)


def __getattr__(name: str) -> Any:
    if name not in _DOOR:
        raise AttributeError(f"module 'hpstudy.quiz' has no attribute {name!r}")
    value = getattr(importlib.import_module(_DOOR[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_DOOR))
