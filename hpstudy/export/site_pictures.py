"""Both pictures of a demo on a page: as the lesson draws it, and with a slide's larger type.

The larger one is for the lecture and for narrow screens, where the other's type would be too small
to read. What they show is computed once and is the same. Where larger words would run into one
another there is one picture, and a narrow screen moves along it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hpstudy.widgets.demo import Demo
    from hpstudy.widgets.live import Frame

PLAIN, LARGE = 0, 1  # the drawings
# Words in columns, or beside what they name: there is no room for larger ones.
_FULL = {"d.bend", "d.cockpit", "d.compare", "d.lastline", "d.lattice", "d.log", "d.luck"}
_FULL |= {"d.objective", "d.plan", "d.sorter"}
Pictures = tuple["Frame", ...]  # one for each of them
Keyed = tuple[str, Pictures]  # and what they are called on the page


class Drawn:
    """A demo in use, and the drawings in which its numbers are shown."""

    def __init__(self, demo: Demo, *, seed: int = 0) -> None:
        from hpstudy.plots.drawing import Drawing
        from hpstudy.widgets.live import LiveDemo
        from hpstudy.widgets.presenter import larger

        self.demo = demo
        self.live = LiveDemo(demo, seed=seed)
        shown = [demo] if demo.name in _FULL else [demo, larger(demo)]
        self.drawings = [self.live.drawing]
        self.drawings += [Drawing(it.draw, it.width, it.height) for it in shown[LARGE:]]
        self.sizes = [(it.width, it.height) for it in shown]

    def pictures(self) -> Pictures:
        """Return the pictures of the numbers as they stand."""
        frames = []
        for drawing in self.drawings:
            self.live.drawing = drawing
            frames.append(self.live.frame())
        return tuple(frames)

    def pictures_at(self, place: Sequence[int]) -> Pictures:
        """Return the pictures of another position, of a demo that can be drawn ahead."""
        self.live.position = tuple(place)
        self.live.compute()
        return self.pictures()

    def reel(self, which: int, pictures: Iterable[Keyed]) -> dict[str, Any]:
        """Return the pictures of one drawing, packed for the browser."""
        from hpstudy.widgets.reels import Reels

        packer = Reels(self.drawings[which].background)
        return packer.pack([(key, frames[which]) for key, frames in pictures])

    def layout(self, which: int) -> dict[str, Any]:
        """Return what the browser must know of one drawing before its first picture."""
        width, height = self.sizes[which]
        return {"width": width, "height": height, "axes": self.drawings[which].axes()}
