"""The kit's look: one palette, safe for colour-blind eyes, for a light and a dark page.

A plot never writes a colour of its own, it names a role: `colour("seen")`, `marker("seen")`.
The same thing so has the same colour and the same marker in all lessons.
In matplotlib a role is its colour on the light page; the recorder knows it again and writes the
role instead, so that the browser can paint it in the colours of the page, and change its mind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

ArtistT = TypeVar("ArtistT", bound="Artist")

WIDTH, HEIGHT = 600, 360  # of a demo's figure, in pixels of the page


class Role(NamedTuple):
    """What a colour means: its value on a light and on a dark page, and the marker that goes by."""

    light: str
    dark: str
    marker: str = "o"


ROLES: dict[str, Role] = {
    # the page
    "ink": Role("#24292f", "#e6e8ea"),
    "muted": Role("#6e7781", "#9aa4ae"),
    "hairline": Role("#d8dee4", "#3a4149"),
    "paper": Role("#ffffff", "#111111"),
    # data
    "seen": Role("#0072b2", "#58b4f0", "o"),  # what the model was trained on
    "unseen": Role("#d55e00", "#ff8f4a", "D"),  # validation and test: what it never saw
    "model": Role("#24292f", "#e6e8ea", ""),  # the fitted function itself
    "truth": Role("#57606a", "#b3bcc5", ""),  # what is known because we made it up
    "past": Role("#afb8c1", "#59636e", "."),  # earlier runs
    # the reader
    "prediction": Role("#871a79", "#c866ae", "X"),  # what the reader said before looking
    # searching
    "incumbent": Role("#7a4f00", "#ffd141", "*"),
    "grid": Role("#6081bd", "#8fb3ed", "s"),
    "random": Role("#d46e83", "#ec8f92", "v"),
    "bayesian": Role("#007250", "#4aeaca", "P"),
    "halving": Role("#6a51a4", "#b59ee9", "h"),
    # optimizers
    "gradient_descent": Role("#834619", "#e4a259", "<"),
    "momentum": Role("#ea414d", "#fc8683", ">"),
    "adam": Role("#007289", "#38cbe3", "d"),
    "accent": Role("#0969da", "#6cb6ff", "o"),  # look here
}

_RC: Any = {
    "figure.dpi": 72,  # so that a point is a pixel of the page
    "figure.facecolor": "none",
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 5 / 72,
    "figure.constrained_layout.w_pad": 5 / 72,
    "font.size": 13,
    "axes.facecolor": "none",
    "axes.edgecolor": ROLES["muted"].light,
    "axes.labelcolor": ROLES["ink"].light,
    "axes.titlecolor": ROLES["ink"].light,
    "axes.titlesize": 13.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 13,
    "axes.linewidth": 1.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": ROLES["hairline"].light,
    "grid.linewidth": 1.0,
    "xtick.color": ROLES["muted"].light,
    "ytick.color": ROLES["muted"].light,
    "xtick.labelcolor": ROLES["ink"].light,
    "ytick.labelcolor": ROLES["ink"].light,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "legend.frameon": False,
    "legend.fontsize": 12.5,
    "legend.handlelength": 1.4,
    "legend.labelcolor": ROLES["ink"].light,
    "lines.linewidth": 2.5,
    "lines.markersize": 7,
    "lines.solid_capstyle": "round",
    "text.color": ROLES["ink"].light,
    "image.interpolation": "none",  # cells stay cells, and travel as cells
    "image.cmap": "viridis",
    "image.aspect": "auto",
}


def colour(role: str) -> str:
    """The colour of a role, as matplotlib wants it."""
    return ROLES[role].light


def marker(role: str) -> str:
    """The marker that goes with a role."""
    return ROLES[role].marker


@contextmanager
def applied() -> Iterator[None]:
    """The kit's look for all that is built and drawn inside."""
    import matplotlib as mpl

    with mpl.rc_context(_RC):
        yield


def new_figure(width: int = WIDTH, height: int = HEIGHT) -> Figure:
    """An empty figure of `width` x `height` pixels; call it within `applied()`."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width / 72, height / 72), dpi=72)


def is_slide(figure: Figure) -> bool:
    """Whether the page is small next to its type, as it is for a class."""
    return bool(figure.bbox.width < 0.8 * WIDTH)


def plain_numbers(axis: Axis) -> None:
    """Label the ticks of a logarithmic axis 0.001, 0.1, 10 instead of with powers of ten."""
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def trail(artist: ArtistT) -> ArtistT:
    """Mark a moving artist as one that stays: the browser keeps it wherever the reader has been."""
    artist.set_gid("trail")
    return artist


def is_trail(artist: Artist) -> bool:
    """Whether the artist was marked by `trail`."""
    return bool(artist.get_gid() == "trail")
