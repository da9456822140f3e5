"""Typed answers: from what somebody typed to the names that are meant.

`read` finds the names of a `Vocabulary` in a normalized answer, and says what else stands there. It
drops what says nothing (articles, words of the stem, "it's called") but never a negation, and keeps
every other word: as something that was not asked or, right before a name, as a doubt. What it finds
is all that `marking_typed` needs to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hpstudy.quiz import words
from hpstudy.quiz.contrasts import without_contrasts, without_denials
from hpstudy.quiz.normalizing import normalize
from hpstudy.quiz.spelling import is_word
from hpstudy.quiz.vocabulary import Name, Vocabulary


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
            _Field(vocabulary, tokens, reading).read()
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


class _Field:
    """Goes through the words of one field, the longest name first."""

    def __init__(self, vocabulary: Vocabulary, tokens: Sequence[str], reading: Reading) -> None:
        self.vocabulary, self.tokens, self.reading = vocabulary, tokens, reading
        self.named = False  # a name was met,
        self.near = False  # and one that is right since the last separator
        self.end = -1  # where the last name ended
        self.remark = ""
        self.beside: list[Name] = []  # kinds and parts of the term, met before the term itself
        self.strange: list[str] = []  # no name and no filler; neighbours make one unknown thing

    def read(self) -> None:
        i = 0
        while i < len(self.tokens):
            found = _longest_name(self.vocabulary, self.tokens, i)
            i = self._take_name(i, *found) if found else self._take_word(i)
        self._separate()

    def _take_name(self, i: int, name: Name, length: int, made: int) -> int:
        self._flush(before_a_name=True)
        if made:
            self.reading.misspelt[" ".join(self.tokens[i : i + length])] = name.text
        self.named = True
        if name.slots:
            self.near, self.beside = True, []
        if not name.beside:
            self.reading.take(name)
        elif not (self.near and self.remark):  # right behind the term it makes another of it
            self.beside.append(name)
        self.end = i + length
        return self.end

    def _take_word(self, i: int) -> int:
        """Take the word at `i`, which begins no name, and return where to go on."""
        word, named = self.tokens[i], self.named
        if word in words.SEPARATORS:
            return self._take_separator(i)
        if named and word in words.REASONS:
            return len(self.tokens)
        if _negates(self.vocabulary, self.tokens, i, named):
            self.reading.negated = self.reading.negated or word
        elif named and (word in words.REMARKS or word in words.ARTICLES):
            self.remark = word
        elif not (self.remark and named) and not self._is_harmless(i):
            self.strange.append(word)
        return i + 1

    def _take_separator(self, i: int) -> int:
        word = self.tokens[i]
        goes_on = word == "and" and self.remark in words.CLAUSES
        goes_on |= word in ("and", ",") and self.remark == "(" != self.tokens[i - 1]
        self._flush()
        leads_on = word == "(" or (word == "," and _next(self.tokens, i) in words.REMARKS)
        if not goes_on and not (leads_on and self.near):
            self._separate()
        self.remark = self.remark if goes_on else word if word == "(" else ""
        if word == "(" and self.named:
            return _after_remark(self.vocabulary, self.tokens, i + 1)
        return i + 1

    def _is_harmless(self, i: int) -> bool:
        word = self.tokens[i]
        if self.vocabulary.is_initials(word) or (i == self.end and _is_symbol(word)):
            return True
        if _counts(self.vocabulary, self.tokens, i) or self._is_another_answer(i):
            return False
        return _says_nothing(self.vocabulary, word)

    def _is_another_answer(self, i: int) -> bool:
        """Say whether a word is an answer itself: budget and optimization; leaf or depth."""
        word, stem = self.tokens[i], self.vocabulary.stem
        neighbours = {*self.tokens[:i][-1:], *self.tokens[i + 1 : i + 2]}
        if not neighbours <= words.SEPARATORS or not neighbours & words.JOINTS:
            return False
        if word in stem:
            return "or" in neighbours and self.vocabulary.n_slots == 1 and word not in words.FILLERS
        return word in words.GENERIC

    def _separate(self) -> None:
        """End what stands together: a kind or a part without the term is a wrong name."""
        self._flush()
        for name in self.beside:
            self.reading.take(name)
        self.near, self.beside = False, []

    def _flush(self, before_a_name: bool = False) -> None:
        neutral = words.BEFORE if before_a_name else frozenset[str]()
        named = before_a_name or self.reading.names
        kept = [w for w in self.strange if w not in neutral and not (named and _is_adverb(w))]
        if kept:
            doubtful = before_a_name and len(kept) < 3 and not any(map(_alters, kept))
            (self.reading.doubtful if doubtful else self.reading.unknown).append(" ".join(kept))
        self.strange = []


def _after_remark(vocabulary: Vocabulary, tokens: Sequence[str], i: int) -> int:
    """Return where a remark in brackets that holds no name ends: (it does not use results)."""
    end = next((j for j in range(i, len(tokens)) if tokens[j] == ")"), len(tokens))
    names = any(_longest_name(vocabulary, tokens[:end], j) for j in range(i, end))
    return i if names or end - i < 3 else end


def _next(tokens: Sequence[str], i: int) -> str:
    return tokens[i + 1] if i + 1 < len(tokens) else ""


def _is_symbol(word: str) -> bool:
    return word in words.GREEK or (len(word) == 1 and word.isalpha())


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
