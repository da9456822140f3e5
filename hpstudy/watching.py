"""How far a search is: a line that changes in place, in a terminal and in a notebook."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from hpstudy.result import Result
from hpstudy.trial import Trial

if TYPE_CHECKING:
    from hpstudy.tuner import Tuner

# Seconds between two changes of the line: nobody reads faster, and each costs some time.
_PAUSE = 0.1

# Draws the line: how many trials are done, of how many, and the line itself.
Show = Callable[[int, int, str], None]


def watch(tuner: Tuner) -> Iterator[Trial]:
    """Give the tuner's trials as they come, and keep a line up to date on how far it is."""
    show = _in_notebook() or _in_terminal
    begun, shown = time.monotonic(), -math.inf
    try:
        show(0, tuner.total, progress_line(tuner.result, tuner.total))
        for fresh, trial in enumerate(tuner, start=1):
            now = time.monotonic()
            if now - shown >= _PAUSE:
                shown = now
                result = tuner.result
                left = (now - begun) / fresh * (tuner.total - len(result.finished))
                show(len(result.finished), tuner.total, progress_line(result, tuner.total, left))
            yield trial
    finally:
        # Without a time, so that a saved notebook shows the same when it is run again.
        done = len(tuner.result.finished)
        show(done, tuner.total, progress_line(tuner.result, tuner.total))
        if show is _in_terminal:
            print(file=sys.stderr)


def progress_line(result: Result, total: int, seconds_left: float | None = None) -> str:
    """Return such as "12 of 30 trials, incumbent 0.0123 (trial 7), about 40 s left"."""
    line = f"{len(result.finished)} of {total} trials"
    if (best := result.incumbent) is not None:
        line += f", incumbent {best.loss:.4g} (trial {best.number})"
    if seconds_left is not None:
        line += f", about {_duration(seconds_left)} left"
    return line


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _in_terminal(done: int, total: int, line: str) -> None:
    # Blanks wipe what a longer line left behind.
    print(f"\r{line:<78}", end="", file=sys.stderr, flush=True)


def _in_notebook() -> Show | None:
    """Return what draws the line below the running cell; None outside a notebook.

    In a notebook's kernel IPython is loaded already, and elsewhere it is not needed.
    """
    ipython: Any = sys.modules.get("IPython")
    if ipython is None or not hasattr(ipython.get_ipython(), "kernel"):
        return None
    handle = ipython.display.DisplayHandle()
    draw = handle.display  # the first time; then it is changed

    def show(done: int, total: int, line: str) -> None:
        nonlocal draw
        bar = f'<progress value="{done}" max="{total}" aria-hidden="true"></progress>'
        page = f'<div role="status">{bar} {escape(line)}</div>'
        draw({"text/plain": line, "text/html": page}, raw=True)
        draw = handle.update

    return show
