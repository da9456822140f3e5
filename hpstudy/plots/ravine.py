"""The picture of d.ravine: the ball's way, its loss step by step, and the map of all balls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hpstudy.plots.style import colour
from hpstudy.plots.ways import until_lost

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.ravine import Ravine
    from hpstudy.plots.drawing import Update

FEWEST, MOST = 10, 5000  # steps at the ends of the map's colours
ELLIPSES = (1.0, 0.4, 0.15, 0.04)  # contours, as shares of the loss at the start


def draw_ravine(figure: Figure) -> Update:
    """The ravine above, the loss below it, the map on the right."""
    axes = figure.subplot_mosaic(
        [["way", "map"], ["loss", "map"]], width_ratios=[6, 5], height_ratios=[6, 5]
    )
    parts = [_draw_way(axes["way"]), _draw_loss(axes["loss"]), _draw_map(axes["map"])]

    def update(numbers: Ravine) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_way(axes: Axes) -> Update:
    axes.set(xlim=(-11, 11), ylim=(-3, 3), xticks=[-10, 0, 10], yticks=[-2, 0, 2])
    axes.set_title("The ball in the ravine")
    axes.grid(visible=False)
    (contours,) = axes.plot([], [], color=colour("hairline"), lw=1.2)
    (way,) = axes.plot([], [], ".-", color=colour("momentum"), lw=1, ms=5, mew=0)
    (ball,) = axes.plot([], [], "o", color=colour("momentum"), ms=9, mew=0)

    def update(numbers: Ravine) -> list[Artist]:
        contours.set_data(*ellipses(numbers.kappa))
        path = until_lost(numbers.path, 25)
        way.set_data(path[:, 0], path[:, 1])
        ball.set_data(path[-1:, 0], path[-1:, 1])
        return [contours, way, ball]

    return update


def ellipses(kappa: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the contours x^2 + kappa y^2 = constant as one line, with gaps between them."""
    angle = np.append(np.linspace(0, 2 * np.pi, 65), np.nan)
    radii = np.sqrt(np.array(ELLIPSES) * (100 + kappa))[:, None]
    return (radii * np.cos(angle)).ravel(), (radii * np.sin(angle) / np.sqrt(kappa)).ravel()


def _draw_loss(axes: Axes) -> Update:
    axes.set(yscale="log", xlim=(0, 202), ylim=(1e-8, 1e4), xlabel="step", title="Its loss")
    axes.set_yticks([1e-6, 1e-2, 100], ["1e-6", "0.01", "100"])
    axes.axhline(1e-6, color=colour("truth"), lw=1.5, ls=(0, (4, 3)))
    (line,) = axes.plot([], [], color=colour("momentum"), lw=1.8)

    def update(numbers: Ravine) -> list[Artist]:
        losses = np.clip(np.nan_to_num(numbers.losses, nan=1e9, posinf=1e9), 1e-12, 1e9)
        line.set_data(np.arange(len(losses)), losses)
        return [line]

    return update


def height(momentum: np.ndarray | float) -> np.ndarray:
    """Return where a momentum is drawn on the map: each step up halves what a ball loses a step."""
    return np.asarray(-np.log2(1 - np.asarray(momentum)))


def _draw_map(axes: Axes) -> Update:
    from hpstudy.demos.ravine import MOMENTA, RATES

    x, y = np.log10(RATES), height(MOMENTA)
    right, up = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    extent = (x[0] - right, x[-1] + right, y[0] - up, y[-1] + up)
    _label_map(axes)
    cells = axes.imshow(
        np.full((len(y), len(x)), np.nan),
        cmap="viridis_r",
        norm="log",
        clim=(FEWEST, MOST),
        extent=extent,
        origin="lower",
        zorder=1,
    )
    axes.set_ylim(top=extent[3] + 1.3)  # room for the scale of colours
    (halo,) = axes.plot([], [], "o", color=colour("paper"), ms=13, mew=0, zorder=3)
    (here,) = axes.plot([], [], "o", color=colour("momentum"), ms=9, mew=0, zorder=4)

    def update(numbers: Ravine) -> list[Artist]:
        cells.set_data(np.where(np.isinf(numbers.map), np.nan, numbers.map))
        at = [np.log10(numbers.rate)], [height(numbers.momentum)]
        halo.set_data(*at)
        here.set_data(*at)
        return [cells, halo, here]

    return update


def _label_map(axes: Axes) -> None:
    momenta = [0, 0.5, 0.75, 0.9, 0.95, 0.99]
    axes.set_xticks([-4, -3, -2, -1, 0], ["0.0001", "0.001", "0.01", "0.1", "1"])
    axes.set_yticks(height(np.array(momenta)), [f"{momentum:g}" for momentum in momenta])
    axes.set(xlabel="learning rate", ylabel="momentum", title="Steps until it rests")
    axes.grid(visible=False)
    scale = axes.inset_axes((0.03, 0.95, 0.94, 0.035))
    scale.imshow(np.geomspace(FEWEST, MOST, 64)[None], cmap="viridis_r", norm="log", aspect="auto")
    scale.set(xticks=[0, 23, 47, 63], yticks=[])
    scale.set_xticklabels(["10", "100", "1000", "5000"])
    scale.spines[:].set_visible(False)
    scale.grid(visible=False)
