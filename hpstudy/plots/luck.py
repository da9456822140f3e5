"""The picture of d.luck: what winners promised and kept, draw by draw and on average."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.style import colour, marker, plain_numbers

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.luck import Luck
    from hpstudy.plots.drawing import Update

LOWEST, HIGHEST = 0.7, 1.0  # accuracies drawn


def draw_luck(figure: Figure) -> Update:
    """The winner of each draw on the left, the best of 1, 2, ... on the right."""
    each, many = figure.subplots(1, 2, width_ratios=[1, 1.15])
    parts = [_draw_each(each), _draw_many(many)]

    def update(numbers: Luck) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _percent(axis: Any) -> None:
    axis.set_ticks([0.7, 0.8, 0.9, 1], ["70 %", "80 %", "90 %", "100 %"])


def _draw_each(axes: Axes) -> Update:
    room = 0.012
    axes.set(xlim=(LOWEST - room, HIGHEST + room), ylim=(LOWEST - room, HIGHEST + room))
    axes.set(xlabel="promised by the few", ylabel="kept on all others")
    _percent(axes.xaxis)
    _percent(axes.yaxis)
    title = axes.set_title(" ", y=1)
    ends = [LOWEST, HIGHEST]
    axes.plot(ends, ends, color=colour("truth"), lw=1.5, ls=(0, (4, 3)), zorder=1)
    axes.text(0.795, 0.775, "as promised", color=colour("muted"), size=12)
    look: dict[str, Any] = {"ls": "", "mew": 0, "clip_on": False}
    (dots,) = axes.plot([], [], "o", color=colour("unseen"), ms=7, alpha=0.35, zorder=2, **look)
    (star,) = axes.plot([], [], marker("incumbent"), color=colour("incumbent"), ms=17, **look)
    star.set(mec=colour("paper"), mew=1, zorder=4, label="mean")
    axes.legend(loc="lower right", borderpad=0.1, handletextpad=0.1)

    def update(numbers: Luck) -> list[Artist]:
        title.set_text(f"200 times the best of {numbers.tried}")
        promised, kept = (np.clip(each, LOWEST, HIGHEST) for each in numbers.winners)
        dots.set_data(promised, kept)
        means = [[each.mean()] if len(each) else [] for each in numbers.winners]
        star.set_data(*(np.clip(mean, LOWEST, HIGHEST) for mean in means))
        return [title, dots, star]

    return update


def _draw_many(axes: Axes) -> Update:
    axes.set(xscale="log", xlim=(0.9, 112), ylim=(0.855, 1.022), xlabel="configurations tried")
    axes.set_xticks([1, 2, 5, 10, 20, 50, 100])
    axes.set_yticks([0.88, 0.92, 0.96, 1], ["88 %", "92 %", "96 %", "100 %"])
    plain_numbers(axes.xaxis)
    axes.set_title("The best of so many: mean", y=1)
    (default,) = axes.plot([], [], color=colour("truth"), lw=2, ls=(0, (1, 1.5)), label="default")
    (promised,) = axes.plot([], [], color=colour("incumbent"), ls=(0, (5, 2)), label="promised")
    (kept,) = axes.plot([], [], color=colour("unseen"), label="kept")
    (gap,) = axes.plot([], [], color=colour("ink"), lw=1.5, marker="_", ms=9, mew=1.5)
    note = axes.text(1, 0.9, "", color=colour("ink"), size=13, va="center", ha="right")
    axes.legend(loc="upper right", borderpad=0, ncols=3, columnspacing=0.8, handlelength=1.2)

    def update(numbers: Luck) -> list[Artist]:
        known = len(numbers.kept) > 0
        means = [each.mean(axis=0) if known else [] for each in (numbers.promised, numbers.kept)]
        n = np.arange(1, len(means[0]) + 1)
        for line, mean in zip((promised, kept), means, strict=True):
            line.set_data(n, mean)
        default.set_data([0.9, 112], [numbers.default] * 2)
        ends = [float(each[numbers.tried - 1]) for each in means] if known else [np.nan] * 2
        gap.set_data([numbers.tried] * 2, ends)
        note.set_text(f"{100 * numbers.flattery:+.1f}" if known else "")
        middle = min(max(sum(ends) / 2, 0.885), 0.99) if known else 1
        # Between the curves there is room to the right, but at the end.
        end = numbers.tried == numbers.promised.shape[1]
        note.set_position((numbers.tried * (0.9 if end else 1.12), middle))
        note.set_horizontalalignment("right" if end else "left")
        return [default, promised, kept, gap, note]

    return update
