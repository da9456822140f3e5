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
from collections.abc import Iterable
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from hpstudy.export import site_job, site_runs, site_turns
from hpstudy.export.site_pictures import LARGE, PLAIN, Drawn, Pictures
from hpstudy.widgets.demos import JOB

if TYPE_CHECKING:
    from hpstudy.widgets.demo import Demo

Position = tuple[int, ...]

_MOST_DRAWN = 600  # positions of a demo whose pictures cost milliseconds
_MOST_TRAINED = 210  # and of one that trains for each

_ALL = "Every position was computed for this page."
_SOME = "Here not all controls move together: one that has turned pale waits for <em>Reset</em>."
_RUNS = "{buttons} a real run{each}, recorded for this page {where}."
_HOW = '{what} need <a href="index.html#workbook">the workbook</a>.'


@cache
def in_html(name: str, *, seed: int = 0, predict: bool = True, slide: bool = False) -> str:
    """Return a demo as a piece of a page, with all that it can show there.

    slide: whether its picture is the one with larger type, on any screen
    """
    if name == JOB:  # a form and a table, and no picture
        return site_job.in_html(seed=seed, predict=predict)

    from hpstudy.widgets.spec import describe

    held = _held(name, seed)
    drawn, demo = held.drawn, held.drawn.demo
    both = len(held.reels) > LARGE
    first = LARGE if slide and both else PLAIN
    reel = held.reels[first]
    spec = describe(drawn.live, predict=predict) | {"ahead": not demo.button}
    about = {
        "spec": spec | drawn.layout(first),
        "position": [control.start for control in demo.controls],
        "seed": seed,
        "answers": _answers(demo, seed),
        "runs": held.runs,
        "turns": held.turns,
        "reel": {key: value for key, value in reel.items() if key != "data"},
    }
    scripts = [packed(about, reel["data"])]
    if both and not slide:
        large = held.reels[LARGE]
        strokes = [{key: frame[key] for key in ("strokes", "trail")} for frame in large["frames"]]
        layout = {"spec": drawn.layout(LARGE), "lengths": large["lengths"], "frames": strokes}
        scripts.append(packed(layout, large["data"]))
    return (
        f'<div class="site-demo{"" if both else " site-wide"}" data-film="{escape(name)}">'
        f"<noscript>{escape(demo.question)} {escape(held.opening)}</noscript>"
        + "".join(f'<script type="text/plain">{script}</script>' for script in scripts)
        + f'</div>\n<p class="site-note">{_note(demo, held.places, held.runs)}</p>'
    )


class Held(NamedTuple):
    """What a page holds of a demo: all that was computed for it, packed in both drawings."""

    drawn: Drawn
    places: list[Position]
    opening: str  # sentence
    reels: tuple[dict[str, Any], ...]
    runs: site_runs.Runs
    turns: list[dict[str, Any]]


@cache  # the lecture shows some again
def _held(name: str, seed: int) -> Held:
    """Compute what a page can show of a demo."""
    from hpstudy.widgets.reels import key_of
    from hpstudy.widgets.show import find_demo

    demo = find_demo(name)
    drawn = Drawn(demo, seed=seed)
    places = positions(demo)
    opening = "live" if demo.button else key_of((seed, drawn.live.position))
    pictures = [(opening, drawn.pictures())]
    pictures += [(key_of((seed, place)), pictures_at(drawn, place)) for place in places]
    around = places if demo.ahead else []
    turns, played = site_turns.recorded(drawn, around)
    runs, recorded = site_runs.recorded(drawn, around, {turn["label"] for turn in turns})
    pictures += played + recorded
    reels = tuple(drawn.reel(which, pictures) for which in range(len(drawn.drawings)))
    return Held(drawn, places, pictures[0][1][PLAIN].sentence, reels, runs, turns)


def packed(about: dict[str, Any], data: bytes) -> str:
    """Return a line of JSON and bytes behind it, compressed, as text."""
    line = json.dumps(about, separators=(",", ":")).encode()
    return base64.b64encode(gzip.compress(line + b"\n" + data, mtime=0)).decode()


def positions(demo: Demo) -> list[Position]:
    """Return where the reader can go on a page: each control's own way, and the ways of more.

    All of them if they are few; else each two controls whose ways together are not too many.
    """
    if demo.button:
        return []
    most, axes = _MOST_DRAWN if demo.ahead else _MOST_TRAINED, range(len(demo.controls))
    if math.prod(len(control.values) for control in demo.controls) <= most:
        return _reached(demo, axes)
    places = dict[Position, None]()  # a set that keeps its order
    for axis in axes:
        places |= dict.fromkeys(_reached(demo, [axis]))
    # From the end of a run all is held once more, and more would be too many.
    pairs = [] if demo.actions else itertools.combinations(axes, 2)
    for two in sorted((_reached(demo, pair) for pair in pairs), key=len):
        more = places | dict.fromkeys(two)
        places = more if len(more) <= most else places
    return list(places)


def _reached(demo: Demo, moved: Iterable[int]) -> list[Position]:
    """Return where one gets from the opening state with these controls."""
    moved = set(moved)
    ways = [
        range(len(control.values)) if axis in moved else (control.start,)
        for axis, control in enumerate(demo.controls)
    ]
    return list(itertools.product(*ways))


def pictures_at(drawn: Drawn, place: Position) -> Pictures:
    """Return the pictures of a position as it is for who goes there from the opening state."""
    live = drawn.live
    if live.demo.ahead:
        return drawn.pictures_at(place)
    live.reset()
    live.go(place, live.seed)
    for _ in live.play():
        pass
    return drawn.pictures()


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
        said.append(_ALL if len(places) == everything else _SOME)
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
    game = site_turns.note(demo.name)
    said += [game] if game else []
    what = "New seeds and all other runs" if runs or game else "New seeds"
    return " ".join([*said, _HOW.format(what=what)])
