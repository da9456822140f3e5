"""The picture of d.objective: how the winner by one measure stands by all the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.style import WIDTH, colour, is_slide, marker

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.objective import Objective
    from hpstudy.plots.drawing import Update

# Where the columns stand behind the rows, which end at 1; the last is the end of all.
_PAGE = (1.18, 1.43, 1.76, 1.98)
_SLIDE = (1.28, 1.68, 2.08, 2.3)


def draw_objective(figure: Figure) -> Update:
    """A row a measure: all jobs from worst to best, the winner starred, its values behind."""
    axes = figure.subplots()
    *columns, end = _SLIDE if is_slide(figure) else _PAGE
    tall = 46 * figure.bbox.width / WIDTH
    parts = [_draw_rows(axes, end, tall), _draw_table(axes, columns)]

    def update(numbers: Objective) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_rows(axes: Axes, end: float, tall: float) -> Update:
    from hpstudy.demos.objective import JOBS, MEASURES

    rows = np.arange(len(MEASURES))
    axes.set(xlim=(-0.05, end), ylim=(len(rows) - 0.55, -1.05))
    axes.set_yticks(rows, [name.replace(" per ", "\nper ") for name in MEASURES])
    axes.set_xticks([0, 1], ["worst", "best"])
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    title = axes.set_title(" ", y=1)
    axes.hlines(rows, 0, 1, color=colour("hairline"), lw=1.5, zorder=0)
    (band,) = axes.plot([], [], color=colour("accent"), alpha=0.14, lw=tall, zorder=0)
    band.set_solid_capstyle("butt")
    look: dict[str, Any] = {"ls": "", "clip_on": False}
    (dots,) = axes.plot(
        [], [], "o", color=colour("unseen"), ms=6, mew=0, alpha=0.45, zorder=2, **look
    )
    (path,) = axes.plot([], [], color=colour("incumbent"), lw=1.5, alpha=0.6, zorder=2.5)
    (star,) = axes.plot(
        [], [], marker("incumbent"), color=colour("incumbent"), ms=18, zorder=3, **look
    )
    star.set(mec=colour("paper"), mew=1)

    def update(numbers: Objective) -> list[Artist]:
        row, ranks = list(MEASURES).index(numbers.chosen), numbers.ranks
        band.set_data([0, end], [row, row])
        dots.set_data(ranks.ravel(), np.tile(rows, len(ranks)))
        of = ranks[[numbers.winner]] if numbers.winner is not None else np.empty((0, len(rows)))
        for line in (path, star):
            line.set_data(of.ravel(), np.tile(rows, len(of)))
        n = f"of {min(len(numbers.jobs), JOBS)} jobs" if numbers.jobs else ""
        title.set_text(f"{numbers.direction} {numbers.chosen} {n}")
        return [title, band, dots, path, star]

    return update


def _draw_table(axes: Axes, columns: list[float]) -> Update:
    from hpstudy.demos.objective import MEASURES

    look: dict[str, Any] = {"ha": "center", "va": "center"}
    for name, x in zip(("validation", "test", "same\nwinner"), columns, strict=True):
        axes.text(x, -0.78, name, color=colour("muted"), size=12.5, **look)
    cells = [
        [axes.text(x, row, "", color=colour("ink"), size=13, **look) for x in columns]
        for row in range(len(MEASURES))
    ]

    def update(numbers: Objective) -> list[Artist]:
        for row, (name, (validation, test, same)) in enumerate(zip(MEASURES, cells, strict=True)):
            said = ["", ""]
            if (winner := numbers.winner) is not None:
                parts = (numbers.validation, numbers.test)
                said = [_said(float(part[winner, row])) for part in parts]
            validation.set_text(said[0])
            test.set_text(said[1] if name in ("accuracy", "log-loss", "worst class") else "")
            share = numbers.agreeing[row]
            itself = name == numbers.chosen or np.isnan(share)
            same.set_text("" if itself else f"{share:.0%}")
        return [cell for row in cells for cell in row]

    return update


def _said(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.3f}"
