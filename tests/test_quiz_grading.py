"""Grading: each kind's right, partial, wrong and invalid answers, in study and in an exam."""

import decimal
import fractions
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpstudy.quiz import grade
from hpstudy.quiz.question import (
    Blank,
    Case,
    Hotspot,
    List,
    Matching,
    Multiple,
    Numeric,
    Option,
    Ordering,
    Pair,
    Region,
    Single,
    Slip,
)

COMMON = {
    "topic": "search.grid",
    "objective": "o",
    "exam": (),
    "difficulty": 1,
    "stem": "s",
    "explanation": "e",
    "source": "s",
    "demo": "d.box",
}
OPTIONS = (
    Option("Grid search", "It multiplies.", correct=True),
    Option("0.1", "A number.", slip="number"),
    Option("Random search", "It draws.", slip="draws"),
    Option("Hyperband", "It stops.", slip="stops"),
)
SINGLE = Single(id="single", options=OPTIONS, **COMMON)
MULTIPLE = Multiple(
    id="multiple",
    options=tuple(Option(t, "why " + t, correct=t in "ab", slip=t) for t in "abcd"),
    **COMMON,
)
ORDERING = Ordering(id="ordering", steps=("ask", "run", "store", "tell"), **COMMON)
MATCHING = Matching(
    id="matching",
    pairs=(Pair("L1", "lasso", "absolute"), Pair("L2", "ridge"), Pair("rate", "dropout")),
    extra=("elastic net",),
    **COMMON,
)
NUMERIC = Numeric(
    id="numeric",
    answer=27.0,
    unit="trials",
    slips=(Slip(9.0, "adds", "You added.", 0.5), Slip(81.0, "one-more", "One level more.")),
    **COMMON,
)
SPOT = Hotspot(id="spot", plot="d.next", region=Region((0.2, 0.4)), **COMMON)
BOX = Hotspot(id="box", plot="d.next", region=Region((0.2, 0.4), (1, 3)), **COMMON)
CASE = Case(id="case", questions=(SINGLE, NUMERIC, ORDERING), **COMMON)
BLANK = Blank(id="blank", answers=(("grid",),), **COMMON)
LIST = List(id="list", answers=(("grid",), ("random",)), **COMMON)
EVERY = (SINGLE, MULTIPLE, ORDERING, MATCHING, NUMERIC, SPOT, BOX, CASE, BLANK, LIST)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("Grid search", "right"),
        (" grid  SEARCH ", "right"),
        (0, "right"),
        (np.int64(0), "right"),
        ("0.1", "wrong"),
        (1, "wrong"),
        ("Random search", "wrong"),
        ("", "invalid"),
        ("Genetic", "invalid"),
        (4, "invalid"),
        (-1, "invalid"),
        (True, "invalid"),
        (0.0, "invalid"),
        (None, "invalid"),
        (["Grid search"], "invalid"),
    ],
)
def test_single(answer, verdict):
    found = grade(SINGLE, answer)
    assert found.verdict == verdict
    assert found.credit == (verdict == "right")


def test_an_option_answers_with_its_reason_and_its_slip():
    found = grade(SINGLE, "Random search")
    assert (found.feedback, found.slip) == ("It draws.", "draws")
    assert (grade(SINGLE, 0).feedback, grade(SINGLE, 0).slip) == ("It multiplies.", "")


@pytest.mark.parametrize(
    ("answer", "verdict", "credit"),
    [
        (["a", "b"], "right", 1),
        ([1, 0], "right", 1),
        ({"a", "b"}, "right", 1),
        (("b", "a", "a"), "right", 1),
        (["a"], "partial", 0.5),
        (["a", "b", "c"], "partial", 0.5),
        (["a", "c"], "wrong", 0),
        (["a", "b", "c", "d"], "wrong", 0),
        (["c"], "wrong", 0),
        ([], "invalid", 0),
        ("a", "invalid", 0),
        (["a", "x"], "invalid", 0),
        ([None], "invalid", 0),
        (3, "invalid", 0),
    ],
)
def test_multiple_is_net_correct_in_study_and_whole_in_an_exam(answer, verdict, credit):
    found = grade(MULTIPLE, answer)
    assert (found.verdict, found.credit) == (verdict, credit)
    in_exam = grade(MULTIPLE, answer, exam=True)
    assert in_exam.credit == (credit == 1)
    assert in_exam.verdict == ("wrong" if verdict == "partial" else verdict)


def test_multiple_says_what_is_wrong_and_how_many_are_missing():
    found = grade(MULTIPLE, ["a", "c"])
    assert "why c" in found.feedback
    assert "1 of 2" in found.feedback
    assert found.slip == "c"


@pytest.mark.parametrize(
    ("answer", "verdict", "credit"),
    [
        (["ask", "run", "store", "tell"], "right", 1),
        ([0, 1, 2, 3], "right", 1),
        ([1, 2, 3, 4], "right", 1),
        (["run", "ask", "store", "tell"], "partial", 2 / 3),
        ([1, 0, 2, 3], "partial", 2 / 3),
        (["tell", "store", "run", "ask"], "wrong", 0),
        (["tell", "ask", "run", "store"], "partial", 2 / 3),
        (["ask", "run", "store"], "partial", 2 / 3),
        (["ask", "ask", "run", "store"], "invalid", 0),
        (["ask", "walk"], "invalid", 0),
        ([], "invalid", 0),
        ("ask", "invalid", 0),
        ({"ask": 1}, "invalid", 0),
        (None, "invalid", 0),
    ],
)
def test_ordering(answer, verdict, credit):
    found = grade(ORDERING, answer)
    assert (found.verdict, found.credit) == (verdict, pytest.approx(credit))
    assert grade(ORDERING, answer, exam=True).credit == (credit == 1)


@given(st.permutations(range(4)))
def test_ordering_credits_the_longest_common_subsequence(places):
    longest = max(
        bin(mask).count("1")
        for mask in range(1, 16)
        if (kept := [p for i, p in enumerate(places) if mask >> i & 1]) == sorted(kept)
    )
    assert grade(ORDERING, places).credit == pytest.approx((longest - 1) / 3)


@pytest.mark.parametrize(
    ("answer", "verdict", "credit"),
    [
        ({"L1": "lasso", "L2": "ridge", "rate": "dropout"}, "right", 1),
        ({"l1": "Lasso", "L2": " ridge", "rate": "dropout"}, "right", 1),
        ({"L1": "lasso", "L2": "elastic net", "rate": "dropout"}, "partial", 2 / 3),
        ({"L1": "lasso"}, "partial", 1 / 3),
        ({"L1": "lasso", "L2": None}, "partial", 1 / 3),
        ({"L1": "ridge", "L2": "lasso"}, "wrong", 0),
        ({}, "invalid", 0),
        ({"L1": ""}, "invalid", 0),
        ({"L3": "lasso"}, "invalid", 0),
        ({"L1": "forest"}, "invalid", 0),
        ([("L1", "lasso")], "invalid", 0),
        ("L1", "invalid", 0),
    ],
)
def test_matching(answer, verdict, credit):
    found = grade(MATCHING, answer)
    assert (found.verdict, found.credit) == (verdict, pytest.approx(credit))
    assert grade(MATCHING, answer, exam=True).credit == (credit == 1)


@pytest.mark.parametrize(
    ("answer", "verdict", "credit", "slip"),
    [
        (27, "right", 1, ""),
        (27.0, "right", 1, ""),
        (np.float32(27), "right", 1, ""),
        (fractions.Fraction(54, 2), "right", 1, ""),
        ("27 trials", "right", 1, ""),
        (9, "partial", 0.5, "adds"),
        ("81", "wrong", 0, "one-more"),
        (-27, "wrong", 0, ""),
        (28, "wrong", 0, ""),
        ("27 or 28", "wrong", 0, ""),
        (float("nan"), "invalid", 0, ""),
        (float("inf"), "invalid", 0, ""),
        (10**400, "invalid", 0, ""),
        (True, "invalid", 0, ""),
        (27j, "invalid", 0, ""),
        (None, "invalid", 0, ""),
        ([27], "invalid", 0, ""),
        (decimal.Decimal(27), "invalid", 0, ""),
        ("twenty and more bananas", "wrong", 0, ""),
    ],
)
def test_numeric(answer, verdict, credit, slip):
    found = grade(NUMERIC, answer)
    assert (found.verdict, found.credit, found.slip) == (verdict, credit, slip)
    assert grade(NUMERIC, answer, exam=True).credit == (credit == 1)


@pytest.mark.parametrize(
    ("tolerance", "answer", "right", "wrong"),
    [
        ({"rtol": 0.01}, 200.0, [198, 202, 200], [197.9, 202.1]),
        ({"atol": 0.5}, 200.0, [199.5, 200.5], [199.4]),
        ({"digits": 2}, 0.0123, [0.012, 0.0128], [0.0117, 0.0129]),
        ({"digits": 3}, 6543.0, [6540, 6547], [6530, 6549]),
        ({}, 3.0, [3], [3.01, 2.99]),
        ({}, 0.5, [0.5, 0.504], [0.51]),
        ({"rtol": 0.0}, 0.3, [0.1 + 0.2], [0.31]),
        ({"digits": 2}, 0.0, [0], [0.001]),
        ({}, -0.25, [-0.25], [0.25]),
    ],
)
def test_tolerances(tolerance, answer, right, wrong):
    question = Numeric(id="n", answer=answer, **tolerance, **COMMON)
    for value in right:
        assert grade(question, value).verdict == "right", value
    for value in wrong:
        assert grade(question, value).verdict == "wrong", value


def test_numeric_feedback_says_how_it_was_read():
    assert "27" in grade(NUMERIC, "3^3").feedback
    assert "added" in grade(NUMERIC, 9).feedback
    assert "sign" in grade(NUMERIC, -27).feedback


@pytest.mark.parametrize(
    ("question", "answer", "verdict"),
    [
        (SPOT, 0.3, "right"),
        (SPOT, 0.2, "right"),
        (SPOT, (0.3, 99), "right"),
        (SPOT, "0.3", "right"),
        (SPOT, 0.45, "partial"),
        (SPOT, 0.7, "wrong"),
        (SPOT, "left", "invalid"),
        (SPOT, None, "invalid"),
        (SPOT, float("nan"), "invalid"),
        (SPOT, (1, 2, 3), "invalid"),
        (BOX, (0.3, 2), "right"),
        (BOX, [0.3, 3.0], "right"),
        (BOX, (0.3, 3.5), "partial"),
        (BOX, (0.3, 30), "wrong"),
        (BOX, 0.3, "invalid"),
        (BOX, ("0.3", "2"), "right"),
    ],
)
def test_hotspot(question, answer, verdict):
    found = grade(question, answer)
    assert found.verdict == verdict
    if verdict == "partial":
        assert 0 < found.credit <= 0.5
        assert grade(question, answer, exam=True).verdict == "wrong"


def test_case_grades_each_part_by_itself():
    whole = {"single": 0, "numeric": "27", "ordering": [0, 1, 2, 3]}
    assert grade(CASE, whole).verdict == "right"
    assert grade(CASE, {**whole, "single": 1}).credit == pytest.approx(2 / 3)
    assert grade(CASE, {"single": 0}).credit == pytest.approx(1 / 3)
    assert grade(CASE, {"single": 1}).verdict == "wrong"
    assert grade(CASE, {}).verdict == "invalid"
    assert grade(CASE, {"numeric": ""}).verdict == "invalid"
    assert grade(CASE, [0]).verdict == "invalid"
    in_exam = grade(CASE, {"single": 0, "numeric": 9}, exam=True)
    assert in_exam.credit == pytest.approx(1 / 3)


HOSTILE = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.binary(max_size=5),
        st.complex_numbers(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(st.one_of(st.text(max_size=6), st.integers()), inner, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(HOSTILE, st.booleans())
def test_no_answer_raises(answer, exam):
    for question in EVERY:
        found = grade(question, answer, exam=exam)
        assert found.verdict in ("right", "partial", "wrong", "invalid")
        assert 0 <= found.credit <= 1
        assert found.feedback
        assert (found.verdict == "right") == (found.credit == 1)
        assert (found.verdict == "partial") == (0 < found.credit < 1)
        assert grade(question, answer, exam=exam) == found


class Awkward:
    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __str__


@pytest.mark.parametrize("question", EVERY, ids=lambda q: q.id)
@pytest.mark.parametrize(
    "answer", [Awkward(), [Awkward()], {"L1": Awkward()}, {Awkward(): "lasso"}]
)
def test_awkward_objects_are_invalid(question, answer):
    assert grade(question, answer).verdict == "invalid"


def test_a_bare_decimal_is_asked_about_where_per_cent_are_wanted():
    share = Numeric(**COMMON, id="n", answer=25, unit="%", atol=0.5)
    asked = grade(share, "0.25")
    assert asked.verdict == "invalid"
    assert "0.25 % or 25 %" in asked.feedback
    assert grade(share, "0.3").verdict == "invalid"  # right or wrong: it gives nothing away
    assert grade(share, "0.25 %").verdict == "wrong"
    assert grade(share, 0.25).verdict == "wrong"
    small = replace(share, answer=0.4, atol=0.01)
    assert grade(small, "0.4").verdict == "right"


def test_a_wide_tolerance_is_not_a_small_slip_s():
    slip = Slip(value=0.099, name="linear", why="Linear.")
    share = Numeric(**COMMON, id="n", answer=33.3, unit="%", atol=0.5, slips=(slip,))
    assert grade(share, "0.099 %").slip == "linear"
    assert grade(share, "0.33 %").slip == ""
