"""The picture of d.crop: a digit, what is left of it, and the accuracy by the number of inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.style import colour, marker, trail

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage

    from hpstudy.demos.crop import Crop
    from hpstudy.plots.drawing import Update

SIDE = 8


def draw_crop(figure: Figure) -> Update:
    """The whole picture above what is left of it, the accuracy on the right."""
    axes = figure.subplot_mosaic(
        [["whole", "accuracy"], ["left", "accuracy"]], width_ratios=[1, 2.3]
    )
    parts = [
        _draw_whole(axes["whole"]),
        _draw_left(axes["left"]),
        _draw_accuracy(axes["accuracy"]),
    ]

    def update(numbers: Crop) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _picture(axes: Axes, title: str) -> AxesImage:
    axes.set(xlim=(-0.15, SIDE + 0.15), ylim=(SIDE + 0.15, -0.15), xticks=[], yticks=[])
    axes.set_title(title)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    look: dict[str, Any] = {"cmap": "cividis", "clim": (0, 1), "zorder": 1, "aspect": "equal"}
    return axes.imshow(np.zeros((SIDE, SIDE)), extent=(0, SIDE, SIDE, 0), **look)


def _draw_whole(axes: Axes) -> Update:
    from matplotlib.patches import Rectangle

    cells = _picture(axes, "A digit")
    frame = Rectangle((0, 0), SIDE, SIDE, fill=False, ec=colour("accent"), lw=3, zorder=3)
    axes.add_patch(frame)

    def update(numbers: Crop) -> list[Artist]:
        cells.set_data(numbers.whole)
        top, left = (SIDE - numbers.height) // 2, (SIDE - numbers.width) // 2
        frame.set_bounds(left, top, numbers.width, numbers.height)
        return [cells, frame]

    return update


def _draw_left(axes: Axes) -> Update:
    cells = _picture(axes, "What is left")

    def update(numbers: Crop) -> list[Artist]:
        top, left = (SIDE - numbers.height) // 2, (SIDE - numbers.width) // 2
        cells.set_data(numbers.left)
        cells.set_extent((left, left + numbers.width, top + numbers.height, top))
        return [cells]

    return update


def _draw_accuracy(axes: Axes) -> Update:
    axes.set(xscale="log", xlim=(0.85, 80), ylim=(0, 1.03), xlabel="inputs of a picture")
    axes.set_xticks([1, 2, 4, 8, 16, 32, 64], ["1", "2", "4", "8", "16", "32", "64"])
    axes.set_title("New digits read right")
    look: dict[str, Any] = {"color": colour("unseen"), "ls": "", "mew": 0}
    visited = trail(axes.plot([], [], marker("unseen"), ms=6, alpha=0.6, **look)[0])
    (now,) = axes.plot([], [], marker("unseen"), ms=12, **look)
    text = axes.text(
        0.97, 0.05, "", color=colour("ink"), size=15, ha="right", transform=axes.transAxes
    )

    def update(numbers: Crop) -> list[Artist]:
        for dots in (visited, now):
            dots.set_data([numbers.inputs], [numbers.accuracy])
        text.set_text(f"{numbers.inputs} inputs: {numbers.accuracy:.1%}")
        return [visited, now, text]

    return update
