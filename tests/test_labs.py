"""Each lab passes its reference, fails an empty answer, and names at least three mistakes."""

import pytest

from hpstudy.labs import LabResult, check_lab, load, names
from tests.wrong_answers import WRONG


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
@pytest.mark.parametrize(
    "answer", [7, "text", [], {}, object(), max, print], ids=lambda x: type(x).__name__
)
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


def test_a_notebook_shows_the_words_as_they_are():
    shown = LabResult(False, "w < 0 & b > 0:\nno class")._repr_html_()
    assert "Not yet: w &lt; 0 &amp; b &gt; 0:\nno class" in shown
