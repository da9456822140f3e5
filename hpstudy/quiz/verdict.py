"""A `Grade`: the verdict on an answer, its credit, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Grade:
    """A verdict, "right", "partial", "wrong" or "invalid", its credit from 0 to 1, and the why.

    `slip` names the misconception, where the answer is one that has a name.
    """

    verdict: str
    credit: float = 0.0
    feedback: str = ""
    slip: str = ""


def invalid(feedback: str) -> Grade:
    """Return a grade that uses no attempt."""
    return Grade("invalid", 0.0, feedback)


def by_credit(credit: float, feedback: str, slip: str = "") -> Grade:
    """Return right for the whole credit, wrong for none, partial between."""
    verdict = "right" if credit >= 1 else "wrong" if credit <= 0 else "partial"
    return Grade(verdict, min(max(credit, 0.0), 1.0), feedback, slip)
