"""The fields that a kind of question has beside those of every entry, read strictly.

A reader is a function from the entry's fields to that kind's part of the `Question`; `fields` reads
the rest, and knows which kind has which reader.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from hpstudy.quiz.normalizing import normalize
from hpstudy.quiz.problems import did_you_mean
from hpstudy.quiz.question import Numeric, Option, Pair, Region, Slip
from hpstudy.quiz.walk import Fields, Walk, is_quoted

_MARKS = re.compile(r"\{\{(.*?)\}\}")

Body = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """What an entry may refer to."""

    # Each topic, and whether it has a demo of its own; None if the list of topics is faulty itself.
    topics: Mapping[str, bool] | None
    demos: Collection[str]
    generators: Collection[str]


def single(fields: Fields, names: Names, common: Body) -> Body:
    """Read options of which one is right."""
    options = _options(fields)
    n_right = sum(option.correct for option in options)
    if options and n_right != 1:
        fields.note("options", f"must hold one correct option, not {n_right}")
    return {"options": options}


def multiple(fields: Fields, names: Names, common: Body) -> Body:
    """Read options of which at least one is right."""
    options = _options(fields)
    if options and not any(option.correct for option in options):
        fields.note("options", "must hold at least one correct option")
    return {"options": options}


def _options(fields: Fields) -> tuple[Option, ...]:
    entries = fields.mappings("options", ("text", "why"), ("correct", "slip"), least=2)
    options = tuple(
        Option(entry.text("text"), entry.text("why"), entry.flag("correct"), entry.text("slip"))
        for entry in entries
    )
    _check_distinct(fields, "options", [option.text for option in options], entries, "text")
    return options


def typed(fields: Fields, names: Names, common: Body) -> Body:
    """Read the names that fill each slot, those that are refused, and those that may stand by."""
    slots = tuple(
        _names(fields, fields.walk.texts(node, name), name)
        for node, name in fields.items("answers")
    )
    also = (
        _names(fields, fields.texts("also", least=0), fields.path("also"))
        if "also" in fields
        else ()
    )
    reasons = {
        name: fields.walk.text(node, f"{fields.path('reject')}.{name}")
        for name, node in fields.pairs("reject").items()
    }
    kept = {_joined(name) for accepted in slots for name in accepted}
    for name in reasons:
        if _joined(name) in kept:
            fields.note("reject", f"rejects {name!r}, which is also an answer")
    _check_blanks(fields, common["stem"], len(slots))
    return {"answers": slots, "also": also, "reject": reasons}


def _check_blanks(fields: Fields, stem: str, n_answers: int) -> None:
    blanks = _MARKS.findall(stem)
    for mark in sorted(set(blanks) - {"blank"}):
        fields.note("stem", f"has {{{{{mark}}}}}: a blank is written {{{{blank}}}}")
    if len(blanks) > 1 and len(blanks) != n_answers:
        fields.note("answers", f"must be as many as the {len(blanks)} blanks, not {n_answers}")


def _joined(name: str) -> str:
    return normalize(name).replace(" ", "")


def _names(fields: Fields, names: Sequence[str], path: str) -> tuple[str, ...]:
    """Return names that a typed answer may have: nothing is left of one without letters."""
    for i, name in enumerate(names):
        if name and not normalize(name):
            key = path.partition("[")[0].rpartition(".")[2]
            fields.note(key, f"has a name without a letter or digit at {path}[{i}]: {name!r}")
    return tuple(names)


def ordering(fields: Fields, names: Names, common: Body) -> Body:
    """Read the steps, in their right order."""
    steps = fields.texts("steps", least=2)
    _check_distinct(fields, "steps", steps)
    return {"steps": steps}


def matching(fields: Fields, names: Names, common: Body) -> Body:
    """Read the pairs, and responses that belong to no prompt."""
    entries = fields.mappings("pairs", ("prompt", "response"), ("why",), least=2)
    pairs = tuple(
        Pair(entry.text("prompt"), entry.text("response"), entry.text("why")) for entry in entries
    )
    extra = fields.texts("extra", least=0) if "extra" in fields else ()
    _check_distinct(fields, "pairs", [pair.prompt for pair in pairs], entries, "prompt")
    # Two prompts may share a response, but a response in `extra` belongs to none.
    _check_distinct(fields, "extra", [*dict.fromkeys(pair.response for pair in pairs), *extra])
    return {"pairs": pairs, "extra": extra}


def numeric(fields: Fields, names: Names, common: Body) -> Body:
    """Read the key with its unit and tolerance, and the slips by name."""
    body: Body = {
        "answer": fields.number("answer"),
        "unit": fields.text("unit"),
        "rtol": fields.number("rtol", 0, 1),
        "atol": fields.number("atol", 0),
        "digits": fields.whole("digits", 1, 15),
    }
    given = [key for key in ("rtol", "atol", "digits") if key in fields]
    if len(given) > 1:
        fields.note(given[1], f"cannot stand beside {given[0]}: one tolerance is enough")
    key = Numeric(**common, **body) if body["answer"] is not None else None
    entries = fields.mappings("slips", ("value", "name", "why"), ("credit",), least=0)
    return {**body, "slips": tuple(_slip(entry, key) for entry in entries)}


def _slip(entry: Fields, key: Numeric | None) -> Slip:
    value = entry.number("value")
    if value is not None and key and key.accepts(value):
        entry.note("value", f"{value:g} is right within the tolerance: a slip lies outside")
    credit = entry.number("credit", 0, 1, below=True) or 0.0
    return Slip(value or 0.0, entry.text("name"), entry.text("why"), credit)


def hotspot(fields: Fields, names: Names, common: Body) -> Body:
    """Read the plot and the region that is right on it."""
    plot: Any = None
    if isinstance(fields.nodes.get("plot"), ScalarNode):
        plot = fields.text("plot")
        if plot.startswith("d.") and plot not in names.demos:
            fields.note("plot", f"{plot!r} is not a demo{did_you_mean(plot, names.demos)}")
    elif "plot" in fields:
        plot = _plain(fields.walk, fields.nodes["plot"], fields.path("plot"))
    return {"plot": plot, "region": _region(fields)}


def _region(fields: Fields) -> Region:
    """Return the region: a span [low, high] of x, or {x: [low, high], y: [low, high]}."""
    node = fields.nodes.get("region")
    if isinstance(node, SequenceNode):
        return Region(_span(fields, "region"))
    if node is None:
        return Region((0, 0))
    sides = fields.walk.fields(node, fields.path("region"), ("x",), ("y",))
    x = _span(sides, "x")
    return Region(x, _span(sides, "y")) if "y" in sides else Region(x)


def _span(fields: Fields, key: str) -> tuple[float, float]:
    ends = [fields.walk.number(node, name) for node, name in fields.items(key)]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None and ends[0] < ends[1]:
        return ends[0], ends[1]
    if key in fields and None not in ends:
        fields.note(key, "must be two numbers [low, high] with low below high")
    return -math.inf, math.inf


def _plain(walk: Walk, node: Node, name: str) -> Any:
    """Return what a plot is drawn from: mappings, lists, numbers and texts."""
    if isinstance(node, MappingNode):
        return {k: _plain(walk, v, f"{name}.{k}") for k, v in walk.pairs(node, name).items()}
    if isinstance(node, SequenceNode):
        items = walk.items(node, name, least=0)
        return [_plain(walk, item, f"{name}[{i}]") for i, item in enumerate(items)]
    number = not is_quoted(node) and not node.tag.endswith(":str")
    return walk.number(node, name) if number else walk.text(node, name)


def generated(fields: Fields, names: Names, common: Body) -> Body:
    """Read which generator draws the numbers."""
    generator = fields.text("generator")
    if generator and generator not in names.generators:
        guess = did_you_mean(generator, names.generators)
        fields.note("generator", f"{generator!r} is not a generator{guess}")
    return {"generator": generator}


def _check_distinct(
    fields: Fields, key: str, texts: Sequence[str], entries: Sequence[Fields] = (), part: str = ""
) -> None:
    """Note every text that a reader would take for an earlier one, at its entry if it has one."""
    seen: set[str] = set()
    for i, text in enumerate(texts):
        folded = " ".join(text.casefold().split())
        if folded and folded in seen:
            place, name = (entries[i], part) if entries else (fields, key)
            place.note(name, f"is the second of two equal entries: {text!r}")
        seen.add(folded)
