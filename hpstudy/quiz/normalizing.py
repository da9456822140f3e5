"""Typed text without its looks: width, case, accents, hyphens, quotes, list marks."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 2000  # characters of an answer that are read; the rest is no answer to a blank
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ"
_PLAIN = "0123456789+-=()ni"
_POWER = re.compile(f"[{_SUPERSCRIPTS}]+")
_TO_PLAIN = str.maketrans(_SUPERSCRIPTS, _PLAIN)

_LIST_MARK = re.compile(r"(?:^|(?<=[\s,;]))(?:\(?(?:\d{1,2}|[a-h])\)|\d{1,2}\.)(?=\s)")
_BULLET = re.compile(r"(?:^|\n)\s*[-*•·]+\s+")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
# Doubt about oneself and "nothing but" deny nothing.
_SURE = "(?:(?:so|too|very|quite|entirely|really|fully|completely|100) )*(?:sure|certain|positive)"
_HEDGE = re.compile(
    rf"(?:\bnot {_SURE}|\bno (?:doubt|idea|clue)|\b(?:do not|dont) (?:really )?know)\b(?:,? but\b)?"
    r"|\b(?:nothing|none|no) (?:else |other )?(?:but|than)\b"
)
_CHARACTER = re.compile(r"[^\w\s.,;/&+|()?!^×\n]|_")


def powers(text: str) -> str:
    """Return the text with superscripts as powers: 10⁻³ becomes 10^-3; before any folding."""
    return _POWER.sub(lambda match: "^" + match[0].translate(_TO_PLAIN), text)


def fold(text: str) -> str:
    """Return the text without differences of width, case, accent or invisible characters."""
    for _ in range(8):  # twice is nearly always enough; folding may open the way to more of it
        folded = unicodedata.normalize("NFKC", text).casefold()
        bare = (c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
        folded = "".join(_fold_character(c) for c in bare)
        if folded == text:
            break
        text = folded
    return text


def _fold_character(character: str) -> str:
    if character in "\n\t\r\x0b\x0c\x85\u2028\u2029":
        return "\n" if character != "\t" else " "
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Cs", "Co", "Cn"):
        return ""
    return "-" if category == "Pd" or character == "\u2212" else character


def normalize(text: str) -> str:
    """Return what is left of a typed text when its looks are taken away.

    Words in lower case with single spaces; hyphens are spaces; commas and other separators stand
    by themselves. Normalizing twice changes nothing.
    """
    text = fold(powers(text[:_LONGEST]))
    text = re.sub(r"[’‘ʼ`´]", "'", text)
    text = re.sub(r"\b(?:no|nr|num)\.? of\b", "number of", text)
    text = re.sub(r"\b(max|min|approx|incl|exp|prob|val|vs|hyperparam)\.", r"\1", text)
    text = re.sub(r"\bhyper[-\s_](?=param)", "hyper", text)
    text = re.sub(r"\bcan'?t\b", "can not", text)
    text = re.sub(r"n't\b", " not", text)
    text = re.sub(r"\b(?:anything but|far from)\b", "not", _HEDGE.sub(" ", text))
    text = re.sub(r"'(s|re|ve|ll|d|m)\b", " ", text).replace("'", "")
    text = _LIST_MARK.sub(";", _BULLET.sub("\n", text))
    text = re.sub(r"(?<=[\w)])\s*\*\*\s*(?=[\w(-])", "^", text).replace("^-", "^minus")
    text = re.sub(r"(?<=[\w)])\s*\*\s*(?=[\w(])", " × ", text)
    text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    text = re.sub(r"\b(eg|ie) ?,", r"\1", _CHARACTER.sub(" ", text))
    text = re.sub(r"\b(?:as well as|along with|together with)\b", " , ", text)
    text = re.sub(r"(?<!\d)\.|\.(?!\d)|[?!\n]", " ; ", text)
    text = re.sub(r"([,;/+|()])", r" \1 ", text.replace("&", " and "))
    text = re.sub(r"(?<=[\w)])\s*\^\s*(?=[\w(])", "^", " ".join(text.split()))
    return text.strip(" ,;/&+|()^×.")
