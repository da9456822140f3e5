"""Each lab passes its reference, fails an empty answer, and names at least three mistakes."""

import itertools

import numpy as np
import pytest

from hpstudy.labs import check_lab, load, names

WRONG = {}


def wrong(lab, words):
    """Register a wrong answer to a lab and the words its message must have."""

    def keep(answer):
        WRONG.setdefault(lab, []).append((answer, words))
        return answer

    return keep


@wrong("grid-sampler", "linear scale")
def _(ranges, n):
    values = [np.linspace(low, high, n) for low, high in ranges.values()]
    return [dict(zip(ranges, chosen, strict=True)) for chosen in itertools.product(*values)]


@wrong("grid-sampler", "pair the values up")
def _(ranges, n):
    values = [np.geomspace(low, high, n) for low, high in ranges.values()]
    return [dict(zip(ranges, chosen, strict=True)) for chosen in zip(*values, strict=True)]


@wrong("grid-sampler", "both ends")
def _(ranges, n):
    values = [np.geomspace(low, high, n, endpoint=False) for low, high in ranges.values()]
    return [dict(zip(ranges, chosen, strict=True)) for chosen in itertools.product(*values)]


@wrong("grid-sampler", "should be a dict")
def _(ranges, n):
    return list(itertools.product(*(np.geomspace(a, b, n) for a, b in ranges.values())))


@wrong("random-sampler", "uniform on a linear scale")
def _(ranges, n, seed):
    rng = np.random.default_rng(seed)
    return [{k: rng.uniform(a, b) for k, (a, b) in ranges.items()} for _ in range(n)]


@wrong("random-sampler", "same seed")
def _(ranges, n, seed):
    rng = np.random.default_rng()
    return [{k: b * (a / b) ** rng.random() for k, (a, b) in ranges.items()} for _ in range(n)]


@wrong("random-sampler", "Another seed")
def _(ranges, n, seed):
    rng = np.random.default_rng(0)
    return [{k: b * (a / b) ** rng.random() for k, (a, b) in ranges.items()} for _ in range(n)]


@wrong("random-sampler", "only 1 different")
def _(ranges, n, seed):
    return [
        {k: b * (a / b) ** np.random.default_rng(seed).random() for k, (a, b) in ranges.items()}
        for _ in range(n)
    ]


@wrong("random-sampler", "move together")
def _(ranges, n, seed):
    draws = np.random.default_rng(seed).random(n)
    return [{k: a * (b / a) ** u for k, (a, b) in ranges.items()} for u in draws]


@pytest.mark.parametrize("name", names())
def test_the_reference_passes(name):
    result = check_lab(name, load(name).reference)
    assert result.passed, result.message


@pytest.mark.parametrize("name", names())
def test_an_empty_answer_has_not_passed(name):
    for empty in (None, ..., lambda *arguments: None, lambda *arguments: ...):
        result = check_lab(name, empty)
        assert not result.passed
        assert result.message


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("answer", [7, "text", [], {}, object(), max, print], ids=repr)
def test_no_answer_raises(name, answer):
    assert not check_lab(name, answer).passed


@pytest.mark.parametrize("name", names())
def test_an_answer_that_stops_is_told_why(name):
    def broken(*arguments):
        raise ZeroDivisionError("by me")

    assert "ZeroDivisionError: by me" in check_lab(name, broken).message


@pytest.mark.parametrize("name", names())
def test_at_least_three_mistakes_are_named(name):
    assert len(WRONG[name]) >= 3
    for answer, words in WRONG[name]:
        result = check_lab(name, answer)
        assert not result.passed
        assert words in result.message


def test_an_unknown_lab_names_the_nearest():
    assert "did you mean 'grid-sampler'?" in check_lab("grid-sampeler", max).message
