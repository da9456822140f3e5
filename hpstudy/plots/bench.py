"""The picture of d.bench: two lanes by jobs and by hours, and the difference in each replay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hpstudy.plots.style import colour, is_slide, marker

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.bench import Bench
    from hpstudy.plots.drawing import Update

Array = NDArray[np.float64]

WIDTH, HEIGHT = 600, 400
LOWEST, HIGHEST = 53.0, 70.0  # errors drawn; one beyond stands at the edge
LEAST, MOST = -4.0, 40.0  # and differences


class Look(NamedTuple):
    """How a lane looks: told apart by marker and dash as well."""

    name: str
    role: str
    marker: str
    dash: Any


LANES = {
    "advised": Look("as advised", "bayesian", marker("bayesian"), "-"),
    "liked": Look("as you like", "accent", "s", (0, (4, 1.5))),
}


def draw_bench(figure: Figure) -> Update:
    """Curves by jobs on the left, by hours on the right, the differences below."""
    panels = figure.subplot_mosaic([["jobs", "hours"], ["pairs", "pairs"]], height_ratios=[5, 2])
    parts = [
        _draw_by_jobs(panels["jobs"]),
        _draw_bands(panels["jobs"]),
        _draw_by_hours(panels["hours"]),
        _draw_alarm(panels["hours"]),
        _draw_pairs(panels["pairs"]),
    ]

    def update(numbers: Bench) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _lanes(axes: Axes) -> dict[str, Any]:
    """Return a line for each lane, on the scale of errors."""
    axes.set(ylim=(LOWEST, HIGHEST), yticks=[55, 60, 65, 70])
    look: dict[str, Any] = {"drawstyle": "steps-post", "zorder": 3}
    return {
        lane: axes.plot([], [], color=colour(role), ls=dash, label=name, **look)[0]
        for lane, (name, role, _, dash) in LANES.items()
    }


def _draw_by_jobs(axes: Axes) -> Update:
    """The mean of the lowest error after each job, its value at the budget beside it."""
    from hpstudy.demos._replays import JOBS

    lines = _lanes(axes)
    slide = axes.figure is not None and is_slide(axes.figure.figure)
    axes.set(xlim=(0.5, JOBS + (10 if slide else 5)), xticks=[1, 10, 20, 30])
    axes.set(xlabel="jobs", ylabel="lowest error, mean")
    axes.set_title("By jobs", y=1)
    tight: dict[str, Any] = {"borderpad": 0, "borderaxespad": 0.2, "handletextpad": 0.3}
    if slide:
        axes.legend(loc="upper right", labelspacing=0.1, **tight)
    else:
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, columnspacing=0.7, **tight)
    budget = axes.axvline(JOBS, color=colour("muted"), lw=1.5, ls=(0, (2, 3)), zorder=1)
    look: dict[str, Any] = {"size": 12, "weight": "bold", "va": "center", "zorder": 5}
    ends = {lane: axes.text(0, 0, "", color=colour(LANES[lane].role), **look) for lane in LANES}

    def update(numbers: Bench) -> list[Artist]:
        budget.set_xdata([numbers.jobs] * 2)
        found = {lane: getattr(numbers, lane).end(numbers.jobs) for lane in LANES}
        heights = _apart(found["advised"], found["liked"], 2.6 if slide else 1.5)
        for (lane, end), height in zip(found.items(), heights, strict=True):
            lines[lane].set_data(np.arange(1, JOBS + 1), _shown(getattr(numbers, lane).mean))
            ends[lane].set_text(f"{end:.1f}" if np.isfinite(end) else "")
            ends[lane].set_position((JOBS + 0.8, height))
        return [budget, *lines.values(), *ends.values()]

    return update


def _draw_bands(axes: Axes) -> Update:
    """Thin lines between which the means surely lie."""
    from hpstudy.demos._replays import JOBS

    (edges,) = axes.plot([], [], color=colour("muted"), lw=1, alpha=0.7, zorder=2)
    x = np.tile([*range(1, JOBS + 1), np.nan], 4)

    def update(numbers: Bench) -> list[Artist]:
        lanes = [getattr(numbers, lane) for lane in LANES]
        y = [it.mean + sign * it.margin for it in lanes for sign in (-1, 1)]
        edges.set_data(x, np.concatenate([[*_shown(each), np.nan] for each in y]))
        return [edges]

    return update


def _draw_by_hours(axes: Axes) -> Update:
    """The same by hours; hollow where other numbers of jobs at once end."""
    lines = _lanes(axes)
    axes.set(xlim=(0.8, 40), xscale="log", xlabel="hours, an hour a job")
    axes.set_xticks([1, 3, 6, 10, 30], ["1", "3", "6", "10", "30"])
    axes.set_xticks([], minor=True)
    axes.set_title("By hours", y=1)
    look: dict[str, Any] = {"mfc": colour("paper"), "mew": 1.5, "ms": 8, "lw": 1.5, "zorder": 3.5}
    (trade,) = axes.plot([], [], "s", ls=(0, (1, 2)), color=colour("accent"), **look)
    ends = {
        lane: axes.plot([], [], look.marker, color=colour(look.role), ms=9, mew=0, zorder=4)[0]
        for lane, look in LANES.items()
    }

    def update(numbers: Bench) -> list[Artist]:
        for lane, line in lines.items():
            errors = _shown(getattr(numbers, lane).by_hours(numbers.jobs))
            line.set_data(np.arange(1, len(errors) + 1), errors)
            ends[lane].set_data([len(errors)], errors[-1:])
        by_hours = [lane.by_hours(numbers.jobs) for lane in numbers.trade.values()]
        trade.set_data([len(it) for it in by_hours], _shown([it[-1] for it in by_hours]))
        return [trade, *lines.values(), *ends.values()]

    return update


def _draw_alarm(axes: Axes) -> Update:
    """A lamp: lit when the bests crowd at an edge of a range."""
    lamp = axes.set_title(" ", y=1, loc="right", size=12, color=colour("unseen"))
    at: dict[str, Any] = {"transform": axes.transAxes, "ha": "right", "size": 12}
    off = axes.text(1, 1.02, "edge alarm: off", color=colour("muted"), va="bottom", **at)
    slide = axes.figure is not None and is_slide(axes.figure.figure)
    said = "hollow: more or\nfewer at once" if slide else "hollow: more or fewer at once"
    key = axes.text(0.99, 0.97, said, va="top", zorder=5, **at)
    key.set_color(colour("accent"))

    def update(numbers: Bench) -> list[Artist]:
        alarm = numbers.liked.alarm(numbers.jobs)
        lamp.set_text(f"▲ edge alarm: {alarm.knob}" if alarm else "")
        off.set_visible(alarm is None)
        key.set_visible(len(numbers.trade) > 1)
        return [lamp, off, key]

    return update


def _draw_pairs(axes: Axes) -> Update:
    """A dot a replay: by how much the lane "as you like" ends higher; their mean as a bar."""
    axes.set(xlim=(LEAST, MOST), ylim=(-1, 1), yticks=[])
    axes.set_xlabel("error as you like, less error as advised")
    axes.set_xscale("symlog", linthresh=1, linscale=1.5)
    axes.set_xticks([-3, -1, -0.3, 0, 0.3, 1, 3, 10, 30])
    axes.set_xticks([], minor=True)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace("-", "−"))
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=colour("ink"), lw=1.2, zorder=1)
    title = axes.set_title("Pair by pair", y=1)
    (dots,) = axes.plot([], [], "s", color=colour("accent"), ms=6, mew=0, alpha=0.55, zorder=2)
    (mean,) = axes.plot([], [], "|", color=colour("ink"), ms=34, mew=3, zorder=3)
    (sure,) = axes.plot([], [], color=colour("ink"), lw=2, zorder=3)

    def update(numbers: Bench) -> list[Artist]:
        dearer = numbers.dearer
        n = len(dearer)
        title.set_text(f"Pair by pair: {n} replays, their mean")
        # Heights far from one's neighbours', so that dots do not hide one another.
        dots.set_data(np.clip(dearer, LEAST, MOST), 0.8 * (np.arange(n) * 0.618 % 1) - 0.4)
        middle = dearer.mean() if n else np.nan
        half = 1.96 * dearer.std(ddof=1) / n**0.5 if n > 1 else np.nan
        mean.set_data([middle], [0])
        sure.set_data([middle - half, middle + half], [0, 0])
        return [title, dots, sure, mean]

    return update


def _apart(first: float, second: float, room: float = 1.5) -> tuple[float, float]:
    """Return where labels of two errors stand: not on each other, nor off the picture."""
    low, high = np.clip([first, second], LOWEST + 0.4 * room, HIGHEST - 0.4 * room)
    if abs(low - high) >= room:
        return float(low), float(high)
    middle = np.clip((low + high) / 2, LOWEST + 0.9 * room, HIGHEST - 0.9 * room)
    half = room / 2 if second >= first else -room / 2
    return float(middle - half), float(middle + half)


def _shown(errors: ArrayLike) -> Array:
    shown: Array = np.clip(np.asarray(errors, dtype=float), LOWEST, HIGHEST - 0.1)
    return shown
