"""The picture of d.log: the lines with what matches in them, and the values noted beside them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.style import WIDTH, colour, is_slide, marker, plain_numbers

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.log import Log
    from hpstudy.plots.drawing import Update

_SIZE, _ADVANCE = 11.5, 0.602  # of the letters, and how far each goes on, in sizes
_CHARACTERS = 58  # that a line has room for
_LOWEST, _HIGHEST = 0.03, 30.0


def draw_log(figure: Figure) -> Update:
    """The log on the left, the values by epoch on the right."""
    figure.set_layout_engine("none")  # the letters have their places
    # On a slide the letters keep their share of it, and the numbers beside them are larger.
    share, gap = (0.94, 0.065) if is_slide(figure) else (1, 0.045)
    size = share * _SIZE * figure.bbox.width / WIDTH
    left, right = 26 / WIDTH, 0.962
    middle = left + share * _CHARACTERS * _ADVANCE * _SIZE / WIDTH
    lines = figure.add_axes((left, 0.02, middle - left, 0.88))
    values = figure.add_axes((middle + gap, 0.145, right - middle - gap, 0.755))
    parts = [_draw_lines(lines, size), _draw_values(values)]

    def update(numbers: Log) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_lines(axes: Axes, size: float) -> Update:
    axes.axis("off")
    axes.set(xlim=(0, _CHARACTERS), ylim=(11.4, -1.6))
    axes.set_title("What the job prints", y=1)
    axes.text(0, -1.1, "grey: matches", color=colour("muted"), size=12, va="center")
    axes.text(21.5, -1.1, "blue: its group", color=colour("accent"), size=12, va="center")
    axes.text(43.5, -1.1, "★ the result", color=colour("incumbent"), size=12, va="center")
    band: dict[str, Any] = {"lw": 19, "solid_capstyle": "butt"}
    (matched,) = axes.plot([], [], color=colour("past"), alpha=0.4, zorder=1, **band)
    (grouped,) = axes.plot([], [], color=colour("accent"), alpha=0.25, zorder=1.1, **band)
    under: dict[str, Any] = {"lw": 2, "solid_capstyle": "butt", "zorder": 1.2}
    (underlined,) = axes.plot([], [], color=colour("accent"), **under)
    star: dict[str, Any] = {"ls": "", "ms": 13, "mew": 0, "clip_on": False}
    (result,) = axes.plot([], [], marker("incumbent"), color=colour("incumbent"), **star)
    texts = _Letters(axes, size)

    def update(numbers: Log) -> list[Artist]:
        spans = [(match.line, *match.span) for match in numbers.matches]
        groups = [(match.line, *match.group) for match in numbers.matches if match.group]
        matched.set_data(*_bands(spans))
        grouped.set_data(*_bands(groups))
        underlined.set_data(*_bands([(line + 0.42, *span) for line, *span in groups]))
        result.set_data(*([-1.6], [max(numbers.values)]) if numbers.values else ([], []))
        return [matched, grouped, underlined, result, *texts.show(numbers.lines)]

    return update


class _Letters:
    """Lines of monospaced text, piece by piece, so that each stands in its column in any font."""

    def __init__(self, axes: Axes, size: float) -> None:
        self._axes, self._size = axes, size
        self._texts: list[Any] = []

    def show(self, lines: tuple[str, ...]) -> list[Artist]:
        """Write the lines, and return the texts that are used."""
        pieces = [
            (piece.start(), number, piece.group())
            for number, line in enumerate(lines)
            for piece in re.finditer(r"[^ =]+=?", line)
        ]
        while len(self._texts) < len(pieces):
            look: dict[str, Any] = {"family": "monospace", "size": self._size, "va": "center"}
            self._texts.append(self._axes.text(0, 0, "", color=colour("ink"), zorder=3, **look))
        for text, (x, y, said) in zip(self._texts, pieces, strict=False):
            text.set_position((x, y))
            text.set_text(said)
        for text in self._texts[len(pieces) :]:
            text.set_text("")
        return self._texts[: len(pieces)]


def _bands(spans: list[tuple[Any, ...]]) -> tuple[list[float], list[float]]:
    """Return (line, start, end) as one line with gaps; an empty match is a thin stroke."""
    x, y = [], []
    for line, start, end in spans:
        x += [start, end if end > start else start + 0.3, math.nan]
        y += [line, line, math.nan]
    return x, y


def _draw_values(axes: Axes) -> Update:
    axes.set(xlim=(0.3, 9.7), ylim=(_LOWEST, _HIGHEST), yscale="log", xlabel="epoch")
    axes.set_xticks([1, 5, 9])
    axes.set_yticks([0.1, 1, 10])
    axes.tick_params(axis="y", which="minor", left=False)
    plain_numbers(axes.yaxis)
    axes.set_title("What is noted", y=1)
    (losses,) = axes.plot([], [], color=colour("unseen"), lw=1.5, label="validation\nloss")
    dots: dict[str, Any] = {"ls": "", "mew": 0, "clip_on": False}
    (noted,) = axes.plot([], [], "o", color=colour("accent"), ms=7, **dots)
    (result,) = axes.plot([], [], marker("incumbent"), color=colour("incumbent"), ms=15, **dots)
    nothing = axes.text(
        0.5,
        0.94,
        "",
        transform=axes.transAxes,
        color=colour("muted"),
        size=12,
        ha="center",
        va="top",
    )
    axes.legend(loc="lower left", borderpad=0, borderaxespad=0.1)

    def update(numbers: Log) -> list[Artist]:
        losses.set_data(np.arange(1, len(numbers.losses) + 1), _shown(numbers.losses))
        x, y = list(numbers.values), _shown(numbers.values.values())
        noted.set_data(x, y)
        result.set_data(x[-1:], y[-1:])
        off = any(not _LOWEST < value < _HIGHEST for value in numbers.values.values())
        nothing.set_text("nothing" if not x else "off the scale" if off else "")
        return [losses, noted, result, nothing]

    return update


def _shown(values: Any) -> list[float]:
    """Return values where they are drawn: NaN, infinite and large ones at the top."""
    return [_HIGHEST if math.isnan(v) else min(max(v, _LOWEST), _HIGHEST) for v in values]
