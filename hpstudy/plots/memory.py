"""The picture of d.memory: right answers on seen and unseen pictures, and some that it misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hpstudy.plots.style import colour, is_slide

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.memory import Memory
    from hpstudy.plots.drawing import Update

ROWS, COLUMNS = 2, 4
CELL = 11  # pixels from one missed picture to the next: 8 and a gap
ROW = 15  # and from one row to the next on a slide, whose type is higher


def draw_memory(figure: Figure) -> Update:
    """Two bars on the left, missed pictures with the answer given on the right."""
    axes = figure.subplots(1, 2, width_ratios=[3, 4])
    parts = [_draw_bars(axes[0]), _draw_missed(axes[1])]

    def update(numbers: Memory) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_bars(axes: Axes) -> Update:
    axes.set(xlim=(-0.6, 1.6), ylim=(0, 1.12), title="Share right")
    axes.set_yticks([0.1, 0.5, 1], ["guessing", "50 %", "100 %"])
    axes.set_xticks([0, 1], ["seen", "unseen"])
    axes.axhline(0.1, color=colour("truth"), lw=1.5, ls=(0, (4, 3)), zorder=3)
    bars = [
        axes.bar([place], [0.0], 0.7, color=colour(role))[0]
        for place, role in enumerate(("seen", "unseen"))
    ]
    shares = [axes.text(place, 0, "", ha="center", va="bottom") for place in range(2)]

    def update(numbers: Memory) -> list[Artist]:
        for bar, share, right in zip(bars, shares, (numbers.seen, numbers.unseen), strict=True):
            bar.set_height(right)
            share.set_y(right + 0.02)
            share.set_text(f"{right:.1%}")
        return [*bars, *shares]

    return update


def _draw_missed(axes: Axes) -> Update:
    slide = axes.figure is not None and is_slide(axes.figure.figure)  # no room for a word each
    height = ROW if slide else CELL
    axes.set(xlim=(-1, COLUMNS * CELL), ylim=(ROWS * height, -2.5), xticks=[], yticks=[])
    axes.set_title("Unseen pictures, misread as" if slide else "Unseen pictures it misses")
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    extent = (0, COLUMNS * CELL, ROWS * height, 0)
    sheet = axes.imshow(
        _sheet(np.empty((0, 8, 8)), height), cmap="gray_r", vmin=0, vmax=1, extent=extent
    )
    axes.set_aspect("equal")
    words = [
        axes.text((i % COLUMNS) * CELL + 4, (i // COLUMNS) * height - 0.5, "", ha="center")
        for i in range(ROWS * COLUMNS)
    ]
    none = axes.text(0.5, 0.5, "none", transform=axes.transAxes, ha="center")

    def update(numbers: Memory) -> list[Artist]:
        sheet.set_data(_sheet(numbers.pictures, height))
        for i, word in enumerate(words):
            said = f"{'' if slide else 'says '}{numbers.said[i]}" if i < len(numbers.said) else ""
            word.set_text(said)
        none.set_visible(not len(numbers.said))
        return [sheet, *words, none]

    return update


def _sheet(pictures: np.ndarray, height: int) -> np.ndarray:
    """Return the pictures (m, 8, 8) on one sheet, see-through between them."""
    sheet = np.full((ROWS * height, COLUMNS * CELL), np.nan)
    for i, picture in enumerate(pictures):
        row, column = divmod(i, COLUMNS)
        sheet[row * height : row * height + 8, column * CELL : column * CELL + 8] = picture
    return sheet
