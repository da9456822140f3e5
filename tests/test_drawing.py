"""A drawing: the background once, the moving artists alone, and nothing lost between the two."""

import numpy as np
import pytest

from hpstudy.plots.drawing import Drawing
from tests.tiny_demos import Line, draw_box, draw_line

NUMBERS = Line(slope=2, shift=1, seed=0, steep=False)


@pytest.fixture
def drawing():
    drawing = Drawing(draw_line, 400, 240)
    drawing.update(NUMBERS)
    return drawing


def test_the_background_does_not_know_what_moves(drawing):
    before = drawing.background()
    drawing.update(Line(slope=5, shift=2, seed=0, steep=False))
    assert drawing.background() == before
    assert all(artist.get_visible() for artist in drawing.moving)


def test_moving_artists_are_recorded_from_back_to_front_and_trails_marked(drawing):
    strokes = drawing.record()
    assert [stroke.trail for stroke in strokes] == [False, True, False]
    assert all(stroke.commands for stroke in strokes)
    drawing.moving[0].set_zorder(99)
    assert drawing.record()[-1] == strokes[0]


def test_what_is_hidden_is_neither_recorded_nor_shown_by_the_background(drawing):
    hidden = drawing.moving[0]
    hidden.set_visible(False)
    assert len(drawing.record()) == 2
    drawing.background()
    assert not hidden.get_visible()


def test_the_same_numbers_draw_the_same(drawing):
    before = drawing.record()
    drawing.update(Line(slope=9, shift=0, seed=1, steep=True))
    assert drawing.record() != before
    drawing.update(NUMBERS)
    assert drawing.record() == before


def test_the_layout_is_settled_once(drawing):
    places = drawing.axes()
    drawing.update(Line(slope=-3, shift=0, seed=1, steep=True))
    drawing.background()
    assert drawing.axes() == places


def test_axes_say_where_they_lie_and_what_they_span(drawing):
    ((axes,)) = drawing.axes()
    assert axes["x"] == [0, 1, "linear"]
    assert axes["y"] == [-5, 15, "linear"]
    left, top, width, height = axes["box"]
    assert left > 0
    assert top >= 0
    assert left + width <= 400
    assert top + height < 240
    corner = drawing.figure.axes[0].transAxes.transform((0, 1))
    assert (left, top) == pytest.approx((corner[0], 240 - corner[1]))


def test_the_png_is_a_picture_on_white_paper(drawing):
    from matplotlib import image

    pixels = image.imread(_file(drawing.png(scale=2)), format="png")
    assert pixels.shape[:2] == (480, 800)
    assert (pixels[0, 0] == 1).all()
    assert len(np.unique(pixels[..., :3].reshape(-1, 3), axis=0)) > 10
    assert drawing.figure.dpi == 72


def test_axes_without_artists_yet_can_be_drawn():
    from tests.tiny_demos import Box

    drawing = Drawing(draw_box, 400, 240)
    drawing.update(Box())
    assert drawing.background()
    assert [len(stroke.commands) > 0 for stroke in drawing.record()] == [True, False]


def _file(data):
    from io import BytesIO

    return BytesIO(data)


def test_a_png_leaves_a_label_that_moves_where_it_was():
    def draw(figure):
        axes = figure.subplots()
        return lambda text: [axes.set_xlabel(text) and axes.xaxis.label]

    drawing = Drawing(draw, 400, 240)
    drawing.update("one")
    before = drawing.figure.axes[0].xaxis.label.get_position()
    drawing.record()
    drawing.background()
    drawing.png()
    assert drawing.figure.axes[0].xaxis.label.get_position() == pytest.approx(before)
