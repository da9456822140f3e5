"""Typed answers: from what somebody typed to the names that are meant.

`Vocabulary` holds the names that a question knows; `read` finds them in a normalized answer, and
says what else stands there. It drops what says nothing (articles, words of the stem, "it's called")
but never a negation, and keeps every other word as something that was not asked. What it finds is
all that `marking` needs to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hpstudy.quiz import words
from hpstudy.quiz.contrasts import without_contrasts, without_denials
from hpstudy.quiz.normalizing import normalize
from hpstudy.quiz.question import Blank, Typed
from hpstudy.quiz.spelling import distance, is_word, same_root, slips

_DIGITS = {"one": "1", "two": "2", "three": "3"}  # L one for L1
_INDEXED = re.compile(r"[a-z]\^\d")  # L¹ for L1


@dataclass(frozen=True)
class Name:
    """A name that a question knows: for which slots, or why it is refused, or that it may stand."""

    text: str
    words: tuple[str, ...]
    slots: frozenset[int] = frozenset()
    reason: str | None = None

    @property
    def joined(self) -> str:
        """The name without its spaces."""
        return "".join(self.words)


@dataclass
class Reading:
    """What was found in an answer, in order, each thing once."""

    names: list[Name] = field(default_factory=list)
    rejected: list[Name] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)  # before a name: it may alter the term
    misspelt: dict[str, str] = field(default_factory=dict)
    negated: str = ""
    empty: bool = True

    def take(self, name: Name) -> None:
        """Add a name that was found."""
        kept = self.names if name.reason is None else self.rejected
        if name not in kept:
            kept.append(name)


@dataclass(frozen=True)
class Vocabulary:
    """The names that a question knows, and the words of its stem, which say nothing new."""

    names: tuple[Name, ...]
    stem: frozenset[str]
    n_slots: int
    asked: str = ""

    def is_echo(self, typed: Sequence[str]) -> bool:
        """Say whether several words, no name by themselves, only repeat a piece of the stem."""
        listed = any(name.words == tuple(typed) for name in self.names)
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

    def is_filler(self, word: str) -> bool:
        """Say whether a word says nothing about the term: an article, a word of the stem."""
        if word in words.FILLERS or word in words.GENERIC or word in self.stem:
            return True
        if word in words.AVOIDING and self.avoids:
            return True
        return any(same_root(word, other) for other in self.stem)

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
    for text in question.also:
        key = tuple(normalize(text).split())
        names.setdefault(key, Name(text, key))
    for text, reason in question.reject.items():
        key = tuple(normalize(text).split())
        names.setdefault(key, Name(text, key, reason=reason))
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


def read(vocabulary: Vocabulary, answers: Iterable[str]) -> Reading:
    """Return what is found in the answers, one text a field."""
    reading = Reading()
    for answer in answers:
        tokens = _spelled_out(vocabulary, normalize(answer).split())
        if tokens:
            reading.empty = False
            if vocabulary.is_echo(tokens):
                reading.unknown.append(" ".join(tokens))
                continue
            tokens = _without_denials(vocabulary, without_contrasts(tokens))
            _read_tokens(vocabulary, tokens, reading)
    return reading


def _spelled_out(vocabulary: Vocabulary, tokens: Sequence[str]) -> list[str]:
    """Return the words with the field's abbreviations spelled out, but those that are names."""
    known = {word for name in vocabulary.names for word in (name.joined, *name.words)}
    spelled = (words.ABBREVIATIONS.get(t, t) if t not in known else t for t in tokens)
    return " ".join(spelled).split()


def _without_denials(vocabulary: Vocabulary, tokens: list[str]) -> list[str]:
    """Return the words without denied rivals, if a name that is right stands beside them."""

    def rival_at(i: int) -> int:
        name, length, made = _longest_name(vocabulary, tokens, i) or (None, 0, 0)
        return length if name and name.reason is not None and not made else 0

    kept = without_denials(tokens, rival_at, vocabulary.is_filler)
    found = (_longest_name(vocabulary, kept, i) for i in range(len(kept)))
    return kept if any(name and name[0].slots for name in found) else tokens


def _read_tokens(vocabulary: Vocabulary, tokens: Sequence[str], reading: Reading) -> None:
    """Go through the words of one field, the longest name first."""
    i, named, remark, strange = 0, False, "", _Strange(reading)
    while i < len(tokens):
        found = _longest_name(vocabulary, tokens, i)
        if found:
            name, length, made = found
            strange.flush(before_a_name=True)
            if made:
                reading.misspelt[" ".join(tokens[i : i + length])] = name.text
            reading.take(name)
            i, named = i + length, True
            continue
        word = tokens[i]
        i += 1
        if word == "(" and named:
            i = _after_remark(vocabulary, tokens, i)
        if word in words.SEPARATORS:
            strange.flush()
            goes_on = word == "and" and remark in words.CLAUSES
            remark = remark if goes_on else word if word == "(" else ""
        elif named and word in words.REASONS:
            break
        elif _negates(vocabulary, tokens, i - 1, named):
            reading.negated = reading.negated or word
        elif named and (word in words.REMARKS or word in words.ARTICLES):
            remark = word
        elif not (remark and named) and (
            _counts(vocabulary, tokens, i - 1) or not _says_nothing(vocabulary, word)
        ):
            strange.add(word)
    strange.flush()


def _after_remark(vocabulary: Vocabulary, tokens: Sequence[str], i: int) -> int:
    """Return where a remark in brackets that holds no name ends: (it does not use results)."""
    end = next((j for j in range(i, len(tokens)) if tokens[j] == ")"), len(tokens))
    names = any(_longest_name(vocabulary, tokens[:end], j) for j in range(i, end))
    return i if names or end - i < 3 else end


class _Strange:
    """Gathers words that are no name and no filler; neighbours make one unknown thing."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.words: list[str] = []

    def add(self, word: str) -> None:
        self.words.append(word)

    def flush(self, before_a_name: bool = False) -> None:
        neutral = words.BEFORE if before_a_name else frozenset[str]()
        named = before_a_name or self.reading.names
        kept = [w for w in self.words if w not in neutral and not (named and _is_adverb(w))]
        if kept:
            doubtful = before_a_name and len(kept) < 3 and not any(map(_alters, kept))
            (self.reading.doubtful if doubtful else self.reading.unknown).append(" ".join(kept))
        self.words = []


def _alters(word: str) -> bool:
    """Say whether a word makes another term of the one behind it: half an epoch, two epochs."""
    return word in words.PRIVATIVES or word in words.COUNTS or any(map(str.isdigit, word))


def _is_adverb(word: str) -> bool:
    """Say whether a word says how, which leaves the term beside it what it is."""
    return word.endswith("ly") and len(word) > 4 and not is_word(word)


def _counts(vocabulary: Vocabulary, tokens: Sequence[str], i: int) -> bool:
    """Say whether the word at `i` counts the one name that is asked for: two epochs are not one."""
    counted = tokens[i] in words.COUNTS and vocabulary.n_slots == 1
    return counted and _longest_name(vocabulary, tokens, i + 1) is not None


def _says_nothing(vocabulary: Vocabulary, word: str) -> bool:
    if word.isdigit() and word == str(vocabulary.n_slots) != "1":  # "the 2 types are ..."
        return True
    if word in words.NEGATIONS:  # the "not" of "not only"; any other was met before
        return True
    return vocabulary.is_filler(word) or vocabulary.is_misspelt_filler(word)


def _negates(vocabulary: Vocabulary, tokens: Sequence[str], i: int, named: bool) -> bool:
    """Say whether the word at `i` turns the answer round."""
    if tokens[i] in words.NEGATIONS:
        return not (tokens[i] == "not" and tokens[i + 1 : i + 2] == ["only"])
    return tokens[i] in words.AVOIDING and not named and not vocabulary.avoids


def _longest_name(
    vocabulary: Vocabulary, tokens: Sequence[str], i: int
) -> tuple[Name, int, int] | None:
    """Return the name that begins at `i`, how many words it took, and its slips: fewest first."""
    best: tuple[Name, int, int] | None = None
    for length in range(min(vocabulary.longest, len(tokens) - i), 0, -1):
        found = vocabulary.find(tuple(tokens[i : i + length]))
        if found and (best is None or found[1] < best[2]):
            best = found[0], length, found[1]
    return best


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
