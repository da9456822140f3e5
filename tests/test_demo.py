"""The words of an author: what is wrong with a demo is said when it is declared."""

import dataclasses

import numpy as np
import pytest

from hpstudy.widgets.demo import Choice, Click, Slider, Toggle
from tests.tiny_demos import BOX, LINE, WALK


def test_a_slider_holds_plain_numbers_and_opens_at_the_nearest():
    slider = Slider("rate", label="Rate", values=np.geomspace(1e-3, 1, 4), start=0.02)
    assert slider.values == pytest.approx((1e-3, 1e-2, 1e-1, 1))
    assert all(type(value) is float for value in slider.values)
    assert slider.texts == ("0.001", "0.01", "0.1", "1")
    assert slider.values[slider.start] == pytest.approx(0.01)


def test_a_slider_formats_as_it_is_told():
    shown = Slider("n", label="N", values=[1, 2], start=1, format=lambda n: ["one", "two"][n - 1])
    assert shown.texts == ("one", "two")


def test_choices_by_text_or_by_value():
    assert Choice("c", label="C", options=["a", "b"], start="b").start == 1
    by_value = Choice("c", label="C", options={"first": 10, "second": 20}, start=20)
    assert (by_value.values, by_value.texts, by_value.start) == ((10, 20), ("first", "second"), 1)
    assert Toggle("t", label="T", start=True).start == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"controls": [Toggle("slop", label="S")]}, "no parameter 'slop'"),
        ({"button": "Go"}, r"needs opening\(seed\)"),
        ({"click": Click(x="slope")}, "name the button"),
        ({"trail": "slop"}, "no control 'slop'"),
    ],
)
def test_a_demo_that_cannot_work_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(LINE, **change)


def test_a_slider_without_values_is_refused():
    with pytest.raises(ValueError, match="at least two values"):
        Slider("rate", label="Rate", values=[1], start=1)


def test_only_what_depends_on_the_settings_alone_is_drawn_ahead():
    assert LINE.ahead
    assert not WALK.ahead
    assert not BOX.ahead
