"""What each entry of a bank is made of: the fields that every question has, read strictly.

`read_question` reads them; the rest goes to the kind's own reader in `kinds`. `KINDS` lists those.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from yaml.nodes import MappingNode, Node, ScalarNode

from hpstudy.quiz import kinds
from hpstudy.quiz.kinds import Body, Names
from hpstudy.quiz.problems import did_you_mean
from hpstudy.quiz.question import (
    Blank,
    Case,
    Generated,
    Hotspot,
    List,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Single,
)
from hpstudy.quiz.walk import Fields, Walk

# What a part of a case takes over from it, if it does not say otherwise.
INHERITED = ("topic", "objective", "exam", "difficulty", "explanation", "source", "demo")
REQUIRED = ("id", "type", "stem", *INHERITED)
OPTIONAL = ("guide_says", "guide", "revision")

_ID = re.compile(r"[\w-]([\w./:-]*[\w-])?")


@dataclass(frozen=True)
class Kind:
    """One kind of question: its class, its fields beside the common ones, and their reader."""

    cls: type[Question]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    read: Callable[[Fields, Names, Body], Body]


def read_question(
    walk: Walk, node: Node, names: Names, name: str = "", case: Body | None = None
) -> Question | None:
    """Return the question at `node`, or None if anything is wrong with it, noted in `walk`.

    `case` holds the common fields of the case that this question is a part of.
    """
    before = len(walk.problems)
    kind = KINDS.get(peek(node, "type"))
    inherited = INHERITED if case is not None else ()
    required = [key for key in REQUIRED if key not in inherited]
    if kind is None:
        fields = walk.fields(node, name, required, (*OPTIONAL, *inherited, *_EVERY_FIELD))
    else:
        optional = (*OPTIONAL, *inherited, *kind.optional)
        fields = walk.fields(node, name, [*required, *kind.required], optional)
    common = _common(fields, names, case or {})
    body = kind.read(fields, names, common) if kind else {}
    return kind.cls(**common, **body) if kind and len(walk.problems) == before else None


def peek(node: Node, key: str) -> str:
    """Return the text at `key`, if `node` is a mapping that has one, without judging it."""
    for key_node, value in node.value if isinstance(node, MappingNode) else ():
        if key_node.value == key and isinstance(value, ScalarNode):
            return str(value.value).strip()
    return ""


def _common(fields: Fields, names: Names, case: Body) -> Body:
    """Return the fields that every kind has; a wrong reference is noted."""
    kind = fields.text("type")
    if kind and kind not in KINDS:
        fields.note("type", f"{kind!r} is not a kind of question{did_you_mean(kind, KINDS)}")
    common: Body = {key: case[key] for key in INHERITED if key in case and key not in fields}
    for key in ("id", "topic", "objective", "stem", "explanation", "source", "demo"):
        common.setdefault(key, fields.text(key))
    common["guide_says"] = fields.text("guide_says")
    common.setdefault("exam", fields.texts("exam", least=0))
    common.setdefault("difficulty", fields.whole("difficulty", 1, 5))
    common["guide"] = fields.whole("guide", 1, 10)
    common["revision"] = fields.whole("revision", 1, 10**6) or 1
    _check_references(fields, names, common)
    return common


def _check_references(fields: Fields, names: Names, common: Body) -> None:
    key, topic, demo = common["id"], common["topic"], common["demo"]
    if key and not _ID.fullmatch(key):
        fields.note("id", f"{key!r} is not an id: use letters, digits, - and .")
    known = names.topics is None or topic in names.topics
    if topic and not known:
        guess = did_you_mean(topic, names.topics or ())
        fields.note("topic", f"{topic!r} is not a topic of topics.yaml{guess}")
    if demo == "none" and names.topics and names.topics.get(topic):
        fields.note("demo", f"cannot be none: the topic {topic} has a demo to name")
    elif demo and demo != "none" and demo not in names.demos:
        fields.note("demo", f"{demo!r} is not a demo{did_you_mean(demo, names.demos)}")


def _case(fields: Fields, names: Names, common: Body) -> Body:
    parts = []
    for node, name in fields.items("questions"):
        if peek(node, "type") == Case.type:
            fields.walk.note(node, name, "is a case in a case: write its questions here")
            continue
        parts.append(read_question(fields.walk, node, names, name, common))
    ids = [part.id for part in parts if part]
    for key in {key for key in ids if ids.count(key) > 1}:
        fields.note("questions", f"has two parts with the id {key!r}")
    return {"questions": tuple(parts)}


KINDS: dict[str, Kind] = {
    kind.cls.type: kind
    for kind in (
        Kind(Single, ("options",), (), kinds.single),
        Kind(Multiple, ("options",), (), kinds.multiple),
        Kind(Blank, ("answers",), ("reject", "also"), kinds.typed),
        Kind(List, ("answers",), ("reject", "also"), kinds.typed),
        Kind(Ordering, ("steps",), (), kinds.ordering),
        Kind(Matching, ("pairs",), ("extra",), kinds.matching),
        Kind(Numeric, ("answer",), ("unit", "rtol", "atol", "digits", "slips"), kinds.numeric),
        Kind(Hotspot, ("plot", "region"), (), kinds.hotspot),
        Kind(Case, ("questions",), (), _case),
        Kind(Generated, ("generator",), (), kinds.generated),
    )
}
_EVERY_FIELD = sorted({key for kind in KINDS.values() for key in (*kind.required, *kind.optional)})
