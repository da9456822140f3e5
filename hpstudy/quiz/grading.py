"""From a question and an answer to a `Grade`, purely.

*Invalid* is not *wrong*: an empty answer, or one of a type that the question cannot have, uses no
attempt. Study gives a part of the credit for a part of the answer; an exam gives all or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hpstudy.quiz import marking_chosen, marking_typed
from hpstudy.quiz.question import (
    Case,
    Hotspot,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Single,
    Typed,
)
from hpstudy.quiz.verdict import Grade, by_credit, invalid

__all__ = ["Grade", "grade"]


def grade(question: Question, answer: Any, seed: int | None = None, *, exam: bool = False) -> Grade:
    """Return the grade of `answer`; whatever the answer is, it is graded and never raises.

    The answer: single, an option's text or its place in the file, from 0; multiple, a list of
    those; blank and list, a text or a list of texts; ordering, a list of steps' texts or places;
    matching, {prompt: response}; numeric, a text or number; hotspot, x or (x, y); case, {part id:
    answer}. `seed` says which variant of a generated question was asked; without one, ValueError.
    """
    return _grade(question.variant(seed), answer, exam)


def _grade(question: Question, answer: Any, exam: bool) -> Grade:
    if isinstance(question, Case):
        return _case(question, answer, exam)
    found = _mark(question, answer)
    if exam and found.verdict == "partial":
        return replace(found, verdict="wrong", credit=0.0)
    return found


def _mark(question: Question, answer: Any) -> Grade:
    match question:
        case Single():
            return marking_chosen.single(question, answer)
        case Multiple():
            return marking_chosen.multiple(question, answer)
        case Typed():
            return marking_typed.typed(question, answer)
        case Ordering():
            return marking_chosen.ordering(question, answer)
        case Matching():
            return marking_chosen.matching(question, answer)
        case Numeric():
            return marking_typed.numeric(question, answer)
        case Hotspot():
            return marking_typed.hotspot(question, answer)
    raise TypeError(f"{type(question).__name__} is not a kind of question that can be graded.")


def _case(question: Case, answer: Any, exam: bool) -> Grade:
    """Grade each part by itself; a part left out has no credit."""
    if not isinstance(answer, Mapping):
        return invalid("Answer the questions of the case.")
    grades = {
        part.id: _grade(part, answer[part.id], exam) if part.id in answer else invalid("No answer.")
        for part in question.questions
    }
    if all(found.verdict == "invalid" for found in grades.values()):
        return invalid("Answer the questions of the case.")
    credit = sum(found.credit for found in grades.values()) / len(grades)
    if all(found.verdict == "right" for found in grades.values()):
        credit = 1.0
    told = [f"{key}: {found.verdict}. {found.feedback}" for key, found in grades.items()]
    slip = next((found.slip for found in grades.values() if found.slip), "")
    return by_credit(credit, "\n".join(told), slip)
