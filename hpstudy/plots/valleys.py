"""The picture of d.valleys: one ball, four hundred balls, and the share that crosses the hill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hpstudy.plots.style import colour, trail
from hpstudy.plots.ways import until_lost

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.valleys import Valleys
    from hpstudy.plots.drawing import Update

STRIP = -2.1  # the height at which the starts of all balls are drawn


def draw_valleys(figure: Figure) -> Update:
    """The two valleys on the left, the share that crosses, by momentum, on the right."""
    axes = figure.subplots(1, 2, width_ratios=[3, 2])
    parts = [_draw_ball(axes[0]), _draw_starts(axes[0]), _draw_share(axes[1])]

    def update(numbers: Valleys) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_ball(axes: Axes) -> Update:
    from hpstudy.surfaces import two_valleys, valleys_and_hill

    x = np.linspace(-2.7, 2.7, 163)
    axes.plot(x, two_valleys(x), color=colour("truth"), lw=1.5)
    axes.set(xlim=(-2.8, 2.8), ylim=(-2.6, 4.6), xticks=[-2, 0, 2], yticks=[0, 2, 4])
    axes.set(xlabel="weight", title="Loss")
    deep, _, shallow = valleys_and_hill()
    for place, words in ((deep, "global"), (shallow, "local")):
        axes.text(place, 0.35, words, ha="center", color=colour("muted"))
    (way,) = axes.plot([], [], ".-", color=colour("momentum"), lw=0.8, ms=4, mew=0)
    (ball,) = axes.plot([], [], "o", color=colour("momentum"), ms=10, mew=0)

    def update(numbers: Valleys) -> list[Artist]:
        path = until_lost(numbers.path[:, None], 10)[:, 0]
        heights = two_valleys(path)
        way.set_data(path, heights)
        ball.set_data(path[-1:], heights[-1:])
        return [way, ball]

    return update


def _draw_starts(axes: Axes) -> Update:
    (stay,) = axes.plot([], [], "|", color=colour("past"), ms=7, mew=1)
    (cross,) = axes.plot([], [], "|", color=colour("accent"), ms=17, mew=1)
    axes.text(-2.6, STRIP, "400 starts,\ntall: it crosses", va="center", color=colour("muted"))

    def update(numbers: Valleys) -> list[Artist]:
        for line, which in ((stay, np.logical_not(numbers.crossed)), (cross, numbers.crossed)):
            x = numbers.starts[which]
            line.set_data(x, np.full(len(x), STRIP))
        return [stay, cross]

    return update


def _draw_share(axes: Axes) -> Update:
    axes.set(xlim=(-0.03, 1.02), ylim=(-0.01, 0.5), xlabel="momentum")
    axes.set(xticks=[0, 0.5, 0.9], yticks=[0, 0.1, 0.2, 0.3, 0.4, 0.5])
    axes.yaxis.set_major_formatter("{x:.0%}")
    axes.set_title("End in the deep valley")
    dot = trail(axes.plot([], [], "o", color=colour("accent"), ms=7, mew=0)[0])

    def update(numbers: Valleys) -> list[Artist]:
        dot.set_data([numbers.momentum], [numbers.share])
        return [dot]

    return update
