"""The picture of d.paths: the weights, the errors, and two weights between loss and penalty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hpstudy.plots.style import colour, is_slide, marker, plain_numbers, trail

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.paths import Paths
    from hpstudy.plots.drawing import Update

HIGHEST = 60.0  # of the weights drawn; larger ones end at the edge


def draw_paths(figure: Figure) -> Update:
    """The weights above, the errors below them, the plane of two weights on the right."""
    axes = figure.subplot_mosaic(
        [["weights", "pair"], ["errors", "pair"]], width_ratios=[6, 5], height_ratios=[1, 1]
    )
    parts = [_draw_weights(axes["weights"]), _draw_errors(axes["errors"]), _draw_pair(axes["pair"])]

    def update(numbers: Paths) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_weights(axes: Axes) -> Update:
    axes.set(xlim=(-1, 65), ylim=(-HIGHEST, HIGHEST), xticks=[], yticks=[-50, 0, 50])
    axes.set_title("Weights")
    axes.grid(visible=False, axis="x")
    (zeros,) = axes.plot([], [], ".", color=colour("muted"), ms=5, mew=0)
    (stems,) = axes.plot([], [], color=colour("model"), lw=3, solid_capstyle="butt")
    left = axes.text(
        1, 1.03, "", color=colour("ink"), ha="right", va="bottom", transform=axes.transAxes
    )

    def update(numbers: Paths) -> list[Artist]:
        stems.set_data(*as_stems(numbers.weights))
        places = np.flatnonzero(numbers.weights == 0)
        zeros.set_data(places, np.zeros(len(places)))
        left.set_text(f"{numbers.left} of {len(numbers.weights)} not zero")
        return [zeros, stems, left]

    return update


def as_stems(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return one line from zero to each weight that is not zero, with gaps between them."""
    places = np.flatnonzero(weights)
    heights = np.clip(weights[places], -HIGHEST, HIGHEST)
    gaps = np.full(len(places), np.nan)
    return np.repeat(places, 3), np.stack([np.zeros(len(places)), heights, gaps], axis=1).ravel()


def _draw_errors(axes: Axes) -> Update:
    axes.set(xscale="log", xlim=(8e-3, 125), ylim=(45, 85), yticks=[50, 60, 70, 80])
    axes.set(xlabel="strength of the penalty", title="Error")
    axes.set_xticks([0.01, 0.1, 1, 10, 100])
    plain_numbers(axes.xaxis)
    dots = {
        role: trail(
            axes.plot([], [], marker(role), color=colour(role), ls="", ms=6, mew=0, label=label)[0]
        )
        for role, label in (("unseen", "new patients"), ("seen", "patients it has seen"))
    }
    axes.legend(loc="upper left", borderpad=0, handletextpad=0.2, labelspacing=0.2)

    def update(numbers: Paths) -> list[Artist]:
        dots["unseen"].set_data([numbers.strength], [numbers.unseen_error])
        dots["seen"].set_data([numbers.strength], [numbers.seen_error])
        return [*dots.values()]

    return update


def _draw_pair(axes: Axes) -> Update:
    from matplotlib.transforms import Bbox, TransformedBbox

    slide = axes.figure is not None and is_slide(axes.figure.figure)
    left, low, key = (-56, -148, -76) if slide else (-38, -88, -65)  # key: where the legend begins
    axes.set(xlim=(left, 78), ylim=(low, 58), xticks=[0, 30, 60], yticks=[-60, -30, 0, 30])
    axes.set(xlabel="weight of body mass", ylabel="weight of blood pressure", aspect="equal")
    axes.set_title("Two weights only")
    axes.grid(visible=False)
    for line in (axes.axhline, axes.axvline):
        line(0, color=colour("hairline"), lw=1, zorder=0)
    (loss,) = axes.plot([], [], color=colour("seen"), lw=1.8, label="same loss")
    (budget,) = axes.plot([], [], color=colour("model"), lw=2, label="same penalty")
    budget.set_clip_box(TransformedBbox(Bbox([[left, key], [78, 58]]), axes.transData))
    (free,) = axes.plot([], [], "+", color=colour("seen"), ms=11, mew=2, label="no penalty")
    (held,) = axes.plot([], [], "o", color=colour("model"), ms=9, mew=0, label="held back")
    axes.legend(
        loc="lower left", ncols=2, borderpad=0, labelspacing=0.2, handletextpad=0.4, columnspacing=1
    )

    def update(numbers: Paths) -> list[Artist]:
        pair = numbers.pair
        for line, points in ((loss, pair.loss), (budget, pair.budget)):
            line.set_data(points[:, 0], points[:, 1])
        for dot, point in ((free, pair.free), (held, pair.held)):
            dot.set_data(point[:1], point[1:])
        return [loss, budget, free, held]

    return update
