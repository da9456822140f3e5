"""The result of a quiz as the page shows it: score, level, and which topics to revisit."""

from __future__ import annotations

from typing import Any

from hpstudy.quiz.readiness import PASS_MARK, scaled
from hpstudy.quiz.session import Report, Sitting
from hpstudy.quiz.topics import load_topics
from hpstudy.widgets.quiz_paper import Paper, demos

# The levels, by the least share of the credit.
LEVELS = (
    (0.9, "You know this."),
    (0.75, "Nearly there: read what you missed."),
    (0.5, "Halfway: revisit the topics below, then try again."),
    (0.0, "Start with the demos below; the quiz comes back to them."),
)
_REVISIT = 0.75  # a topic below this share is to be revisited


def result(paper: Paper) -> dict[str, Any]:
    """Return what is shown at the end."""
    report = paper.session.report()
    low, high = report.interval
    view: dict[str, Any] = {
        "score": f"{report.credit:.3g} of {report.n}",
        "percent": round(100 * report.share),
        "level": next(level for least, level in LEVELS if report.share >= least),
        "interval": f"{report.n} question{'s' * (report.n != 1)} can say no more than that: of very"
        f" many such questions you know between {100 * low:.0f} and {100 * high:.0f} %"
        " (90 % interval).",
        "marks": _marks(report),
        "scaled": _scaled(report) if paper.session.exam else "",
        "readiness": paper.readiness if paper.session.exam else "",
        "topics": [_topic(*entry, paper) for entry in report.by_topic().items()],
        "questions": [_question(one) for one in report.sittings],
    }
    return view


def _marks(report: Report) -> str:
    if report.marks is None:
        return ""
    got, most = report.marks
    return f"With what you were sure of: {got:+d} of {most} marks."


def _scaled(report: Report) -> str:
    """Return the score on the exam's scale by a straight line; the real scaling is not public."""
    mark = scaled(report.share)
    beyond = "above" if mark >= PASS_MARK else "below"
    return (
        f"On a scale of our own, a straight line from 100 to 1000: {mark:.0f},"
        f" {beyond} the pass mark of {PASS_MARK}. The exam's true scaling is not public."
    )


def _topic(key: str, found: tuple[float, int], paper: Paper) -> dict[str, Any]:
    topic, (credit, n) = load_topics().get(key), found
    shown = next((demo for demo in (topic.demos if topic else ()) if demo in demos()), None)
    return {
        "title": topic.title if topic else key,
        "score": f"{credit:.3g} of {n}",
        "revisit": credit < _REVISIT * n,
        "lesson": topic.lessons[0] if topic and topic.lessons else None,
        "demo": shown,
    }


def _question(one: Sitting) -> str:
    if not one.grades:
        return "open"
    return "right" if one.credit >= 1 else "wrong" if one.credit <= 0 else "partial"
