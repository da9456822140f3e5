"""A progress bar on one line of the terminal, for anything that takes over two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

Item = TypeVar("Item")


def progress_bar(
    items: Iterable[Item], total: int, label: str, *, file: TextIO | None = None, width: int = 24
) -> Iterator[Item]:
    """Yield the items, and show how many of `total` are done and about how long the rest takes."""
    out = file or sys.stderr
    began = time.monotonic()
    for done, item in enumerate(items):
        _draw(out, label, done, total, time.monotonic() - began, width)
        yield item
    _draw(out, label, total, total, time.monotonic() - began, width)
    out.write("\n")


def _draw(out: TextIO, label: str, done: int, total: int, seconds: float, width: int) -> None:
    filled = width * done // max(total, 1)
    left = f"{seconds / done * (total - done):.0f} s left" if done else ""
    out.write(f"\r{label} [{'#' * filled}{'.' * (width - filled)}] {done}/{total} {left:<12}")
    out.flush()
