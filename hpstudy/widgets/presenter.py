"""`present()`: from here on, this notebook's demos and quizzes are slides for a class.

A slide fills the browser's window, whatever its zoom, in type that the last row can read; code and
notes stay behind it. A demo is drawn anew for it, with larger type.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import anywidget

from hpstudy.widgets import page

if TYPE_CHECKING:
    from hpstudy.widgets.demo import Demo

_HERE = Path(__file__).parent
_KEYS = "N next, Page up back, R reset, P reveal, S new seed, K new kernel, Escape out"
# What presenter.css gives a demo's picture, in pixels of a screen of 1280 x 720: its width, and
# its height with a line of hands above it.
_ROOM = (0.685 * 1280, 720 - 7.4 * 80 / 3)


class Stand(anywidget.AnyWidget):
    """The button that begins, and the keys that go from slide to slide."""

    _esm = "".join((_HERE / f"{name}.js").read_text("utf-8") for name in ("controls", "presenter"))
    _css = (_HERE / "presenter.css").read_text(encoding="utf-8")


_stand: Stand | None = None


def present(on: bool = True) -> None:
    """Show what the cells below show as slides: press the button that appears, or N.

    Run it before the demos are shown. `present(False)` is for cells that come later.
    """
    global _stand
    _stand = Stand() if on else None
    if _stand is not None:
        page.put({**page.view_of(_stand), "text/plain": f"Slides. Keys: {_KEYS}."})


def warm_up(*names: str) -> str:
    """Compute and draw each of these demos once, so that no first move in class has to wait."""
    from hpstudy.widgets.live import LiveDemo
    from hpstudy.widgets.show import find_demo

    began = time.perf_counter()
    for name in names:
        live = LiveDemo(for_a_class(find_demo(name)))
        if live.demo.ahead:
            live.compute()
        else:
            for _ in live.play(live.demo.button):
                break  # the first answer has all that had to be loaded
        live.frame()
    return f"{len(names)} demos are ready, after {time.perf_counter() - began:.1f} s."


def ask_class(*questions: str) -> None:
    """Show these questions, by their ids, for a show of hands; nobody's record is touched."""
    from hpstudy.widgets.quiz_class import ClassQuiz

    quiz = ClassQuiz(questions)
    said = f"{len(questions)} questions for a show of hands."
    page.put({**page.view_of(quiz.card), "text/plain": said})


def for_a_class(demo: Demo) -> Demo:
    """Return the demo with larger type while `present` is on, else as it is."""
    return demo if _stand is None else larger(demo)


def larger(demo: Demo) -> Demo:
    """Return the demo with larger type, as a slide has it."""
    from hpstudy.plots.presenting import LARGER, for_a_class

    width = round(demo.width / LARGER)
    height = round(max(demo.height / LARGER, width * _ROOM[1] / _ROOM[0]))
    shown = min(_ROOM[0] / width, _ROOM[1] / height)
    return replace(demo, draw=for_a_class(demo.draw, shown), width=width, height=height)
