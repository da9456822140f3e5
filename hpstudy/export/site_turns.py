"""Demos that are played in turns: a page holds one game of each, and its buttons play it on.

Whoever reads a page cannot train where the sliders stand. So the sliders go where somebody put them
in a game that was really played, here, while the page was written; who that was, the page says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from hpstudy.export.site_pictures import Drawn, Keyed
from hpstudy.export.site_runs import from_its_end, pictures_of_run

if TYPE_CHECKING:
    from hpstudy.widgets.live import LiveDemo

Turn = tuple[str, dict[str, Any]]  # the button that is pressed, and what is set before

_STARS = 3


def _box(live: LiveDemo) -> Iterator[Turn]:
    """Train at random until the landscape is for sale, and buy it."""
    import numpy as np

    from hpstudy.demos.box import SPACE

    rng = np.random.default_rng(live.seed)
    while not live.numbers.for_sale:
        place = SPACE.sample(rng)
        yield "Train here", {"rate": place["learning_rate"], "l2": place["l2"]}
    yield "Buy the landscape", {}


def _game(live: LiveDemo) -> Iterator[Turn]:
    """Let the scripted player who knows nets play to the end, and judge it."""
    from hpstudy.demos._players import experienced

    tried: list[tuple[Any, float]] = []
    while not live.numbers.over:
        configuration = experienced(tried)
        yield "Train it", dict(configuration)
        tried.append((configuration, live.numbers.yours[-1].loss))
    yield "Judge it", {}


def _stars(__: LiveDemo) -> Iterator[Turn]:
    """Train at the star, again and again."""
    for _ in range(_STARS):
        yield "Train at the star", {}


GAMES: dict[str, tuple[Callable[[LiveDemo], Iterator[Turn]], str]] = {
    "d.box": (
        _box,
        "<em>Train here</em> plays the next training of a search that was recorded for this page,"
        " at places drawn at random; then the landscape can be bought.",
    ),
    "d.game": (
        _game,
        "<em>Train it</em> plays the next job of a game that was recorded for this page: a scripted"
        " player who knows nets, and turns a knob at a time, is you there, against both searches.",
    ),
    "d.next": (
        _stars,
        f"<em>Train at the star</em> plays {_STARS} steps, one a press, recorded for this page with"
        " the settings at which the demo opens.",
    ),
}


def recorded(
    drawn: Drawn, around: list[tuple[int, ...]]
) -> tuple[list[dict[str, Any]], list[Keyed]]:
    """Return the turns of a demo's game in their order, and their pictures; none if it has none.

    around: the positions that are held from the end of a turn, where moves leave it standing
    """
    live, turns, frames = drawn.live, list[dict[str, Any]](), list[Keyed]()
    play, _ = GAMES.get(drawn.demo.name, (None, ""))
    live.reset()
    for number, (label, settings) in enumerate(play(live) if play else (), start=1):
        place = _place(live, settings)
        live.go(place, live.seed)
        scene = f"{label} {number}"
        shown = [(f"{scene}#{n}", it) for n, it in enumerate(pictures_of_run(drawn, label))]
        turns.append(
            {"label": label, "scene": scene, "position": place, "keys": [key for key, _ in shown]}
        )
        frames += [*shown, *from_its_end(drawn, scene, around)]
        live.position = tuple(place)
    live.reset()
    return turns, frames


def note(name: str) -> str:
    """Say whose game it is that the buttons play; "" where there is none."""
    return GAMES[name][1] if name in GAMES else ""


def _place(live: LiveDemo, settings: dict[str, Any]) -> list[int]:
    """Return where the controls stand with these settings, the others as they are."""
    place = list(live.position)
    for name, value in settings.items():
        number = live.demo.index(name)
        place[number] = live.demo.controls[number].position(value)
    return place
