"""Practice questions on a page: always the same ones, and their keys lie in the page with them.

It is practice and says so. Words are compared with the names of the key, and no further: the
workbook's grading, which reads spellings and says what it understood, needs Python.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from hpstudy.quiz.question import Case, Hotspot, Matching, Numeric, Ordering, Question, Typed

if TYPE_CHECKING:
    from hpstudy.quiz.choosing import Item

_NEEDS = (
    '<p class="site-note">{what} needs <a href="index.html#workbook">the workbook</a>,'
    " which keeps your answers.</p>"
)
_SAYS = (
    '<p class="site-note">Practice: the same questions each time, and their keys are in this page.'
    ' Fresh ones need <a href="index.html#workbook">the workbook</a>.</p>'
)


def in_html(topic: Any = None, n: int = 10, mode: str = "study", seed: int | None = None) -> str:
    """Return what a page shows where the lesson calls `show_quiz` with these arguments."""
    if mode == "exam":
        return _NEEDS.format(what=f"The timed mock of {n} questions")
    if mode == "due":
        return _NEEDS.format(what="The review of what is due")
    return _card(_paper(topic, n, mode, seed or 0))


def for_a_class(*questions: str) -> str:
    """Return these questions, by their ids, as the lecture asks them."""
    from hpstudy.quiz.choosing import make_item
    from hpstudy.widgets.quiz_paper import kit_bank

    return _card(_asked("study", "Quiz", [make_item(kit_bank()[one], seed=0) for one in questions]))


def _card(paper: dict[str, Any]) -> str:
    data = json.dumps(paper, ensure_ascii=False)
    data = data.replace("<", "\\u003c")  # no text of a question ends the script
    return f'<div data-quiz><script type="application/json">{data}</script></div>\n{_SAYS}'


def _paper(topic: Any, n: int, mode: str, seed: int) -> dict[str, Any]:
    """Return the questions with their keys, chosen as the workbook chooses for a new reader."""
    from hpstudy.quiz.choosing import choose, make_item
    from hpstudy.quiz.topics import find_topics, placement
    from hpstudy.widgets.quiz_paper import Request, kit_bank

    request = Request.check(topic, n, mode, seed)
    wanted = {one.id for one in find_topics(request.topic)}
    pool = [question for question in kit_bank() if question.topic in wanted]
    if mode == "guide":
        ten = sorted((q for q in pool if q.guide is not None), key=lambda q: q.guide or 0)
        items = [make_item(question, seed) for question in ten[:n]]
    elif mode == "placement":
        of = {question.id: question for question in pool}
        items = [make_item(of[key], seed) for key in placement() if key in of]
    else:
        items = choose([q for q in pool if not isinstance(q, Case | Hotspot)], n, seed)
    return _asked(mode, request.name, items)


def _asked(mode: str, name: str, items: Iterable[Item]) -> dict[str, Any]:
    """Return the questions that a page can compare, with their keys."""
    from hpstudy.quiz.topics import load_topics

    titles = load_topics()
    return {
        "mode": mode,
        "name": name,
        "items": [
            _item(item) | {"topic": titles[item.question.topic].title}
            for item in items
            if not isinstance(item.asked, Case | Hotspot)
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    """Return one question as the card shows it, with its key."""
    from hpstudy.quiz.verdict import Grade
    from hpstudy.widgets import quiz_view

    asked = item.asked
    said = quiz_view.reveal(asked, None, Grade("wrong"))
    return {
        "guide": item.question.guide,
        "question": quiz_view.ask(item),
        "reveal": {**said, "said": []},
        "right": _right(asked),
    }


def _right(asked: Question) -> Any:
    """Return the key in the form in which the page can compare it."""
    from hpstudy.widgets.quiz_text import inline

    match asked:
        case Typed():
            return {
                "slots": [[_folded(name) for name in names] for names in asked.answers],
                "reject": {_folded(name): inline(why) for name, why in asked.reject.items()},
            }
        case Numeric():
            return {"answer": asked.answer, "within": asked.tolerance}
        case Ordering():
            return list(asked.steps)
        case Matching():
            return {pair.prompt: pair.response for pair in asked.pairs}
        case _:  # a choice
            return [option.text for option in getattr(asked, "options", ()) if option.correct]


def _folded(name: str) -> str:
    """Return a name as `folded` in practice.js would: lower case, words apart by one space."""
    return " ".join(name.casefold().replace("-", " ").split())
