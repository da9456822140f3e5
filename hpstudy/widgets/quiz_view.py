"""What the page is told of a question, and after the answer of its key; plain data, both.

`ask` gives a question without its key, reasons or slips: options, steps and responses come in an
order drawn from the seed. `reveal` gives what may be read once no attempt is left. The page answers
in the texts of the question, as `grade` takes them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from hpstudy.quiz.choosing import Item
from hpstudy.quiz.question import (
    Blank,
    Case,
    Choice,
    Hotspot,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Pair,
    Question,
    Typed,
)
from hpstudy.quiz.session import part_grades
from hpstudy.quiz.verdict import Grade
from hpstudy.widgets.quiz_text import inline, plain, tree

View = dict[str, Any]


def ask(item: Item, asked: Question | None = None) -> View:
    """Return what the page shows of a question before it is answered."""
    asked = asked or item.asked
    view: View = {"kind": asked.type, "text": tree(asked.stem), "hint": ""}
    match asked:
        case Choice():
            texts = item.shuffled([option.text for option in asked.options], asked.id)
            view["options"] = [_said(text) for text in texts]
            if isinstance(asked, Multiple):
                view |= {"choose": asked.n_right, "hint": f"Choose {asked.n_right}."}
        case Typed():
            view |= _typed(asked)
        case Ordering():
            view["steps"] = [_said(text) for text in _disordered(item, asked)]
            view["hint"] = "Bring the steps into order, the first on top."
        case Matching():
            view |= _matching(item, asked)
        case Numeric():
            view["unit"] = asked.unit
        case Hotspot():
            plot = asked.plot if isinstance(asked.plot, Mapping) else {}
            view |= {"plot": dict(plot), "both": any(map(math.isfinite, asked.region.y))}
            view["hint"] = "Point at the place in the plot, or type it."
        case Case():
            view["parts"] = [{"id": part.id, **ask(item, part)} for part in asked.questions]
    return view


def _said(text: str) -> View:
    return {"value": text, "text": inline(text), "plain": plain(text)}


def _typed(asked: Typed) -> View:
    """Fields for the words: where the blanks are, one for each name of a list, else one."""
    blanks = asked.stem.count("{{blank}}")
    fields = len(asked.answers) if not isinstance(asked, Blank) else max(blanks, 1)
    # The "and" between names is counted only where they are typed into one field.
    words = asked.words - (fields > 1)
    said = f"{words} word{'s' if words != 1 else ''}"
    return {
        "fields": fields,
        "words": words,
        "hint": f"{said}." if isinstance(asked, Blank) else "",
    }


def _disordered(item: Item, asked: Ordering) -> list[str]:
    """Return the steps in an order that is not the right one."""
    steps = list(asked.steps)
    for salt in range(20):
        if (order := item.shuffled(steps, f"{asked.id}/{salt}")) != steps:
            return order
    return steps[::-1]


def _matching(item: Item, asked: Matching) -> View:
    prompts = item.shuffled([pair.prompt for pair in asked.pairs], f"{asked.id}/prompts")
    responses = item.shuffled(asked.responses, f"{asked.id}/responses")
    return {
        "prompts": [_said(text) for text in prompts],
        "responses": [_said(text) for text in responses],
        "hint": "Give each its match.",
    }


# after the answer


def reveal(asked: Question, answer: Any, found: Grade, *, exam: bool = False) -> View:
    """Return the key of a question with the reason for every option, and what to read and see."""
    view = {**key_of(asked, found), "explanation": tree(asked.explanation), "source": asked.source}
    if asked.guide_says:
        view["guide"] = tree(asked.guide_says)
    if isinstance(asked, Case):
        view["parts"] = {
            part.id: key_of(part, grade) | part_explanation(part, asked)
            for part, grade in part_grades(asked, answer, exam=exam).values()
        }
    return view


def part_explanation(part: Question, case: Case) -> View:
    """Return a part's own explanation, if it is not the one that it shares with its case."""
    own = part.explanation != case.explanation
    return {"explanation": tree(part.explanation)} if own else {}


def key_of(asked: Question, found: Grade) -> View:
    """Return a verdict in words, and what would have been right."""
    view: View = {"verdict": found.verdict, "title": _title(found), "said": []}
    if not isinstance(asked, Case | Choice):  # their reasons stand beside parts and options
        view["said"] = tree(_without_reasons(asked, found))
    match asked:
        case Choice():
            view["options"] = {
                option.text: {"correct": option.correct, "why": inline(option.why)}
                for option in asked.options
            }
        case Typed():
            view["key"] = [["p", *inline(", ".join(names[0] for names in asked.answers))]]
            view["also"] = _also(asked)
        case Ordering():
            view["steps"] = list(asked.steps)
        case Matching():
            view["pairs"] = {pair.prompt: _match(pair) for pair in asked.pairs}
        case Numeric():
            view["key"] = [["p", f"{asked.answer:.6g} {asked.unit}".strip().replace("-", "−", 1)]]
        case Hotspot():
            view["region"] = [_side(asked.region.x), _side(asked.region.y)]
            view["key"] = [["p", _where(asked)]]
    return view


def _match(pair: Pair) -> View:
    why = inline(pair.why)
    return {"response": pair.response, "plain": plain(pair.response), "why": why}


def hint(asked: Question, found: Grade) -> View:
    """Return what is said after a wrong first try: about the answer given, and no more."""
    if isinstance(asked, Case):
        said = "Some parts are not right yet."
    else:
        said = _without_reasons(asked, found)
    return {"verdict": found.verdict, "title": _title(found), "said": tree(said)}


def _without_reasons(asked: Question, found: Grade) -> str:
    """Return the feedback without the reasons of pairs, which name their responses."""
    return found.feedback.partition("“")[0] if isinstance(asked, Matching) else found.feedback


def _title(found: Grade) -> str:
    if found.verdict == "partial":
        return f"Partly right: {100 * found.credit:.0f} %"
    return {"right": "Right", "wrong": "Not right", "invalid": "Not answered"}[found.verdict]


def _also(asked: Typed) -> str:
    """Name other words that would have been taken."""
    others = [name for names in asked.answers for name in names[1:3]]
    return f"Also taken: {', '.join(others)}." if others else ""


def _side(side: tuple[float, float]) -> list[float] | None:
    return list(side) if all(map(math.isfinite, side)) else None


def _where(asked: Hotspot) -> str:
    (left, right), (low, high) = asked.region.x, asked.region.y
    said = f"x from {left:.4g} to {right:.4g}"
    return said + (f", y from {low:.4g} to {high:.4g}" if math.isfinite(high - low) else "")
