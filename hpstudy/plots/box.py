"""The picture of d.box: the trainings in the box, and their losses one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.search import (
    LossDots,
    Ring,
    box_axes,
    box_cells,
    loss_colours,
    loss_scale,
    shown_loss,
)
from hpstudy.plots.style import colour

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.box import Box
    from hpstudy.plots.drawing import Update


def draw_box(figure: Figure) -> Update:
    """The box on the left, loss by training on the right."""
    box, history = figure.subplots(1, 2, width_ratios=[3, 2])
    parts = [*_draw_box(box), *_draw_history(history)]

    def update(numbers: Box) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_box(axes: Axes) -> list[Update]:
    box_axes(axes)
    axes.set_title("Your trainings")
    cells = box_cells(axes)
    dots, ring = LossDots(axes, zorder=3), Ring(axes, zorder=4)

    def update_landscape(numbers: Box) -> list[Artist]:
        cells.set_data(loss_colours(numbers.landscape))
        return [cells]

    def update_trainings(numbers: Box) -> list[Artist]:
        x = np.array([training.rate for training in numbers.trainings])
        y = np.array([training.l2 for training in numbers.trainings])
        best = numbers.incumbent
        at = ([best.rate], [best.l2]) if best else ([], [])
        return [*dots.show(x, y, numbers.losses), *ring.show(*at)]

    return [update_landscape, update_trainings]


def _draw_history(axes: Axes) -> list[Update]:
    from matplotlib.ticker import MaxNLocator

    loss_scale(axes, "validation loss")
    axes.set(xlabel="training", title="One after the other")
    axes.xaxis.set_major_formatter(lambda number, _: f"{number:.0f}" if number > 0 else "")
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    look: dict[str, Any] = {"color": colour("incumbent"), "drawstyle": "steps-post"}
    (lowest,) = axes.plot([], [], **look)
    floor = axes.axhline(1, color=colour("truth"), lw=1.5, ls=(0, (4, 3)))
    dots = LossDots(axes, size=7.5)

    def update(numbers: Box) -> list[Artist]:
        n = len(numbers.trainings)
        last = max(n, 10)
        axes.set_xlim(1 - 0.08 * last, last + 0.5)
        number = np.arange(1.0, n + 1)
        lowest.set_data(number, shown_loss(numbers.trajectory))
        floor.set_visible(numbers.bought > 0)
        if numbers.bought:
            floor.set_ydata([shown_loss(numbers.lowest_cell[1])] * 2)
        shown = dots.show(number, shown_loss(numbers.losses), numbers.losses)
        return [axes.xaxis, floor, lowest, *shown]

    return [update]
