"""The picture of d.compare: each training job a line across its knobs, and a table of the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.plots.importance import NAMES
from hpstudy.plots.search import short
from hpstudy.plots.style import colour, marker

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.compare import Compare, Ended
    from hpstudy.plots.drawing import Update

Array = NDArray[np.float64]
_LOWEST, _HIGHEST = 0.03, 4.6  # of a loss
_COLUMNS = {"best": 0.3, "middle half": 0.47, "jobs": 0.61, "epochs": 0.73, "metric": 0.86}


def draw_compare(figure: Figure) -> Update:
    """Parallel coordinates above, the table below."""
    above, below = figure.subplots(2, 1, height_ratios=[5, 2])
    parts = [_draw_lines(above), _draw_table(below)]

    def update(numbers: Compare) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_lines(axes: Axes) -> Update:
    title = axes.set_title(" ", y=1)
    _draw_scales(axes)
    thin: dict[str, Any] = {"color": colour("past"), "lw": 0.8, "alpha": 0.6, "zorder": 1}
    (others,) = axes.plot([], [], **thin)
    lines = {
        name: axes.plot([], [], color=colour(role), lw=1.6, ls=ls, alpha=0.85, zorder=2)[0]
        for name, role, ls in (("a", "random", "--"), ("b", "bayesian", "-"))
    }
    ends = {
        name: axes.plot([], [], marker(role), color=colour(role), ms=8, mew=0, zorder=3)[0]
        for name, role in (("a", "random"), ("b", "bayesian"))
    }

    def update(numbers: Compare) -> list[Artist]:
        every = "All" if numbers.share == 1 else f"The best {numbers.share:.0%} of the"
        title.set_text(f"{every} training jobs of both")
        left_out = []
        for name, job in (("a", numbers.a), ("b", numbers.b)):
            kept, paths = job.brushed(numbers.share), _paths(job)
            lines[name].set_data(*_as_one_line(paths[kept]))
            ends[name].set_data(np.full(kept.sum(), 4.0), paths[kept, -1])
            left_out.append(paths[~kept])
        others.set_data(*_as_one_line(np.vstack(left_out)))
        return [title, others, *lines.values(), *ends.values()]

    return update


def _draw_scales(axes: Axes) -> None:
    """One upright line a knob, its ends named below and above it, and the loss at the right."""
    from hpstudy.demos.compare import SPACE

    axes.set(xlim=(-0.25, 4.3), ylim=(-0.12, 1.12), yticks=[])
    axes.set_xticks(range(5), [*(NAMES[name] for name in SPACE), "loss"])
    axes.grid(visible=False)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(length=0, pad=2)
    for x, knob in enumerate(SPACE.values()):
        axes.plot([x, x], [0, 1], color=colour("muted"), lw=1, zorder=0)
        for y, up in ((0.0, -9), (1.0, 8)):
            end = knob.from_unit(y)
            axes.annotate(
                short(end) if 0 < end < 1e-3 else f"{end:g}",
                *((x, y), (0, up), "data", "offset points"),
                size=11.5,
                color=colour("muted"),
                ha="center",
                va="center",
            )
    axes.plot([4, 4], [0, 1], color=colour("muted"), lw=1, zorder=0)
    for loss in (0.05, 0.2, 1, 4):
        axes.annotate(
            f"{loss:g}",
            *((4, float(_on_scale(np.array(loss)))), (9, 0), "data", "offset points"),
            size=11.5,
            color=colour("muted"),
            va="center",
        )


def _on_scale(losses: Array) -> Array:
    """Return where losses lie on their scale, a logarithmic one, from 0 to 1."""
    clipped = np.clip(losses, _LOWEST, _HIGHEST)
    share: Array = np.log(clipped / _LOWEST) / np.log(_HIGHEST / _LOWEST)
    return share


def _paths(job: Ended) -> Array:
    """Return (n, 5): where each training job crosses the scales."""
    return np.column_stack([job.values, _on_scale(job.losses)])


def _as_one_line(paths: Array) -> tuple[Array, Array]:
    """Return many paths as one line with gaps."""
    gap = np.full((len(paths), 1), np.nan)
    x = np.tile([*range(5), np.nan], (len(paths), 1))
    return x.ravel(), np.hstack([paths, gap]).ravel()


def _draw_table(axes: Axes) -> Update:
    axes.axis("off")
    axes.set(xlim=(0, 1), ylim=(2.6, -0.4))
    for name, x in _COLUMNS.items():
        axes.text(x, 0, name, color=colour("muted"), size=12.5, ha="center", va="center")
    axes.plot([0, 1], [0.45, 0.45], color=colour("hairline"), lw=1)
    rows = [_Row(axes, "a", 1.05, "random"), _Row(axes, "b", 2.05, "bayesian")]

    def update(numbers: Compare) -> list[Artist]:
        jobs = (numbers.a, numbers.b)
        return [text for row, job in zip(rows, jobs, strict=True) for text in row.show(job)]

    return update


class _Row:
    """A line of the table."""

    def __init__(self, axes: Axes, name: str, y: float, role: str) -> None:
        look: dict[str, Any] = {"size": 13, "va": "center"}
        axes.plot([0.012], [y], marker(role), color=colour(role), ms=8, mew=0)
        strategy = role if role == "random" else "Bayesian"
        axes.text(0.035, y, f"{name.upper()}: {strategy}", weight="bold", **look)
        self._cells = [axes.text(x, y, "", ha="center", **look) for x in _COLUMNS.values()]

    def show(self, job: Ended) -> list[Artist]:
        """Write best, spread, cost and metric of a tuning job."""
        definition, losses = job.definition, job.losses
        said = ["", ""]
        if len(losses):
            low, high = np.quantile(losses, [0.25, 0.75])
            said = [f"{losses.min():.3f}", f"{low:.2f} to {high:.2f}"]
        said += [f"{definition.jobs}", f"{definition.epochs}", definition.metric]
        for cell, text in zip(self._cells, said, strict=True):
            cell.set_text(text)
        return list(self._cells)
