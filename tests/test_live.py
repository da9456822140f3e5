"""A demo in use, without a browser: what moves, what runs, what is remembered."""

import pytest

from hpstudy.widgets.live import LiveDemo
from tests import tiny_demos
from tests.tiny_demos import BOX, LINE, WALK


@pytest.fixture(autouse=True)
def _forget():
    tiny_demos.calls.clear()


def drawn(live):
    """The data of the lines in the figure, in order."""
    return [line.get_xydata().tolist() for line in live.figure.axes[0].lines]


def test_a_control_moved_from_python_moves_numbers_sentence_and_figure():
    live = LiveDemo(LINE)
    before = drawn(live)
    live.set(slope=7, shift=3)
    assert live.numbers == tiny_demos.line(0, slope=7.0, shift=3)
    assert live.sentence == "Slope 7, shift 3, 0."
    assert live.settings == {"slope": 7.0, "shift": 3, "steep": False}
    assert drawn(live)[1][-1] == [1, 10]
    live.reset()
    assert drawn(live) == before


def test_a_slider_goes_to_the_nearest_and_a_choice_must_exist():
    live = LiveDemo(LINE)
    assert live.set(slope=6.6).settings["slope"] == 7
    with pytest.raises(ValueError, match="shift cannot be 7; choose from low, high"):
        live.set(shift=7)
    with pytest.raises(ValueError, match=r"d\.line has no control 'slop'; it has slope, shift"):
        live.set(slop=1)


def test_drawing_another_place_leaves_where_we_stand():
    live = LiveDemo(LINE)
    before = (live.numbers, live.sentence, drawn(live))
    assert live.frame_at((0, 1, 0), 5).sentence == "Slope 0, shift 3, 5."
    assert (live.numbers, live.sentence, drawn(live)) == before


def test_a_training_opens_with_its_first_answer_and_runs_when_moved():
    live = LiveDemo(WALK)
    assert len(live.numbers.steps) == 1
    live.set(rate=3)
    assert live.sentence == "57 after 20 steps, 0 walks before."
    live.set(rate=1)
    assert live.numbers.past == (tuple(3.0 * n for n in range(20)),)
    live.set(seed=1)
    assert live.numbers.past == ()  # another seed: nothing came before


def test_a_run_cut_short_leaves_nothing_behind():
    live = LiveDemo(WALK)
    steps = live.play()
    next(steps)
    live.go((2,), 0)
    other = live.play()
    next(other)
    assert next(steps, "ended") == "ended"
    assert [n.steps[-1] for n in [live.numbers]] == [0]
    list(other)
    assert live.numbers.past == ()


def test_a_click_sets_the_sliders_and_runs_the_button():
    live = LiveDemo(BOX)
    live.set(x=0.2)
    assert live.numbers.dots == ()  # a slider alone runs nothing
    live.click(0.71, 0.29).press("Put it here")
    assert live.numbers.dots == (pytest.approx((0.7, 0.3)),) * 2
    live.press("Show the land")
    assert live.sentence == "2 dots, land"
    assert live.reset().sentence == "0 dots"
    with pytest.raises(ValueError, match="no button 'Go'; it has Put it here, Show the land"):
        live.press("Go")


def test_an_action_stopped_half_way_keeps_what_it_reached():
    live = LiveDemo(BOX)
    steps = live.play("Show the land")
    next(steps)
    steps.close()
    live.press("Put it here")
    assert live.sentence == "1 dots, land"


def test_a_listener_hears_of_moves_from_python():
    heard = []
    live = LiveDemo(LINE)
    live.listener = lambda: heard.append(live.position)
    live.set(slope=1)
    live.reset()
    assert heard == [(1, 0, 0), (4, 0, 0)]
