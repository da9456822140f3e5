"""What `hpstudy check` says of a bank: its problems, or how much it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from hpstudy.quiz.bank import Bank, load_bank
from hpstudy.quiz.problems import BankError
from hpstudy.quiz.question import Case, Choice, Generated, Question


def check(path: str | Path | None = None, stats: bool = False) -> tuple[list[str], int]:
    """Return the lines to print and the exit code: 0, or 1 with one problem a line."""
    try:
        bank = load_bank(path)
    except BankError as error:
        return [str(problem) for problem in error.problems], 1
    except OSError as error:  # the kit's own folder is missing, or vanished while it was read
        return [" ".join(str(error).split())], 1
    generators = {q.generator for q in bank if isinstance(q, Generated)}
    topics = {question.topic for question in bank}
    counted = (
        _count(len(bank), "question"),
        _count(len(generators), "generator"),
        _count(len(topics), "topic"),
    )
    return [*(statistics(bank) if stats else ()), f"{', '.join(counted)}: no problems"], 0


def statistics(bank: Bank) -> list[str]:
    """Return counts of kinds and topics, and how far the options give the answer away."""
    asked = list(concrete(bank))
    choices = [question for question in asked if isinstance(question, Choice)]
    lines = _table("kind", Counter(question.type for question in asked))
    lines += _table("topic", Counter(question.topic for question in bank))
    typed = sum(not isinstance(question, Choice | Case) for question in asked)
    lines.append(f"{_share(typed, len(asked))} are answered without choosing from options")
    longest = [question for question in choices if _longest_is_right(question)]
    lines.append(f"{_share(len(longest), len(choices))} of choices: a right option is the longest")
    first = [question for question in choices if question.options[0].correct]
    lines.append(f"{_share(len(first), len(choices))} of choices: the first option is right")
    return lines


def concrete(questions: Iterable[Question]) -> Iterator[Question]:
    """Yield what is asked: cases in their parts, generated questions as their first variant."""
    for question in questions:
        if isinstance(question, Case):
            yield from concrete(question.questions)
        else:
            yield question.variant(0)


def _longest_is_right(question: Choice) -> bool:
    longest = max(question.options, key=lambda option: len(option.text))
    ties = [o for o in question.options if len(o.text) == len(longest.text)]
    return longest.correct and len(ties) == 1


def _table(head: str, counts: Counter[str]) -> list[str]:
    width = max([len(head), *map(len, counts)])
    rows = [(head, len(counts)), *sorted(counts.items())]
    return [f"{name:<{width}}  {count:>4}" for name, count in rows]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "none"


def _count(n: int, what: str) -> str:
    return f"{n} {what}" + ("s" if n != 1 else "")
