"""A paper: the session that a call of `show_quiz` asks for, drawn or taken up, and kept on disk.

The generators are imported with this module, so that it is the cell with the import that waits for
them, and the first question stands there at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

import hpstudy.quiz.generators  # noqa: F401
from hpstudy import demos as demos_of_the_kit
from hpstudy.quiz.bank import Bank, load_bank
from hpstudy.quiz.choosing import History, Item, choose, make_item
from hpstudy.quiz.problems import did_you_mean
from hpstudy.quiz.question import Question
from hpstudy.quiz.record import Answer, Record
from hpstudy.quiz.session import MODES, Session, Sitting, minutes_for
from hpstudy.quiz.topics import find_topics, load_topics, placement
from hpstudy.quiz.verdict import Grade
from hpstudy.widgets import demos as demos_on_the_page

NOTHING_DUE = (
    "Nothing is due today. Learn something new with show_quiz(), or look in again tomorrow."
)
NOTHING_YET = (
    "Nothing is due yet: what you answer in this folder comes back here when it is about to fade."
    " Begin with show_quiz()."
)

_NAMES = {
    "guide": "The guide's ten questions",
    "exam": "Mock exam",
    "due": "Due today",
    "placement": "Where to begin",
}


@cache
def kit_bank() -> Bank:
    """The kit's own questions, read once."""
    return load_bank()


@dataclass(frozen=True)
class Request:
    """What `show_quiz` was asked for, checked."""

    topic: str | tuple[str, ...] | None
    n: int
    mode: str
    seed: int | None

    @classmethod
    def check(cls, topic: Any, n: Any, mode: Any, seed: Any) -> Request:
        """Return the request; anything wrong is one sentence that says the way out."""
        if mode not in MODES:
            choices = ", ".join(map(repr, MODES))
            guess = did_you_mean(mode, MODES) if isinstance(mode, str) else ""
            raise ValueError(f"mode is one of {choices}, not {mode!r}{guess}.")
        for name, value, least in (("n", n, 1), ("seed", seed, 0)):
            whole = isinstance(value, int) and not isinstance(value, bool)
            if not (whole and value >= least) and not (name == "seed" and value is None):
                raise ValueError(f"{name} is a whole number from {least} up, not {value!r}.")
        named = topic if topic is None or isinstance(topic, str) else _names(topic)
        find_topics(named)
        return cls(named, n, mode, seed)

    @property
    def key(self) -> dict[str, Any]:
        """The request as plain data: the same call has the same key."""
        topic = list(self.topic) if isinstance(self.topic, tuple) else self.topic
        return {"topic": topic, "n": self.n, "mode": self.mode, "seed": self.seed}

    @property
    def name(self) -> str:
        """What stands above the questions; a topic's title would give answers away."""
        return _NAMES.get(self.mode, "Quiz")


def _names(topic: Any) -> tuple[str, ...]:
    if not isinstance(topic, Iterable):
        raise ValueError(f"A topic is named by a text such as 'reg.l1', not by {topic!r}.")
    named = tuple(topic)
    if not named:
        raise ValueError("The list of topics is empty: name one, or leave it out for all of them.")
    find_topics(named)
    return named


@dataclass
class Paper:
    """A session and what belongs to it outside: the record, the clock, the words around it."""

    request: Request
    session: Session
    record: Record
    empty: str = ""  # why there is nothing to ask
    uuid: str | None = None  # of the session in the record, once it has begun
    began: datetime | None = None
    resumed: int = 0  # answers that were taken up
    looking_back: bool = False  # at a question, after the end
    ended: bool = field(default=False, init=False)

    @property
    def mode(self) -> str:
        """The mode that was asked for."""
        return self.request.mode

    @property
    def name(self) -> str:
        """What stands above the questions."""
        return self.request.name

    @property
    def begun(self) -> bool:
        """Whether it is in the record."""
        return self.uuid is not None

    @property
    def minutes(self) -> int:
        """The time that an exam of this length has."""
        return minutes_for(len(self.session.sittings))

    @property
    def sentence(self) -> str:
        """What a page says that cannot show the quiz."""
        if self.empty:
            return self.empty
        n = len(self.session.sittings)
        return f"{self.name}: {n} question{'s' if n != 1 else ''}. Run the cell to answer."

    def begin(self) -> None:
        """Keep what is asked, once; from now on the clock of an exam runs."""
        if self.uuid is None:
            items = [[one.item.question.id, one.item.seed] for one in self.session.sittings]
            self.uuid = self.record.begin({**self.request.key, "items": items})
            self.began = datetime.now(UTC)

    def keep(self, here: Sitting, seconds: float) -> None:
        """Keep the last answer to a question, at once."""
        self.begin()
        self.record.add(
            here.item.question,
            here.answers[-1],
            here.grades[-1],
            seed=here.item.seed,
            mode=self.mode,
            certainty=here.certainty if len(here.grades) == 1 else None,
            seconds=round(seconds, 1),
            session=self.uuid,
        )

    def keep_given_up(self, here: Sitting) -> None:
        """Keep that the key was taken: no attempt, but there is no second try any more."""
        item, nothing = here.item, Grade("invalid")
        self.record.add(
            item.question, None, nothing, seed=item.seed, mode=self.mode, session=self.uuid
        )

    def end(self) -> None:
        """Keep that it is over; the next such call draws a new paper."""
        if self.uuid is not None and not self.ended:
            self.record.end(self.uuid)
            self.ended = True

    def seconds_left(self) -> float | None:
        """Return the seconds that are left of an exam."""
        if not self.session.exam or self.began is None:
            return None
        return 60 * self.minutes - (datetime.now(UTC) - self.began).total_seconds()

    def is_late(self, grace: float) -> bool:
        """Say whether the time of an exam that goes on is over."""
        left = self.seconds_left()
        return not self.session.over and left is not None and left < -grace

    @cached_property
    def readiness(self) -> str:
        """What all first answers in the record say about the exam; worked out once, at the end."""
        from hpstudy.quiz.readiness import readiness

        return readiness(self.record, kit_bank()).sentence

    def to_read(self, item: Item) -> dict[str, Any]:
        """Return where to read on: the topic's title and lesson, and its demo if there is one."""
        topic = load_topics().get(item.question.topic)
        demo = item.question.demo if item.question.demo in demos() else None
        lesson = topic.lessons[0] if topic and topic.lessons else None
        return {"topic": topic.title if topic else "", "lesson": lesson, "demo": demo}


@cache
def demos() -> frozenset[str]:
    """The demos that can be shown, with the one that has a page of its own."""
    return frozenset({demos_on_the_page.JOB, *demos_of_the_kit.names(demos_on_the_page.__path__)})


def draw_paper(request: Request) -> Paper:
    """Draw a new paper."""
    record = Record(Path.cwd())
    seed = _fresh_seed() if request.seed is None else request.seed
    history = History.of(answer.question for answer in record.attempts())
    wanted = {topic.id for topic in find_topics(request.topic)}
    pool = [question for question in kit_bank() if question.topic in wanted]
    items: Sequence[Item]
    empty = ""
    if request.mode == "guide":
        ten = sorted((q for q in pool if q.guide is not None), key=lambda q: q.guide or 0)
        items = [make_item(question, seed, history) for question in ten[: request.n]]
        empty = "" if items else f"None of the guide's ten questions is about {request.topic!r}."
    elif request.mode == "placement":
        of = {question.id: question for question in pool}
        items = [make_item(of[key], seed, history) for key in placement() if key in of]
        empty = "" if items else f"No placement question is about {request.topic!r}."
    elif request.mode == "due":
        due = _due(record, pool)[: request.n]
        items = [make_item(question, seed, history) for question in due]
        empty = "" if items else NOTHING_DUE if history.last else NOTHING_YET
    else:
        items = choose(pool, request.n, seed, history)
        empty = (
            "" if items else f"There is no question about {request.topic!r} yet: try its lesson."
        )
    return Paper(request, Session(items, exam=request.mode == "exam"), record, empty)


def _due(record: Record, pool: Iterable[Question]) -> list[Question]:
    from hpstudy.quiz.review import due

    questions = {question.id: question for question in pool}
    now = datetime.now().astimezone()
    return [questions[key] for key in due(record, questions, now)]


def _fresh_seed() -> int:
    return int(np.random.default_rng().integers(2**31))


def unfinished_paper(request: Request) -> Paper | None:
    """Return the paper that the same call was answering, if it was not finished."""
    record = Record(Path.cwd())
    for kept in reversed(record.sessions()):
        content = kept.content
        if {name: content.get(name) for name in request.key} == json.loads(json.dumps(request.key)):
            break
    else:
        return None
    bank = kit_bank()
    if kept.ended is not None or any(key not in bank for key, _ in content["items"]):
        return None
    items = [Item(bank[key], seed) for key, seed in content["items"]]
    session = Session(items, exam=request.mode == "exam")
    answers = [answer for answer in record if answer.session == kept.uuid]
    session.replay(map(_replayed, answers))
    began = datetime.fromisoformat(kept.at)
    paper = Paper(request, session, record, "", kept.uuid, began, len(answers))
    if paper.is_late(0.0):
        session.finish()
    return paper


def _replayed(answer: Answer) -> tuple[str, int | None, Any, int | None]:
    return answer.question, answer.seed, answer.answer, answer.certainty
