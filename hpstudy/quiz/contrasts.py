"""What a typed answer names only to set it apart: unlike grid; Bayesian, not random.

Such words are dropped before the answer is read. A denial is dropped only where it denies a rival
that the question lists; a "not" before anything else stays, and turns the answer round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hpstudy.quiz import words

_STOPS = (",", ";", ")")


def without_contrasts(tokens: list[str]) -> list[str]:
    """Return the words without a contrast or an instance: random, unlike grid."""
    for i, word in enumerate(tokens):
        after = ("", *tokens[i + 1 : i + 2])
        apart = i > 0 and (word == "such" or tokens[i - 1] in ("(", ","))
        aside = words.EXAMPLES.get(word) in after or (word in words.VERSUS and i > 1)
        if (apart and aside) or words.CONTRASTS.get(word) in after:
            end = next((j for j in range(i, len(tokens)) if tokens[j] in _STOPS), None)
            return tokens[:i] + (without_contrasts(tokens[end:]) if end is not None else [])
    return tokens


def without_denials(
    tokens: list[str], rival_at: Callable[[int], int], says_nothing: Callable[[str], bool]
) -> list[str]:
    """Return the words without rivals that are denied: Bayesian, not random; not random but …

    `rival_at` says how many words the rival takes that begins at a place, 0 if none does.
    """
    kept, i = list[str](), 0
    while i < len(tokens):
        length = _denial_at(tokens, i)
        end = _denied(tokens, i + length, rival_at, says_nothing) if length else 0
        if end:
            kept = kept[:-1] if kept[-1:] == ["but"] else kept
            i = end
        else:
            kept.append(tokens[i])
            i += 1
    return kept


def _denial_at(tokens: Sequence[str], i: int) -> int:
    """Return how many words deny what follows: not, never, opposite of; 0 if none does."""
    if tokens[i] in ("not", "never"):
        return 1
    apart = tokens[i] in ("opposite", "contrary") and tokens[i + 1 : i + 2] in (["of"], ["to"])
    return 2 if apart else 0


def _denied(
    tokens: Sequence[str],
    i: int,
    rival_at: Callable[[int], int],
    says_nothing: Callable[[str], bool],
) -> int:
    """Return where the denial ends whose first rival begins at `i`, 0 if it denies more than that.

    It may go on to a next rival (not grid or random), and ends before anything else is named.
    """
    while tokens[i : i + 1] and tokens[i] in ("a", "an", "the"):
        i += 1
    length = rival_at(i) if i < len(tokens) else 0
    if not length:
        return 0
    i += length
    while i < len(tokens) and tokens[i] not in words.SEPARATORS and says_nothing(tokens[i]):
        i += 1
    rest = tokens[i : i + 2]
    if rest[:1] in (["or"], ["nor"]):
        return _denied(tokens, i + 1, rival_at, says_nothing)
    if rest[:1] == ["but"]:
        return i + 1
    if rest and (rest[0] not in _STOPS or rest[1:] in (["or"], ["nor"], ["and"])):
        return 0
    return i + 2 if rest[1:] == ["but"] else i
