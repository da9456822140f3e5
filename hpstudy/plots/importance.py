"""The picture of d.importance: losses against one knob, and what each knob explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hpstudy.plots.style import colour, marker

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.importance import Importance
    from hpstudy.plots.drawing import Update

NAMES = {
    "learning_rate": "learning rate",
    "l2": "L2",
    "momentum": "momentum",
    "width": "hidden units",
}


def draw_importance(figure: Figure) -> Update:
    """Every trial by each of the knobs on the left, a bar a knob on the right."""
    names = list(NAMES)
    axes = figure.subplot_mosaic(
        [[*names[:2], "shares"], [*names[2:], "shares"]], width_ratios=[2, 2, 3]
    )
    parts = [_draw_trials(axes[name], name) for name in names]
    parts.append(_draw_shares(axes["shares"]))

    def update(numbers: Importance) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_trials(axes: Axes, name: str) -> Update:
    from hpstudy.demos.importance import BINS, SPACE, bin_means

    column, knob = list(SPACE).index(name), SPACE[name]
    ends = [f"{knob.from_unit(end):g}".replace("e-0", "e-") for end in (0.0, 1.0)]
    axes.set(xlim=(-0.06, 1.06), ylim=(0, 3), xlabel=NAMES[name])
    axes.set_xticks([0, 1], ends)
    axes.set_yticks([0, 1, 2, 3])
    if column == 0:
        axes.set_title("Loss, by knob")
    (dots,) = axes.plot([], [], "o", color=colour("unseen"), ms=3.5, mew=0, alpha=0.5)
    (means,) = axes.plot([], [], color=colour("model"), marker=".")
    (best,) = axes.plot([], [], marker("incumbent"), color=colour("incumbent"), ls="", ms=14)

    def update(numbers: Importance) -> list[Artist]:
        values, losses = numbers.values[:, column], numbers.losses
        dots.set_data(values, np.minimum(losses, 3))
        means.set_data([], [])
        if len(values) >= 2 * BINS:
            means.set_data(*bin_means(values, losses))
        best.set_data([values[numbers.best]], [losses[numbers.best]])
        return [dots, means, best]

    return update


def _draw_shares(axes: Axes) -> Update:
    rows = range(len(NAMES))
    axes.set(xlim=(0, 1), ylim=(len(NAMES) - 0.4, -0.6), title="Spread explained")
    axes.set_yticks(rows, list(NAMES.values()))
    axes.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    bars = axes.barh(rows, [0.0] * len(NAMES), 0.6, color=colour("unseen"))
    words = [axes.text(0, row, "", va="center") for row in rows]
    chance = axes.axvline(0, color=colour("truth"), lw=1.5, ls=(0, (4, 3)), label="by chance")
    axes.legend(loc="lower right", borderpad=0.2)

    def update(numbers: Importance) -> list[Artist]:
        for name, bar, word in zip(NAMES, bars, words, strict=True):
            share = numbers.shares[name]
            bar.set_width(np.nan_to_num(share))
            word.set_x(np.nan_to_num(share) + 0.02)
            word.set_text("" if np.isnan(share) else f"{share:.0%}")
        chance.set_xdata([numbers.by_chance] * 2 if len(numbers.losses) > 50 else [2, 2])
        return [*bars, *words, chance]

    return update
