"""The names that a question with a typed answer knows, and how it knows them again.

A name is met in other forms, in pieces, in another order, or with a slip of the fingers; words that
the stem has beside the blank may be left out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hpstudy.quiz import words
from hpstudy.quiz.normalizing import normalize
from hpstudy.quiz.question import Blank, Typed
from hpstudy.quiz.spelling import distance, is_word, root, same_root, slips

_DIGITS = {"one": "1", "two": "2", "three": "3"}  # L one for L1
_INDEXED = re.compile(r"[a-z]\^\d")  # L¹ for L1
_GENERIC_ROOTS = frozenset(root(word) for word in words.GENERIC if len(word) > 3)


@dataclass(frozen=True)
class Name:
    """A name that a question knows: for which slots, or why it is refused, or that it may stand."""

    text: str
    words: tuple[str, ...]
    slots: frozenset[int] = frozenset()
    reason: str | None = None
    beside: bool = False  # refused by itself, yet a kind or a part of what is asked

    @property
    def joined(self) -> str:
        """The name without its spaces."""
        return "".join(self.words)


@dataclass(frozen=True)
class Vocabulary:
    """The names that a question knows, and the words of its stem, which say nothing new."""

    names: tuple[Name, ...]
    stem: frozenset[str]
    n_slots: int
    asked: str = ""

    def is_echo(self, typed: Sequence[str]) -> bool:
        """Say whether several words, no name by themselves, only repeat a piece of the stem."""
        bare = tuple(word for word in typed if word not in ("a", "an", "the"))
        listed = any(name.words == bare for name in self.names)
        return len(typed) > 1 and not listed and f" {' '.join(typed)} " in self.asked

    @property
    def longest(self) -> int:
        """How many words to try at once; a name may be typed in pieces."""
        return max(len(name.words) for name in self.names) + 2

    def find(self, typed: tuple[str, ...]) -> tuple[Name, int] | None:
        """Return the name that these words are, and how many slips away it was typed."""
        joined = "".join(_DIGITS.get(word, word) for word in typed)
        for name in self.names:
            if name.joined in (joined, "".join(typed)) or (
                _INDEXED.fullmatch(joined) and name.joined == joined[::2]
            ):
                return name, 0
        for name in self.names:
            if _same_words(typed, name.words):
                return name, 0
        short = [name for name in self.names if _is_short_for(typed, name.words)]
        if len({(name.slots, name.reason) for name in short}) == 1:
            return short[0], 0
        return self._misspelt(typed)

    def _misspelt(self, typed: tuple[str, ...]) -> tuple[Name, int] | None:
        """Return the one name that is nearest, if slips of the fingers explain the difference."""
        if any(word in words.NEGATIONS or word in words.SEPARATORS for word in typed):
            return None
        edges = any(self.is_filler(word) for word in (typed[0], typed[-1]))
        joined = "".join(typed)
        made = [
            (slips(typed, name.words), name)
            for name in self.names
            if not edges or len(typed) == len(name.words)
        ]
        close = [(count, name) for count, name in made if count]
        if not close:
            return None
        least, best = min(close, key=lambda pair: pair[0])
        for rival in self.names:
            if (rival.slots, rival.reason) != (best.slots, best.reason) and (
                distance(joined, rival.joined) <= least
            ):
                return None
        return best, least

    def is_initials(self, word: str) -> bool:
        """Say whether these are the first letters of a name that fills a slot: CV, ES."""
        letters = ("".join(part[0] for part in name.words) for name in self.names if name.slots)
        return len(word) > 1 and word in letters

    def is_filler(self, word: str) -> bool:
        """Say whether a word says nothing about the term: an article, a word of the stem."""
        if word in words.FILLERS or word in words.GENERIC or word in self.stem:
            return True
        if word in words.AVOIDING and self.avoids:
            return True
        return root(word) in _GENERIC_ROOTS or any(same_root(word, other) for other in self.stem)

    def is_misspelt_filler(self, word: str) -> bool:
        """Say whether a word is a filler with one letter wrong."""
        if len(word) < 5 or is_word(word):
            return False
        fillers = (*words.FILLERS, *words.GENERIC, *self.stem)
        return any(
            len(other) > 4 and other[0] == word[0] and distance(word, other, 1) == 1
            for other in fillers
        )

    @property
    def avoids(self) -> bool:
        """Whether the stem itself says that the term is to be avoided."""
        return bool(self.stem & words.AVOIDING)


def vocabulary(question: Typed) -> Vocabulary:
    """Return the names that `question` knows, the words around its blank left out as well."""
    names: dict[tuple[str, ...], Name] = {}
    around, stem = _around(question), _stem_words(question)
    for i, slot in enumerate(question.answers):
        for text in slot:
            for variant in _variants(tuple(normalize(text).split()), around, stem):
                slots = names[variant].slots | {i} if variant in names else frozenset({i})
                names[variant] = Name(text, variant, slots)
    also = {tuple(normalize(text).split()): text for text in question.also}
    for text, reason in question.reject.items():
        key = tuple(normalize(text).split())
        names.setdefault(key, Name(text, key, reason=reason, beside=key in also))
    for key, text in also.items():
        names.setdefault(key, Name(text, key))
    kept = tuple(name for name in names.values() if name.words)
    # Where the blank was stands a mark: what is on both sides of it is no piece of the stem.
    asked = normalize(re.sub(r"\{\{\w+\}\}", " ; ", question.stem))
    return Vocabulary(kept, stem, len(question.answers), f" {asked} ")


def _stem_words(question: Typed) -> frozenset[str]:
    """Return the words of the stem that an answer may repeat."""
    stem = set(normalize(re.sub(r"\{\{\w+\}\}", " ", question.stem)).split())
    if stem & {"hyperparameter", "hyperparameters"}:
        stem |= {"parameter", "parameters"}
    return frozenset(stem - words.SEPARATORS - words.NEGATIONS)


def _around(question: Typed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of the stem before and after the blank; a name may leave them out."""
    before, blank, after = question.stem.partition("{{blank}}")
    if isinstance(question, Blank) and blank:
        return tuple(normalize(before).split()[-2:]), tuple(normalize(after).split()[:2])
    # In a list, what all names end with and the stem says: grid search, random search.
    stem = normalize(question.stem).split()
    tails = {slot[0].split()[-1].casefold() for slot in question.answers if slot[0].split()}
    shared = len(tails) == 1 and any(same_root(word, *tails) for word in stem)
    return (), tuple(tails) if shared else ()


def _variants(
    name: tuple[str, ...],
    around: tuple[tuple[str, ...], tuple[str, ...]],
    stem: frozenset[str],
) -> Iterator[tuple[str, ...]]:
    """Yield the name, and the name without words that the stem has, beside the blank at least."""
    yield name
    new = tuple(word for word in name if word not in stem)
    if 1 < len(new) < len(name):
        yield new
    before, after = around
    for n in range(1, len(name)):
        if after[:n] and len(after) >= n and all(map(same_root, name[-n:], after[:n])):
            yield name[:-n]
        if before[-n:] and len(before) >= n and all(map(same_root, name[:n], before[-n:])):
            yield name[n:]


def _is_short_for(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Say whether these are the words of a longer name, one of them cut short: exp improvement."""
    if len(typed) != len(name) or len(name) < 2:
        return False
    pairs = zip(typed, name, strict=True)
    others = [(one, other) for one, other in pairs if not same_root(one, other)]
    short = [one for one, other in others if len(one) > 2 and other.startswith(one)]
    return len(others) == len(short) == 1 and not is_word(short[0])


def _same_words(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Say whether these are the name's words in other forms, in pieces, or in another order."""
    if len(typed) == len(name):
        if all(map(same_root, typed, name)):
            return True
        if len(name) == 2 and all(map(same_root, typed, name[::-1])):
            return True
    small = ("of", "to", "the", "a")
    if len(name) == 2 and 2 < len(typed) < 5 and set(typed[1:-1]) <= set(small):
        return same_root(typed[0], name[1]) and same_root(typed[-1], name[0])  # rate of learning
    pieces = len(typed) > 1 or len(name) > 1
    return pieces and len(typed) != len(name) and same_root("".join(typed), "".join(name))
