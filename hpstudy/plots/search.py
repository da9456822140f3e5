"""What pictures of searches share: the box of learning rate and L2, and one scale for losses.

A loss has the same colour in every panel: bright is low. The scale is logarithmic, as what counts
is by how many per cent a loss is lower; above 2.3 a net of ten classes does worse than guessing.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hpstudy.plots.style import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.image import AxesImage
    from matplotlib.lines import Line2D

Array = NDArray[np.float64]

RATES, L2S = (1e-4, 1.0), (1e-6, 1e-1)  # the box
LOWEST, HIGHEST = 0.17, 3.0  # losses beyond have the colour and the place of these


def short(value: float) -> str:
    """Return a number as a reader writes it: 0.032, 1e-6, 3.2e-4."""
    if value >= 1e-3:
        return f"{value:.2g}"
    return f"{value:.1e}".replace(".0e", "e").replace("e-0", "e-")


# -- losses --


def loss_colours(losses: ArrayLike) -> Array:
    """Return colours (..., 4) of losses (...); a loss not known is transparent."""
    losses = np.asarray(losses, dtype=float)
    share = np.log(shown_loss(losses) / LOWEST) / np.log(HIGHEST / LOWEST)
    colours: Array = _shades()[np.nan_to_num(255 * share).astype(int)]
    colours[np.isnan(losses)] = 0
    return colours


def shown_loss(losses: ArrayLike) -> Array:
    """Return losses where they are drawn: those off the scale at its end."""
    return np.clip(losses, LOWEST, HIGHEST)


@cache
def _shades() -> Array:
    """Return 256 colours from bright to dark, even to the eye: viridis without its palest end."""
    from matplotlib import colormaps

    return np.asarray(colormaps["viridis_r"](np.linspace(0.06, 1, 256)))


def loss_scale(axes: Axes, label: str) -> None:
    """Make y the scale of losses, with its colours along the edge."""
    axes.set(yscale="log", ylim=(LOWEST, HIGHEST), ylabel=label)
    axes.set_yticks([0.2, 0.5, 1, 2])
    plain(axes.yaxis)
    strip = axes.inset_axes((0, 0, 0.035, 1))
    strip.axis("off")
    colours = loss_colours(np.geomspace(LOWEST, HIGHEST, 64))
    strip.imshow(colours[:, None], origin="lower", aspect="auto")


# -- the box --


def box_axes(axes: Axes, below: float = 0.03) -> None:
    """Make the axes the box of learning rate and L2, with room (a share) below and to the left."""
    axes.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="L2")
    axes.set(xlim=_widened(*RATES, below), ylim=_widened(*L2S, below))
    axes.set_xticks([1e-4, 1e-2, 1])
    axes.set_yticks([1e-6, 1e-4, 1e-2])
    plain(axes.xaxis)
    plain(axes.yaxis)
    axes.grid(visible=False)
    (left, right), (low, high) = RATES, L2S
    corners = [left, right, right, left, left], [low, low, high, high, low]
    axes.plot(*corners, color=colour("hairline"), lw=1, zorder=0)


def box_cells(axes: Axes) -> AxesImage:
    """Return an image that fills the box, empty so far."""
    # matplotlib bends an image on a logarithmic axis; these cells are even on the page already.
    to_share = axes.transData + axes.transAxes.inverted()
    (left, low), (right, high) = to_share.transform(list(zip(RATES, L2S, strict=True)))
    nothing = np.zeros((1, 1, 4))
    look: dict[str, Any] = {"origin": "lower", "zorder": 1, "transform": axes.transAxes}
    return axes.imshow(nothing, extent=(left, right, low, high), **look)


def _widened(low: float, high: float, below: float) -> tuple[float, float]:
    span = high / low
    return low / span**below, high * span**0.03


def plain(axis: Axis) -> None:
    """Label the ticks of a logarithmic axis 0.5, 0.01, 1e-6, and nothing between them."""
    from matplotlib.ticker import FuncFormatter, NullLocator

    axis.set_major_formatter(FuncFormatter(lambda value, _: short(value)))
    axis.set_minor_locator(NullLocator())


# -- dots --


class LossDots:
    """Trainings as dots in the colours of their losses, to be seen on paper and on a landscape.

    A line for each of twelve shades: recorded at once, where a scatter goes dot by dot.
    """

    def __init__(self, axes: Axes, size: float = 9.0, marker: str = "o", zorder: float = 3) -> None:
        shades = np.geomspace(HIGHEST, LOWEST, 12)
        look: dict[str, Any] = {"ls": "", "marker": marker}
        halo: dict[str, Any] = {"color": colour("paper"), "mew": 0, "ms": size + 4}
        edge: dict[str, Any] = {"mec": colour("ink"), "mew": 1.2, "ms": size}
        (self._halo,) = axes.plot([], [], zorder=zorder, **halo, **look)
        self._lines = [
            axes.plot([], [], zorder=zorder + 0.01 * place, mfc=shade, **edge, **look)[0]
            for place, shade in enumerate(loss_colours(shades), start=1)
        ]
        self._step = np.log(HIGHEST / LOWEST) / (len(shades) - 1)

    def show(self, x: Array, y: Array, losses: Array) -> list[Line2D]:
        """Move the dots to places (n,), the lowest losses in front, and return them as artists."""
        self._halo.set_data(x, y)
        nearest = np.rint(np.log(HIGHEST / shown_loss(losses)) / self._step)
        for shade, line in enumerate(self._lines):
            line.set_data(x[nearest == shade], y[nearest == shade])
        return [self._halo, *(self._lines[int(shade)] for shade in np.unique(nearest))]


class Ring:
    """A ring around the incumbent."""

    def __init__(self, axes: Axes, size: float = 17.0, zorder: float = 4) -> None:
        look: dict[str, Any] = {"mfc": "none", "ls": "", "zorder": zorder}
        (self._halo,) = axes.plot([], [], "o", mec=colour("paper"), mew=5.5, ms=size, **look)
        (self._ring,) = axes.plot([], [], "o", mec=colour("incumbent"), mew=2.5, ms=size, **look)

    def show(self, x: ArrayLike, y: ArrayLike) -> list[Line2D]:
        """Move the ring, away if given no place, and return it as artists."""
        for artist in (self._halo, self._ring):
            artist.set_data(x, y)
        return [self._halo, self._ring]
