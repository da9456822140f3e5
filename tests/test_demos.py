"""One battery for all demos: whatever is in the folders is computed, drawn, moved and read."""

import dataclasses
import inspect
import itertools

import numpy as np
import pytest

from hpstudy import demos
from hpstudy.demos import compute
from hpstudy.demos import first as first_demo
from hpstudy.widgets import show
from hpstudy.widgets.demo import Options, Point
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo

every_demo = pytest.mark.parametrize("name", show.names())


def begin(name, seed=0, n=3):
    """What a demo computes; of a run, its first few answers."""
    answer = demos.function(name)(seed)
    return list(itertools.islice(answer, n)) if inspect.isgenerator(answer) else [answer]


def same(a, b):
    """Whether two answers are equal, through arrays and dataclasses; seconds are what they took."""
    if dataclasses.is_dataclass(a):
        fields = [f.name for f in dataclasses.fields(a) if f.compare and f.name != "seconds"]
        return all(same(getattr(a, name), getattr(b, name)) for name in fields)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, np.ndarray | float):
        return np.array_equal(a, b, equal_nan=np.asarray(a).dtype.kind == "f")
    return bool(a == b) or (type(a) is type(b) and type(a).__eq__ is object.__eq__)


def test_every_demo_has_numbers_and_a_widget():
    assert set(show.names()) <= set(demos.names())
    assert "d.first" in show.names()


@every_demo
def test_the_same_seed_computes_the_same(name):
    assert same(begin(name), begin(name))


@every_demo
def test_a_demo_says_what_it_asks_and_what_it_shows(name):
    live = LiveDemo(find_demo(name))
    demo = live.demo
    assert demo.name == name
    assert len(demo.question) <= 90
    assert "\n" not in demo.question
    labels = [control.label for control in demo.controls]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    frame = live.frame()
    assert frame.sentence
    assert len(frame.sentence) < 300
    assert frame.alt


@every_demo
def test_controls_move_artists_and_never_the_axes(name):
    live = LiveDemo(find_demo(name))
    if not live.demo.ahead:
        return
    here = live.frame()
    places, background = live.drawing.axes(), live.drawing.background()
    for axis, control in enumerate(live.demo.controls):
        for end in {0, len(control.values) - 1} - {live.position[axis]}:
            there = (*live.position[:axis], end, *live.position[axis + 1 :])
            assert live.frame_at(there, 0) != here, control.label
    assert live.drawing.axes() == places
    assert live.drawing.background() == background


@every_demo
def test_what_moves_is_small_enough_to_be_sent_ahead(name):
    live = LiveDemo(find_demo(name))
    assert sum(len(stroke.commands) for stroke in live.frame().strokes) < 60_000


@pytest.mark.slow
@every_demo
def test_the_runs_answer_the_prediction_in_its_own_words(name):
    predict = find_demo(name).predict
    if predict is None or predict.answer is None:
        return
    answer = predict.answer(0)
    if isinstance(predict, Options):
        assert answer in predict.options
        assert len(predict.spans) in (0, len(predict.options))
    else:
        assert np.shape(answer) == ((2,) if isinstance(predict, Point) else ())
        assert np.isfinite(answer).all()


@pytest.mark.parametrize("asked", [compute, find_demo])
def test_an_unknown_demo_is_named_with_the_nearest(asked):
    with pytest.raises(
        ValueError, match=r"no demo 'd\.frist'; did you mean 'd\.first'\?"
    ) as caught:
        asked("d.frist")
    assert "\n" not in str(caught.value)
    with pytest.raises(ValueError, match="there is no demo 'zzz'; there are d"):
        asked("zzz")


def test_an_unknown_setting_is_named_with_the_nearest():
    with pytest.raises(ValueError, match=r"d\.first has no setting 'strenth'; did you mean 'stren"):
        compute("d.first", strenth=1)


def test_the_first_demo_is_kernel_ridge_regression():
    from sklearn.kernel_ridge import KernelRidge

    numbers = compute("d.first", seed=3, strength=0.05)
    oracle = KernelRidge(alpha=0.05, kernel="rbf", gamma=1 / (2 * first_demo.WIDTH**2))
    oracle.fit(numbers.x_seen[:, None], numbers.y_seen - numbers.y_seen.mean())
    expected = numbers.y_seen.mean() + oracle.predict(numbers.x_curve[:, None])
    assert numbers.y_curve == pytest.approx(expected, rel=1e-6)


def test_the_first_demo_shows_that_the_middle_is_best_for_nearly_every_seed():
    answer = find_demo("d.first").predict.answer
    assert sum(answer(seed) == "somewhere between" for seed in range(10)) >= 9
    for seed in range(10):
        left, between, right = (
            compute("d.first", seed, strength=strength) for strength in (1e-4, 0.5, 1e2)
        )
        assert left.seen_error < between.seen_error < right.seen_error


def test_patients_are_seen_or_unseen_but_not_both():
    x, y = first_demo.patients()
    patients = list(zip(x, y, strict=True))
    numbers = compute("d.first", 5)
    drawn = [*zip(numbers.x_seen, numbers.y_seen, strict=True)]
    drawn += zip(numbers.x_unseen, numbers.y_unseen, strict=True)
    assert all(drawn.count(patient) <= patients.count(patient) for patient in drawn)
    assert (len(numbers.x_seen), len(numbers.x_unseen)) == (60, 120)
