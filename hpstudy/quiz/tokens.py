"""A typed number cut into tokens: numbers, operators, and the words around them.

`plain` takes the looks away; `readings` cuts the text twice, since a comma may stand between
thousands or before decimals, and turns number words into numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from hpstudy.quiz.normalizing import fold, powers
from hpstudy.quiz.units import TIME_UNIT

_EXPONENT = r"(?:\s?e\s?[-+]?\d+(?![\w.]))?"
_BY_COMMA = r"[1-9]\d{0,2}(?:,\d{3})+(?![\d,])"
_BY_POINT = r"[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])"
_BY_SPACE = r"[1-9]\d{0,2}(?:(?: \d{3})+|(?:'\d{3})+|(?:_\d{3})+)(?![\d'_])"
_DECIMAL = r"(?:\d+(?:[.,]\d*)?|[.,]\d+)"
# The two habits: a comma between thousands and a point before decimals, or the other way round.
_HABITS = (
    rf"(?:(?:{_BY_COMMA}|{_BY_SPACE})(?:\.\d+)?|{_BY_POINT},\d+|{_BY_SPACE},\d+|{_DECIMAL})",
    rf"(?:(?:{_BY_POINT}|{_BY_SPACE})(?:,\d+)?|{_BY_COMMA}\.\d+|{_DECIMAL})",
)
_PATTERNS = [
    re.compile(rf"(?P<number>{habit}{_EXPONENT})|(?P<operator>\*\*|[-+*/()])|(?P<word>[a-z]+|%)|\S")
    for habit in _HABITS
]
# What may follow where "times" is what is counted: 16 times as many.
_NO_FACTOR = r"\W*$|\s+(?:as|more|fewer|the|that)\b"
_SPOKEN = [
    (re.compile(words), sign)
    for words, sign in (
        (r"\bper\s?cents?\b", "percent"),
        (r"\b(?:minus|negative)\b", "-"),
        (r"\bplus\b", "+"),
        (rf"\btimes\b(?!{_NO_FACTOR})", "*"),
        (r"\bdivided by\b", "/"),
        (r"\blog10\b", "log"),
        (r"\b(?:raised )?to the power(?: of)?\b", "**"),
        (r"\bsquared\b", "**2"),
        (r"\bcubed\b", "**3"),
        (r"\band a half\b", "+ half"),
        (r"\b(ten|hundred)[ -]thousandth", r"\1thousandth"),
    )
]
_CLOCK = re.compile(r"\b(\d+)(?::|\s?h\s?)([0-5]\d)\b(?!\s*(?:m|s|/))\s*(h|hours?|min)?\b")

_TEENS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen"""
_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: 10.0 * i for i, word in enumerate(_TENS.split(), 1)}
_SMALL |= {word: float(i) for i, word in enumerate(_TEENS.split())}
_SMALL |= {"none": 0.0, "nothing": 0.0, "nil": 0.0, "null": 0.0, "nought": 0.0, "dozen": 12.0}
NUMBER_WORDS = tuple(_SMALL)
_SCALES = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mio": 1e6, "billion": 1e9}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_PARTS |= {"hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9}
_PARTS |= {"tenthousandth": 10**4, "hundredthousandth": 10**5}
_PARTS |= {f"{word}s": n for word, n in _PARTS.items()} | {"halves": 2}
_AFTER_A = {*_SCALES, *_PARTS, *TIME_UNIT, "dozen"}


@dataclass(frozen=True)
class Token:
    """A number (with its value), an operator, a word, or a mark that parts two things."""

    kind: str
    text: str
    value: float = 0.0
    spaced: bool = False


def plain(text: str, unit: str) -> str:
    """Return the text in plain characters: powers as **, fractions with /, products with *."""
    text = fold("".join(_fraction(character) for character in powers(text)))
    text = re.sub(r"[’‘ʼ`´]", "'", text)
    text = re.sub(r"n't\b", " not", text)
    text = re.sub(r"\\(times|cdot)|[×·⋅∙∗•]|(?<=[\d)\s])x(?=[\s\d(])", "*", text)
    text = re.sub(r"<\s?=|=\s?<", "≤", re.sub(r">\s?=|=\s?>", "≥", text))
    text = text.translate(str.maketrans("{}⁄∕÷≈~≃≅", "()///====", "$\\"))
    for words, sign in _SPOKEN:
        text = words.sub(sign, text)
    text = re.sub(r"√\s*([\d.]+)", r"sqrt(\1)", text).replace("√", "sqrt")
    if unit == "times":
        text = re.sub(rf"\*(?={_NO_FACTOR})|(?<=[\w)])[- ]?fold\b", " times", text)  # 16 ×, 16-fold
    if unit == "points":  # what is counted are percentage points, however they are called
        text = re.sub(r"(?:percentage|percent|%)(?:[- ]*points?)?", " points", text)
    if unit in TIME_UNIT:
        text = _CLOCK.sub(_clock, text)
    text = re.sub(r"(?<=[\d)])\s*:\s*(?=[\d(])", "/", text)
    text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text)
    text = re.sub(r"(?<=\*)\s*10\s?-(\d)(?!\d)", r"10**-\1", text.replace("^", "**"))
    text = re.sub(r"(?<![\d.,])(\d+) +(\d{1,2})\s?/\s?(\d{1,2})(?![\d.])", r"(\1+\2/\3)", text)
    return " ".join(text.split()).rstrip(" .!?;,").lstrip(" !?;")


def _clock(match: re.Match[str]) -> str:
    """Return 1:30 and 1h30 as 1 h 30 min, and 1:30 min as 1 min 30 s."""
    units = ("min", "s") if TIME_UNIT.get(match[3] or "") == "min" else ("h", "min")
    return f"{match[1]} {units[0]} {match[2]} {units[1]}"


def _fraction(character: str) -> str:
    """Return ½ as 1/2, with a space before it: 2½ is 2 1/2."""
    if unicodedata.decomposition(character).startswith("<fraction>"):
        above, _, below = unicodedata.normalize("NFKC", character).partition("⁄")
        return f" {above}/{below or 1} "
    return character


def readings(text: str) -> list[list[Token]]:
    """Return the tokens of a plain text, once for each habit of writing numbers."""
    return [_words_as_numbers(_cut(text, pattern)) for pattern in _PATTERNS]


def _cut(text: str, pattern: re.Pattern[str]) -> list[Token]:
    tokens = []
    for match in pattern.finditer(text):
        spaced = match.start() > 0 and text[match.start() - 1] == " "
        if match["number"]:
            value = _value(match["number"], pattern is _PATTERNS[1])
            tokens.append(Token("number", match[0], value, spaced))
        else:
            kind = "operator" if match["operator"] else "word" if match["word"] else "mark"
            tokens.append(Token(kind, match[0], 0.0, spaced))
    return tokens


def _value(number: str, continental: bool) -> float:
    """Return the value of one number; `continental` numbers have a comma before the decimals."""
    mantissa, _, exponent = re.sub(r"(?<=\d)[ '_](?=\d)", "", number).partition("e")
    mantissa = mantissa.strip()
    if "," in mantissa and "." in mantissa:  # the one that comes last is before the decimals
        thousands = "," if mantissa.rindex(".") > mantissa.rindex(",") else "."
        mantissa = mantissa.replace(thousands, "")
    elif re.fullmatch(_BY_COMMA, mantissa) and not continental:
        mantissa = mantissa.replace(",", "")
    elif re.fullmatch(_BY_POINT, mantissa) and continental:
        mantissa = mantissa.replace(".", "")
    return float(mantissa.replace(",", ".") + ("e" + exponent.replace(" ", "") if exponent else ""))


def _words_as_numbers(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with number words as numbers: seven hundred and two, a quarter, 2.5 k."""
    spelled = not any(token.kind == "number" for token in tokens)
    kept: list[Token] = []
    for token, after in zip_longest(tokens, tokens[1:]):
        before = kept[-1].value if kept and kept[-1].kind == "number" else None
        value = _spoken(token.text, before, spelled, bool(kept) and kept[-1].text == "+")
        if value is not None:
            kept = [*kept[: len(kept) - (before is not None)], _number(value)]
        elif spelled and token.text in ("a", "an") and after and after.text in _AFTER_A:
            kept.append(_number(1))
        elif not (spelled and before is not None and token.text == "and"):
            kept.append(token)
    return kept


def _spoken(word: str, before: float | None, spelled: bool, added: bool) -> float | None:
    """Return what a number word makes of the number before it; None if it is no such word."""
    if word in _SCALES and before is not None:
        # two thousand five hundred: only the five are hundreds
        rest = before % 1000 if _SCALES[word] < 1000 < before else before
        return before - rest + rest * _SCALES[word]
    if word in _PARTS and (before is not None or spelled or added):
        return (1 if before is None else before) / _PARTS[word]
    if word in _SMALL and spelled:
        return (before or 0) + _SMALL[word]
    return None


def _number(value: float) -> Token:
    return Token("number", f"{value:g}", value, True)
