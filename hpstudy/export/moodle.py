"""Moodle XML: the questions for a question bank, each kind as Moodle's own, with every reason.

Written by `xml.etree`. The library for it on the package index, moodle-tools 1.1, takes its own
YAML, leaves the prompts of a matching question unescaped and brings no question with several right
options; its ordering questions warn that Moodle does not import their settings.
The format: https://docs.moodle.org/en/Moodle_XML_format
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from textwrap import shorten
from xml.etree import ElementTree as xml
from xml.etree.ElementTree import Element, SubElement

from hpstudy.export import cloze
from hpstudy.export.card import matches
from hpstudy.export.html import tex_blocks, tex_line
from hpstudy.export.plot import plot_html
from hpstudy.export.questions import key
from hpstudy.quiz.choosing import Item, is_natural
from hpstudy.quiz.question import (
    Blank,
    Choice,
    Hotspot,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Typed,
)
from hpstudy.quiz.topics import load_topics
from hpstudy.widgets.quiz_text import plain

BANK = "Hyperparameter optimization"
SECOND_TRY = 0.5  # what a second try costs, as in the kit


def write(out: Path, items: Iterable[Item]) -> str:
    """Write the items as Moodle XML and return the sentence that says how many there are."""
    quiz, n = Element("quiz"), 0
    by_topic: dict[str, list[Item]] = {}
    for item in items:
        by_topic.setdefault(item.question.topic, []).append(item)
    for topic, of_topic in by_topic.items():
        category = SubElement(quiz, "question", type="category")
        _text(category, "category", f"$course$/top/{BANK}/{_title(topic)}")
        quiz.extend(map(_question, of_topic))
        n += len(of_topic)
    path = out if out.suffix else out.with_suffix(".xml")
    path.parent.mkdir(parents=True, exist_ok=True)
    xml.indent(quiz)
    xml.ElementTree(quiz).write(path, encoding="utf-8", xml_declaration=True)
    return f"{path}: {n} questions. In Moodle: Question bank, Import, Moodle XML format."


def _title(topic: str) -> str:
    """Return a topic's category; a slash in a title is written twice, or it would make two."""
    known = load_topics().get(topic)
    return f"{topic} {known.title.replace('/', '//')}" if known else topic


def _question(item: Item) -> Element:
    asked = item.asked
    kind = _kind(asked)
    question = Element("question", type=kind)
    _text(question, "name", f"{key(item)}: {shorten(plain(asked.stem), 80, placeholder=' …')}")
    _html(question, "questiontext", _stem(asked, kind))
    _html(question, "generalfeedback", _feedback(asked))
    settings = {"defaultgrade": "1", "penalty": f"{SECOND_TRY}", "hidden": "0"}
    for name, value in (settings | {"idnumber": key(item)}).items():
        SubElement(question, name).text = value
    match asked:
        case Choice():
            _choice(question, asked)
        case Typed() if kind == "shortanswer":
            _short_answer(question, asked)
        case Numeric():
            _numeric(question, asked)
        case Matching():
            _matching(question, asked)
        case Ordering():
            _ordering(question, asked)
        case Hotspot() if kind == "numerical":
            _hotspot(question, asked)
    tags = SubElement(question, "tags")
    for tag in (asked.topic, *asked.exam, f"difficulty {asked.difficulty}"):
        _text(tags, "tag", tag)
    return question


def _kind(asked: Question) -> str:
    match asked:
        case Choice():
            return "multichoice"
        case Blank() if len(asked.answers) == 1 and asked.stem.count("{{blank}}") == 1:
            return "shortanswer"
        case Numeric():
            return "numerical"
        case Hotspot() if not math.isfinite(asked.region.y[1] - asked.region.y[0]):
            return "numerical"
        case Matching() | Ordering():
            return asked.type
    return "cloze"


def _stem(asked: Question, kind: str) -> str:
    if kind == "cloze":
        return cloze.text(asked)
    stem = tex_blocks(asked.stem, blank="_____")  # where five underscores stand, Moodle's box goes
    if isinstance(asked, Numeric) and asked.unit:
        stem += f"<p>In {tex_line(asked.unit)}; type the number alone.</p>"
    if isinstance(asked, Multiple):
        stem += f"<p>Choose {asked.n_right}.</p>"
    if isinstance(asked, Hotspot):
        stem += plot_html(asked) + f"<p>Type its {tex_line(_axis(asked))}.</p>"
    return stem


def _axis(asked: Hotspot) -> str:
    return asked.plot if isinstance(asked.plot, str) else str(asked.plot["x"])


def _feedback(asked: Question) -> str:
    """Return what everybody reads afterwards; Moodle has no feedback for a single pair."""
    said = tex_blocks(asked.explanation)
    if isinstance(asked, Matching):
        said = matches(asked) + said
    if asked.guide_says:
        said += tex_blocks(asked.guide_says)
    return said + f"<p><small>{tex_line(asked.source)}</small></p>"


def _choice(question: Element, asked: Choice) -> None:
    several = isinstance(asked, Multiple)
    shuffled = not is_natural([option.text for option in asked.options])
    _settings(question, single="false" if several else "true", shuffleanswers=f"{shuffled:d}")
    _settings(question, answernumbering="none", showstandardinstruction="0")
    for option in asked.options:
        worth = cloze.worth(asked, option)
        _answer(question, tex_line(option.text), worth, option.why, form="html")


def _short_answer(question: Element, asked: Typed) -> None:
    _settings(question, usecase="0")
    (names,) = asked.answers
    for name in names:
        _answer(question, cloze.literal(name), 100)
    for name, why in asked.reject.items():
        _answer(question, cloze.literal(name), 0, why)


def _numeric(question: Element, asked: Numeric) -> None:
    answers = [(asked.answer, 1.0, "")]
    answers += [(s.value, s.credit, s.why) for s in asked.slips if not isinstance(s.value, str)]
    for value, credit, why in answers:
        answer = _answer(question, repr(float(value)), 100 * credit, why)
        SubElement(answer, "tolerance").text = repr(cloze.tolerance(asked, value))
    _without_units(question)


def _hotspot(question: Element, asked: Hotspot) -> None:
    low, high = asked.region.x
    answer = _answer(question, repr((low + high) / 2), 100)
    SubElement(answer, "tolerance").text = repr((high - low) / 2)
    _without_units(question)


def _without_units(question: Element) -> None:
    _settings(question, unitgradingtype="0", unitpenalty="0", showunits="3", unitsleft="0")


def _matching(question: Element, asked: Matching) -> None:
    _settings(question, shuffleanswers="true")
    pairs = [(tex_line(pair.prompt), pair.response) for pair in asked.pairs]
    for prompt, response in pairs + [("", response) for response in asked.extra]:
        _text(_html(question, "subquestion", prompt), "answer", plain(response))


def _ordering(question: Element, asked: Ordering) -> None:
    _settings(question, layouttype="VERTICAL", selecttype="ALL", selectcount=f"{len(asked.steps)}")
    _settings(question, gradingtype="LONGEST_ORDERED_SUBSET", showgrading="SHOW")
    _settings(question, numberingstyle="none")
    for place, step in enumerate(asked.steps, 1):
        _answer(question, tex_line(step), place, form="html")


def _answer(
    question: Element, text: str, worth: float, why: str = "", form: str = "moodle_auto_format"
) -> Element:
    """Add an answer, in `form`, with what it is worth in per cent and its feedback."""
    answer = SubElement(question, "answer", fraction=cloze.percent(worth), format=form)
    SubElement(answer, "text").text = text
    _html(answer, "feedback", tex_line(why))
    return answer


def _settings(parent: Element, **settings: str) -> None:
    for name, value in settings.items():
        SubElement(parent, name).text = value


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    SubElement(element, "text").text = text
    return element


def _html(parent: Element, name: str, html: str) -> Element:
    element = _text(parent, name, html)
    element.set("format", "html")
    return element
