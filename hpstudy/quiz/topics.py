"""The topics of the kit, and the words in which a reader names some of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from hpstudy import places
from hpstudy.quiz.problems import did_you_mean


@dataclass(frozen=True)
class Topic:
    """One topic: its title, the lessons that teach it, first place first, and its demos."""

    id: str
    title: str
    lessons: tuple[str, ...]
    demos: tuple[str, ...]


@cache
def _listed() -> dict[str, Any]:
    import yaml

    text = (places.quizzes() / "topics.yaml").read_text(encoding="utf-8")
    listed: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return listed


def placement() -> list[str]:
    """Return the ids of the questions that find out where to begin."""
    return list(_listed()["placement"])


@cache
def load_topics() -> dict[str, Topic]:
    """Return the kit's topics by id, in the order in which they are taught."""
    entries = _listed()["topics"]
    return {
        entry["id"]: Topic(
            entry["id"], entry["title"], tuple(entry["lesson"]), tuple(entry.get("demo") or ())
        )
        for entry in entries
    }


def find_topics(wanted: str | Iterable[str] | None = None) -> list[Topic]:
    """Return the topics of an id, a prefix such as "reg", a pattern such as "found.*", a lesson's
    name, a list of these, or None for all; what names no topic is a `ValueError`.
    """
    topics = load_topics()
    if wanted is None:
        return list(topics.values())
    if not isinstance(wanted, str):
        found = [topic for one in wanted for topic in find_topics(_text(one))]
        return list(dict.fromkeys(found))
    return _named(wanted, topics)


def _text(name: object) -> str:
    if isinstance(name, str):
        return name
    raise ValueError(f"A topic is named by a text such as 'reg.l1', not by {name!r}.")


def _named(wanted: str, topics: dict[str, Topic]) -> list[Topic]:
    if wanted in topics:
        return [topics[wanted]]
    prefix = wanted.rstrip(".") + "."
    found = [
        topic
        for topic in topics.values()
        if topic.id.startswith(prefix) or fnmatchcase(topic.id, wanted) or wanted in topic.lessons
    ]
    if not wanted.strip() or not found:
        lessons = {lesson for topic in topics.values() for lesson in topic.lessons}
        prefixes = {topic.id.partition(".")[0] for topic in topics.values()}
        guess = did_you_mean(wanted, [*topics, *sorted(lessons), *sorted(prefixes)])
        end = f"{guess}?" if guess else "."
        raise ValueError(f"{wanted!r} is not a topic, a prefix of topics or a lesson{end}")
    return found
