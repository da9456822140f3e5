"""The picture of d.race: three trails in a ravine, three nets, and where they end by rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.style import colour, marker, plain_numbers
from hpstudy.plots.ways import until_lost

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.race import Race
    from hpstudy.plots.drawing import Update

LABELS = {"gradient_descent": "gradient descent", "momentum": "momentum 0.9", "adam": "Adam"}


def draw_race(figure: Figure) -> Update:
    """The ravine above, the digits below it, accuracy by rate on the right."""
    axes = figure.subplot_mosaic([["ravine", "rates"], ["digits", "rates"]], width_ratios=[5, 6])
    parts = [
        _draw_ravine(axes["ravine"]),
        _draw_digits(axes["digits"]),
        _draw_rates(axes["rates"]),
    ]

    def update(numbers: Race) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_ravine(axes: Axes) -> Update:
    from hpstudy.demos.race import CURVATURES
    from hpstudy.surfaces import bowl

    across, up = np.linspace(-11, 11, 45), np.linspace(-2.2, 2.2, 33)
    losses = bowl(np.stack(np.meshgrid(across, up), axis=-1), np.array(CURVATURES))
    look: Any = {"colors": colour("hairline"), "linewidths": 1}
    axes.contour(across, up, losses, levels=[1, 5, 15, 30, 50, 80], **look)
    axes.set(xlim=(-11, 11), ylim=(-2.2, 2.2), xticks=[-10, 0, 10], yticks=[-2, 0, 2])
    axes.set_title("A ravine, 60 steps")
    axes.grid(visible=False)
    lines = {
        racer: axes.plot([], [], color=colour(racer), marker=marker(racer), lw=1, ms=4.5, mew=0)[0]
        for racer in LABELS
    }

    def update(numbers: Race) -> list[Artist]:
        for racer, line in lines.items():
            trail = until_lost(numbers.trails[racer], 25)
            line.set_data(trail[:, 0], trail[:, 1])
        return [*lines.values()]

    return update


def _draw_digits(axes: Axes) -> Update:
    axes.set(xlim=(0, 5.2), ylim=(0, 1), xticks=range(6), yticks=[0, 0.5, 1], xlabel="epoch")
    axes.set_title("Digits, accuracy")
    lines = {
        racer: axes.plot([], [], color=colour(racer), marker=marker(racer), ms=6, mew=0)[0]
        for racer in LABELS
    }

    def update(numbers: Race) -> list[Artist]:
        for racer, line in lines.items():
            reached = numbers.accuracies[racer]
            line.set_data(np.arange(1, len(reached) + 1), reached)
        return [*lines.values()]

    return update


def _draw_rates(axes: Axes) -> Update:
    axes.set(xscale="log", xlim=(7e-5, 1.4), ylim=(0, 1.36), xlabel="learning rate")
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.set_title("Digits, after 5 epochs")
    axes.set_xticks([1e-4, 1e-3, 0.01, 0.1, 1])
    plain_numbers(axes.xaxis)
    lines = {
        racer: axes.plot(
            [], [], color=colour(racer), marker=marker(racer), ms=7, mew=0, lw=1, label=label
        )[0]
        for racer, label in LABELS.items()
    }
    axes.legend(loc="upper left", borderpad=0.2)
    here = axes.axvline(0.01, color=colour("hairline"), lw=1.5, zorder=0)

    def update(numbers: Race) -> list[Artist]:
        here.set_xdata([numbers.rate] * 2)
        for racer, line in lines.items():
            points = sorted(numbers.ended[racer].items())
            line.set_data([rate for rate, _ in points], [accuracy for _, accuracy in points])
        return [here, *lines.values()]

    return update
