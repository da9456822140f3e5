"""Records what matplotlib draws, as 16-bit integers that a few lines of JavaScript can play.

A renderer like Agg or SVG, with one difference: it writes no pixels and no markup but a list of
commands small enough to send a hundred positions of a slider ahead, and exact enough to be drawn
crisp on any screen. All lengths are in sixteenths of a page pixel, y points down.

    PEN     fill, stroke, width, cap, join, dash offset, n, n dashes
    CLIP    x, y, width, height
    SHAPE   path                                    the marker to be stamped from here on
    PATH    snap, path
    MARKS   snap, n, n times x y
    TEXT    x, y, angle, size, align, face, n, n UTF-16 units
    IMAGE   x, y, width, height, columns, rows, columns * rows * 2 words of RGBA

    path    n, coded, n codes if coded, n times x y
    colour  -1: nothing | role, alpha | -2, red, green, blue, alpha

`widgets/picture.js` is the other half.
"""

from __future__ import annotations

import math
from array import array
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from hpstudy.plots.style import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.artist import Artist

UNIT = 16  # steps in a page pixel
_FAR = 2000.0  # pixels; a coordinate beyond is held here, out of sight
_CAPS = ("butt", "round", "projecting")
_JOINS = ("miter", "round", "bevel")
_ALIGN = {"left": 0, "center": 1, "right": 2, "bottom": 0, "baseline": 0, "top": 2}


class Op(IntEnum):
    """The commands."""

    PEN = 1
    CLIP = 2
    SHAPE = 3
    PATH = 4
    MARKS = 5
    TEXT = 6
    IMAGE = 7


def _rgb(colour: str) -> tuple[int, int, int]:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


_Renderer: Any = RendererBase  # whose type stub leaves out half of what a renderer calls
_ROLE_OF = {_rgb(role.light): number for number, role in enumerate(ROLES.values())}


class Recorder(_Renderer):  # type: ignore[misc]
    """A matplotlib renderer for a figure of `width` x `height` pixels at 72 dots an inch."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._words = array("h")
        self._state: dict[Op, tuple[int, ...]] = {}
        self._stamps = False  # is a path one of a collection?

    def record(self, artists: Iterable[Artist]) -> bytes:
        """The commands that draw `artists`, from the first to the last."""
        self._words, self._state = array("h"), {}
        for artist in artists:
            artist.draw(self)
        return self._words.tobytes()

    # what matplotlib asks of a renderer

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Width and height in pixels."""
        return self.width, self.height

    def option_scale_image(self) -> bool:
        """Images come as they are, the browser scales them."""
        return True

    def draw_path(self, gc: Any, path: Path, transform: Any, rgbFace: Any = None) -> None:
        """Fill and stroke one path."""
        if self._stamps:
            shape, place = _without_shift(transform)
            self._stamp(gc, path, shape, place, rgbFace)
            return
        points, codes = self._cleaned(path, transform, gc, filled=rgbFace is not None)
        if len(points) > 1 and self._set_pen(gc, rgbFace):
            self._set_clip(gc)
            self._words.extend((Op.PATH, _snaps(gc, points, codes)))
            self._put_path(points, codes)

    def draw_markers(
        self,
        gc: Any,
        marker_path: Path,
        marker_trans: Any,
        path: Path,
        trans: Any,
        rgbFace: Any = None,
    ) -> None:
        """Stamp a marker on every vertex of a path."""
        places = trans.transform(path.vertices)
        self._stamp(gc, marker_path, marker_trans, places, rgbFace)

    def draw_path_collection(self, gc: Any, *args: Any, **kwargs: Any) -> None:
        """Draw many paths; one shape in many places, as of a scatter, is stamped."""
        self._stamps = True
        try:
            super().draw_path_collection(gc, *args, **kwargs)  # draws path by path
        finally:  # a hatch is refused
            self._stamps = False

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: bool = False,
        mtext: Any = None,
    ) -> None:
        """Write plain text in the page's own font; formulas are drawn as paths."""
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        self._set_clip(gc)
        gc.set_linewidth(0)
        self._set_pen(gc, gc.get_rgb())
        align = _alignment(mtext, angle)
        along = self.get_text_width_height_descent(s, prop, False)[0] * align / 2
        turn = math.radians(angle)
        x, y = x + along * math.cos(turn), y - along * math.sin(turn)
        units = np.frombuffer(s.encode("utf-16-le"), np.int16)
        size = prop.get_size_in_points()
        self._put_lengths(Op.TEXT, x, y)
        self._words.extend((round(angle), round(size * UNIT), align, _face(prop), len(units)))
        self._words.frombytes(units.tobytes())

    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        """Draw an image of RGBA bytes, (rows, columns, 4); its first row is the lowest, unless
        the transform from the unit square turns it.
        """
        rows, columns = im.shape[:2]
        corners = np.array([[0.0, 0.0], [columns, rows]])
        if transform is not None:
            corners = transform.transform([[0.0, 0.0], [1.0, 1.0]])
        (left, bottom), (right, top) = corners + np.array([x, y])
        upright = im[:: -1 if top > bottom else 1, :: 1 if right > left else -1]
        box = Bbox([[left, bottom], [right, top]])
        self._set_clip(gc)
        self._put_lengths(
            Op.IMAGE, box.xmin, self.height - box.ymax, abs(box.width), abs(box.height)
        )
        self._words.extend((columns, rows))
        self._words.frombytes(np.ascontiguousarray(upright, np.uint8).tobytes())

    # writing the words

    def _put_lengths(self, op: Op, *lengths: float) -> None:
        self._words.append(op)
        self._words.extend(round(min(max(v, -_FAR), _FAR) * UNIT) for v in lengths)

    def _put_path(self, points: Any, codes: Any) -> None:
        self._words.extend((len(points), int(codes is not None)))
        if codes is not None:
            self._words.frombytes(codes.astype(np.int16).tobytes())
        self._put_points(points)

    def _put_points(self, points: Any) -> None:
        flipped = np.clip(points * (1, -1) + (0, self.height), -_FAR, _FAR)
        self._words.frombytes(np.rint(flipped * UNIT).astype(np.int16).tobytes())

    def _change(self, op: Op, *words: int) -> None:
        """Write a setting, if it is not the one in force."""
        if self._state.get(op) != words:
            self._state[op] = words
            self._words.append(op)
            self._words.extend(words)

    def _set_pen(self, gc: Any, face: Any) -> bool:
        """Choose fill and stroke; False if nothing of it would be seen."""
        if gc.get_hatch():
            raise ValueError("hatches cannot be drawn in a demo; use a marker or another role")
        width = gc.get_linewidth()
        fill = _colour(face, gc)
        stroke = _colour(gc.get_rgb() if width > 0 else None, gc)
        if fill == stroke == (-1,):
            return False
        offset, dashes = gc.get_dashes()
        lengths = [round(v * UNIT) for v in (dashes if dashes is not None else ())]
        self._change(
            Op.PEN,
            *fill,
            *stroke,
            round(width * UNIT),
            _CAPS.index(str(gc.get_capstyle())),
            _JOINS.index(str(gc.get_joinstyle())),
            round((offset or 0) * UNIT),
            len(lengths),
            *lengths,
        )
        return True

    def _set_clip(self, gc: Any) -> None:
        box = gc.get_clip_rectangle()
        x0, y0, x1, y1 = (0, 0, self.width, self.height) if box is None else box.extents
        frame = (x0, self.height - y1, x1 - x0, y1 - y0)
        self._change(Op.CLIP, *(round(v * UNIT) for v in frame))

    def _stamp(self, gc: Any, shape: Path, transform: Any, places: Any, face: Any) -> None:
        places = places[np.isfinite(places).all(axis=1)]
        if not len(places) or not self._set_pen(gc, face):
            return
        self._set_clip(gc)
        points, codes = _outline(shape, transform)
        kept = len(self._words)
        self._put_path(points * (1, 1) + (0, self.height), codes)
        words = tuple(self._words[kept:])
        del self._words[kept:]
        self._change(Op.SHAPE, *words)
        self._words.extend((Op.MARKS, _snaps(gc, points, codes), len(places)))
        self._put_points(places)

    def _cleaned(self, path: Path, transform: Any, gc: Any, filled: bool) -> tuple[Any, Any]:
        """The path on the page, without gaps, and without what a stroke has out of sight."""
        edge = 2 * gc.get_linewidth() + 2
        sight = None if filled else (-edge, -edge, self.width + edge, self.height + edge)
        clean = path.cleaned(
            transform, remove_nans=True, clip=sight, simplify=path.should_simplify, curves=True
        )
        return _without_stops(clean)


def _without_shift(transform: Any) -> tuple[Affine2D, Any]:
    """An affine transform as one that leaves the origin alone, and where it puts the origin."""
    matrix = np.array(transform.get_matrix())
    place = matrix[None, :2, 2].copy()
    matrix[:2, 2] = 0
    return Affine2D(matrix), place


def _outline(path: Path, transform: Any) -> tuple[Any, Any]:
    return _without_stops(path.cleaned(transform, remove_nans=True, curves=True))


def _without_stops(path: Path) -> tuple[Any, Any]:
    """Vertices and codes of a cleaned path; codes None for one unbroken line."""
    points, codes = np.asarray(path.vertices), np.asarray(path.codes)
    points, codes = points[codes != Path.STOP], codes[codes != Path.STOP]
    return points, codes if (codes[1:] != Path.LINETO).any() else None


def _colour(rgba: Any, gc: Any) -> tuple[int, ...]:
    if rgba is None:
        return (-1,)
    red, green, blue, opacity = (round(255 * float(v)) for v in (*rgba, 1.0)[:4])
    if gc.get_forced_alpha():
        opacity = round(255 * gc.get_alpha())
    if opacity == 0:
        return (-1,)
    role = _ROLE_OF.get((red, green, blue))
    return (-2, red, green, blue, opacity) if role is None else (role, opacity)


def _snaps(gc: Any, points: Any, codes: Any) -> int:
    """1 if the edges belong on whole pixels of the screen: axes, ticks, bars."""
    if gc.get_snap() is not None:
        return int(gc.get_snap())
    straight = codes is None or (np.isin(codes, (Path.MOVETO, Path.LINETO, Path.CLOSEPOLY))).all()
    if not straight or len(points) > 32:
        return 0
    if codes is not None:
        points = points[codes != Path.CLOSEPOLY]
    return int((np.abs(np.diff(points, axis=0)) < 1e-3).any(axis=1).all())


def _alignment(text: Any, angle: float) -> int:
    """Where along the text its anchor lies: 0 start, 1 middle, 2 end."""
    if text is None:
        return 0
    if angle % 360 == 0 or text.get_rotation_mode() == "anchor":
        return _ALIGN.get(text.get_horizontalalignment(), 1)
    if angle % 360 == 90:
        return _ALIGN.get(text.get_verticalalignment(), 1)
    return 1


def _face(prop: Any) -> int:
    """Bits: 1 bold, 2 italic, 4 monospaced."""
    bold = prop.get_weight() in ("bold", "semibold", "heavy", "black") or (
        isinstance(prop.get_weight(), int) and prop.get_weight() >= 600
    )
    italic = prop.get_style() != "normal"
    mono = "monospace" in prop.get_family()
    return int(bold + 2 * italic + 4 * mono)
