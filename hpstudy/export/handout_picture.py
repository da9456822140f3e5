"""The EI card's picture: the belief with three bells above, and what every rate is worth below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from hpstudy.demos.band import RATES, SDS

if TYPE_CHECKING:
    from hpstudy.export.handout_ei import Example, Worked

WIDTH, HEIGHT = 700, 330
LEFT, RIGHT = 52, 690
UPPER, LOWER = (24, 200), (234, 294)  # top and bottom of the two panels
LOSSES = (0.05, 5.0)  # drawn
_BELL = 34  # pixels: how wide the highest bell is


def picture(found: Example) -> str:
    """Return the picture as SVG."""
    worth = _worth(found.improvement / found.improvement.max())
    upper, lower = y_of(found.mean + SDS * found.sd), y_of(found.mean - SDS * found.sd)
    x, beat = x_of(RATES), float(y_of(found.line))
    curve = list(zip(x, worth, strict=True))
    title = f"Expected improvement: most at {found.most.rate:.3g}, so that is tried next"
    dots = zip(x_of(found.known.rates), y_of(np.log(found.known.losses)), strict=True)
    parts = [
        *_frame(),
        _text(LEFT, LOWER[0] - 8, title, "bayesian", bold=True),
        _area([*zip(x, upper, strict=True), *zip(x[::-1], lower[::-1], strict=True)], "seen", 0.16),
        _line(zip(x, y_of(found.mean), strict=True), "seen", 2),
        _line([(LEFT, beat), (RIGHT, beat)], "incumbent", 1.2, "5 3"),
        _text(LEFT + 4, beat - 4, "f*, the loss to beat", "incumbent"),
        *(piece for row in found.rows for piece in _bell(row, found)),
        *(_dot(*dot) for dot in dots),
        _area([(LEFT, LOWER[1]), *curve, (RIGHT, LOWER[1])], "bayesian", 0.2),
        _line(curve, "bayesian", 2),
        *(piece for row in found.rows for piece in _mark(row, found)),
    ]  # fmt: skip
    said = (
        "Above, the loss expected at every learning rate with its band, four trainings, and three"
        " bells with the part below the lowest loss filled; below, the expected improvement."
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{said}" font-size="12">{"".join(parts)}</svg>'
    )


def x_of(rates: np.ndarray | float) -> np.ndarray:
    """Return where rates stand, on a logarithmic scale."""
    share = (np.log10(rates) - np.log10(RATES[0])) / np.log10(RATES[-1] / RATES[0])
    return np.asarray(LEFT + share * (RIGHT - LEFT))


def y_of(log_loss: np.ndarray | float) -> np.ndarray:
    """Return where log losses stand in the upper panel, those beyond its edges on them."""
    low, high = np.log(LOSSES)
    share = (np.clip(log_loss, low, high) - low) / (high - low)
    return np.asarray(UPPER[1] + share * (UPPER[0] - UPPER[1]))


def _worth(worth: np.ndarray | float) -> np.ndarray:
    return np.asarray(LOWER[1] + worth * (LOWER[0] - LOWER[1]))


def _frame() -> Iterable[str]:
    for rate in 10.0 ** np.arange(-4, 1):
        x = float(x_of(rate))
        yield _line([(x, UPPER[0]), (x, UPPER[1])], "hairline", 1)
        yield _line([(x, LOWER[0]), (x, LOWER[1])], "hairline", 1)
        yield _text(x, LOWER[1] + 16, f"{rate:g}", "ink", "middle")
    for loss in (0.1, 0.3, 1, 3):
        y = float(y_of(np.log(loss)))
        yield _line([(LEFT, y), (RIGHT, y)], "hairline", 1)
        yield _text(LEFT - 6, y + 4, f"{loss:g}", "ink", "end")
    yield _text(LEFT, 14, "Loss that the surrogate expects, and its 95 % band", "ink", bold=True)
    yield _text((LEFT + RIGHT) / 2, LOWER[1] + 32, "learning rate", "ink", "middle")


def _bell(row: Worked, found: Example) -> Iterable[str]:
    """Give the bell at a rate, lying on its side, and the part of it below the line."""
    z = np.linspace(-3, 3, 61)
    losses = row.mean + row.sd * z
    steepest = min(other.sd for other in found.rows)
    width = _BELL * np.exp(-0.5 * z**2) * (steepest / row.sd) ** 0.5
    x = float(x_of(row.rate))
    below = losses <= found.line
    if below.any():
        edge = np.append(losses[below], found.line)
        sides = np.append(width[below], np.interp(found.line, losses, width))
        outline = [(x, float(y_of(edge[0]))), *zip(x + sides, y_of(edge), strict=True)]
        yield _area([*outline, (x, float(y_of(found.line)))], "accent", 0.55)
    yield _line(zip(x + width, y_of(losses), strict=True), "accent", 1.4)
    yield _line([(x, float(y_of(losses[0]))), (x, float(y_of(losses[-1])))], "accent", 1)


def _mark(row: Worked, found: Example) -> Iterable[str]:
    x, top = float(x_of(row.rate)), float(_worth(row.improvement / found.improvement.max()))
    yield _line([(x, UPPER[1]), (x, LOWER[1])], "accent", 1, "2 3")
    size = 5 if row is found.most else 3.5
    yield f'<circle cx="{x:.1f}" cy="{top:.1f}" r="{size}" fill="var(--accent)"/>'


def _path(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{float(x):.1f},{float(y):.1f}" for x, y in points)


def _line(points: Iterable[tuple[float, float]], role: str, width: float, dashes: str = "") -> str:
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    look = f'fill="none" stroke="var(--{role})" stroke-width="{width}"{dash}'
    return f'<polyline points="{_path(points)}" {look}/>'


def _area(points: Iterable[tuple[float, float]], role: str, alpha: float) -> str:
    return f'<polygon points="{_path(points)}" fill="var(--{role})" fill-opacity="{alpha}"/>'


def _dot(x: float, y: float) -> str:
    look = 'r="5.5" fill="var(--ink)" stroke="#fff" stroke-width="1.5"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" {look}/>'


def _text(
    x: float, y: float, said: str, role: str, anchor: str = "start", *, bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    halo = 'paint-order="stroke" stroke="#fff" stroke-width="3"'
    place = f'x="{float(x):.1f}" y="{float(y):.1f}" text-anchor="{anchor}"{weight}'
    return f'<text {place} {halo} fill="var(--{role})">{said}</text>'
