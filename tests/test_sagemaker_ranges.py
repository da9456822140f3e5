"""Ranges of a request become a search space; values travel as texts and come back the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.ranges import as_texts, auto_scale, from_texts, kinds_of, space_of
from hpstudy.space import Categorical, Float, Integer, SearchSpace


def numeric(kind, name, low, high, scaling=None):
    entry = {"Name": name, "MinValue": low, "MaxValue": high}
    return {f"{kind}ParameterRanges": [entry | ({"ScalingType": scaling} if scaling else {})]}


@pytest.mark.parametrize(
    ("ranges", "hyperparameter"),
    [
        (numeric("Continuous", "x", "0.1", "0.9"), Float(0.1, 0.9)),
        (numeric("Continuous", "x", "1e-4", "1"), Float(1e-4, 1, "log")),  # Auto: four decades
        (numeric("Continuous", "x", "1e-4", "1", "Auto"), Float(1e-4, 1, "log")),
        (numeric("Continuous", "x", "1e-4", "1", "Linear"), Float(1e-4, 1)),
        (numeric("Continuous", "x", "1", "2", "Logarithmic"), Float(1, 2, "log")),
        (
            numeric("Continuous", "x", "0.5", "0.999", "ReverseLogarithmic"),
            Float(0.5, 0.999, "reverse_log"),
        ),
        (numeric("Integer", "x", "1", "9"), Integer(1, 9)),
        (numeric("Integer", "x", "1", "100"), Integer(1, 100, "log")),
        (numeric("Integer", "x", "0", "1000"), Integer(0, 1000)),
        (numeric("Integer", "x", "-5", "-2"), Integer(-5, -2)),
        (
            {"CategoricalParameterRanges": [{"Name": "x", "Values": ["b", "a"]}]},
            Categorical(["b", "a"]),
        ),
        ({"AutoParameters": [{"Name": "x", "ValueHint": "0.1"}]}, Float(0.01, 1, "log")),
        ({"AutoParameters": [{"Name": "x", "ValueHint": "32"}]}, Integer(3, 320, "log")),
        ({"AutoParameters": [{"Name": "x", "ValueHint": "relu"}]}, Categorical(["relu"])),
        ({"AutoParameters": [{"Name": "x", "ValueHint": "0"}]}, Categorical(["0"])),
    ],
)
def test_a_range(ranges, hyperparameter):
    assert space_of(ranges) == SearchSpace(x=hyperparameter)


@pytest.mark.parametrize(
    ("low", "high", "scale"),
    [(0.01, 1, "log"), (0.0101, 1, "linear"), (0, 1, "linear"), (-1, 100, "linear")],
)
def test_auto_is_a_logarithm_from_two_decades_on(low, high, scale):
    assert auto_scale(low, high) == scale


@pytest.mark.parametrize(
    ("ranges", "sentence"),
    [
        (numeric("Continuous", "rate", "1", "0.1"), "rate cannot be searched.*low < high"),
        (numeric("Continuous", "rate", "x", "1"), "rate cannot be searched"),
        (
            numeric("Continuous", "rate", "0", "1", "Logarithmic"),
            "rate cannot be searched.*low > 0",
        ),
        (numeric("Integer", "n", "1", str(10**20)), "n cannot be searched.*too wide"),
        (numeric("Integer", "n", "1.5", "3"), "n cannot be searched"),
        ({"CategoricalParameterRanges": [{"Name": "k", "Values": ["a", "a"]}]}, "'a' twice"),
        (
            numeric("Integer", "n", "1", "3") | numeric("Continuous", "n", "1", "3"),
            "n has two ranges",
        ),
        ({}, "At least one hyperparameter"),
    ],
)
def test_a_range_that_cannot_be_searched(ranges, sentence):
    with pytest.raises(ServiceError, match=sentence) as caught:
        space_of(ranges)
    assert caught.value.code == "ValidationException"


def test_kinds():
    ranges = numeric("Integer", "n", "1", "3") | {
        "AutoParameters": [{"Name": "x", "ValueHint": "1."}]
    }
    assert kinds_of(ranges) == {"n": "Integer", "x": "Continuous"}


SPACE = SearchSpace(x=Float(1e-9, 1e9, "log"), n=Integer(-3, 10**9), kind=Categorical(["1", "1.0"]))


@given(st.integers(0, 2**32))
def test_texts_read_back_the_same(seed):
    configuration = SPACE.sample(np.random.default_rng(seed))
    texts = as_texts(configuration)
    assert all(isinstance(text, str) for text in texts.values())
    assert from_texts(SPACE, texts) == configuration


@pytest.mark.parametrize(
    "texts",
    [
        {"x": "1", "n": "1"},
        {"x": "1e10", "n": "1", "kind": "1"},
        {"x": "nan", "n": "1", "kind": "1"},
        {"x": "1", "n": "1.5", "kind": "1"},
        {"x": "1", "n": "1", "kind": "2"},
    ],
)
def test_texts_that_lie_outside(texts):
    assert from_texts(SPACE, texts) is None
