"""A figure that is built once and then only moves.

A plot of a demo is a function `draw(figure)` that builds axes and artists and returns `update`;
`update(numbers)` moves some artists with `set_data`, `set_text` and the like, and returns those.
The rest is the background: drawn once, never again.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from hpstudy.plots import style
from hpstudy.plots.recorder import Recorder

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

Update = Callable[[Any], Sequence["Artist"]]
Draw = Callable[["Figure"], Update]


class Stroke(NamedTuple):
    """One moving artist as recorded; a trail stays on the page wherever the reader has been."""

    commands: bytes
    trail: bool


class Drawing:
    """A figure with its moving artists: `update`, then read it, record it or print it."""

    def __init__(self, draw: Draw, width: int = style.WIDTH, height: int = style.HEIGHT) -> None:
        with style.applied():
            self.figure = style.new_figure(width, height)
            self._update = draw(self.figure)
        self.moving: list[Artist] = []
        self._recorder = Recorder(width, height)
        self._settled = False

    def update(self, numbers: Any) -> None:
        """Move the artists to what the numbers say."""
        self.moving = list(self._update(numbers))
        self._settle()

    def record(self) -> list[Stroke]:
        """The moving artists as they stand, from back to front."""
        return [
            Stroke(self._recorder.record([artist]), style.is_trail(artist))
            for artist in sorted(self.moving, key=lambda artist: artist.get_zorder())
            if artist.get_visible()
        ]

    def background(self) -> bytes:
        """All that does not move; known from the first update on."""
        self._settle()
        seen = [artist for artist in self.moving if artist.get_visible()]
        for artist in seen:
            artist.set_visible(False)
        try:
            with style.applied():
                return self._recorder.record([self.figure])
        finally:
            for artist in seen:
                artist.set_visible(True)

    def png(self, scale: float = 1.5) -> bytes:
        """The whole picture on white paper, as a small PNG file of 128 colours."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from PIL import Image

        own = self.figure.dpi
        with style.applied():
            self.figure.set_dpi(own * scale)
            canvas: Any = FigureCanvasAgg(self.figure)
            canvas.draw()
            self.figure.set_dpi(own)
            self._recorder.record([self.figure])  # an axis moves its label whenever it is drawn
        ink = Image.fromarray(np.asarray(canvas.buffer_rgba()))
        paper = Image.new("RGB", ink.size, style.colour("paper"))
        paper.paste(ink, mask=ink.getchannel("A"))
        few = paper.quantize(128, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        target = io.BytesIO()
        few.save(target, format="png")
        return target.getvalue()

    def axes(self) -> list[dict[str, Any]]:
        """Where each axes lies and what it spans, so that a click can be read as data."""
        self._settle()
        return [_mapping(axes, self.figure.bbox.height) for axes in self.figure.axes]

    def _settle(self) -> None:
        """Let the layout find its place once, and stay there."""
        if self._settled:
            return
        self._settled = True
        engine = self.figure.get_layout_engine()
        if engine is not None:
            with style.applied():
                engine.execute(self.figure)
            self.figure.set_layout_engine("none")
        for axes in self.figure.axes:
            axes.apply_aspect()


def _mapping(axes: Any, height: float) -> dict[str, Any]:
    box = axes.get_window_extent()
    return {
        "box": [box.x0, height - box.y1, box.width, box.height],
        "x": [*map(float, axes.get_xlim()), axes.get_xscale()],
        "y": [*map(float, axes.get_ylim()), axes.get_yscale()],
    }
