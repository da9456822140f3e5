"""The picture of d.plan: the plan on a page, its lowest loss by the hour, and that of 1, 4, 16."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.plots.search import plain
from hpstudy.plots.style import colour, marker, plain_numbers

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.plan import Plan
    from hpstudy.plots.drawing import Update

Array = NDArray[np.float64]
LOWEST, HIGHEST = 0.14, 1.5  # losses drawn
_HOURS = [1, 2, 4, 8, 16, 32]
# A worker more is a stroke more: told by the dashes as well as by the place of the curve.
_DASHES = {1: "-", 4: (0, (5, 1.5)), 16: (0, (1, 1))}


def draw_plan(figure: Figure) -> Update:
    """The plan's table and its run on the left, the comparison on the right."""
    axes = figure.subplot_mosaic(
        [["table", "workers"], ["run", "workers"]], height_ratios=[1, 1.55], width_ratios=[1, 1.1]
    )
    parts = [_draw_table(axes["table"]), _draw_run(axes["run"]), _draw_workers(axes["workers"])]

    def update(numbers: Plan) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_table(axes: Axes) -> Update:
    axes.axis("off")
    axes.set(xlim=(0, 1), ylim=(4.6, -0.5))
    axes.set_title("The plan", y=1)
    names = ("strategy", "jobs", "at once", "rounds", "cost")
    values = []
    for row, name in enumerate(names):
        axes.text(0, row, name, color=colour("muted"), size=13, va="center")
        values.append(axes.text(0.36, row, "", color=colour("ink"), size=13, va="center"))

    def update(numbers: Plan) -> list[Artist]:
        what = numbers.schedule
        said = (what.strategy, what.jobs, what.parallel, f"{what.rounds}, an hour each")
        for text, value in zip(values, (*said, f"${what.cost}"), strict=True):
            text.set_text(str(value))
        return list(values)

    return update


def _losses(axes: Axes) -> None:
    axes.set(yscale="log", ylim=(LOWEST, HIGHEST), yticks=[0.2, 0.3, 0.5, 1])
    plain(axes.yaxis)


def _draw_run(axes: Axes) -> Update:
    _losses(axes)
    axes.set(xlim=(0, 24.6), xlabel="hours", ylabel="lowest loss")
    axes.set_xticks([0, 4, 8, 12, 16, 20, 24])
    wanted = axes.axhline(0.25, color=colour("accent"), lw=1.5, ls=(0, (4, 3)), label="wanted")
    deadline = axes.axvline(8, color=colour("muted"), lw=1.5, ls=(0, (2, 2)), label="done")
    (jobs,) = axes.plot([], [], "o", color=colour("past"), ms=4.5, mew=0)
    (lowest,) = axes.plot([], [], color=colour("model"), drawstyle="steps-post", lw=2.5)
    (star,) = axes.plot([], [], marker("incumbent"), color=colour("incumbent"), ms=16, mew=0, ls="")
    axes.legend(
        handles=[wanted, deadline], loc="upper right", ncols=2, borderpad=0, columnspacing=1
    )

    def update(numbers: Plan) -> list[Artist]:
        what, trajectory = numbers.schedule, numbers.trajectory
        wanted.set_ydata([numbers.wanted] * 2)
        deadline.set_xdata([what.rounds] * 2)
        ended = np.arange(len(numbers.losses)) // what.parallel + 1
        jobs.set_data(ended, np.clip(numbers.losses, LOWEST, HIGHEST))
        hours = np.arange(1, len(trajectory) + 1)
        lowest.set_data(hours, np.clip(trajectory, LOWEST, HIGHEST))
        at = [numbers.reached] if numbers.reached else []
        star.set_data(at, [trajectory[hour - 1] for hour in at])
        return [wanted, deadline, jobs, lowest, star]

    return update


def _draw_workers(axes: Axes) -> Update:
    from hpstudy.demos.plan import JOBS

    _losses(axes)
    axes.set(xscale="log", xlim=(0.9, 40), xlabel="hours")
    axes.set_xticks(_HOURS)
    plain_numbers(axes.xaxis)
    axes.minorticks_off()
    axes.set_title(f"{JOBS} jobs: 1, 4, 16 at once", y=1)
    look: dict[str, Any] = {"color": colour("bayesian"), "marker": "P", "mew": 0, "ms": 6}
    lines = {w: axes.plot([], [], ls=dash, **look)[0] for w, dash in _DASHES.items()}
    (each,) = axes.plot([], [], color=colour("past"), lw=0.8, alpha=0.7, zorder=1)
    names = {w: axes.text(1, 1, "", color=colour("ink"), size=13, va="top") for w in _DASHES}

    def update(numbers: Plan) -> list[Artist]:
        thin = []
        for workers, line in lines.items():
            curves = numbers.curves[workers]
            hours = np.arange(1, curves.shape[1] + 1)
            mean = _mean(curves)
            line.set_data(hours[: len(mean)], mean)
            thin += [(hours, curve) for curve in curves]
            names[workers].set_text(f"{workers}" if len(mean) else "")
            names[workers].set_position((hours[-1], mean[-1] * 0.93 if len(mean) else 1))
        each.set_data(*_as_one_line(thin))
        return [each, *lines.values(), *names.values()]

    return update


def _mean(curves: Array) -> Array:
    """Return the mean curve, of logarithms as on the scale drawn; empty if there are none."""
    mean: Array = np.exp(np.log(curves).mean(axis=0)) if len(curves) else np.empty(0)
    return mean


def _as_one_line(curves: list[tuple[Array, Array]]) -> tuple[list[float], list[float]]:
    """Return curves as one line with gaps: an artist instead of many."""
    x, y = [], []
    for hours, losses in curves:
        x += [*map(float, hours), np.nan]
        y += [*map(float, np.clip(losses, LOWEST, HIGHEST)), np.nan]
    return x, y
