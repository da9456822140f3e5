"""Is this word that name? The same word in another form, or a slip of the fingers."""

from __future__ import annotations

import re
from functools import lru_cache

from hpstudy.quiz.words import LOOKALIKES

_BRITISH = re.compile(r"is(?=(e|es|ed|er|ers|ing|ation|ations|able)$)")
_PLURALS = (
    (re.compile(r"ies$"), "y"),
    (re.compile(r"(?:(?<=[sxz])|(?<=[cs]h))es$"), ""),
    (re.compile(r"(?<![siu])s$"), ""),
)
# (ending, what takes its place, letters that have to stay)
_ENDINGS = (
    (re.compile(r"iz(ation|ing|ed|e)?$"), "iz", 3),
    (re.compile(r"at(ion|ing|e)$"), "", 4),
    (re.compile(r"(?<=[st])ion$"), "", 4),
    (re.compile(r"ity$"), "", 4),
    (re.compile(r"ied$"), "y", 3),
    (re.compile(r"(?<!e)(ing|ed)$"), "", 3),
    (re.compile(r"(?<=ic)ally$"), "", 4),
    (re.compile(r"ly$"), "", 4),
    (re.compile(r"(?<!iv)e$"), "", 3),
)
# A different ending is another form of the word, not a slip: rectified, rectifier.
_AGENT = re.compile(r"e([dr])s?$")
_DOUBLED = re.compile(r"([bdglmnprt])\1$")


@lru_cache(maxsize=4096)
def root(word: str) -> str:
    """Return what the forms of a word share: searches, searching, search give the same.

    Only endings that leave the meaning go: -s, -ed, -ing, -ise, -ization, -ation, -ity, -ly. An
    -er (a learner is not learning) and prefixes stay.
    """
    if len(word) < 4 or not word.isalpha():
        return word
    if len(word) > 5:
        word = _BRITISH.sub("iz", word)
        word = re.sub(r"our$", "or", word)
    if not word.endswith(("ias", "ous")):
        word = next((p.sub(instead, word) for p, instead in _PLURALS if p.search(word)), word)
    for ending, instead, least in _ENDINGS:
        stem = ending.sub(instead, word)
        if ending.search(word) and len(stem) >= least and re.search("[aeiouy]", stem):
            return stem if instead else _DOUBLED.sub(r"\1", stem)
    return _DOUBLED.sub(r"\1", word)


def same_root(typed: str, name: str) -> bool:
    """Say whether two words are forms of one; of short words only the plural is."""
    if typed == name:
        return True
    if min(len(typed), len(name)) < 4:
        return typed == name + "s" or name == typed + "s"
    # A last letter typed twice is a slip, and a short name allows none: rungg.
    return root(typed) == root(name) and typed != name + name[-1]


def distance(a: str, b: str, most: int = 3) -> int:
    """Return how many slips part two words: letters wrong, missing, extra, or two swapped.

    The optimal string alignment distance; anything above `most` is `most` + 1.
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before, row = [0], list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        two_before, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, two_before[j - 2] + 1)
            row.append(best)
    return min(row[-1], most + 1)


def slips(typed: tuple[str, ...], name: tuple[str, ...]) -> int | None:
    """Return how many slips make `name` into `typed`, or None if they are different words.

    Names of at least 5 letters may have one slip, of at least 8 two; the first letter and the
    digits have to be right, and a word of its own is no slip.
    """
    if len(typed) == len(name) > 1:
        return _slips_by_word(typed, name)
    one, other = "".join(typed), "".join(name)
    if any(is_word(word) for word in typed) and len(typed) != len(name):
        return None
    return _slips(one, other, _budget(other))


def is_word(word: str) -> bool:
    """Say whether this is a word of its own that only looks like a term of the field."""
    return word in LOOKALIKES or root(word) in _LOOKALIKE_ROOTS


def _slips_by_word(typed: tuple[str, ...], name: tuple[str, ...]) -> int | None:
    total = 0
    for one, other in zip(typed, name, strict=True):
        if same_root(one, other):
            continue
        # A short word of a longer name may lack a letter or have two swapped, not another letter.
        mild = sorted(one) == sorted(other) or abs(len(one) - len(other)) == 1
        budget = _budget(other) or int(len(other) > 2 and mild)
        made = _slips(one, other, budget)
        if made is None:
            return None
        total += made
    return total if total <= _budget("".join(name)) else None


def _slips(typed: str, name: str, budget: int) -> int | None:
    if not budget or typed[:1] != name[:1]:
        return None
    if is_word(typed) and typed != name + name[-1]:  # globall is no form of a word, but a slip
        return None
    if re.findall(r"\d", typed) != re.findall(r"\d", name):
        return None
    ends = _AGENT.search(typed), _AGENT.search(name)
    if ends[0] and ends[1] and ends[0][1] != ends[1][1]:
        return None
    made = distance(typed, name)
    if made > budget and len(root(name)) > 4:  # a slip in another form: serched
        made = distance(root(typed), root(name))
        budget = 1
    return made if made <= budget else None


def _budget(name: str) -> int:
    return 0 if len(name) < 5 else 1 if len(name) < 8 else 2


_LOOKALIKE_ROOTS = frozenset(root(word) for word in LOOKALIKES if len(word) > 3)
