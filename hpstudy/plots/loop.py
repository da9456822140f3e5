"""The picture of d.loop: two searches in the box, their lowest losses, and how ten races ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.search import (
    LossDots,
    Ring,
    box_axes,
    box_cells,
    loss_colours,
    plain,
)
from hpstudy.plots.style import colour, marker

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.loop import Lane, Loop
    from hpstudy.plots.drawing import Update

WIDTH, HEIGHT = 600, 410
LOWEST, HIGHEST = 0.17, 1.2  # losses drawn below
MOST = 40  # trainings that there is room for


def draw_loop(figure: Figure) -> Update:
    """Bayesian search on the left, random on the right; below, what came of both."""
    above, below = figure.subplots(2, 2, height_ratios=[5, 3])
    parts = [
        _draw_lane(above[0], "bayesian", "ground: loss expected"),
        _draw_lane(above[1], "random", "ring: lowest · square: latest"),
        _draw_trajectories(below[0]),
        _draw_ends(below[1]),
    ]
    above[1].set_ylabel("")

    def update(numbers: Loop) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_lane(axes: Axes, role: str, key: str) -> Update:
    """A search's trainings in the colour of their loss; below Bayesian search's, its belief."""
    box_axes(axes)
    axes.set_title(role.capitalize(), y=1)
    axes.set_title(key, y=1, loc="right", size=12, weight="normal", color=colour("muted"))
    cells = box_cells(axes)
    dots = LossDots(axes, marker=marker(role), zorder=3)
    (last,) = axes.plot([], [], "s", mfc="none", mec=colour("accent"), mew=2, ms=19, zorder=3.5)
    ring = Ring(axes, zorder=4)

    def update(numbers: Loop) -> list[Artist]:
        lane: Lane = getattr(numbers, role)
        believed = numbers.believed if role == "bayesian" else np.full((1, 1), np.nan)
        ground = loss_colours(believed)
        ground[..., 3] *= 0.5  # so that trainings stand out
        cells.set_data(ground)
        best = [int(lane.losses.argmin())] if len(lane.losses) else []
        last.set_data(lane.rates[-1:], lane.l2s[-1:])
        return [
            cells,
            *dots.show(lane.rates, lane.l2s, lane.losses),
            last,
            *ring.show(lane.rates[best], lane.l2s[best]),
        ]

    return update


def _losses(axes: Axes) -> None:
    axes.set(yscale="log", ylim=(LOWEST, HIGHEST), yticks=[0.2, 0.3, 0.5, 1])
    plain(axes.yaxis)


def _draw_trajectories(axes: Axes) -> Update:
    _losses(axes)
    axes.set(xlim=(0.5, MOST + 1), xlabel="trainings", ylabel="lowest loss")
    lines = {
        role: axes.plot([], [], color=colour(role), drawstyle="steps-post", lw=2.5, ls=style)[0]
        for role, style in (("random", (0, (4, 1.5))), ("bayesian", "-"))
    }
    ends = {
        role: axes.plot([], [], marker(role), color=colour(role), ms=8, mew=0)[0] for role in lines
    }
    budget = axes.axvline(20, color=colour("muted"), lw=1, ls=(0, (2, 3)))

    def update(numbers: Loop) -> list[Artist]:
        budget.set_xdata([numbers.trials] * 2)
        for role, line in lines.items():
            lowest = np.clip(getattr(numbers, role).trajectory, LOWEST, HIGHEST)
            line.set_data(np.arange(1, len(lowest) + 1), lowest)
            ends[role].set_data([len(lowest)] * len(lowest[-1:]), lowest[-1:])
        return [budget, *lines.values(), *ends.values()]

    return update


def _draw_ends(axes: Axes) -> Update:
    _losses(axes)
    axes.set(xlim=(0.3, 10.7), xticks=range(1, 11), xlabel="ten other races")
    look: dict[str, Any] = {"ls": "", "mew": 0, "zorder": 3, "ms": 8}
    dots = {
        role: axes.plot([], [], marker(role), color=colour(role), **look)[0]
        for role in ("bayesian", "random")
    }
    named = list(dots.values()), [role.capitalize() for role in dots]
    axes.legend(*named, loc="upper right", ncols=2, handletextpad=0.1, columnspacing=1, borderpad=0)
    (between,) = axes.plot([], [], color=colour("muted"), lw=1, zorder=2)

    def update(numbers: Loop) -> list[Artist]:
        race = np.arange(1.0, len(numbers.ends) + 1)
        ends = np.clip(numbers.ends, LOWEST, HIGHEST)
        for column, line in enumerate(dots.values()):
            line.set_data(race, ends[:, column])
        gaps = np.column_stack([ends, np.full(len(race), np.nan)])
        between.set_data(np.repeat(race, 3), gaps.ravel())
        return [between, *dots.values()]

    return update
