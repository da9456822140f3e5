"""The picture of d.parents: jobs by learning rate, and the lowest loss so far, cold and warm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.plots.search import plain
from hpstudy.plots.style import colour

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.parents import Jobs, Parents
    from hpstudy.plots.drawing import Update

Array = NDArray[np.float64]
_LOWEST, _HIGHEST = 0.12, 4.6
# Both children search alike, so they share the colour; the cold one is hollow, and dashed.
_COLD: dict[str, Any] = {"mfc": colour("paper"), "mec": colour("bayesian"), "mew": 1.8}
_WARM: dict[str, Any] = {"mfc": colour("bayesian"), "mec": colour("bayesian"), "mew": 1.8}


def draw_parents(figure: Figure) -> Update:
    """Where the jobs lie on the left, what they lead to on the right."""
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[1, 1])
    parts = [_draw_jobs(left), _draw_lowest(right)]

    def update(numbers: Parents) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_jobs(axes: Axes) -> Update:
    axes.set(xscale="log", xlim=(7e-5, 1.4), xlabel="learning rate")
    axes.set(yscale="log", ylim=(_LOWEST, _HIGHEST))
    axes.set_xticks([1e-4, 1e-2, 1])
    axes.set_yticks([0.2, 0.5, 1, 2, 4])
    plain(axes.xaxis)
    plain(axes.yaxis)
    axes.set_title("Loss of every job", y=1)
    (parent,) = axes.plot([], [], "o", color=colour("past"), ms=8, mew=0, label="parent")
    (cold,) = axes.plot([], [], "o", ms=7, label="child, cold", **_COLD)
    (warm,) = axes.plot([], [], "o", ms=7, label="child, warm", **_WARM)
    axes.legend(loc="lower left", borderpad=0.1, handletextpad=0.1)

    def update(numbers: Parents) -> list[Artist]:
        for line, jobs in ((parent, numbers.parent), (cold, numbers.cold), (warm, numbers.warm)):
            line.set_data(*_places(jobs))
        return [parent, cold, warm]

    return update


def _places(jobs: Jobs) -> tuple[list[float], list[float]]:
    return [job.configuration["learning_rate"] for job in jobs], [job.loss for job in jobs]


def _draw_lowest(axes: Axes) -> Update:
    from hpstudy.demos.parents import CHILD_JOBS

    axes.set(xlim=(0.6, CHILD_JOBS + 0.4), xlabel="jobs of the child")
    axes.set_xticks([1, 3, 5, 10])
    title = axes.set_title(" ", y=1)
    note = axes.text(
        *(0.97, 0.97),
        "",
        transform=axes.transAxes,
        color=colour("muted"),
        size=12,
        ha="right",
        va="top",
    )
    # While there is one replay it is drawn with its jobs; from two on, the average and its spread.
    lines = {
        name: axes.plot([], [], ls, color=colour("bayesian"), marker="o", ms=6, lw=2, **look)[0]
        for name, ls, look in (("cold", "--", _COLD), ("warm", "-", _WARM))
    }
    bands = {name: axes.fill([], [], color=colour("bayesian"), lw=0)[0] for name in lines}
    bands["cold"].set(alpha=0.15)
    bands["warm"].set(alpha=0.3)

    def update(numbers: Parents) -> list[Artist]:
        many = len(numbers.colds) > 1
        title.set_text(f"Lowest so far, {'mean of ' + str(len(numbers.colds)) if many else 'once'}")
        note.set_text("bands: the middle half" if many else "")
        shown = {
            "cold": (numbers.cold, numbers.colds),
            "warm": (numbers.warm, numbers.warms),
        }
        for name, (jobs, replays) in shown.items():
            lowest = replays.mean(axis=0) if many else _lowest_so_far(jobs)
            lines[name].set_data(np.arange(1, len(lowest) + 1), lowest)
            bands[name].set_xy(_band(replays) if many else np.empty((0, 2)))
        return [title, note, *bands.values(), *lines.values()]

    return update


def _lowest_so_far(jobs: Jobs) -> Array:
    return np.minimum.accumulate(np.array([job.loss for job in jobs]))


def _band(replays: Array) -> Array:
    """Return the corners of the region that holds the middle half of the replays."""
    low, high = np.quantile(replays, [0.25, 0.75], axis=0)
    jobs = np.arange(1, replays.shape[1] + 1)
    return np.column_stack([np.concatenate([jobs, jobs[::-1]]), np.concatenate([low, high[::-1]])])
