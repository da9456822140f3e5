"""Packs frames for the browser: drawing commands shared by several frames travel once.

Every stroke (the commands of one moving artist) has a number; a frame is a key, the numbers of its
strokes, and what it says in words. A reel is a batch of frames with the strokes that are new.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hpstudy.widgets.live import Frame

Place = tuple[int, tuple[int, ...]]  # a seed and the positions of the controls

LIVE = "live"  # the key of a run's picture, which depends on more than its place
# Held in the browser; beyond that it is told to forget, and we start afresh.
_MOST_BYTES = 4_000_000


def key_of(place: Place) -> str:
    """The name of a place in the browser: "0:12,3"."""
    seed, position = place
    return f"{seed}:{','.join(map(str, position))}"


class Reels:
    """What the browser was sent, and the packing of what is new to it."""

    def __init__(self, background: Callable[[], bytes]) -> None:
        self._background = background
        self._count = 0
        self.forget()

    def forget(self) -> None:
        """Start afresh: what the browser was sent is out of date, or too much."""
        self.sent: list[dict[str, Any]] = []  # in order, from the last fresh start on
        self._numbers: dict[bytes, int] = {}
        self._keys: set[str] = set()
        self._bytes = 0

    def holds(self, place: Place) -> bool:
        """Whether the browser has the picture of a place."""
        return key_of(place) in self._keys

    def make_room(self) -> None:
        """Start afresh now if half is full, rather than in the midst of what is to come."""
        if self._bytes > _MOST_BYTES / 2:
            self.forget()

    def pack(self, frames: Sequence[tuple[str, Frame]]) -> dict[str, Any]:
        """A reel of frames by their keys; `fresh` tells the browser to forget earlier ones."""
        if self._bytes > _MOST_BYTES:
            self.forget()
        fresh, known = not self.sent, len(self._numbers)
        if fresh:
            self._number(self._background())  # always number 0
        entries = [self._entry(key, frame) for key, frame in frames]
        new = list(self._numbers)[known:]
        data = b"".join(new)
        self._bytes += len(data)
        self._count += 1
        reel = {
            "number": self._count,
            "fresh": fresh,
            "frames": entries,
            "first": known,
            "lengths": [len(commands) for commands in new],
            "data": data,
        }
        self.sent.append(reel)
        return reel

    def _entry(self, key: str, frame: Frame) -> dict[str, Any]:
        self._keys.add(key)
        return {
            "key": key,
            "strokes": [self._number(stroke.commands) for stroke in frame.strokes],
            "trail": [self._number(stroke.commands) for stroke in frame.strokes if stroke.trail],
            "sentence": frame.sentence,
            "alt": frame.alt,
            "offers": list(frame.offers),
        }

    def _number(self, commands: bytes) -> int:
        return self._numbers.setdefault(commands, len(self._numbers))
