"""The plot of a hotspot question as an SVG picture within the page, for other programs."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from hpstudy.quiz.question import Hotspot

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _EDGE = 600, 330, 62, 48, 14
_COLOURS = ("#0969a2", "#b4530b", "#2a7f3f")
_DASHES = ("none", "7 4", "2 4")


def plot_html(asked: Hotspot) -> str:
    """Return the plot as an <img> that needs no other file; a demo's name is no picture."""
    if not isinstance(asked.plot, Mapping):
        return f"<p>See the plot of {escape(asked.plot)} in the kit.</p>"
    code = base64.b64encode(svg(asked.plot).encode()).decode()
    return f'<img alt="{escape(describe(asked.plot))}" src="data:image/svg+xml;base64,{code}">'


def describe(plot: Mapping[str, Any]) -> str:
    """Return in one sentence what the plot shows."""
    names = [line["name"] for line in plot.get("lines", [])]
    shown = " and ".join(names) or "the mean, the band of two deviations and the trials"
    return f"A plot of {plot['y']} against {plot['x']}: {shown}."


def svg(plot: Mapping[str, Any]) -> str:
    """Return the plot as SVG: lines by their names, or a mean with its band and the trials."""
    lines = {line["name"]: _array(line["points"]) for line in plot.get("lines", [])}
    band = []
    if "mean" in plot:
        mean, deviation = _array(plot["mean"]), _array(plot["deviation"])
        lines["mean"] = mean
        band = [mean + [0, 2] * deviation, mean - [0, 2] * deviation]
    trials = _array(plot["trials"]) if "trials" in plot else np.empty((0, 2))
    paper = _Paper(np.vstack([*lines.values(), *band, trials]))
    parts = [*paper.axes(str(plot["x"]), str(plot["y"]))]
    if band:
        outline = paper.points(np.vstack([band[0], band[1][::-1]]))
        parts.append(f'<polygon points="{outline}" fill="{_COLOURS[0]}" fill-opacity=".18"/>')
    for i, (name, points) in enumerate(lines.items()):
        look = f'fill="none" stroke="{_COLOURS[i]}" stroke-width="2.5"'
        dash = f'stroke-dasharray="{_DASHES[i]}"'
        parts.append(f'<polyline points="{paper.points(points)}" {look} {dash}/>')
        x, y = paper.place(points[-1])
        parts.append(_text(x - 6, y - 8, name, _COLOURS[i], "end"))
    for x, y in map(paper.place, trials):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="#1f2328"/>')
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    font = 'font-family="system-ui, sans-serif" font-size="14"'
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    body = ground + "".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>{body}</svg>'


class _Paper:
    """Where a point of the data lies in the picture, and the axes."""

    def __init__(self, data: np.ndarray) -> None:
        self._ticks = [_ticks(*ends) for ends in zip(data.min(0), data.max(0), strict=True)]
        self._low = np.minimum(data.min(0), [ticks[0] for ticks in self._ticks])
        self._high = np.maximum(data.max(0), [ticks[-1] for ticks in self._ticks])

    def place(self, point: Sequence[float] | np.ndarray) -> np.ndarray:
        share = (np.asarray(point) - self._low) / (self._high - self._low)
        span = np.array([_WIDTH - _LEFT - _EDGE, -(_HEIGHT - _BOTTOM - _EDGE)])
        corner: np.ndarray = np.array([_LEFT, _HEIGHT - _BOTTOM]) + share * span
        return corner

    def points(self, data: np.ndarray) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.place, data))

    def axes(self, x: str, y: str) -> Iterable[str]:
        for tick in self._ticks[0]:
            left, bottom = self.place([tick, self._low[1]])
            yield _line((left, bottom), self.place([tick, self._high[1]]))
            yield _text(left, bottom + 18, f"{tick:g}", "#444", "middle")
        for tick in self._ticks[1]:
            left, bottom = self.place([self._low[0], tick])
            yield _line((left, bottom), self.place([self._high[0], tick]))
            yield _text(left - 7, bottom + 5, f"{tick:g}", "#444", "end")
        yield _text((_LEFT + _WIDTH - _EDGE) / 2, _HEIGHT - 8, x, "#1f2328", "middle")
        turn = f'transform="rotate(-90 16 {_HEIGHT / 2:g})"'
        yield _text(16, _HEIGHT / 2, y, "#1f2328", "middle", turn)


def _text(x: float, y: float, said: str, colour: str, anchor: str, more: str = "") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" {more}'
    return f"<text {place}>{escape(said)}</text>"


def _line(start: Sequence[float] | np.ndarray, end: np.ndarray) -> str:
    ends = f'x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
    return f'<line {ends} stroke="#d0d7de"/>'


def _array(points: Sequence[Sequence[float]]) -> np.ndarray:
    return np.asarray(points, dtype=float)


def _ticks(low: float, high: float) -> np.ndarray:
    """Return about six round numbers from `low` to `high`."""
    rough = (high - low) / 6
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * next(s for s in (1, 2, 5, 10) if s * power >= rough)
    ticks: np.ndarray = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
    return ticks.round(10)
