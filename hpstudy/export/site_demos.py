"""A demo on a page: its pictures are drawn while the page is written, and held in it.

A page cannot compute, so it holds what the reader can reach: every position of the controls where
those are few, else each control's own from the opening state. A demo that trains as its controls
move shows each training as it ends. One that trains at a button opens, and says what it needs.
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import math
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from hpstudy.widgets.demo import Demo
    from hpstudy.widgets.live import Frame, LiveDemo

Position = tuple[int, ...]

_MOST_DRAWN = 600  # positions of a demo whose pictures cost milliseconds
_MOST_TRAINED = 210  # and of one that trains for each

_HOW = ' need <a href="index.html#workbook">the workbook</a>.'
_ALL = "Every position was computed for this page. New seeds{buttons}" + _HOW
_AXES = (
    "Here each control moves by itself, from the opening state: <em>Reset</em> before you move"
    " another. Several at once, new seeds{buttons}" + _HOW
)
_OPENING = "This demo trains when you press its button, and a page cannot: it takes"
_OPENING += ' <a href="index.html#workbook">the workbook</a>. Here is how it opens.'


def in_html(name: str, *, seed: int = 0, predict: bool = True) -> str:
    """Return a demo as a piece of a page, with all that it can show there."""
    from hpstudy.widgets.live import LiveDemo
    from hpstudy.widgets.reels import Reels, key_of
    from hpstudy.widgets.show import find_demo
    from hpstudy.widgets.spec import describe

    demo = find_demo(name)
    live = LiveDemo(demo, seed=seed)
    opening = live.frame()
    places = positions(demo)
    reels = Reels(live.drawing.background)
    held = "live" if demo.button else key_of((seed, live.position))
    frames = [(held, opening)]
    frames += [(key_of((seed, place)), frame_at(live, place)) for place in places]
    reel = reels.pack(frames)
    spec = describe(live, predict=predict) | {"ahead": not demo.button}
    about = {
        "spec": spec,
        "position": [control.start for control in demo.controls],
        "seed": seed,
        "answers": _answers(demo, seed),
        "reel": {key: value for key, value in reel.items() if key != "data"},
    }
    return (
        f'<div class="site-demo" data-film="{escape(name)}">'
        f"<noscript>{escape(demo.question)} {escape(opening.sentence)}</noscript>"
        f'<script type="text/plain">{packed(about, reel["data"])}</script>'
        f'</div>\n<p class="site-note">{_note(demo, places)}</p>'
    )


def packed(about: dict[str, Any], data: bytes) -> str:
    """Return a line of JSON and bytes behind it, compressed, as text."""
    line = json.dumps(about, separators=(",", ":")).encode()
    return base64.b64encode(gzip.compress(line + b"\n" + data, mtime=0)).decode()


def positions(demo: Demo) -> list[Position]:
    """Return where the reader can go on a page."""
    if demo.button:
        return []
    sizes = [range(len(control.values)) for control in demo.controls]
    start = tuple(control.start for control in demo.controls)
    if math.prod(map(len, sizes)) <= (_MOST_DRAWN if demo.ahead else _MOST_TRAINED):
        return list(itertools.product(*sizes))
    axes = (
        (*start[:axis], value, *start[axis + 1 :])
        for axis, values in enumerate(sizes)
        for value in values
    )
    return list(dict.fromkeys(axes))


def frame_at(live: LiveDemo, place: Position) -> Frame:
    """Return the picture of a position as someone sees it who goes there from the opening state."""
    if live.demo.ahead:
        return live.frame_at(place, live.seed)
    live.reset()
    live.go(place, live.seed)
    for _ in live.play():
        pass
    return live.frame()


def _answers(demo: Demo, seed: int) -> dict[int, Any]:
    """Return what the runs say to the prediction's question, as the page will be asked for it."""
    if demo.predict is None or demo.predict.answer is None:
        return {}
    return {seed: np.asarray(demo.predict.answer(seed)).tolist()}


def _note(demo: Demo, places: list[Position]) -> str:
    if not places:
        return _OPENING
    buttons = " and the buttons" if demo.actions else ""
    everything = math.prod(len(control.values) for control in demo.controls)
    return (_ALL if len(places) == everything else _AXES).format(buttons=buttons)
