"""The film of a demo: its pictures, drawn ahead in the kernel and played in the browser.

The kernel records the moving artists of a position as a few hundred bytes of drawing commands
(`plots.recorder`); the browser keeps those it was sent and shows a position it holds in the very
event of the move, without asking. While nothing is asked, the film draws on by itself: first the
positions of the control in use, nearest first, then those of the other controls around it.
A demo that streams has no positions to draw ahead: its runs are played as they are computed.

What the browser holds is part of the widget's saved state: a notebook saved with it, or exported,
goes on living without a kernel.

From the browser: `ready`, `want` (a position it lacks), `rest` (where the reader is), `run` (a
button, or a move of a demo that streams), `stop`, `reset`, `reseed`, `answer`, `predicted`.
To the browser: `reel` (see `reels.py`), `move`, `answer`, `trouble`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from hpstudy.widgets.live import DRAWING, Frame, LiveDemo
from hpstudy.widgets.reels import LIVE, Place, Reels, key_of
from hpstudy.widgets.spec import describe

_HERE = Path(__file__).parent
_SCRIPTS = ("picture", "controls", "prediction", "kernel", "film")  # one ES module in five files
SCRIPT = "".join((_HERE / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
_REEL_SECONDS = 0.04  # a reel of frames drawn ahead is sent about this often
_LIVE_SECONDS = 0.03  # and a picture of a run at most this often


class Screen(anywidget.AnyWidget):
    """What the browser shows and saves: a demo's description, the reels held, where it stands."""

    _esm = SCRIPT
    _css = (_HERE / "film.css").read_text()
    spec = traitlets.Dict().tag(sync=True)
    reels: Any = traitlets.List().tag(sync=True)
    position: Any = traitlets.List().tag(sync=True)
    seed = traitlets.Int().tag(sync=True)
    prediction = traitlets.Any(None, allow_none=True).tag(sync=True)


class Film:
    """Draws a `LiveDemo` ahead and answers its screen."""

    def __init__(self, live: LiveDemo, *, predict: bool = True) -> None:
        self._live = live
        self._reels = Reels(live.drawing.background)
        self._turn = 0  # work in the background stops when this moves on
        self._task: asyncio.Task[None] | None = None
        with DRAWING:
            opening = self._reels.pack([(self._key(), live.frame())])
        self.screen = Screen(
            spec=describe(live, predict=predict),
            reels=[opening],
            position=list(live.position),
            seed=live.seed,
        )
        live.listener = self._follow
        self.screen.on_msg(self._receive)

    # what the browser says

    def _receive(self, _widget: Any, message: dict[str, Any], _buffers: Any) -> None:
        """Do what a message asks, `want` by `_on_want`; and tell the reader if it fails."""
        try:
            with DRAWING:
                getattr(self, f"_on_{message.pop('kind')}")(**message)
        except Exception as error:
            self._confess(error)

    def _on_ready(self, have: int, focus: int, **_: Any) -> None:
        """A page is there: it is sent what it lacks, and told where we are."""
        for reel in self._reels.sent:
            if reel["number"] > have:
                self._send(reel)
        self._send_move()
        self._on_rest([*self._live.position], self._live.seed, focus)

    def _on_want(self, position: list[int], seed: int, focus: int) -> None:
        if seed != self._live.seed and self._live.demo.actions:
            self._reels.forget()  # what an action left is forgotten with its seed
        self._live.go(position, seed)
        self._reels.make_room()
        self._hold()
        self._start(self._draw_ahead, list(self._plan(focus)))

    def _on_rest(self, position: list[int], seed: int, focus: int) -> None:
        if self._live.demo.ahead:
            self._on_want(position, seed, focus)
        else:
            self._live.go(position, seed)

    def _on_run(self, position: list[int], seed: int, run: int, label: str) -> None:
        self._live.go(position, seed)
        if label and not self._live.streams(label):
            self._play_at_once(run, label)
        else:
            self._start(self._play, run, label)

    def _on_stop(self) -> None:
        self._turn += 1
        if not self._live.demo.ahead:
            self._ship([(LIVE, self._live.frame())])  # as far as it came

    def _on_reset(self, run: int, **_: Any) -> None:
        if self._live.demo.ahead:
            self._reels.forget()
        self._live.reset()
        if self._live.demo.ahead:
            self._start(self._draw_ahead, list(self._plan(0)))
        elif not self._live.demo.button:
            self._start(self._play, run, "")

    def _on_reseed(self, position: list[int], seed: int, run: int) -> None:
        self._live.go(position, seed)
        if self._live.demo.button:
            self._turn += 1
            self._send_live(run, done=True)
        else:
            self._start(self._play, run, "")

    def _on_predicted(self, prediction: Any) -> None:
        self.screen.set_trait("prediction", prediction)

    def _on_answer(self, seed: int) -> None:
        predict = self._live.demo.predict
        if predict is not None and predict.answer is not None:
            answer = np.asarray(predict.answer(seed)).tolist()  # plain Python, whatever it was
            self.screen.send({"kind": "answer", "seed": seed, "answer": answer})

    # what it is told

    def _ship(self, frames: Sequence[tuple[str, Frame]], **more: Any) -> None:
        """Pack frames and send them, in one go: the browser gets strokes before it needs them."""
        with DRAWING:
            self._send(self._reels.pack(frames), **more)

    def _send(self, reel: dict[str, Any], **more: Any) -> None:
        header = {name: value for name, value in reel.items() if name != "data"}
        self.screen.send({"kind": "reel", **header, **more}, buffers=[reel["data"]])

    def _send_move(self) -> None:
        live = self._live
        self.screen.send({"kind": "move", "position": list(live.position), "seed": live.seed})

    def _confess(self, error: Exception) -> None:
        self.screen.send({"kind": "trouble", "sentence": f"This could not be computed: {error}"})

    def _follow(self) -> None:
        """The demo was moved from Python: let the browser follow."""
        self._turn += 1
        live = self._live
        self._send_move()
        self._ship([(self._key(), live.frame())])

    def _hold(self) -> None:
        """See to it that the browser has the position where we stand."""
        live = self._live
        live.compute()
        if not self._reels.holds((live.seed, live.position)):
            self._ship([(self._key(), live.frame())])

    def _key(self) -> str:
        live = self._live
        return key_of((live.seed, live.position)) if live.demo.ahead else LIVE

    # what goes on in the background

    def _start(self, work: Callable[..., Coroutine[Any, Any, None]], *arguments: Any) -> None:
        """Let this take over from whatever went on before."""
        self._turn += 1
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a plain Python session gets what it asks for and no more
            return
        self._task = loop.create_task(work(self._turn, *arguments))

    def _plan(self, focus: int) -> Iterator[Place]:
        """The axes through where we stand, that of the control in use first, nearest first."""
        here = self._live.position
        sizes = [len(control.values) for control in self._live.demo.controls]
        for axis in sorted(range(len(sizes)), key=lambda axis: axis != focus):
            for value in sorted(range(sizes[axis]), key=lambda value: abs(value - here[axis])):
                yield self._live.seed, (*here[:axis], value, *here[axis + 1 :])

    async def _draw_ahead(self, turn: int, plan: Sequence[Place]) -> None:
        frames: list[tuple[str, Frame]] = []
        since = time.perf_counter()
        for place in plan:
            if self._reels.holds(place):
                continue
            await asyncio.sleep(0)  # a move of the reader goes first
            if turn != self._turn:
                return
            with suppress(Exception):  # the reader is told when they ask for it
                frames.append((key_of(place), self._live.frame_at(place[1], place[0])))
            if time.perf_counter() - since > _REEL_SECONDS:
                self._ship(frames)
                frames, since = [], time.perf_counter()
        if frames:
            self._ship(frames)

    def _play_at_once(self, run: int, label: str) -> None:
        """Run what does not stream: a click counts, however soon the next one comes."""
        self._turn += 1
        for _ in self._live.play(label):
            pass
        self._send_live(run, done=True)

    async def _play(self, turn: int, run: int, label: str) -> None:
        since = 0.0
        try:
            for _ in self._live.play(label):
                if time.perf_counter() - since > _LIVE_SECONDS:
                    self._send_live(run, done=False)
                    since = time.perf_counter()
                await asyncio.sleep(0)  # another move, or a stop
                if turn != self._turn:
                    return
            self._send_live(run, done=True)
        except Exception as error:
            self._confess(error)
        finally:
            if self._live.demo.ahead:
                self._reels.forget()  # what was drawn ahead knows nothing of this run

    def _send_live(self, run: int, *, done: bool) -> None:
        frame = self._live.frame()
        self._ship([(self._key(), frame)], run=run, done=done, progress=frame.progress)
