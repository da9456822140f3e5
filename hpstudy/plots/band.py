"""The picture of d.band: what is known, what is believed, and fresh trainings as its judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.search import plain
from hpstudy.plots.style import colour, marker

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.band import Band
    from hpstudy.plots.drawing import Update

LOWEST, HIGHEST = 0.09, 6.0  # losses drawn


def draw_band(figure: Figure) -> Update:
    """Loss by learning rate: curve, band, trainings."""
    axes = figure.subplots()
    rate_axes(axes)
    axes.set_xlabel("learning rate")
    note = axes.set_title(" ", y=1, loc="right", size=12, weight="normal")
    axes.set_title("What the surrogate expects", y=1)
    belief, known, fresh = Belief(axes), Known(axes), _draw_fresh(axes)
    here = axes.axvline(1e-2, color=colour("muted"), lw=1, ls=(0, (2, 3)))
    (ends,) = axes.plot([], [], "_", color=colour("accent"), ms=14, mew=2.5, zorder=3.5)

    def update(numbers: Band) -> list[Artist]:
        noise = f"{numbers.noise:.1%}"
        note.set_text(f"lengthscale {numbers.lengthscale:.2g} decades, noise {noise}")
        here.set_xdata([numbers.rate] * 2)
        ends.set_data([numbers.rate] * 3, np.clip(numbers.here, LOWEST, HIGHEST))
        return [
            note,
            here,
            *belief.show(numbers.mean, numbers.low, numbers.high),
            *fresh(numbers),
            *known.show(numbers.known.rates, numbers.known.losses),
            ends,
        ]

    return update


def rate_axes(axes: Axes) -> None:
    """Make the axes loss by learning rate, on two logarithmic scales."""
    axes.set(xscale="log", yscale="log", xlim=(8e-5, 1.25), ylim=(LOWEST, HIGHEST))
    axes.set(ylabel="validation loss", yticks=[0.1, 0.2, 0.5, 1, 2, 5])
    axes.set_xticks([1e-4, 1e-3, 1e-2, 1e-1, 1])
    plain(axes.xaxis)
    plain(axes.yaxis)


class Belief:
    """The loss expected at every rate, as a curve in its 95 % band."""

    def __init__(self, axes: Axes) -> None:
        (self._band,) = axes.fill([], [], color=colour("bayesian"), alpha=0.2, lw=0, zorder=1)
        (self._curve,) = axes.plot([], [], color=colour("bayesian"), lw=2.5, zorder=2.5)
        self._curve.set_label("expected, with its 95% band")

    def show(self, mean: np.ndarray, low: np.ndarray, high: np.ndarray) -> list[Artist]:
        """Move both, given at even places of the range, and return them as artists."""
        rates = np.geomspace(1e-4, 1, len(mean))
        edge = np.clip(np.append(low, high[::-1]), LOWEST, HIGHEST)
        self._band.set_xy(np.column_stack([np.append(rates, rates[::-1]), edge]))
        self._curve.set_data(rates, np.clip(mean, LOWEST, HIGHEST))
        return [self._band, self._curve]


class Known:
    """Trainings that the surrogate knows of."""

    def __init__(self, axes: Axes) -> None:
        look: dict[str, Any] = {"color": colour("seen"), "mec": colour("paper"), "mew": 1.5}
        (self._dots,) = axes.plot([], [], marker("seen"), ms=10, zorder=3, **look)
        self._dots.set_label("known trainings")

    def show(self, rates: np.ndarray, losses: np.ndarray) -> list[Artist]:
        """Move the dots and return them as artists."""
        self._dots.set_data(rates, losses)
        return [self._dots]


def _draw_fresh(axes: Axes) -> Update:
    """Fresh trainings: full inside of the band, hollow outside; and the straight line's guess."""
    look: dict[str, Any] = {"ls": "", "marker": marker("unseen"), "ms": 6.5, "zorder": 2.8}
    look |= {"mec": colour("unseen"), "mew": 1.6}
    (inside,) = axes.plot([], [], mfc=colour("unseen"), label="fresh, inside", **look)
    (outside,) = axes.plot([], [], mfc=colour("paper"), label="fresh, outside", **look)
    (line,) = axes.plot([], [], color=colour("truth"), lw=1.5, ls=(0, (5, 3)), zorder=2)
    said = axes.text(1.1e-4, 1, "straight line", color=colour("truth"), size=12, va="bottom")
    axes.legend(loc="lower left")

    def update(numbers: Band) -> list[Artist]:
        fresh = numbers.fresh
        inside.set_data(fresh.rates[numbers.inside], fresh.losses[numbers.inside])
        outside.set_data(fresh.rates[~numbers.inside], fresh.losses[~numbers.inside])
        rates = np.geomspace(1e-4, 1, len(numbers.line))
        line.set_data(rates, np.clip(numbers.line, LOWEST, HIGHEST))
        at = float(np.clip(numbers.line[0], LOWEST, HIGHEST))
        below = at > HIGHEST / 1.5  # no room above it
        said.set(y=at / 1.35 if below else at * 1.04, va="top" if below else "bottom")
        for artist in (line, said):
            artist.set_visible(len(fresh) > 0)
        return [line, said, inside, outside]

    return update
