"""Numbers as people type them: 0,5 and 12'345, 10⁻³ and 5 x 10^-4, 25 %, ¼, twelve, 2 min.

`read_number` takes the looks away, cuts the text into tokens, drops what is said around the number
and works out the rest. A number that can be read in two ways (1,234) has two values. Several
numbers, a negation or a bound are an answer, though never a right one: they have a `fault`. What
holds no number at all is `invalid`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hpstudy.quiz.arithmetic import FUNCTIONS, evaluate
from hpstudy.quiz.normalizing import fold, powers
from hpstudy.quiz.units import PERCENT, SECONDS, TIME_UNIT, in_unit, wrong_unit
from hpstudy.quiz.words import NEGATIONS, word_set

_LONGEST = 200

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
_TOKENS = [
    re.compile(rf"(?P<number>{habit}{_EXPONENT})|(?P<operator>\*\*|[-+*/()])|(?P<word>[a-z]+|%)|\S")
    for habit in _HABITS
]
_GROUPS = re.compile(rf"(?:{_BY_COMMA}|{_BY_SPACE})(?:\.\d+)?", re.ASCII)

_BOUND = re.compile(
    r"[<>≤≥≦≧]|\b(?:at (?:least|most)|(?:more|less|fewer|greater|smaller) than|up to|between)\b"
    r"|^\W*(?:over|under|above|below|beyond)\b"
)
_SPOKEN = [
    (re.compile(words), sign)
    for words, sign in (
        (r"\bper\s?cents?\b", "percent"),
        (r"\b(?:minus|negative)\b", "-"),
        (r"\bplus\b", "+"),
        (r"\btimes\b", "*"),
        (r"\bdivided by\b", "/"),
        (r"\b(?:raised )?to the power(?: of)?\b", "**"),
        (r"\bsquared\b", "**2"),
        (r"\bcubed\b", "**3"),
        (r"\band a half\b", "+ half"),
        (r"\b(ten|hundred)[ -]thousandth", r"\1thousandth"),
    )
]
_SEVERAL = re.compile(r"±|\+\s?/?\s?-|\bor\W+[\d.]")
_CLOCK = re.compile(r"\b(\d+)(?::|\s?h\s?)([0-5]\d)\b(?!\s*(?:m|s|/))\s*(h|hours?|min)?\b")
_UNENDING = re.compile(r"∞|\b(?:nan|inf|infinite|infinity|undefined)\b")
_SHARE = re.compile(r"^\D*(\d+)\s*(?:out\s+of|of|in)\s+(?:the\s+)?(\d+)\D*$")

# After the number they begin a remark: 96 of 128, 65 % for ten trials.
_REMARKS = word_set(
    """per for because since when if with in of out by at from that which as is are so each every
    after during"""
)
_TEENS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen"""
_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: 10.0 * i for i, word in enumerate(_TENS.split(), 1)}
_SMALL |= {word: float(i) for i, word in enumerate(_TEENS.split())}
_SMALL |= {"none": 0.0, "nothing": 0.0, "nil": 0.0, "nought": 0.0, "dozen": 12.0}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mio": 1e6, "billion": 1e9}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_PARTS |= {"hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9}
_PARTS |= {"tenthousandth": 10**4, "hundredthousandth": 10**5}
_PARTS |= {f"{word}s": n for word, n in _PARTS.items()} | {"halves": 2}


@dataclass(frozen=True)
class NumberReading:
    """What a typed number may mean: its values, or why it is no single number."""

    values: tuple[float, ...] = ()
    fault: str = ""
    invalid: str = ""


@dataclass(frozen=True)
class _Token:
    """A number (with its value), an operator, a word, or a mark that parts two things."""

    kind: str
    text: str
    value: float = 0.0
    spaced: bool = False


def read_number(typed: str, unit: str = "", stem: str = "") -> NumberReading:
    """Return the values that `typed` may have, in the question's unit, or one of its stem."""
    text = _plain(typed[: _LONGEST + 1], unit)
    if len(typed) > _LONGEST or not re.search(r"\w|∞", text):
        return NumberReading(invalid="Type one number.")
    if _SEVERAL.search(text):
        return NumberReading(fault="Those are several numbers.")
    if _UNENDING.search(text):
        return NumberReading(invalid="Type a finite number.")
    if NEGATIONS & set(re.findall(r"[a-z]+", text)) - {"none", "nothing"}:
        return NumberReading(fault="That says what it is not.")
    # "27*27 = 729": what stands last is meant, if it is a number at all.
    for side in reversed(text.split("=")):
        readings = [_read(side, tokens, unit, stem) for tokens in _TOKENS]
        values = tuple(dict.fromkeys(value for reading in readings for value in reading.values))
        if values or readings[0].fault:
            return NumberReading(values) if values else readings[0]
    return NumberReading(invalid="There is no number in it.")


def _plain(text: str, unit: str) -> str:
    """Return the text in plain characters: powers as **, fractions with /, times as *."""
    text = fold("".join(_fraction(character) for character in powers(text)))
    text = re.sub(r"[’‘ʼ`´]", "'", text)
    text = re.sub(r"n't\b", " not", text)
    text = re.sub(r"\\(times|cdot)|[×·⋅∙∗•]|(?<=[\d)\s])x(?=[\s\d(])", "*", text)
    text = re.sub(r"<\s?=|=\s?<", "≤", re.sub(r">\s?=|=\s?>", "≥", text))
    text = text.translate(str.maketrans("{}⁄∕÷≈~≃≅", "()///====", "$\\"))
    for words, sign in _SPOKEN:
        text = words.sub(sign, text)
    text = re.sub(r"√\s*([\d.]+)", r"sqrt(\1)", text).replace("√", "sqrt")
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


def _read(text: str, pattern: re.Pattern[str], unit: str, stem: str) -> NumberReading:
    """Return what one side of the equation means, when numbers are written by one habit."""
    tokens = _without_remarks(_words_as_numbers(_cut(text, pattern)))
    said = " ".join(token.text for token in tokens)
    if not any(token.kind == "number" for token in tokens):
        return NumberReading(invalid="There is no number in it.")
    if _BOUND.search(said):
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
    values = in_unit(value, units, unit, stem)
    share = _SHARE.match(text)
    if share and float(share[2]):
        values = (*values, float(share[1]) / float(share[2]))
    return NumberReading(values)


def _cut(text: str, pattern: re.Pattern[str]) -> list[_Token]:
    """Return the tokens of a text."""
    tokens = []
    for match in pattern.finditer(text):
        spaced = match.start() > 0 and text[match.start() - 1] == " "
        if match["number"]:
            value = _value(match["number"], pattern is _TOKENS[1])
            tokens.append(_Token("number", match[0], value, spaced))
        else:
            kind = "operator" if match["operator"] else "word" if match["word"] else "mark"
            tokens.append(_Token(kind, match[0], 0.0, spaced))
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


def _words_as_numbers(tokens: Sequence[_Token]) -> list[_Token]:
    """Return the tokens with number words as numbers: seven hundred and two, a quarter, 2.5 k."""
    spelled = not any(token.kind == "number" for token in tokens)
    kept: list[_Token] = []
    for i, token in enumerate(tokens):
        before = kept[-1] if kept else None
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        counted = before is not None and before.kind == "number"
        added = before is not None and before.text == "+"
        if token.text in _SCALES and before and counted:
            kept[-1] = _number(_scaled(before.value, _SCALES[token.text], spelled))
        elif token.text in _PARTS and (counted or spelled or added):
            n = _PARTS[token.text]
            if before and counted:
                kept[-1] = _number(before.value / n)
            else:
                kept.append(_number(1 / n))
        elif spelled and token.text in _SMALL:
            if before and counted:
                kept[-1] = _number(before.value + _SMALL[token.text])
            else:
                kept.append(_number(_SMALL[token.text]))
        elif spelled and token.text in ("a", "an") and after and after.text in _UNITS_AFTER_A:
            kept.append(_number(1))
        elif not (spelled and counted and token.text == "and"):
            kept.append(token)
    return kept


_UNITS_AFTER_A = {*_SCALES, *_PARTS, *TIME_UNIT, "dozen"}


def _scaled(value: float, scale: float, spelled: bool) -> float:
    """Return two thousand five hundred as 2000 + 500, and twelve hundred as 1200."""
    rest = value % 1000 if spelled and scale < 1000 < value else value
    return value - rest + rest * scale


def _number(value: float) -> _Token:
    return _Token("number", f"{value:g}", value, True)


def _without_remarks(tokens: Sequence[_Token]) -> list[_Token]:
    """Return the tokens up to what is only said about the number: 12 (30 jobs), 65 % for ten."""
    kept: list[_Token] = []
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


def _expression(tokens: Sequence[_Token]) -> str | None:
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


def _link(parts: Sequence[str], tokens: Sequence[_Token], i: int) -> str | None:
    """Return what is meant between the sum so far and token `i`: nothing or a *."""
    ends = bool(parts) and (parts[-1][-1].isalnum() or parts[-1][-1] in ").")
    token, after = tokens[i], [other.text for other in tokens[i + 1 : i + 2]]
    if not ends or parts[-1] in FUNCTIONS or (token.kind == "operator" and token.text != "("):
        return ""
    if token.text == "(":
        return "*"
    return "*" if token.value == 10 and after == ["**"] else None


def _times(tokens: Sequence[_Token]) -> list[float]:
    """Return the seconds of 1 h 30 min, each part by itself."""
    return [
        a.value * SECONDS[TIME_UNIT[b.text]]
        for a, b in pairwise(tokens)
        if a.kind == "number" and b.text in TIME_UNIT
    ]


def _unit_words(tokens: Sequence[_Token]) -> list[str]:
    """Return the words that follow a number."""
    first = next(i for i, token in enumerate(tokens) if token.kind == "number")
    return [token.text for token in tokens[first:] if token.kind == "word"]
