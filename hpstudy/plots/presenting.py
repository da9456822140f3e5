"""The same pictures for the last row of a class: larger type in the same place.

A plot is drawn on a smaller page, which is then shown larger; matplotlib lays it out anew. What
would still be too small to read, or too thin to see, becomes as large as it must be. What no longer
fits beside something else gives way: a title goes on in a second row, a note beside it is hidden,
and so is every second label of an axis.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from hpstudy.plots.drawing import Draw, Update

LARGER = 1.36  # how much larger type is, next to the picture around it
TYPE, LINE = 80 / 3, 2.5  # pixels of a screen of 1280 x 720: 20 points, and what is seen from afar
_SMALLEST = 10.0  # a title is not made smaller
_STEP = 16  # a size is sent to the browser in these parts of a pixel


def for_a_class(draw: Draw, shown: float = LARGER) -> Draw:
    """Return a `draw` whose texts keep out of each other's way on a smaller page.

    shown: pixels of the screen, one of 1280 x 720, for one of the page
    """
    smallest, thinnest = (math.ceil(_STEP * least / shown) / _STEP for least in (TYPE, LINE))

    def draw_large(figure: Figure) -> Update:
        update = draw(figure)
        for axes in _all_axes(figure):
            _narrow_legend(axes)
            _thicken(axes, thinnest)
        _enlarge(figure, smallest)

        said: dict[Axes, list[str]] = {}
        titles: dict[Axes, _Title] = {}
        hidden: dict[Axes, list[Text]] = {}  # the numbers may want to show them again

        def update_large(numbers: Any) -> Sequence[Artist]:
            moved = update(numbers)
            if not said:
                titles.update(_lay_out(figure, smallest))
            for axes, title in titles.items():
                words = _words(axes)
                if said.get(axes) != words:  # else all fits as it did
                    title.fit()
                    hidden[axes] = _over_title(axes)
                title.show()
                for note in hidden[axes]:
                    note.set_visible(False)
                said[axes] = words
            return moved

        return update_large

    return draw_large


def _enlarge(figure: Figure, smallest: float) -> None:
    """Let no text be smaller than this, but letters that stand in columns."""
    from matplotlib.text import Text

    for axes in _all_axes(figure):
        for axis in (axes.xaxis, axes.yaxis):  # ticks that are yet to come as well
            size = max(smallest, axis.get_tick_params().get("labelsize", 0))
            axis.set_tick_params(labelsize=size)
    for text in figure.findobj(Text):
        if not isinstance(text, Text) or "monospace" in text.get_fontfamily():
            continue
        if float(text.get_fontsize()) < smallest:
            text.set_fontsize(smallest)


def _thicken(axes: Axes, thinnest: float) -> None:
    """Let no line be thinner than this, nor an axis or its grid."""
    lines: list[Any] = [*axes.lines, *axes.spines.values()]
    for line in lines:
        if 0 < line.get_linewidth() < thinnest:
            line.set_linewidth(thinnest)
    for each in axes.collections:
        widths: Any = each.get_linewidth()
        each.set_linewidth([max(width, thinnest) if width else 0 for width in widths])
    axes.tick_params(which="both", width=thinnest, grid_linewidth=thinnest)


def _lay_out(figure: Figure, smallest: float) -> dict[Axes, _Title]:
    """Find out where things lie, once, thin what is too dense there, and fit the titles."""
    titles = {axes: _Title(axes, smallest) for axes in figure.axes}
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    for title in titles.values():
        title.fit(rows=2)
    if engine is not None:
        engine.execute(figure)
    for title in titles.values():
        title.make_room()
    for axes in _all_axes(figure):
        _thin_labels(axes)
    return titles


def _all_axes(figure: Figure) -> list[Any]:
    return [one for axes in figure.axes for one in (axes, *axes.child_axes)]


def _words(axes: Axes) -> list[str]:
    return [*map(_in_a_row, _titles(axes)), *(note.get_text() for note in axes.texts)]


def _titles(axes: Axes) -> list[str]:
    return [axes.get_title(loc=place) for place in ("left", "center", "right")]


def _in_a_row(words: str) -> str:
    return words.replace("\n", " ")


def _narrow_legend(axes: Axes) -> None:
    """Let a legend take no room from its axes, and stand in one column."""
    legend = axes.get_legend()
    if legend is None:
        return
    if getattr(legend, "_ncols", 1) > 1:
        words = [text.get_text() for text in legend.get_texts()]
        tight: Any = {"borderpad": 0.1, "labelspacing": 0.1, "handlelength": 1}
        handles: Any = legend.legend_handles
        legend = axes.legend(handles, words, loc="lower left", **tight)
    legend.set_in_layout(False)


class _Title:
    """A title that ends where the figure ends or the next axes begin."""

    def __init__(self, axes: Axes, smallest: float) -> None:
        self._axes = axes
        self._smallest = smallest
        self._size = 0.0  # of its type, where it fits
        self._rows = 1
        self._fitted = ""

    def fit(self, rows: int = 0) -> None:
        """Let it go on in a second row; where no room was left for one, let it be smaller."""
        title = _title(self._axes, "left")
        if title is None:
            return
        self._size = self._size or float(title.get_fontsize())
        title.set_fontsize(self._size)
        for words in _in_rows(_in_a_row(title.get_text()), rows or self._rows):
            title.set_text(words)
            part = self._room() / max(title.get_window_extent().width, 1)
            if part * self._size >= self._smallest:
                break
        self._fitted = words
        self._rows = max(self._rows, 1 + words.count("\n"))
        title.set_fontsize(max(min(part, 1) * self._size, _SMALLEST))

    def show(self) -> None:
        """Put it in its rows again, should it have been said anew."""
        title = _title(self._axes, "left") if self._rows > 1 else None
        if title is not None:
            title.set_text(self._fitted)

    def make_room(self) -> None:
        """Let the axes begin lower, where no layout does it and the title leaves the figure."""
        title, figure = _title(self._axes, "left"), self._axes.figure
        if title is None or figure is None:
            return
        over = (title.get_window_extent().y1 - figure.bbox.y1) / figure.bbox.height
        if over > 0:
            x, y, width, height = self._axes.get_position().bounds
            self._axes.set_position((x, y, width, height - over))

    def _room(self) -> float:
        """Return how wide it may be."""
        box, figure = self._axes.bbox, self._axes.figure
        assert figure is not None
        ends = [figure.bbox.x1 - 1]
        for other in figure.axes:
            beside = other.bbox.y0 < box.y1 + 12 and other.bbox.y1 > box.y1 - 12
            bare = not any(_titles(other)) and other.bbox.y1 < box.y1 + 1
            if beside and not bare and other.bbox.x0 > box.x0 + 1:
                ends.append(other.bbox.x0 - 4)
        return float(min(ends) - box.x0)


def _in_rows(words: str, rows: int) -> list[str]:
    """Return a text in one row, and, if it may have two, in the two that are most alike."""
    spaces = [i for i, letter in enumerate(words) if letter == " " and words.strip()]
    if rows < 2 or not spaces:
        return [words]
    middle = min(spaces, key=lambda i: max(i, len(words) - i - 1))
    return [words, f"{words[:middle]}\n{words[middle + 1 :]}"]


def _over_title(axes: Axes) -> list[Text]:
    """Return the notes that would lie over the title; show those that would not."""
    title = _title(axes, "left")
    if title is None:
        return []
    here, over = title.get_window_extent(), []
    for note in [*axes.texts, _title(axes, "right"), _title(axes, "center")]:
        if note is not None and note.get_text().strip():
            box = note.get_window_extent()
            if box.y0 > axes.bbox.y1 - 2:
                note.set_visible(not box.overlaps(here))
                over += [] if note.get_visible() else [note]
    return over


def _title(axes: Axes, place: str) -> Text | None:
    """Return the title at a place, None if there is none."""
    text = axes.get_title(loc=place)  # type: ignore[arg-type]
    if not text.strip():
        return None
    return next((child for child in _texts(axes) if child.get_text() == text), None)


def _texts(axes: Axes) -> Iterator[Text]:
    from matplotlib.text import Text

    within = set(map(id, axes.texts))
    for child in axes.get_children():
        if isinstance(child, Text) and id(child) not in within:
            yield child


def _thin_labels(axes: Axes) -> None:
    """Hide every second label of an axis whose labels touch."""
    for axis, along in ((axes.xaxis, "x"), (axes.yaxis, "y")):
        labels = [label for label in axis.get_majorticklabels() if _shown(label, axes, along)]
        boxes = [label.get_window_extent() for label in labels]
        if any(_touch(a, b, along) for a, b in pairwise(boxes)):
            for label in labels[-2::-2]:
                label.set_visible(False)


def _shown(label: Text, axes: Axes, along: str) -> bool:
    """Say whether a label stands where the axis is seen."""
    box = label.get_window_extent()
    middle = (box.x0 + box.x1 if along == "x" else box.y0 + box.y1) / 2
    first, last = _side(axes.bbox, along)
    return bool(label.get_text()) and label.get_visible() and first - 1 <= middle <= last + 1


def _touch(a: Any, b: Any, along: str) -> bool:
    (_, high), (first, _) = sorted([_side(a, along), _side(b, along)])
    return bool(first < high + (4 if along == "x" else 0))


def _side(box: Any, along: str) -> tuple[float, float]:
    return (box.x0, box.x1) if along == "x" else (box.y0, box.y1)
