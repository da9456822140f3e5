"""Which questions a quiz asks: what was never seen first, topics and types mixed.

Mixing look-alikes makes a learner choose between them, which a block of one topic never asks for.
Everything is drawn from a seed: the same seed and the same history give the same paper.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from hpstudy.quiz.question import Generated, Question


@dataclass(frozen=True)
class Item:
    """A question on a paper, and the seed of its variant; `asked` is what the reader sees."""

    question: Question
    seed: int | None = None

    @cached_property
    def asked(self) -> Question:
        """The concrete question, the same whenever it is asked for."""
        return self.question.variant(self.seed)

    def shuffled(self, texts: Sequence[str], salt: str = "") -> list[str]:
        """Return the texts in an order that stays put; numbers that rise or fall keep theirs."""
        if is_natural(texts):
            return list(texts)
        import numpy as np

        rng = np.random.default_rng([_crc(self.question.id + salt), self.seed or 0])
        return [texts[i] for i in rng.permutation(len(texts))]


@dataclass(frozen=True)
class History:
    """How often each question was answered, and when last, as its place in time."""

    times: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, questions: Iterable[str]) -> History:
        """Return the history of these answers, given by their questions' ids, oldest first."""
        answered = list(questions)
        return cls(Counter(answered), {key: i for i, key in enumerate(answered)})


def choose(
    questions: Iterable[Question], n: int, seed: int, history: History | None = None
) -> list[Item]:
    """Return at most `n` items: never-seen questions first, then those not seen for longest."""
    import numpy as np

    history = history or History()
    rng = np.random.default_rng(seed)
    pool = list(questions)
    pool = [pool[i] for i in rng.permutation(len(pool))]
    chosen: list[Question] = []
    for seen in (False, True):
        rest = [question for question in pool if (question.id in history.last) is seen]
        rest.sort(key=lambda question: history.last.get(question.id, 0))
        chosen += _mixed(rest, n - len(chosen), chosen)
    return [make_item(question, seed, history) for question in _apart(chosen)]


def make_item(question: Question, seed: int, history: History | None = None) -> Item:
    """Return the question with a seed of its own: another one each time that it is asked.

    A question that is not generated has a seed too: the order of its options depends on it.
    """
    import numpy as np

    times = history.times.get(question.id, 0) if history else 0
    rng = np.random.default_rng([seed, _crc(question.id), times])
    return Item(question, int(rng.integers(2**31)))


def _mixed(rest: list[Question], n: int, before: Sequence[Question]) -> list[Question]:
    """Take `n` questions in turns from the topics, each time of the type that is rarest so far."""
    by_topic: dict[str, list[Question]] = {}
    for question in rest:
        by_topic.setdefault(question.topic, []).append(question)
    topics = Counter(question.topic for question in before)
    types = Counter(_kind(question) for question in before)
    taken: list[Question] = []
    while len(taken) < n and by_topic:
        topic = min(by_topic, key=lambda name: topics[name])
        best = min(by_topic[topic], key=lambda question: types[_kind(question)])
        by_topic[topic].remove(best)
        if not by_topic[topic]:
            del by_topic[topic]
        topics[topic] += 1
        types[_kind(best)] += 1
        taken.append(best)
    return taken


def _apart(chosen: Sequence[Question]) -> list[Question]:
    """Let no topic follow itself, as long as there is another one left."""
    left, order = list(chosen), list[Question]()
    while left:
        topics = Counter(question.topic for question in left)
        last = order[-1].topic if order else None
        others = [question for question in left if question.topic != last] or left
        # What is left of the commonest topic must not have to stand in one row at the end.
        crowded = [q for q in others if 2 * topics[q.topic] > len(left)]
        order.append((crowded or others)[0])
        left.remove(order[-1])
    return order


def _kind(question: Question) -> str:
    return question.generator if isinstance(question, Generated) else question.type


def is_natural(texts: Sequence[str]) -> bool:
    """Say whether texts begin with numbers that rise or fall."""
    try:
        numbers = [float(text.split()[0].strip("$`%")) for text in texts]
    except (ValueError, IndexError):
        return False
    return numbers in (sorted(numbers), sorted(numbers, reverse=True))


def _crc(text: str) -> int:
    return zlib.crc32(text.encode())
