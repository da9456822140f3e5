"""A demo on a page: its pictures are drawn while the page is written, and held in it.

A page cannot compute, so it holds what the reader can reach: every position of the controls where
those are few, else each control's own from the opening state. A demo that trains as its controls
move shows each training as it ends; what a button trains is played (see `site_runs.py`).
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import math
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.export import site_job, site_runs

if TYPE_CHECKING:
    from hpstudy.widgets.demo import Demo
    from hpstudy.widgets.live import Frame, LiveDemo

Position = tuple[int, ...]

_MOST_DRAWN = 600  # positions of a demo whose pictures cost milliseconds
_MOST_TRAINED = 210  # and of one that trains for each

_ALL = "Every position was computed for this page."
_AXES = (
    "Here each control moves by itself, from the opening state: <em>Reset</em> before you move"
    " another."
)
_RUNS = "{buttons} a real run{each}, recorded for this page {where}."
_HOW = '{what} need <a href="index.html#workbook">the workbook</a>.'


@cache
def in_html(name: str, *, seed: int = 0, predict: bool = True) -> str:
    """Return a demo as a piece of a page, with all that it can show there."""
    if name == "d.job":  # a form and a table, and no picture
        return site_job.in_html(seed=seed, predict=predict)

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
    live.reset()
    runs, recorded = site_runs.recorded(live, places)
    reel = reels.pack(frames + recorded)
    spec = describe(live, predict=predict) | {"ahead": not demo.button}
    about = {
        "spec": spec,
        "position": [control.start for control in demo.controls],
        "seed": seed,
        "answers": _answers(demo, seed),
        "runs": runs,
        "reel": {key: value for key, value in reel.items() if key != "data"},
    }
    return (
        f'<div class="site-demo" data-film="{escape(name)}">'
        f"<noscript>{escape(demo.question)} {escape(opening.sentence)}</noscript>"
        f'<script type="text/plain">{packed(about, reel["data"])}</script>'
        f'</div>\n<p class="site-note">{_note(demo, places, runs)}</p>'
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


def _note(demo: Demo, places: list[Position], runs: site_runs.Runs) -> str:
    """Say what is held of a demo, and what is not."""
    said = []
    if places:
        everything = math.prod(len(control.values) for control in demo.controls)
        said.append(_ALL if len(places) == everything else _AXES)
    if runs:
        buttons = " and ".join(f"<em>{escape(label)}</em>" for label in runs)
        several = len(runs) > 1
        said.append(
            _RUNS.format(
                buttons=f"{buttons} {'play' if several else 'plays'}",
                each=" each" if several else "",
                where="for each setting"
                if len(runs.get(demo.button, "")) > 1
                else "with the settings at which the demo opens",
            )
        )
    what = "New seeds and all other runs" if runs else "New seeds"
    return " ".join([*said, _HOW.format(what=what)])
