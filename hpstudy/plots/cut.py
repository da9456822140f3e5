"""The picture of d.cut: learning curves as far as a rule lets them run, and a bar a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.plots.style import colour, is_slide, marker, plain_numbers

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.cut import Cut
    from hpstudy.plots.drawing import Update

Array = NDArray[Any]
LOWEST, HIGHEST = 0.12, 4.5


def draw_cut(figure: Figure) -> Update:
    """The race on the left, what each job was given on the right."""
    curves, bars = figure.subplots(1, 2, width_ratios=[5, 4])
    parts = [_draw_curves(curves), _draw_bars(bars)]

    def update(numbers: Cut) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_curves(axes: Axes) -> Update:
    from hpstudy.demos._curves import EPOCHS
    from hpstudy.demos.cut import NONE

    slide = axes.figure is not None and is_slide(axes.figure.figure)
    lowest = LOWEST / 2 if slide else LOWEST  # room for the legend
    axes.set(xlim=(0, EPOCHS + 1), ylim=(lowest, HIGHEST), yscale="log", xlabel="epoch")
    axes.set_xticks([1, 3, 9, 27])
    axes.set_yticks([0.2, 0.5, 1, 2, 4], minor=False)
    plain_numbers(axes.yaxis)
    axes.yaxis.set_minor_locator(_no_ticks())
    axes.set_title("Validation loss, 30 jobs", y=1)
    look: dict[str, Any] = {"solid_joinstyle": "round"}
    (rest,) = axes.plot([], [], color=colour("past"), lw=1, alpha=0.8, zorder=1, **look)
    (run,) = axes.plot([], [], color=colour("halving"), lw=1.6, zorder=2, **look)
    (ends,) = axes.plot(
        [], [], "x", color=colour("halving"), ms=6, mew=2, zorder=3, label="stopped here"
    )
    star: dict[str, Any] = {"ls": "", "ms": 15, "mec": colour("paper"), "mew": 1, "zorder": 4}
    (best,) = axes.plot(
        [], [], marker("incumbent"), color=colour("incumbent"), label="best of all", **star
    )
    grace = axes.axvline(1, color=colour("muted"), lw=1.5, ls=(0, (3, 2)), zorder=0.5)
    axes.legend(loc="lower left", borderpad=0.1, handletextpad=0.3)

    def update(numbers: Cut) -> list[Artist]:
        n, shown = len(numbers.losses), np.clip(numbers.losses, LOWEST, HIGHEST)
        epochs, granted = np.tile(np.arange(1, EPOCHS + 1), (n, 1)), numbers.granted[:, None]
        rest.set_data(*_as_one_line(epochs, np.where(epochs >= granted, shown, np.nan)))
        run.set_data(*_as_one_line(epochs, np.where(epochs <= granted, shown, np.nan)))
        cut = np.flatnonzero(numbers.granted < numbers.trained)
        ends.set_data(numbers.granted[cut], shown[cut, numbers.granted[cut] - 1])
        at = [numbers.trained] if numbers.trained else []
        best.set_data(at, [shown[numbers.best, t - 1] for t in at])
        grace.set_xdata([numbers.grace] * 2)
        grace.set_visible(numbers.rule != NONE)
        return [grace, rest, run, ends, best]

    return update


def _draw_bars(axes: Axes) -> Update:
    from hpstudy.demos._curves import EPOCHS
    from hpstudy.demos.cut import JOBS

    axes.set(xlim=(0, EPOCHS + 2.5), ylim=(JOBS + 0.5, 0.5), xlabel="epochs it is given")
    axes.set_xticks([0, 9, 18, 27])
    axes.set_yticks([1, 10, 20, 30])
    axes.set_ylabel("job")
    title = axes.set_title(" ", y=1)
    axes.grid(visible=False)
    thick: dict[str, Any] = {"solid_capstyle": "butt", "lw": 4.5}
    (rest,) = axes.plot([], [], color=colour("hairline"), zorder=1, **thick)
    (run,) = axes.plot([], [], color=colour("halving"), zorder=2, **thick)
    star: dict[str, Any] = {"ls": "", "ms": 13, "mew": 0, "zorder": 3}
    (best,) = axes.plot([], [], marker("incumbent"), color=colour("incumbent"), **star)

    def update(numbers: Cut) -> list[Artist]:
        jobs = np.arange(1, JOBS + 1)
        title.set_text(f"Epochs saved: {numbers.saved:.0%}" if numbers.trained else "")
        rest.set_data(*_bars(jobs, np.full(JOBS, numbers.trained)))
        run.set_data(*_bars(jobs, numbers.granted))
        best.set_data(*([EPOCHS + 1.3], [numbers.best + 1]) if numbers.trained else ([], []))
        return [title, rest, run, best]

    return update


def _as_one_line(x: Array, y: Array) -> tuple[Array, Array]:
    """Return many curves (n, t) as one line with gaps: an artist instead of n."""
    gap = np.full((len(x), 1), np.nan)
    return np.hstack([x, gap]).ravel(), np.hstack([y, gap]).ravel()


def _bars(jobs: Array, lengths: Array) -> tuple[Array, Array]:
    """Return horizontal bars from 0 to each length, as one line with gaps."""
    ends = np.column_stack([np.zeros(len(jobs)), lengths])
    return _as_one_line(ends, np.column_stack([jobs, jobs]))


def _no_ticks() -> Any:
    from matplotlib.ticker import NullLocator

    return NullLocator()
