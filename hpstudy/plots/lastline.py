"""The picture of d.lastline: four logs, and what forty jobs are noted for against what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.style import WIDTH, colour, is_slide, marker

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.lastline import LastLine
    from hpstudy.plots.drawing import Update

_ROWS, _CHARACTERS = 5, 19.4  # of each little log
LOWEST, HIGHEST = 0.7, 1.0  # accuracies drawn


def draw_lastline(figure: Figure) -> Update:
    """Four logs on the left, forty jobs on the right."""
    figure.set_layout_engine("none")  # the letters have their places
    size = 10.5 * figure.bbox.width / WIDTH
    corners = [(0.01, 0.565), (0.275, 0.565), (0.01, 0.145), (0.275, 0.145)]
    logs = [figure.add_axes((*corner, 0.252, 0.335)) for corner in corners]
    parts = [_draw_log(axes, instance, size) for instance, axes in enumerate(logs)]
    parts.append(_draw_value(figure.add_axes((0.01, 0.02, 0.5, 0.09))))
    left = 0.655 if is_slide(figure) else 0.625  # on a slide its labels are larger
    parts.append(_draw_jobs(figure.add_axes((left, 0.145, 0.985 - left, 0.755))))

    def update(numbers: LastLine) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_log(axes: Axes, instance: int, size: float) -> Update:
    """The last lines that an instance printed; a star at the one that counts."""
    axes.set(xlim=(-2.2, _CHARACTERS), ylim=(_ROWS - 0.4, -0.6), xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.spines[:].set_visible(True)
    axes.spines[:].set_color(colour("hairline"))
    axes.set_title(f"Instance {instance + 1}", y=1, size=12.5)
    look: dict[str, Any] = {"family": "monospace", "size": size, "va": "center"}
    rows = [axes.text(0, row, "", color=colour("ink"), **look) for row in range(_ROWS)]
    (star,) = axes.plot([], [], marker("incumbent"), color=colour("incumbent"), ms=13, mew=0, ls="")

    def update(numbers: LastLine) -> list[Artist]:
        own = [i for i, line in enumerate(numbers.lines) if line.instance == instance][-_ROWS:]
        for row, text in enumerate(rows):
            text.set_text(numbers.lines[own[row]].text if row < len(own) else "")
        at = [own.index(numbers.last)] if numbers.last in own else []
        star.set_data([-1.2] * len(at), at)
        return [*rows, star]

    return update


def _draw_value(axes: Axes) -> Update:
    axes.axis("off")
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.plot([0.012], [0.5], marker("incumbent"), color=colour("incumbent"), ms=13, mew=0)
    text = axes.text(0.045, 0.47, "", color=colour("ink"), size=13, va="center")

    def update(numbers: LastLine) -> list[Artist]:
        value = numbers.value
        noted = "nothing is noted yet" if value is None else f"noted: {value:.3f}"
        whole = "" if np.isnan(numbers.whole) else f"   all 600 pictures: {numbers.whole:.3f}"
        text.set_text(noted + whole)
        return [text]

    return update


def _draw_jobs(axes: Axes) -> Update:
    room = 0.012
    axes.set(xlim=(LOWEST - room, HIGHEST + room), ylim=(LOWEST - room, HIGHEST + room))
    axes.set(xlabel="accuracy on all 600", ylabel="accuracy noted")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks([0.7, 0.8, 0.9, 1.0])
    axes.set_title("40 jobs, 200 orders of lines", y=1)
    ends = [LOWEST, HIGHEST]
    axes.plot(ends, ends, color=colour("truth"), lw=1.5, ls=(0, (4, 3)), zorder=1)
    look: dict[str, Any] = {"ls": "", "mew": 0, "clip_on": False}
    (dots,) = axes.plot([], [], "o", color=colour("unseen"), ms=7, alpha=0.55, zorder=2, **look)
    dots.set_label("a job, one order")
    ring: dict[str, Any] = {"mfc": "none", "mec": colour("accent"), "mew": 2.5, "ms": 15, "ls": ""}
    (best,) = axes.plot([], [], "o", label="really best", zorder=3, clip_on=False, **ring)
    (stars,) = axes.plot([], [], marker("incumbent"), color=colour("incumbent"), ms=11, **look)
    stars.set(zorder=4, alpha=0.6, label="chosen")
    axes.legend(loc="lower right", borderpad=0.1, handletextpad=0.2)

    def update(numbers: LastLine) -> list[Artist]:
        true, noted = (np.clip(each, LOWEST, HIGHEST) for each in (numbers.true, numbers.noted))
        shown = numbers.true >= LOWEST
        dots.set_data(true[shown], noted[shown])
        places = np.unique(np.column_stack([true[numbers.chosen], numbers.looked]), axis=0)
        stars.set_data(*np.clip(places.T, LOWEST, HIGHEST))
        really = [int(numbers.true.argmax())] if len(true) else []
        best.set_data(true[really], true[really])
        return [dots, best, stars]

    return update
