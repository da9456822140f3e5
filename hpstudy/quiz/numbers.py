"""Numbers as people type them: 0,5 and 12'345, 10⁻³ and 5 x 10^-4, 25 %, ¼, twelve, 2 min.

`read_number` takes the looks away, cuts the text into tokens, drops what is said around the number
and works out the rest. A number that can be read in two ways (1,234) has two values. Several
numbers, a negation or a bound are an answer, though never a right one: they have a `fault`. What
holds no number at all is `invalid`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hpstudy.quiz.arithmetic import FUNCTIONS, evaluate
from hpstudy.quiz.tokens import NUMBER_WORDS, Token, plain, readings
from hpstudy.quiz.units import PERCENT, SECONDS, TIME_UNIT, in_unit, wrong_unit
from hpstudy.quiz.words import NEGATIONS, word_set

_LONGEST = 200

_BOUND = re.compile(
    r"[<>≤≥≦≧]|\b(?:at (?:least|most)|(?:more|less|fewer|greater|smaller) than|up to|between)\b"
    r"|^\W*(?:over|under|above|below|beyond)\b"
)
# How a limit is told when the question asks for one: how many may there be at most? Up to 5.
_LIMITS = (
    (
        r"how many\b[^.?]*\bat most\b",
        r"\bat most\b|\bup to\b|\b(?:no|not) more than\b|\bmax(?:imum)?\b(?!\s*\()|≤",
    ),
    (r"how many\b[^.?]*\bat least\b", r"\bat least\b|\b(?:no|not) (?:less|fewer) than\b|≥"),
)
_OPEN = re.compile(
    r"\d\s*(?:%|(?!for\b)[a-z]+)?\s*"
    r"(?:\bat (?:least|most)|\bor (?:more|less|fewer)|\band (?:more|up)|\+$)"
)
# Four, one for each; zero, it cannot improve.
_EACH = re.compile(r"(?<=\w)\s*[,;:]\s*(?:one (?:for|per|of)|it|because|since) .*$")
_SEVERAL = re.compile(
    r"±|\+\s?/?\s?-|(?:\bor|\d\W+(?:maybe|perhaps))\W+(?:(?:maybe|perhaps)\W+)?"
    rf"(?:[\d.]|(?:{'|'.join(NUMBER_WORDS)})\b)"
)
_RESULT = re.compile(r"=|\b(?:so|thus|hence|therefore)\b")
_UNENDING = re.compile(r"∞|\b(?:nan|inf|infinite|infinity|undefined)\b")
_WRITTEN_OUT = re.compile(r"[^\d.,]*\d+\s*/\s*\d+\D*|\s*1\s?-.*")
_SHARE = re.compile(r"^\D*(\d+)\s*(?:out\s+of|of|in)\s+(?:the\s+)?(\d+)\D*$")

# After the number they begin a remark: 96 of 128, 65 % for ten trials.
_REMARKS = word_set(
    """per for because since when if with in of out by at from that which as is are so each every
    after during"""
)


@dataclass(frozen=True)
class NumberReading:
    """What a typed number may mean: its values, or why it is no single number.

    `bare` is a decimal such as 0.3 where per cent are asked: 0.3 % or 30 %, nobody can say.
    """

    values: tuple[float, ...] = ()
    fault: str = ""
    invalid: str = ""
    bare: bool = False


def read_number(typed: str, unit: str = "", stem: str = "") -> NumberReading:
    """Return the values that `typed` may have, in the question's unit, or one of its stem."""
    text = _EACH.sub("", plain(typed[: _LONGEST + 1], unit))
    if len(typed) > _LONGEST or not re.search(r"\w|∞", text):
        return NumberReading(invalid="Type one number.")
    for asked, told in _LIMITS:
        if re.search(asked, stem.casefold()):
            text = re.sub(told, " ", text).strip()
    if _SEVERAL.search(text):
        return NumberReading(fault="Those are several numbers.")
    if _UNENDING.search(text):
        return NumberReading(invalid="Type a finite number.")
    if NEGATIONS & set(re.findall(r"[a-z]+", text)) - {"none", "nothing"}:
        return NumberReading(fault="That says what it is not.")
    # "27*27 = 729, so 729": what stands last is meant, if it is a number at all.
    for side in reversed(_RESULT.split(text)):
        read = [_read(side, tokens, unit, stem) for tokens in readings(side)]
        values = tuple(dict.fromkeys(value for reading in read for value in reading.values))
        if values or read[0].fault:
            return replace(read[0], values=values) if values else read[0]
    return NumberReading(invalid="There is no number in it.")


def _read(text: str, tokens: Sequence[Token], unit: str, stem: str) -> NumberReading:
    """Return what one side of the equation means, when numbers are written by one habit."""
    tokens = _without_remarks(tokens)
    said = " ".join(token.text for token in tokens)
    if not any(token.kind == "number" for token in tokens):
        return NumberReading(invalid="There is no number in it.")
    if _BOUND.search(said) or _OPEN.search(text):
        return NumberReading(fault="That is a bound, not one number.")
    units = _unit_words(tokens)
    fault = wrong_unit(units, unit, stem)
    if fault:
        return NumberReading(fault=fault)
    times = _times(tokens)
    if len(times) > 1 and unit in TIME_UNIT:
        return NumberReading((sum(times) / SECONDS[TIME_UNIT[unit]],))
    expression = _expression(tokens)
    if expression is None:
        return NumberReading(fault="Those are several numbers.")
    value = evaluate(expression)
    if value is None:
        return NumberReading(invalid="That is not a number one can work out.")
    bare = unit in PERCENT and 0 < value < 1 and not PERCENT.intersection(units)
    if bare and _is_fraction(text):
        return NumberReading((100 * value,))
    values = in_unit(value, units, unit, stem)
    share = _SHARE.match(text)
    if share and float(share[2]):
        values = (*values, float(share[1]) / float(share[2]) * (100 if unit in PERCENT else 1))
    return NumberReading(values, bare=bare)


def _is_fraction(text: str) -> bool:
    """Say whether a share is written out: 1/3 or a third is never a third of a per cent."""
    return not re.search(r"\d", text) or bool(_WRITTEN_OUT.fullmatch(text))


def _without_remarks(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens up to what is only said about the number: 12 (30 jobs), 65 % for ten."""
    kept: list[Token] = []
    depth = 0
    for token in tokens:
        numbered = any(other.kind == "number" for other in kept)
        remark = token.text == "(" and token.spaced and kept and kept[-1].kind != "operator"
        if depth or (numbered and remark):
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            continue
        if numbered and token.text in _REMARKS:
            break
        kept.append(token)
    return kept


def _expression(tokens: Sequence[Token]) -> str | None:
    """Return the sum in Python's writing, without words; None if numbers stand side by side."""
    parts: list[str] = []
    for i, token in enumerate(tokens):
        after = tokens[i + 1].text if i + 1 < len(tokens) else ""
        if token.kind == "word" and token.text in FUNCTIONS and after == "(":
            parts.append(token.text)
        elif token.kind == "word" and token.text in PERCENT and parts:
            parts.append("/100")
        elif token.kind == "word" and len(token.text) == 1 and after in ("+", "-", "*", "**"):
            parts.append(token.text)  # a variable: 2**n is not a number
        elif token.kind in ("number", "operator"):
            link = _link(parts, tokens, i)
            if link is None:
                return None
            parts.append(link + (repr(token.value) if token.kind == "number" else token.text))
    return "".join(parts)


def _link(parts: Sequence[str], tokens: Sequence[Token], i: int) -> str | None:
    """Return what is meant between the sum so far and token `i`: nothing or a *."""
    ends = bool(parts) and (parts[-1][-1].isalnum() or parts[-1][-1] in ").")
    token, after = tokens[i], [other.text for other in tokens[i + 1 : i + 2]]
    if not ends or parts[-1] in FUNCTIONS or (token.kind == "operator" and token.text != "("):
        return ""
    if token.text == "(":
        return "*"
    return "*" if token.value == 10 and after == ["**"] else None


def _times(tokens: Sequence[Token]) -> list[float]:
    """Return the seconds of 1 h 30 min, each part by itself."""
    return [
        a.value * SECONDS[TIME_UNIT[b.text]]
        for a, b in pairwise(tokens)
        if a.kind == "number" and b.text in TIME_UNIT
    ]


def _unit_words(tokens: Sequence[Token]) -> list[str]:
    """Return the words that follow a number."""
    first = next(i for i, token in enumerate(tokens) if token.kind == "number")
    return [token.text for token in tokens[first:] if token.kind == "word"]
