"""The picture of d.lattice: two searches in the box, and below them the lowest loss of each try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.search import L2S, RATES, LossDots, Ring, box_axes, loss_scale, shown_loss
from hpstudy.plots.style import colour, marker

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.lattice import Lattice, Search
    from hpstudy.plots.drawing import Update

WIDTH, HEIGHT = 600, 410
_ROOM = 0.08  # of the box, below it and to its left, where the values tried are marked


def draw_lattice(figure: Figure) -> Update:
    """Grid on the left, random on the right; above their runs, below what came of them."""
    _draw_key(figure)
    above, below = figure.subplots(2, 2, height_ratios=[5, 2])
    parts = [
        _draw_runs(above[0], "grid"),
        _draw_values(above[0], "grid"),
        _draw_runs(above[1], "random"),
        _draw_values(above[1], "random"),
        _draw_band(below[0]),
        _draw_tries(below[0], "grid"),
        _draw_tries(below[1], "random"),
    ]
    below[0].set_xlabel("offset of the grid, in cells")
    below[1].set_xlabel("random draws")
    for axes in (above[1], below[1]):
        axes.set_ylabel("")

    def update(numbers: Lattice) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_key(figure: Figure) -> None:
    """Say above the panels what a dot may look like; its right half is left to the prediction."""
    figure.set_layout_engine("constrained", rect=(0, 0, 1, 1 - 18 / HEIGHT))
    said = "hollow: not trained · ringed: lowest loss"
    figure.text(0.09, 1 - 3 / HEIGHT, said, color=colour("muted"), size=12, va="top")


def _draw_runs(axes: Axes, role: str) -> Update:
    """The runs as dots: hollow until they are trained, then in the colour of their loss."""
    box_axes(axes, below=_ROOM)
    # At a fixed height: matplotlib would move a title that is hidden while the rest is drawn.
    title = axes.set_title(" ", y=1)
    note = axes.set_title(" ", y=1, loc="right", size=12, weight="normal")
    look: dict[str, Any] = {
        "mfc": colour("paper"),
        "mec": colour(role),
        "mew": 2,
        "ls": "",
        "ms": 8,
    }
    (hollow,) = axes.plot([], [], marker(role), zorder=3, **look)
    trained, ring = LossDots(axes, marker=marker(role), zorder=3.2), Ring(axes, zorder=4)

    def update(numbers: Lattice) -> list[Artist]:
        search: Search = getattr(numbers, role)
        x, y, losses, runs = np.transpose(search.dots)
        done = np.isfinite(losses)
        hollow.set_data(x[~done], y[~done])
        best = [losses.argmin()] if np.isfinite(search.lowest) else []
        values = len(search.distinct("learning_rate"))
        title.set_text(f"{role.capitalize()}: {values} {'rate' if values == 1 else 'rates'}")
        note.set_text(f"{runs[0]:.0f} runs a dot" if runs[0] > 1 else "")
        shown = trained.show(x[done], y[done], losses[done])
        return [title, note, hollow, *shown, *ring.show(x[best], y[best])]

    return update


def _draw_values(axes: Axes, role: str) -> Update:
    """The different values tried of each knob, as ticks along the edges and lines of the grid."""
    ticks: dict[str, Any] = {"color": colour(role), "ms": 12, "mew": 2, "zorder": 2}
    rates, l2s = (axes.plot([], [], tick, **ticks)[0] for tick in "|_")
    lines = [axes.plot([], [], color=colour(role), lw=1, alpha=0.35, zorder=1)[0] for _ in "xy"]
    left, low = _middle_of_room(*RATES), _middle_of_room(*L2S)

    def update(numbers: Lattice) -> list[Artist]:
        search: Search = getattr(numbers, role)
        x = np.unique([dot.rate for dot in search.dots])
        y = np.unique([dot.l2 for dot in search.dots])
        rates.set_data(x, np.full(len(x), low))
        l2s.set_data(np.full(len(y), left), y)
        if role == "grid":
            lines[0].set_data(np.repeat(x, 3), np.tile([*L2S, np.nan], len(x)))
            lines[1].set_data(np.tile([*RATES, np.nan], len(y)), np.repeat(y, 3))
        return [*lines, rates, l2s]

    return update


def _middle_of_room(low: float, high: float) -> float:
    return float(low * (low / high) ** (_ROOM / 2))


def _draw_tries(axes: Axes, role: str) -> Update:
    """The lowest loss of every grid, or random search, that is trained; the one shown larger."""
    loss_scale(axes, "lowest loss")
    first, last = (0, 1) if role == "grid" else (1, 21)
    room = 0.07 * (last - first)
    axes.set(xlim=(first - room, last + room / 2), xticks=np.linspace(first, last, 3))
    look: dict[str, Any] = {"color": colour(role), "ls": "", "mew": 0, "zorder": 3}
    (tries,) = axes.plot([], [], marker(role), ms=6, alpha=0.75, **look)
    (shown,) = axes.plot([], [], marker(role), ms=10, **look)
    here = axes.axvline(first, color=colour(role), lw=1.5, alpha=0.6)

    def update(numbers: Lattice) -> list[Artist]:
        lowest = shown_loss(numbers.grids if role == "grid" else numbers.randoms)
        at = numbers.offset if role == "grid" else first
        search: Search = getattr(numbers, role)
        tries.set_data(np.linspace(first, last, len(lowest)), lowest)
        shown.set_data([at], [shown_loss(search.lowest)])
        here.set_xdata([at, at])
        return [here, tries, shown]

    return update


def _draw_band(axes: Axes) -> Update:
    """Among the grids, where the middle half of the random searches lies."""
    band = axes.axhspan(1, 2, color=colour("random"), alpha=0.25, lw=0, zorder=0.8)
    label = axes.text(
        *(0.98, 0.93),
        "middle half of random",
        transform=axes.transAxes,
        color=colour("random"),
        size=12,
        ha="right",
        va="top",
    )

    def update(numbers: Lattice) -> list[Artist]:
        known = numbers.randoms[np.isfinite(numbers.randoms)]
        for artist in (band, label):
            artist.set_visible(len(known) > 3)
        if len(known) > 3:
            low, high = shown_loss(np.quantile(known, [0.25, 0.75]))
            band.set_y(low)
            band.set_height(high - low)
        return [band, label]

    return update
