"""What a generator gives, and how a template and a variant make a concrete question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from hpstudy.quiz.question import (
    Generated,
    Hotspot,
    Matching,
    Multiple,
    Numeric,
    Option,
    Ordering,
    Pair,
    Question,
    Region,
    Single,
    Slip,
)

if TYPE_CHECKING:
    import numpy as np

_NAME = re.compile(r"\{\{(\w+)\}\}")

# What a question may ask for; the type of the key says which kind of question it is.
Answer = float | str | frozenset[str] | tuple[str, ...] | Mapping[str, str] | Region


@dataclass(frozen=True)
class Variant:
    """One draw: what fills the template's {{names}}, the key, and the wrong results by name.

    The key's type says what is asked: a number (numeric), a text (single), a set of texts
    (multiple), a tuple (ordering), a mapping of prompts to responses (matching), or a region.
    `slips` are wrong numbers, or the wrong options of a choice; `why` is the right option's reason.
    """

    params: Mapping[str, str | float]
    answer: Answer
    slips: tuple[Slip, ...] = ()
    why: str | Mapping[str, str] = ""
    unit: str = ""
    rtol: float | None = None
    atol: float | None = None
    plot: Mapping[str, Any] | None = None


def apart(answer: float, slips: Sequence[Slip], rtol: float = 0.0) -> tuple[Slip, ...]:
    """Return the slips that cannot be mistaken for the key, or for an earlier slip."""
    kept: list[Slip] = []
    for slip in slips:
        value = float(slip.value)
        taken = [answer, *(float(other.value) for other in kept)]
        near = 2 * rtol * abs(answer) + 1e-8 * max(abs(value), abs(answer))
        if all(abs(value - x) > near for x in taken):
            kept.append(slip)
    return tuple(kept)


def ask(template: Generated, variant: Variant, rng: np.random.Generator) -> Question:
    """Return the concrete question: the template filled in, the options in a drawn order."""
    common = {f.name: getattr(template, f.name) for f in fields(Question)}
    for text in ("stem", "explanation"):
        common[text] = fill(common[text], variant.params)
    match variant.answer:
        case str() | frozenset():
            return _choice(common, variant, rng)
        case tuple():
            return Ordering(**common, steps=variant.answer)
        case Region():
            return Hotspot(**common, plot=variant.plot or {}, region=variant.answer)
        case Mapping():
            return _matching(common, variant)
        case _:
            key = float(variant.answer)
            rtol, atol = variant.rtol, variant.atol
            return Numeric(
                **common, answer=key, unit=variant.unit, rtol=rtol, atol=atol, slips=variant.slips
            )


def _choice(common: dict[str, Any], variant: Variant, rng: np.random.Generator) -> Question:
    right = [variant.answer] if isinstance(variant.answer, str) else sorted(variant.answer)  # type: ignore[arg-type]
    why = variant.why
    options = [
        Option(str(text), why if isinstance(why, str) else why[str(text)], correct=True)
        for text in right
    ]
    options += [Option(str(slip.value), slip.why, slip=slip.name) for slip in variant.slips]
    order = tuple(options[i] for i in rng.permutation(len(options)))
    kind = Single if isinstance(variant.answer, str) else Multiple
    return kind(**common, options=order)


def _matching(common: dict[str, Any], variant: Variant) -> Question:
    assert isinstance(variant.answer, Mapping)
    why = variant.why if isinstance(variant.why, Mapping) else {}
    pairs = tuple(Pair(p, response, why.get(p, "")) for p, response in variant.answer.items())
    return Matching(**common, pairs=pairs, extra=tuple(str(slip.value) for slip in variant.slips))


def fill(text: str, params: Mapping[str, str | float]) -> str:
    """Return the text with every {{name}} that `params` has replaced by its value."""

    def value(match: re.Match[str]) -> str:
        found = params.get(match[1], match[0])
        return f"{found:.6g}" if isinstance(found, float) else str(found)

    return _NAME.sub(value, text)


def names(text: str) -> list[str]:
    """Return the {{names}} that stand in a text."""
    return _NAME.findall(text)
