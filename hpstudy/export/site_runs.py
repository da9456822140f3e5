"""A demo's buttons on a page: each plays a run that was recorded while the page was written.

A page cannot train, and it invents nothing: a run is recorded as the lesson would show it, at the
settings with which the demo opens, or at each setting where those are few. What can be reached
from its end is held as well, so that one can look around in what has been trained.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from hpstudy.export.site_pictures import Drawn, Keyed, Pictures

if TYPE_CHECKING:
    from hpstudy.widgets.demo import Demo
    from hpstudy.widgets.live import LiveDemo

Runs = dict[str, dict[str, list[str]]]  # by button and by place, the pictures in their order

_MOST_FRAMES = 48  # kept of a run
_FEW = 8  # settings, of which each has a run of its own


def recorded(
    drawn: Drawn, around: Sequence[tuple[int, ...]], played: Collection[str] = ()
) -> tuple[Runs, list[Keyed]]:
    """Return the runs of the buttons that are on offer as the demo opens, and their pictures.

    played: the buttons that play a game of their own
    around: the positions that are held from the end of a run, where moves leave it standing
    """
    live, demo, runs, frames = drawn.live, drawn.demo, Runs(), list[Keyed]()
    for label in _on_offer(live):
        if label in played:
            continue
        runs[label] = {}
        for place in _places(demo) if label == demo.button else [_start(demo)]:
            live.reset()
            live.go(place, live.seed)
            here = ",".join(map(str, place))
            shown = [
                (f"{label}@{here}#{n}", frame)
                for n, frame in enumerate(pictures_of_run(drawn, label))
            ]
            runs[label][here] = [key for key, _ in shown]
            frames += [*shown, *from_its_end(drawn, label, around)]
    live.reset()
    return runs, frames


def _on_offer(live: LiveDemo) -> list[str]:
    """Return the buttons that can be pressed as the demo opens."""
    actions = zip(live.demo.actions, live.frame().offers, strict=False)  # its own comes last
    labels = [live.demo.button, *(action.label for action, offer in actions if offer is not None)]
    return [label for label in labels if label]


def _places(demo: Demo) -> list[tuple[int, ...]]:
    """Return where the button's run is recorded: at each setting, or as the demo opens."""
    sizes = [range(len(control.values)) for control in demo.controls]
    if math.prod(map(len, sizes)) > _FEW:
        return [_start(demo)]
    return list(itertools.product(*sizes))


def _start(demo: Demo) -> tuple[int, ...]:
    return tuple(control.start for control in demo.controls)


def pictures_of_run(drawn: Drawn, label: str) -> list[Pictures]:
    """Return pictures of a run, evenly spaced, with its last."""
    frames: list[Pictures] = []
    every, n = 1, 0
    for _ in drawn.live.play(label):
        if n % every == 0:
            frames.append(drawn.pictures())
        if len(frames) > _MOST_FRAMES:
            frames, every = frames[::2], 2 * every
        n += 1
    return [*frames, drawn.pictures()] if (n - 1) % every else frames


def from_its_end(drawn: Drawn, scene: str, around: Sequence[tuple[int, ...]]) -> Iterator[Keyed]:
    """Yield where a move leads from the end of a run; `scene` is what the end is called."""
    from hpstudy.widgets.reels import key_of

    for place in around:
        yield f"{scene}/{key_of((drawn.live.seed, place))}", drawn.pictures_at(place)
