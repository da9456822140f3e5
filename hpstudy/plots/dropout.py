"""The picture of d.dropout: accuracies by epoch, the units, and how each rate ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hpstudy.plots.style import colour, marker

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.dropout import Dropout
    from hpstudy.plots.drawing import Update

LOWEST = 0.2  # of the accuracies drawn; what is lower is drawn at the edge
ROWS = 8  # of units in a block
PER_BLOCK = 16  # columns of a block, and the space behind it


def draw_dropout(figure: Figure) -> Update:
    """Accuracies above, units below them, the end of each run by its rate on the right."""
    axes = figure.subplot_mosaic(
        [["curves", "ends"], ["units", "ends"]], width_ratios=[6, 5], height_ratios=[3, 2]
    )
    parts = [_draw_curves(axes["curves"]), _draw_units(axes["units"]), _draw_ends(axes["ends"])]

    def update(numbers: Dropout) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_curves(axes: Axes) -> Update:
    axes.set(xlim=(0, 61), ylim=(LOWEST, 1.03), xticks=[1, 20, 40, 60], yticks=[0.25, 0.5, 0.75, 1])
    axes.set(xlabel="epoch", title="Accuracy")
    (seen,) = axes.plot([], [], color=colour("seen"), label="what it trains on")
    (unseen,) = axes.plot([], [], color=colour("unseen"), label="what it never saw")
    axes.legend(loc="lower right", borderpad=0, labelspacing=0.2)

    def update(numbers: Dropout) -> list[Artist]:
        number = np.arange(1, len(numbers.now.accuracies) + 1)
        seen.set_data(number, numbers.now.training_accuracies)
        unseen.set_data(number, numbers.now.accuracies)
        return [seen, unseen]

    return update


def _draw_units(axes: Axes) -> Update:
    axes.set(xlim=(-1, 2 * PER_BLOCK + 2), ylim=(ROWS - 0.4, -0.8), xticks=[], yticks=[])
    axes.set_title("Units of one step, two layers")
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    (silent,) = axes.plot([], [], "o", color=colour("hairline"), ms=6, mew=0)
    (heard,) = axes.plot([], [], "o", color=colour("model"), ms=6, mew=0)

    def update(numbers: Dropout) -> list[Artist]:
        x, y = places(numbers.mask.shape[1])
        on = numbers.mask > 0
        heard.set_data(x[on], y[on])
        silent.set_data(x[~on], y[~on])
        return [silent, heard]

    return update


def places(units: int) -> tuple[np.ndarray, np.ndarray]:
    """Return where the units of both layers are drawn, (2, units): column by column, two blocks."""
    layer, unit = np.divmod(np.arange(2 * units).reshape(2, units), units)
    return layer * (PER_BLOCK + 2) + unit // ROWS, unit % ROWS


def _draw_ends(axes: Axes) -> Update:
    axes.set(xlim=(-0.06, 0.86), ylim=(LOWEST, 1.03), xticks=[0, 0.2, 0.4, 0.6, 0.8])
    axes.set(xlabel="dropout rate", title="After 60 epochs")
    (gaps,) = axes.plot([], [], color=colour("past"), lw=3, solid_capstyle="butt")
    dots = {
        role: axes.plot([], [], marker(role), color=colour(role), ls="", ms=6, mew=0)[0]
        for role in ("seen", "unseen")
    }
    now = {
        role: axes.plot([], [], marker(role), color=colour(role), ls="", ms=11, mew=0)[0]
        for role in ("seen", "unseen")
    }

    def update(numbers: Dropout) -> list[Artist]:
        runs = (*numbers.past, numbers.now)
        rates = np.array([run.rate for run in runs])
        ends = np.clip([(run.seen, run.unseen) for run in runs], LOWEST, 1)
        gaps.set_data(
            np.repeat(rates, 3), np.hstack([ends, np.full((len(runs), 1), np.nan)]).ravel()
        )
        for column, role in enumerate(("seen", "unseen")):
            dots[role].set_data(rates[:-1], ends[:-1, column])
            now[role].set_data(rates[-1:], ends[-1:, column])
        return [gaps, *dots.values(), *now.values()]

    return update
