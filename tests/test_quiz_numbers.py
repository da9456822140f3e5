"""Typed numbers: as many ways to write one as people have, and arithmetic that is no code."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpstudy.quiz.arithmetic import evaluate
from hpstudy.quiz.numbers import read_number


def values(text, unit="", stem=""):
    return list(read_number(text, unit, stem).values)


@settings(max_examples=300)
@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_in_many_dresses(n):
    minus = "−" if n < 0 else ""
    plain = minus + str(abs(n))
    for text in (
        plain,
        minus + f"{abs(n):,}",
        minus + f"{abs(n):,}".replace(",", " "),
        minus + f"{abs(n):,}".replace(",", "'"),
        minus + f"{abs(n):,}".replace(",", "\u202f"),
        f"= {plain}",
        f"about {plain} trials",
        f"{plain}.",
        f"{plain}.0",
        "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in plain),
    ):
        assert n in values(text), text


@pytest.mark.parametrize(
    "text",
    [
        *("16 times", "16 times as many", "sixteen times", "16x", "16 ×", "16× more", "2 times 8"),
        *("4 times 4 times", "two times eight", "16 times more trials", "16 times the trials"),
    ],
)
def test_times_is_a_unit_and_a_sign(text):
    assert 16 in values(text, "times", "How many times as many trials does it take?")


@pytest.mark.parametrize("typed", ["points", "percentage points", "percentage-points", "%", "pp"])
def test_points_are_percentage_points(typed):
    assert values(f"0.2 {typed}", "points") == [0.2]


@settings(max_examples=300)
@given(st.floats(1e-9, 1e9))
def test_decimals_in_many_dresses(x):
    text = f"{x:.6f}"
    whole = float(text)
    assert whole in values(text)
    assert whole in values(text.replace(".", ","))
    assert values(f"{x!r}")[0] == x
    mantissa, exponent = f"{x:.4e}".split("e")
    power = int(exponent)
    raised = "".join("⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".index(c)] for c in str(power))
    for form in (
        f"{mantissa}e{power}",
        f"{mantissa} x 10^{power}",
        f"{mantissa}×10{raised}",
        f"{mantissa} · 10^({power})",
        f"{mantissa.replace('.', ',')} * 10**{power}",
        f"${mantissa} \\times 10^{{{power}}}$",
    ):
        assert any(math.isclose(v, float(f"{x:.4e}"), rel_tol=1e-12) for v in values(form)), form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234", [1234.0, 1.234]),
        ("1.234", [1.234, 1234.0]),
        ("0,500", [0.5]),
        ("1,234.5", [1234.5]),
        ("1.234,5", [1234.5]),
        ("12 345,5", [12345.5]),
        ("1,234,567", [1234567.0]),
        ("1.234.567", [1234567.0]),
        ("2½", [2.5]),
        ("2 1/2", [2.5]),
        ("¾", [0.75]),
        ("twenty-one", [21.0]),
        ("two thousand five hundred", [2500.0]),
        ("three quarters", [0.75]),
        ("2.5 million", [2.5e6]),
        ("3 out of 4", [3.0, 0.75]),
        ("minus 3", [-3.0]),
        ("27*27 = 729", [729.0]),
        ("729 = 27^2", [729.0]),
        ("√16", [4.0]),
        ("sqrt(16) + 1", [5.0]),
        ("٣", [3.0]),
        ("1e3", [1000.0]),
        ("5 10^-6", [5e-6]),
    ],
)
def test_readings(text, expected):
    assert values(text) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("2 min", "s", 120),
        ("1 h 30 min", "min", 90),
        ("90", "min", 90),
        ("0.5 hours", "min", 30),
        ("25", "%", 25),
        ("25 %", "%", 25),
        ("25 %", "", 0.25),
        ("1/4", "%", 25),
        ("a quarter", "%", 25),
        ("1 - 3/4", "%", 25),
        ("0.25 %", "%", 0.25),
        ("1500 ms", "s", 1.5),
        ("an hour", "min", 60),
        ("12 updates", "steps", 12),
    ],
)
def test_units(text, unit, expected):
    assert values(text, unit) == pytest.approx([expected])


@pytest.mark.parametrize(
    ("text", "unit"),
    [("12 s", "trials"), ("12 trials", "%"), ("12 %", "s"), ("12 epochs", "trials"), ("12 h", "")],
)
def test_another_unit_is_a_fault(text, unit):
    assert read_number(text, unit).fault


def test_what_follows_from_it_is_meant():
    assert values("10^3 = 1000, so 3") == [3]
    assert values("zero, it cannot improve") == [0]
    assert values("no more than 30", stem="How many are there at most?") == [30]


def test_a_unit_of_the_stem_is_no_fault():
    assert values("12 minutes", stem="How many minutes?") == [12]
    assert values("25 %", stem="How many per cent?") == [0.25, 25]


@pytest.mark.parametrize(
    "text",
    [
        "1 or 2",
        "1, 2",
        "3 4",
        "not 5",
        "> 5",
        "<= 5",
        "at least 5",
        "between 1 and 2",
        "±3",
        "5 to 6",
    ],
)
def test_what_is_no_single_number_is_a_fault(text):
    reading = read_number(text)
    assert reading.fault
    assert not reading.values


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?",
        "nan",
        "-inf",
        "∞",
        "NaN",
        "abc",
        "1/0",
        "(",
        "9**9**9**9",
        "1e999",
        "0**-1",
        "(-8)**0.5",
        "__import__('os').system('x')",
        "x" * 1000,
        "1" * 1000,
        "(" * 150,
        "n*2",
    ],
)
def test_what_is_no_number_is_invalid(text):
    reading = read_number(text)
    assert reading.invalid
    assert not reading.values
    assert not reading.fault


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text("0123456789.,-+*/^()e% x⁻²½'", max_size=25)))
def test_any_text_has_one_outcome(text):
    reading = read_number(text, "s")
    assert all(math.isfinite(value) for value in reading.values)
    assert [bool(reading.values), bool(reading.fault), bool(reading.invalid)].count(True) == 1


@pytest.mark.parametrize(
    "code",
    [
        "abs(1)",
        "sqrt(1, 2)",
        "sqrt(x=1)",
        "[1]",
        "1 if 1 else 2",
        "1 < 2",
        "'a' * 3",
        "1j",
        "True and 1",
        "(lambda: 1)()",
        "1 // 2",
        "1 % 2",
        "~1",
        "1 << 2",
        "sqrt.__class__",
        "x",
        "1;2",
        "",
        "f'{1}'",
    ],
)
def test_only_arithmetic_is_worked_out(code):
    assert evaluate(code) is None


def test_arithmetic():
    assert evaluate("1 - (1 - 0.1)**10") == pytest.approx(0.6513215599)
    assert evaluate("-2**2") == -4
    assert evaluate("+3/4") == 0.75
