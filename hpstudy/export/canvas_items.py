"""A question of Canvas as an item of QTI: what is shown, what is right, what is said afterwards."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from textwrap import shorten
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from hpstudy.export import cloze, qti
from hpstudy.export.html import tex_line
from hpstudy.quiz.question import Choice, Matching, Multiple, Numeric, Question, Typed
from hpstudy.widgets.quiz_text import plain


@dataclass(frozen=True)
class Part:
    """One question as Canvas is to ask it; `stem` and `said`, the general feedback, are HTML.

    offered: the texts to choose from, in an order that does not give the key away
    """

    ident: str
    asked: Any
    stem: str
    said: str
    offered: tuple[str, ...] = ()


def gaps_of(asked: Typed) -> list[str]:
    """Return a name for each gap; it stands in the stem in brackets."""
    return [f"blank{n}" for n in range(1, len(asked.answers) + 1)]


def item_of(part: Part) -> Element:
    """Return the item, with the rules that mark it and what they say."""
    asked = part.asked
    title = shorten(plain(asked.stem), 80, placeholder=" …")
    item = Element("item", ident=part.ident, title=title)
    qti.metadata(item, question_type=kind_of(asked), points_possible="1.0")
    show = SubElement(item, "presentation")
    qti.material(show, f"<div>{part.stem}</div>")
    rules = qti.outcomes(item)
    SubElement(qti.when(rules, says="general_fb"), "other")
    reasons: dict[str, str] = {}
    match asked:
        case Choice():
            reasons = _choice(show, rules, part)
        case Numeric():
            _number(show, rules, asked)
        case Matching():
            _matching(show, rules, part)
        case Typed():
            (_word if len(asked.answers) == 1 else _words)(show, rules, asked)
    qti.feedback(item, "general_fb", part.said)
    for ident, why in reasons.items():
        qti.feedback(item, ident, why)
    return item


def kind_of(asked: Question) -> str:
    """Return what Canvas calls such a question."""
    match asked:
        case Multiple():
            return "multiple_answers_question"
        case Choice():
            return "multiple_choice_question"
        case Numeric():
            return "numerical_question"
        case Matching():
            return "matching_question"
        case Typed() if len(asked.answers) == 1:
            return "short_answer_question"
        case Typed():
            return "fill_in_multiple_blanks_question"
    raise TypeError(f"{type(asked).__name__} is not a kind of question that can be exported.")


def _choice(show: Element, rules: Element, part: Part) -> dict[str, str]:
    """Add the options and return their reasons."""
    several = isinstance(part.asked, Multiple)
    by_text = {option.text: option for option in part.asked.options}
    options = {_number_of(text): by_text[text] for text in part.offered}
    texts = {number: tex_line(option.text) for number, option in options.items()}
    qti.menu(show, "response1", texts, several=several)
    for number in options:
        qti.answered(qti.when(rules, says=f"{number}_fb"), "response1", number)
    right = qti.when(rules, scores="100")
    right = SubElement(right, "and") if several else right
    for number, option in options.items():
        if option.correct:
            qti.answered(right, "response1", number)
        elif several:
            qti.answered(SubElement(right, "not"), "response1", number)
    return {f"{number}_fb": tex_line(option.why) for number, option in options.items()}


def _number(show: Element, rules: Element, asked: Numeric) -> None:
    """Add a field for a number; Canvas has no half credit for a slip, the feedback names it."""
    qti.field(show, fibtype="Decimal")
    room = cloze.tolerance(asked, asked.answer) if asked.tolerance else 0.0
    either = SubElement(qti.when(rules, scores="100"), "or")
    qti.answered(either, "response1", repr(float(asked.answer)))
    within = SubElement(either, "and")
    qti.answered(within, "response1", repr(float(asked.answer - room)), "vargte")
    qti.answered(within, "response1", repr(float(asked.answer + room)), "varlte")


def _matching(show: Element, rules: Element, part: Part) -> None:
    """Add a menu for each prompt; a menu of Canvas holds plain text."""
    menu = {_number_of(text): text for text in map(plain, part.offered)}
    for pair in part.asked.pairs:
        ident = f"response_{_number_of(pair.prompt)}"
        qti.menu(show, ident, menu, above=tex_line(pair.prompt))
        right = qti.when(rules, adds=f"{100 / len(part.asked.pairs):.2f}")
        qti.answered(right, ident, _number_of(plain(pair.response)))


def _word(show: Element, rules: Element, asked: Typed) -> None:
    qti.field(show)
    right = qti.when(rules, scores="100")
    for name in dict.fromkeys(map(plain, asked.answers[0])):
        qti.answered(right, "response1", name)


def _words(show: Element, rules: Element, asked: Typed) -> None:
    """Add a field for each slot, to be filled in any order; Canvas takes one name twice."""
    names = dict.fromkeys(plain(name) for slot in asked.answers for name in slot)
    for gap in gaps_of(asked):
        taken = {_number_of(f"{gap}/{name}"): name for name in names}
        qti.menu(show, f"response_{gap}", taken, above=gap)
        # One rule a gap, as in Canvas's own files; its import takes every answer of the gap.
        right = qti.when(rules, adds=f"{100 / len(asked.answers):.2f}")
        qti.answered(right, f"response_{gap}", next(iter(taken)))


def _number_of(text: str) -> str:
    """Return an id for an answer, the same in the next export; Canvas keeps none but numbers."""
    return str(zlib.crc32(text.encode()) % 2**31)
