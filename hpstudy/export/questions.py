"""Which questions go out: a bank's, or those of a topic, generated ones as a few fixed variants."""

from __future__ import annotations

from pathlib import Path

from hpstudy.export import ExportError
from hpstudy.quiz.bank import load_bank
from hpstudy.quiz.choosing import Item
from hpstudy.quiz.problems import BankError
from hpstudy.quiz.question import Case, Generated, Question
from hpstudy.quiz.topics import find_topics


def questions_of(
    bank: str | Path | None = None, topic: str | None = None, seeds: int = 3
) -> list[Item]:
    """Return what a bank holds as items: seeds 0, 1, ... of what is generated, else one each."""
    if seeds < 1:
        raise ExportError(f"--seeds is how many variants to write: 1 or more, not {seeds}.")
    try:
        questions = [q for q in load_bank(bank) if topic is None or q.topic in _topics(topic)]
    except BankError as error:
        first = str(error.problems[0]).rstrip(".")
        more = len(error.problems) - 1
        said = f"{first}, and {more} more: see them all by `hpstudy check`" if more else first
        raise ExportError(f"{said}.") from None
    if not questions:
        raise ExportError(f"This bank has no question on {topic!r}: leave --topic out for all.")
    return [
        Item(question, seed)
        for question in questions
        for seed in (range(seeds) if is_drawn(question) else [None])
    ]


def is_drawn(question: Question) -> bool:
    """Say whether a seed changes the question itself."""
    parts = question.questions if isinstance(question, Case) else (question,)
    return any(isinstance(part, Generated) for part in parts)


def key(item: Item) -> str:
    """Return a name for the item that stays the same from one export to the next."""
    return item.question.id if item.seed is None else f"{item.question.id}#{item.seed}"


def _topics(topic: str) -> set[str]:
    try:
        return {found.id for found in find_topics(topic)}
    except ValueError as error:
        raise ExportError(str(error)) from None
