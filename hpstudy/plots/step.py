"""The picture of d.step: two walks downhill, and where they end, rate by rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.style import colour, plain_numbers, trail
from hpstudy.plots.ways import until_lost

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    from hpstudy.demos.step import Step, Walk
    from hpstudy.plots.drawing import Update

BOWL, TUMOURS = "gradient_descent", "seen"
FAR = 1e3  # out of sight
LOWEST, HIGHEST = 1e-6, 1e3  # of the losses drawn on the right


def draw_step(figure: Figure) -> Update:
    """The bowl and the map of the tumours on the left, the last losses on the right."""
    axes = figure.subplot_mosaic([["bowl", "end"], ["tumours", "end"]], width_ratios=[5, 6])
    parts = [_draw_bowl(axes["bowl"]), _draw_tumours(axes["tumours"]), _draw_end(axes["end"])]

    def update(numbers: Step) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_bowl(axes: Axes) -> Update:
    w = np.linspace(-3, 3, 121)
    axes.plot(w, w**2 / 2, color=colour("truth"), lw=1.5)
    axes.set(xlim=(-3.4, 3.4), ylim=(-0.3, 5), xticks=[-2, 0, 2], yticks=[0, 2, 4])
    axes.set_title("A bowl, one weight")
    way, ball = _walker(axes, BOWL)

    def update(numbers: Step) -> list[Artist]:
        w = until_lost(numbers.bowl.path, FAR)[:, 0]
        return _move(way, ball, w, w**2 / 2)

    return update


def _draw_tumours(axes: Axes) -> Update:
    from hpstudy.demos.step import best_weights, tumours
    from hpstudy.surfaces import logistic

    across, up = np.linspace(-12, 4, 65), np.linspace(-6, 6, 49)
    X, y = tumours()
    losses = logistic(np.stack(np.meshgrid(across, up), axis=-1), X, y)
    levels = [0.25, 0.3, 0.4, 0.6, 1, 1.6, 2.5, 4]
    axes.contour(across, up, losses, levels=levels, colors=colour("truth"), linewidths=1)
    axes.plot(*best_weights(), "+", color=colour("truth"), ms=9, mew=2)
    axes.set(xticks=[-10, -5, 0], yticks=[-5, 0, 5], xlim=(-12, 4), ylim=(-6, 6))
    axes.set_title("Tumours, two weights")
    axes.grid(visible=False)
    way, ball = _walker(axes, TUMOURS)

    def update(numbers: Step) -> list[Artist]:
        path = until_lost(numbers.tumours.path, FAR)
        return _move(way, ball, path[:, 0], path[:, 1])

    return update


def _walker(axes: Axes, role: str) -> tuple[Line2D, Line2D]:
    (way,) = axes.plot([], [], ".-", color=colour(role), lw=1, ms=5, mew=0)
    (ball,) = axes.plot([], [], "o", color=colour(role), ms=9, mew=0)
    return way, ball


def _move(way: Line2D, ball: Line2D, x: np.ndarray, y: np.ndarray) -> list[Artist]:
    way.set_data(x, y)
    ball.set_data(x[-1:], y[-1:])
    return [way, ball]


def _draw_end(axes: Axes) -> Update:
    axes.set(xscale="log", yscale="log", xlim=(7e-4, 140), ylim=(LOWEST / 2, HIGHEST * 2))
    axes.set(xlabel="learning rate", title="Loss after 50 steps")
    axes.set_xticks([1e-3, 1e-2, 0.1, 1, 10, 100])
    axes.set_yticks([1e-6, 1e-4, 0.01, 1, 100], ["1e-6", "0.0001", "0.01", "1", "100"])
    plain_numbers(axes.xaxis)
    parts = [_Ends(axes, BOWL, "o", "bowl"), _Ends(axes, TUMOURS, "D", "tumours")]
    axes.legend(loc="lower left", borderpad=0, handletextpad=0.2)

    def update(numbers: Step) -> list[Artist]:
        walks = numbers.bowl, numbers.tumours
        return [
            artist
            for part, walk in zip(parts, walks, strict=True)
            for artist in part.show(numbers.rate, walk)
        ]

    return update


class _Ends:
    """The last loss of a walk, kept as a trail, and its limit once the reader has gone past it."""

    def __init__(self, axes: Axes, role: str, marker: str, label: str) -> None:
        look: Any = {"color": colour(role), "ls": "", "mew": 0, "ms": 6}
        self._dot = trail(axes.plot([], [], marker, label=label, **look)[0])
        self._limit = trail(axes.axvline(1, color=colour(role), lw=1.5, ls=(0, (4, 3))))

    def show(self, rate: float, walk: Walk) -> list[Artist]:
        self._dot.set_data([rate], [np.clip(walk.end, LOWEST, HIGHEST)])
        self._limit.set_xdata([walk.limit] * 2)
        self._limit.set_visible(rate > walk.limit)
        return [self._dot, self._limit]
