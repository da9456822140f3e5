"""A strict look at YAML nodes: every question asked of a node gives a value or notes a problem.

A `Walk` is the walk through one file and collects its problems; `Fields` are the fields of one
mapping in it. Both give something of the promised type even after a problem, so that one walk finds
all that is wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from hpstudy.quiz.problems import Problem, did_you_mean

_TAG = "tag:yaml.org,2002:"
_PLAIN = {"map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value"}
_A: dict[type[Node], str] = {
    ScalarNode: "a single value",
    SequenceNode: "a list",
    MappingNode: "a mapping",
}
_MEANT = {"bool": "true or false", "int": "a number", "float": "a number", "timestamp": "a date"}
# No leading zeros, no underscores, no 1:30: YAML reads those as other numbers than people do.
_NUMBER = re.compile(r"[-+]?(?=\.?[0-9])(0|[1-9][0-9]*)?(\.[0-9]*)?([eE][-+]?[0-9]+)?")
_MOST_PROBLEMS = 1000


@dataclass
class Walk:
    """The walk through one file; `.id` is the question at hand."""

    file: str
    id: str = ""
    problems: list[Problem] = field(default_factory=list)
    # Every node is looked at once; one that comes again was reached through an alias.
    _visited: set[int] = field(default_factory=set)

    def note(self, node: Node, name: str, message: str) -> None:
        """Note a problem at `node`; a file is told of a thousand and no more."""
        line = node.start_mark.line + 1
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(self.file, line, self.id, name, message))
        elif len(self.problems) == _MOST_PROBLEMS:
            self.problems.append(Problem(self.file, line, "", "", "has more problems still"))

    def fields(
        self, node: Node, name: str, required: Collection[str], optional: Collection[str] = ()
    ) -> Fields:
        """Return the fields of a mapping: each known, none twice, none of `required` missing."""
        found = self.pairs(node, name)
        known = (*required, *optional)
        misspelt = set()
        for key in [key for key in found if key not in known]:
            free = [other for other in known if other not in found]
            guess = did_you_mean(key, free or known)
            misspelt.add(guess.rpartition(" ")[2])
            self.note(found.pop(key), _join(name, key), f"is not a known field{guess}")
        if isinstance(node, MappingNode):
            for key in required:
                if key not in found and key not in misspelt:
                    self.note(node, _join(name, key), "is missing")
        return Fields(self, node, name, found)

    def pairs(self, node: Node, name: str) -> dict[str, Node]:
        """Return keys and value nodes of a mapping whose keys are text, none of them twice."""
        found: dict[str, Node] = {}
        if not self._is(node, MappingNode, name):
            return found
        for key_node, value in node.value:
            key = self.text(key_node, _join(name, str(key_node.value)[:40]))
            if key in found:
                first = found[key].start_mark.line + 1
                self.note(key_node, _join(name, key), f"stands here twice, first in line {first}")
            elif key:
                found[key] = value
        return found

    def items(self, node: Node, name: str, least: int = 1) -> list[Node]:
        """Return the items of a list that has at least `least` of them."""
        if not self._is(node, SequenceNode, name):
            return []
        if len(node.value) < least:
            short = f"needs at least {least} entries" if node.value else "is empty"
            self.note(node, name, short)
        return list(node.value)

    def text(self, node: Node, name: str) -> str:
        """Return text that is not empty; what YAML takes for a number, date or truth is refused."""
        if not self._is(node, ScalarNode, name):
            return ""
        kind = node.tag.removeprefix(_TAG)
        if kind == "null" or not node.value.strip():
            self.note(node, name, "is empty")
        elif kind != "str":
            meant = _MEANT.get(kind, "something else")
            self.note(
                node,
                name,
                f'must be text: YAML reads {node.value} as {meant}, "{node.value}" as text',
            )
        return node.value.strip() if kind == "str" else ""

    def texts(self, node: Node, name: str, least: int = 1) -> tuple[str, ...]:
        """Return a list of texts."""
        items = self.items(node, name, least)
        return tuple(self.text(item, f"{name}[{i}]") for i, item in enumerate(items))

    def number(self, node: Node, name: str) -> float | None:
        """Return a finite number, such as 12, 0.5 or 1e-3."""
        if not self._is(node, ScalarNode, name):
            return None
        plain = not is_quoted(node) and _NUMBER.fullmatch(node.value)
        value = float(node.value) if plain else math.nan
        if math.isfinite(value):
            return value
        bare = " without quotes" if is_quoted(node) else ""
        self.note(node, name, f"must be a number such as 12, 0.5 or 1e-3{bare}, not {node.value!r}")
        return None

    def flag(self, node: Node, name: str) -> bool:
        """Return true or false."""
        if not self._is(node, ScalarNode, name):
            return False
        if node.tag != _TAG + "bool" or node.value.lower() not in ("true", "false"):
            self.note(node, name, f"must be true or false, not {node.value!r}")
        return str(node.value).lower() == "true"

    def _is(self, node: Node, kind: type[Node], name: str) -> bool:
        """Say whether `node` is of this kind, plain data, and met for the first time."""
        if id(node) in self._visited:
            self.note(node, name, "is used again by an alias (*name): write it out each time")
            return False
        self._visited.add(id(node))
        if node.tag.removeprefix(_TAG) not in _PLAIN:
            self.note(node, name, f"has the tag {node.tag}: a bank holds plain data only")
            return False
        if not isinstance(node, kind):
            self.note(node, name, f"must be {_A[kind]}, not {_A[type(node)]}")
            return False
        return True


@dataclass
class Fields:
    """The fields of one mapping; asking for one that is not there gives an empty value."""

    walk: Walk
    node: Node
    name: str
    nodes: dict[str, Node]

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def note(self, key: str, message: str) -> None:
        """Note a problem at the field, or at the whole mapping if the field is not there."""
        self.walk.note(self.nodes.get(key, self.node), self.path(key), message)

    def path(self, key: str) -> str:
        """Return the field's name with all that it lies in, as `options[2].text`."""
        return _join(self.name, key)

    def text(self, key: str) -> str:
        """Return a text."""
        return self.walk.text(self.nodes[key], self.path(key)) if key in self else ""

    def texts(self, key: str, least: int = 1) -> tuple[str, ...]:
        """Return a list of texts."""
        return self.walk.texts(self.nodes[key], self.path(key), least) if key in self else ()

    def items(self, key: str, least: int = 1) -> list[tuple[Node, str]]:
        """Return the items of a list, each with its name."""
        nodes = self.walk.items(self.nodes[key], self.path(key), least) if key in self else []
        return [(node, f"{self.path(key)}[{i}]") for i, node in enumerate(nodes)]

    def mappings(
        self, key: str, required: Collection[str], optional: Collection[str] = (), least: int = 1
    ) -> list[Fields]:
        """Return the items of a list of mappings."""
        return [
            self.walk.fields(node, name, required, optional)
            for node, name in self.items(key, least)
        ]

    def pairs(self, key: str) -> dict[str, Node]:
        """Return keys and nodes of a mapping with keys of its own."""
        return self.walk.pairs(self.nodes[key], self.path(key)) if key in self else {}

    def number(
        self, key: str, low: float = -math.inf, high: float = math.inf, below: bool = False
    ) -> float | None:
        """Return a number from `low` to `high`, or below `high`; None where there is none."""
        value = self.walk.number(self.nodes[key], self.path(key)) if key in self else None
        if value is not None and not (low <= value < high or (value == high and not below)):
            upper = "below" if below else "to"
            self.note(key, f"must lie from {low:g} {upper} {high:g}, not at {value:g}")
            return None
        return value

    def whole(self, key: str, low: int, high: int) -> int | None:
        """Return a whole number from `low` to `high`; None where there is none."""
        value = self.number(key)
        if value is None:
            return None
        if not low <= value <= high or value != math.floor(value):
            self.note(key, f"must be a whole number from {low} to {high}, not {value:g}")
            return None
        return int(value)

    def flag(self, key: str) -> bool:
        """Return true or false; false where there is none."""
        return key in self and self.walk.flag(self.nodes[key], self.path(key))


def is_quoted(node: Node) -> bool:
    """Say whether a value stands in quotes or in a block, and so is text on purpose."""
    return bool(getattr(node, "style", None))


def _join(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key
