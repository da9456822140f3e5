"""What a regular expression makes of a log: as the service reads it, traps included."""

import math

import pytest

from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.metrics import MetricReader, series


def reader(regex, name="loss"):
    return MetricReader([{"Name": name, "Regex": regex}])


class TestOneLine:
    @pytest.mark.parametrize(
        ("regex", "line", "value"),
        [
            ("loss=([0-9.]+)", "epoch 1 loss=0.5", 0.5),
            ("loss=([0-9.]+)", "loss=3 loss=2 loss=1", 1.0),  # the last match wins
            ("loss=(.*?);", "loss=1.5e-07;", 1.5e-7),
            ("loss=(.*?);", "loss=-2E+3;", -2000.0),
            ("loss=(.*?);", "loss= 4 ;", 4.0),
            ("loss=(.*?);", "loss=inf;", math.inf),
            ("(?:train|valid)=(.*?);", "train=1; valid=2;", 2.0),
            ("[0-9.]+", "0.25", 0.25),  # without a group, the match itself
            ("loss=([0-9.]+)|l=([0-9.]+)", "loss=1 l=2", 1.0),  # a group that took no part
            ("F1=(.*?);", "F1=0.9; F1=;", 0.9),
        ],
    )
    def test_a_value(self, regex, line, value):
        assert reader(regex).read(line) == [("loss", value)]

    @pytest.mark.parametrize(
        ("regex", "line"),
        [
            ("F1=(.*?)", "F1=0.93"),  # lazy, at the end: it matches the empty text
            ("loss=(.*?);", "loss=0.5"),  # no semicolon
            ("loss=(.*);", "loss=1; step=2;"),  # greedy: "1; step=2"
            ("Loss=(.*?);", "loss=0.5;"),
            ("loss=(.*?);", "loss=none;"),
            ("loss=(.*?);", ""),
        ],
    )
    def test_no_value(self, regex, line):
        assert reader(regex).read(line) == []

    def test_nan_is_a_value_that_is_no_number(self):
        ((name, value),) = reader("loss=(.*?);").read("loss=nan;")
        assert name == "loss"
        assert math.isnan(value)

    def test_several_metrics_of_one_line(self):
        both = MetricReader(
            [{"Name": "a", "Regex": "a=(.*?);"}, {"Name": "b", "Regex": "b=(.*?);"}]
        )
        assert both.read("b=2; a=1;") == [("a", 1.0), ("b", 2.0)]
        assert both.read("b=2;") == [("b", 2.0)]


def test_a_log_has_one_value_an_epoch():
    log = ["start", "epoch 1: loss=3;", "saved", "epoch 2: loss=2; loss=1.5;", "loss=;", "loss=1;"]
    assert series(reader("loss=(.*?);"), "loss", log) == [3.0, 1.5, 1.0]


def test_an_expression_that_is_none_is_refused_by_name():
    with pytest.raises(ServiceError, match="metric loss is not valid"):
        reader("loss=(")
