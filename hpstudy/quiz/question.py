"""The kinds of question, as frozen plain data: what is asked, what is right, and why.

Question
├── Choice         options, each with its reason
│   ├── Single     one of them is right
│   └── Multiple   several are, and the card says how many
├── Typed          slots, each a list of names that fill it
│   ├── Blank      the word that is missing at {{blank}} in the stem
│   └── List       name all of ...
├── Ordering       steps, kept in the right order
├── Matching       pairs of prompt and response
├── Numeric        a number, its unit and tolerance, and slips: wrong results that have a name
├── Hotspot        a place on a plot
├── Case           one scenario, several of the above
└── Generated      a template; `variant(seed)` gives one of the above
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Option:
    """One thing to choose, and the reason why it is right or which misconception it stands for."""

    text: str
    why: str
    correct: bool = False
    slip: str = ""


@dataclass(frozen=True)
class Pair:
    """A prompt and the response that belongs to it."""

    prompt: str
    response: str
    why: str = ""


@dataclass(frozen=True)
class Slip:
    """A wrong result with a name and a reason; some are worth a part of the credit."""

    value: float | str
    name: str
    why: str
    credit: float = 0.0


@dataclass(frozen=True)
class Region:
    """A box on a plot, in data units; a side that does not matter is infinite."""

    x: tuple[float, float]
    y: tuple[float, float] = (-math.inf, math.inf)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What every kind of question has; texts are plain, with code spans and $mathematics$."""

    type: ClassVar[str] = ""

    id: str
    topic: str
    objective: str
    exam: tuple[str, ...]
    difficulty: int
    stem: str
    explanation: str
    source: str
    demo: str
    guide_says: str = ""
    guide: int | None = None
    revision: int = 1

    def variant(self, seed: int | None = None) -> Question:
        """Return the concrete question that is asked: this one, unless it is generated."""
        return self


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """A question with options."""

    options: tuple[Option, ...]

    @property
    def n_right(self) -> int:
        """How many options are right."""
        return sum(option.correct for option in self.options)


@dataclass(frozen=True, kw_only=True)
class Single(Choice):
    """Choose the one option that is right."""

    type: ClassVar[str] = "single"


@dataclass(frozen=True, kw_only=True)
class Multiple(Choice):
    """Choose all `n_right` options that are right."""

    type: ClassVar[str] = "multiple"


@dataclass(frozen=True, kw_only=True)
class Typed(Question):
    """A question answered in words: `answers` are slots, each a tuple of names that fill it.

    `reject` names rivals with the reason; `also`, what fills no slot and does no harm. A name in
    both is a kind or a part of what is asked: wrong by itself, harmless right beside the term.
    """

    answers: tuple[tuple[str, ...], ...]
    reject: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """How many words the key has, with one "and" between the last two slots: a hint."""
        counts = [len(names[0].split()) for names in self.answers]
        return sum(counts) + (len(counts) > 1)


@dataclass(frozen=True, kw_only=True)
class Blank(Typed):
    """Fill in what is missing at {{blank}}."""

    type: ClassVar[str] = "blank"


@dataclass(frozen=True, kw_only=True)
class List(Typed):
    """Name all of them, in any order."""

    type: ClassVar[str] = "list"


@dataclass(frozen=True, kw_only=True)
class Ordering(Question):
    """Bring the steps into the order in which they are kept here."""

    type: ClassVar[str] = "ordering"

    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Matching(Question):
    """Give every prompt its response; `extra` responses belong to none."""

    type: ClassVar[str] = "matching"

    pairs: tuple[Pair, ...]
    extra: tuple[str, ...] = ()

    @property
    def responses(self) -> tuple[str, ...]:
        """Every response once, as the file has them."""
        return tuple(dict.fromkeys([pair.response for pair in self.pairs] + list(self.extra)))


@dataclass(frozen=True, kw_only=True)
class Numeric(Question):
    """A number: within `rtol` or `atol` of `answer`, or equal to it in `digits` digits."""

    type: ClassVar[str] = "numeric"

    answer: float
    unit: str = ""
    rtol: float | None = None
    atol: float | None = None
    digits: int | None = None
    slips: tuple[Slip, ...] = ()

    @property
    def tolerance(self) -> float:
        """How far a right answer may lie from the key; counts and other whole keys are exact."""
        if self.atol is not None:
            return self.atol
        if self.rtol is not None:
            return self.rtol * abs(self.answer)
        if self.digits is not None and self.answer:
            # Half a unit of the last significant digit.
            return 0.5 * 10.0 ** (math.floor(math.log10(abs(self.answer))) - self.digits + 1)
        return 0.0 if self.answer == math.floor(self.answer) else 0.01 * abs(self.answer)

    def accepts(self, value: float) -> bool:
        """Say whether `value` is the key, within the tolerance."""
        return self.near(value, self.answer)

    def near(self, value: float, target: float) -> bool:
        """Say whether `value` is within the tolerance of `target`, rounding errors forgiven."""
        rounding = 1e-9 * max(abs(value), abs(target))
        return abs(value - target) <= self.tolerance + rounding


@dataclass(frozen=True, kw_only=True)
class Hotspot(Question):
    """Point at a place on a plot: `plot` is a demo's name, or what is to be drawn."""

    type: ClassVar[str] = "hotspot"

    plot: str | Mapping[str, Any]
    region: Region


@dataclass(frozen=True, kw_only=True)
class Case(Question):
    """One scenario with several questions, each graded by itself."""

    type: ClassVar[str] = "case"

    questions: tuple[Question, ...]

    def variant(self, seed: int | None = None) -> Case:
        """Return this case with a concrete question for each generated one."""
        from dataclasses import replace

        return replace(self, questions=tuple(part.variant(seed) for part in self.questions))


@dataclass(frozen=True, kw_only=True)
class Generated(Question):
    """A template whose numbers are drawn anew for every seed; {{names}} stand for them."""

    type: ClassVar[str] = "generated"

    generator: str

    def variant(self, seed: int | None = None) -> Question:
        """Return the concrete question that `seed` gives, the same on any machine.

        `seed` is a whole number from 0 up; without one, a `ValueError`.
        """
        from hpstudy.quiz.generators import variant

        return variant(self, seed)
