"""d.log: the lines of a real training, and what the service's own reader finds in them."""

from __future__ import annotations

import math
import re

import pytest

from hpstudy.data import digits
from hpstudy.demos.log import EPOCHS, NOTHING, PATTERNS, log
from hpstudy.sagemaker.metrics import MetricReader
from hpstudy.training import train
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo

*_, RIGHT = PATTERNS
NO_GROUP, EMPTY, TRAINING, NO_EXPONENT, NO_NAN = PATTERNS[1:-1]
RATES = [0.01, 0.1, 1]


@pytest.mark.parametrize("rate", RATES)
def test_the_lines_are_those_of_a_real_training(rate):
    run = train(digits(300, 600, 2), seed=2, activation="none", learning_rate=rate, epochs=EPOCHS)
    for epoch, line in zip(run, log(2, rate=rate).lines[1:], strict=False):
        assert line.startswith(
            f"epoch {epoch.number}: validation_loss={epoch.validation_loss:.2e};"
        )


@pytest.mark.parametrize("pattern", PATTERNS[1:])
@pytest.mark.parametrize("rate", RATES)
def test_the_values_are_the_services(pattern, rate):
    numbers = log(0, pattern=pattern, rate=rate)
    reader = MetricReader([{"Name": "loss", "Regex": pattern}])
    values = [value for line in numbers.lines for _, value in reader.read(line)]
    assert [f"{value}" for value in numbers.values.values()] == [f"{value}" for value in values]


@pytest.mark.parametrize("rate", RATES)
def test_only_the_last_expression_is_right_whatever_happens(rate):
    assert log(0, pattern=RIGHT, rate=rate).right
    for pattern in (NOTHING, NO_GROUP, EMPTY):
        assert log(0, pattern=pattern, rate=rate).result is None
    assert not log(0, pattern=TRAINING, rate=rate).right


def test_digits_end_at_the_e():
    early, late = (log(0, pattern=NO_EXPONENT, rate=rate) for rate in (0.01, 0.3))
    assert early.right
    assert late.losses[-1] < early.losses[-1]
    assert late.result > early.result  # the better job looks worse
    assert late.result == pytest.approx(10 * late.losses[-1], rel=0.01)


def test_nan_is_no_digit():
    numbers = log(0, pattern=NO_NAN, rate=1)
    assert math.isnan(numbers.losses[-1])
    assert max(numbers.values) < EPOCHS
    assert math.isnan(log(0, pattern=RIGHT, rate=1).result)


@pytest.mark.parametrize("pattern", PATTERNS[1:])
def test_marks_lie_where_the_expression_matches(pattern):
    numbers = log(0, pattern=pattern)
    assert len(numbers.matches) >= EPOCHS
    for match in numbers.matches:
        text = numbers.lines[match.line][slice(*match.span)]
        found = re.fullmatch(pattern, text)
        assert found
        if match.group:
            assert numbers.lines[match.line][slice(*match.group)] == found.group(1)


def test_the_sentence_names_what_is_wrong():
    live = LiveDemo(find_demo("d.log"))
    assert "nobody told it" in live.sentence
    for pattern, words in {
        NO_GROUP: "no group",
        EMPTY: "may be empty",
        TRAINING: "the training loss",
        NO_EXPONENT: "10 times as much",
        RIGHT: "the last that matches",
    }.items():
        assert words in live.set(pattern=pattern).sentence
    assert "nan and inf are no digits" in live.set(pattern=NO_NAN, rate=1).sentence
