"""How what was chosen or sorted is marked: pure functions from (question, answer) to a `Grade`.

A part of the answer has a part of the credit here; `grading` makes it all or nothing in an exam.
"""

from __future__ import annotations

import numbers
from collections.abc import Mapping, Sequence
from typing import Any

from hpstudy.quiz.problems import did_you_mean
from hpstudy.quiz.question import Choice, Matching, Multiple, Ordering, Single
from hpstudy.quiz.verdict import Grade, by_credit, invalid


def single(question: Single, answer: Any) -> Grade:
    """Give the reason of the option that was chosen."""
    place = _place(answer, [option.text for option in question.options])
    if isinstance(place, str):
        return invalid(place)
    option = question.options[place]
    return by_credit(float(option.correct), option.why, "" if option.correct else option.slip)


def multiple(question: Multiple, answer: Any) -> Grade:
    """Credit the right ticks, less the wrong ones."""
    chosen = _places(answer, [option.text for option in question.options], "option")
    if isinstance(chosen, str):
        return invalid(chosen)
    right = {i for i, option in enumerate(question.options) if option.correct}
    ticked = set(chosen)
    credit = (len(ticked & right) - len(ticked - right)) / len(right)
    if credit >= 1:
        return by_credit(1.0, "All of them, and no other.")
    told = [_reason(question, i) for i in sorted(ticked - right)]
    missed = len(right - ticked)
    told += [f"{missed} of {len(right)} still to be found."] if missed else []
    slip = next((question.options[i].slip for i in sorted(ticked - right)), "")
    return by_credit(credit, " ".join(told), slip)


def _reason(question: Choice, i: int) -> str:
    option = question.options[i]
    return f"“{option.text}”: {option.why}"


def ordering(question: Ordering, answer: Any) -> Grade:
    """Credit the longest run of steps that are in the right order, gaps allowed."""
    places = _places(answer, list(question.steps), "step", one_based=True)
    if isinstance(places, str):
        return invalid(places)
    if len(set(places)) < len(places):
        return invalid("A step stands there twice.")
    longest, total = _longest_rise(places), len(question.steps)
    credit = (longest - 1) / (total - 1)
    if longest == total:
        return by_credit(1.0, "All steps in order.")
    missing = f" {total - len(places)} left out." if len(places) < total else ""
    return by_credit(credit, f"{longest} of {total} steps follow each other rightly.{missing}")


def _longest_rise(places: Sequence[int]) -> int:
    """Return the length of the longest rising subsequence."""
    best: list[int] = []
    for i, place in enumerate(places):
        best.append(1 + max((best[j] for j in range(i) if places[j] < place), default=0))
    return max(best, default=0)


def matching(question: Matching, answer: Any) -> Grade:
    """Credit each pair."""
    if not isinstance(answer, Mapping) or not answer:
        return invalid("Give each prompt a response.")
    prompts = {_folded(pair.prompt): pair for pair in question.pairs}
    responses = {_folded(text) for text in question.responses}
    given: dict[str, str] = {}
    for prompt, response in answer.items():
        if response is None or response == "":
            continue
        if not isinstance(prompt, str) or not isinstance(response, str):
            return invalid("Give each prompt one of the responses, in words.")
        if _folded(prompt) not in prompts:
            return invalid(f"{prompt!r} is not one of the prompts.")
        if _folded(response) not in responses:
            return invalid(f"{response!r} is not one of the responses.")
        given[_folded(prompt)] = _folded(response)
    if not given:
        return invalid("Give each prompt a response.")
    missed = [pair for key, pair in prompts.items() if given.get(key) != _folded(pair.response)]
    told = [
        f"“{p.prompt}”: {p.why or 'not this response.'}"
        for p in missed
        if _folded(p.prompt) in given
    ]
    right = len(prompts) - len(missed)
    said = f"{right} of {len(prompts)} pairs." if missed else "All pairs."
    return by_credit(right / len(prompts), " ".join([said, *told]))


def _place(answer: Any, texts: Sequence[str]) -> int | str:
    """Return the place of what was chosen, by text or by place, or what is wrong with it."""
    if isinstance(answer, str):
        if answer in texts:
            return texts.index(answer)
        folded = [_folded(text) for text in texts]
        if _folded(answer) in folded:
            return folded.index(_folded(answer))
        if not answer.strip():
            return "Nothing was chosen: no attempt used."
        return f"{answer[:60]!r} is not one of the choices{did_you_mean(answer[:200], texts)}."
    if isinstance(answer, bool):
        return "Choose one of the options."
    if isinstance(answer, numbers.Integral):
        place = int(answer)
        return place if 0 <= place < len(texts) else f"There is no choice {place}."
    return "Choose one of the options."


def _places(
    answer: Any, texts: Sequence[str], what: str, one_based: bool = False
) -> list[int] | str:
    """Return the places of several choices, or what is wrong with them."""
    if isinstance(answer, str | Mapping) or not isinstance(answer, Sequence | set | frozenset):
        return f"Give a list of {what}s."
    chosen = list(answer)
    if not chosen:
        return "Nothing was chosen: no attempt used."
    if one_based and _counts_from_one(chosen, len(texts)):
        return [int(place) - 1 for place in chosen]
    found = [_place(choice, texts) for choice in chosen]
    wrong = [place for place in found if isinstance(place, str)]
    return wrong[0] if wrong else [place for place in found if isinstance(place, int)]


def _counts_from_one(places: Sequence[Any], n: int) -> bool:
    """Say whether these are all the places from 1 to n, in any order."""
    return all(type(place) is int for place in places) and sorted(places) == list(range(1, n + 1))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
