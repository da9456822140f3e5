"""The recorder against Agg: what it wrote, played back, is the picture that matplotlib draws."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform

from hpstudy.plots.recorder import UNIT, Op, Recorder
from hpstudy.plots.style import ROLES, colour

WIDTH, HEIGHT = 200, 120


def new_axes():
    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72)
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.set(xlim=(0, 10), ylim=(-1, 1), xticks=[], yticks=[])
    axes.set_axis_off()
    return figure, axes


def by_agg(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return ink(canvas)


def ink(canvas):
    """The pixels as they add to a page: colour times opacity, and opacity; (rows, columns, 4)."""
    rgba = np.asarray(canvas.buffer_rgba()).astype(float)
    return np.concatenate([rgba[..., :3] * rgba[..., 3:] / 255, rgba[..., 3:]], axis=2)


class Player:
    """Plays recorded commands on Agg, command by command, as `picture.js` does on a canvas."""

    def __init__(self, commands):
        self.words, self.at = np.frombuffer(commands, np.int16), 0
        self.agg = RendererAgg(WIDTH, HEIGHT, 72)
        self.texts = []
        while self.at < len(self.words):
            getattr(self, Op(self.next()).name.lower())()

    def next(self, n=None):
        self.at += n or 1
        return self.words[self.at - n : self.at] if n is not None else int(self.words[self.at - 1])

    def lengths(self, n):
        return self.next(n) / UNIT

    def colour(self):
        kind = self.next()
        if kind == -1:
            return None
        rgb = to_rgba(list(ROLES.values())[kind].light) if kind >= 0 else self.next(3) / 255
        return (*rgb[:3], self.next() / 255)

    def outline(self):
        n, coded = self.next(), self.next()
        codes = self.next(n) if coded else None
        return Path(self.lengths(2 * n).reshape(-1, 2), codes)

    def pen(self):
        self.fill, self.stroke = self.colour(), self.colour()
        self.gc = self.agg.new_gc()
        self.gc.set_snap(False)
        self.gc.set_linewidth(self.lengths(1)[0])
        self.gc.set_capstyle(("butt", "round", "projecting")[self.next()])
        self.gc.set_joinstyle(("miter", "round", "bevel")[self.next()])
        offset, n = self.lengths(1)[0], self.next()
        if n:
            self.gc.set_dashes(offset, self.lengths(n))

    def clip(self):
        x, y, width, height = self.lengths(4)
        self.box = Bbox.from_bounds(x, HEIGHT - y - height, width, height)

    def shape(self):
        self.marker = self.outline()

    def path(self):
        self.next()
        self.draw(self.outline(), IdentityTransform())

    def draw(self, path, transform):
        self.gc.set_clip_rectangle(self.box)
        self.gc.set_foreground(self.stroke or (0, 0, 0, 0), isRGBA=True)
        if self.stroke is None:
            self.gc.set_linewidth(0)
        flip = Affine2D().scale(1, -1).translate(0, HEIGHT)
        self.agg.draw_path(self.gc, path, transform + flip, self.fill)

    def marks(self):
        self.next()
        for x, y in self.lengths(2 * self.next()).reshape(-1, 2):
            self.draw(self.marker, Affine2D().translate(x, y))

    def text(self):
        x, y = self.lengths(2)
        angle, size, align, face, n = (self.next() for _ in range(5))
        self.texts.append((x, y, angle, size / UNIT, align, face, self.next(n).tobytes()))

    def image(self):
        self.place = self.lengths(4)
        columns, rows = self.next(), self.next()
        self.cells = np.frombuffer(self.next(2 * columns * rows).tobytes(), np.uint8)
        self.cells = self.cells.reshape(rows, columns, 4)

    def pixels(self):
        return ink(self.agg)


def record(artists):
    return Recorder(WIDTH, HEIGHT).record(artists)


def plain(axes):
    axes.plot([0, 3, 10], [-0.8, 0.9, 0], color=colour("seen"), lw=3)


def with_gaps_and_far_away(axes):
    axes.plot([0, 2, np.nan, 4, 1e7], [0, 1e6, 0, -0.5, 0.5], color="#123456", lw=2)


def dashed(axes):
    axes.plot([0, 10], [-1, 1], ls=(1, (4, 2)), color=colour("unseen"), lw=2)


def markers(axes):
    axes.plot([1, 5, 9], [0, 0.5, -0.5], "D", color=colour("unseen"), ms=9, mec="k", alpha=0.5)


def filled(axes):
    axes.fill([1, 1, 4, 9, 9, 4], [-0.5, 0.5, 0.8, 0.1, -0.2, 0], color=colour("past"), alpha=0.4)


def curved(axes):
    axes.add_patch(Ellipse((5, 0), 6, 1, fc=colour("grid"), ec="k", lw=2))


def scattered(axes):
    axes.scatter([1, 4, 4.5, 9], [0, 0.5, 0.4, -0.5], c=[0, 1, 2, 3], s=[20, 90, 60, 30])


def bars(axes):
    axes.bar([2, 5, 8], [0.5, -0.5, 0.9], width=2, color=colour("random"))


@pytest.mark.parametrize(
    "draw",
    [plain, with_gaps_and_far_away, dashed, markers, filled, curved, scattered, bars],
)
def test_played_back_it_is_the_picture_that_agg_draws(draw):
    figure, axes = new_axes()
    figure.patch.set_visible(False)
    draw(axes)
    for artist in axes.get_children():
        artist.set_snap(False)  # whole pixels are the screen's affair
    expected = by_agg(figure)
    drawn = Player(record([axes])).pixels()
    assert (expected[..., 3] > 0).sum() > 100
    assert np.abs(drawn - expected).mean() < 0.5  # of 255; a 16th of a pixel is not seen
    assert (np.abs(drawn - expected).max(axis=-1) > 100).sum() < 20


@pytest.mark.parametrize("origin", ["lower", "upper"])
def test_an_image_travels_as_its_cells(origin):
    _, axes = new_axes()
    cells = np.arange(6).reshape(2, 3)
    image = axes.imshow(
        cells, extent=(0, 10, -1, 1), origin=origin, interpolation="none", aspect="auto"
    )
    player = Player(record([image]))
    box = axes.get_window_extent()
    assert player.place == pytest.approx([box.x0, HEIGHT - box.y1, box.width, box.height], abs=0.1)
    rows = image.to_rgba(cells, bytes=True)
    assert (player.cells == (rows[::-1] if origin == "lower" else rows)).all()


def test_text_stays_text_and_is_anchored_where_it_was():
    _, axes = new_axes()
    for where, x in (("left", 1), ("center", 5), ("right", 9)):
        axes.text(x, 0, "Äpfel", ha=where, fontsize=11, weight="bold")
    axes.text(0, 0, "up", rotation=90, va="center", ha="left", style="italic")
    texts = Player(record([axes])).texts
    at = axes.transData.transform([(1, 0), (5, 0), (9, 0)])
    assert [text[0] for text in texts[:3]] == pytest.approx(at[:, 0], abs=0.6)
    assert [text[2:6] for text in texts[:3]] == [(0, 11, 0, 1), (0, 11, 1, 1), (0, 11, 2, 1)]
    assert all(text[6].decode("utf-16-le") == "Äpfel" for text in texts[:3])
    x, y, angle, _, align, face, _ = texts[3]
    assert (angle, align, face) == (90, 1, 2)
    assert y == pytest.approx(HEIGHT - axes.transData.transform((0, 0))[1], abs=0.6)


def test_a_formula_is_drawn_as_a_path():
    _, axes = new_axes()
    axes.text(1, 0, r"$\lambda^2$")
    player = Player(record([axes]))
    assert not player.texts
    assert (player.pixels()[..., 3] > 0).sum() > 20


def test_a_role_is_written_as_a_role_and_any_other_colour_as_it_is():
    line = Line2D([0, 50], [0, 50], color=colour("unseen"), lw=1)
    words = np.frombuffer(record([line]), np.int16)
    assert list(words[:4]) == [Op.PEN, -1, list(ROLES).index("unseen"), 255]
    line.set_color("#010203")
    words = np.frombuffer(record([line]), np.int16)
    assert list(words[:7]) == [Op.PEN, -1, -2, 1, 2, 3, 255]


def test_what_would_not_be_seen_is_not_written():
    assert record([Line2D([0, 1], [0, 1], lw=0)]) == b""
    assert record([Line2D([], [])]) == b""
    assert record([Line2D([0, 1], [np.nan, np.nan])]) == b""
    assert record([Line2D([0, 1], [0, 1], color="none")]) == b""


def test_a_hatch_is_refused_in_one_sentence():
    _, axes = new_axes()
    axes.bar([1], [1], hatch="/")
    with pytest.raises(ValueError, match="hatches cannot be drawn"):
        record([axes])
