"""A demo while it is used: where its controls stand and what was computed there. No browser."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from hpstudy.plots.drawing import Drawing, Stroke
from hpstudy.widgets.demo import Demo, Run, takes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# A kernel may serve the cells on one thread and the browser's messages on another; matplotlib is
# for one at a time.
DRAWING = threading.RLock()


class Frame(NamedTuple):
    """One picture as the browser gets it: the moving artists, the sentence, the words for it."""

    strokes: list[Stroke]
    sentence: str
    alt: str
    progress: float | None = None
    # What each action's button says, and last the first button, if it can be put away; None: it is.
    offers: tuple[str | None, ...] = ()


class LiveDemo:
    """A demo with a seed and a position, whose numbers, sentence and figure can be read."""

    def __init__(self, demo: Demo, *, seed: int = 0) -> None:
        self.demo = demo
        self.drawing = Drawing(demo.draw, demo.width, demo.height)
        self.listener: Callable[[], None] | None = None
        self._opening_seed = seed
        self._run = 0  # the one that goes on, or went on last
        self._start(seed)

    def _start(self, seed: int) -> None:
        self.seed = seed
        self.position = tuple(control.start for control in self.demo.controls)
        self._run += 1
        self._before: Any = None
        self.numbers = self._opening()

    # what a reader of the demo asks

    @property
    def settings(self) -> dict[str, Any]:
        """What the controls say."""
        return self.demo.settings(self.position)

    @property
    def sentence(self) -> str:
        """What the run says."""
        return self.demo.sentence(self.numbers)

    @property
    def figure(self) -> Figure:
        """The matplotlib figure as it stands."""
        with DRAWING:
            self.drawing.update(self.numbers)
            return self.drawing.figure

    # what a reader of the demo does

    def set(self, *, seed: int | None = None, **settings: Any) -> LiveDemo:
        """Move controls, and run to the end what that starts."""
        position = list(self.position)
        for name, value in settings.items():
            place = self.demo.index(name)
            position[place] = self.demo.controls[place].position(value)
        self.go(position, self.seed if seed is None else seed)
        if not self.demo.button:
            self._finish(self.play())
        return self._changed()

    def press(self, label: str) -> LiveDemo:
        """Press the button or an action, and run it to the end."""
        self._finish(self.play(label))
        return self._changed()

    def click(self, x: float, y: float) -> LiveDemo:
        """Click on the axes: set the sliders there, and run the button."""
        click = self.demo.click
        if click is None:
            raise ValueError(f"{self.demo.name} takes no clicks")
        places: dict[str, Any] = {name: v for name, v in ((click.x, x), (click.y, y)) if name}
        self.set(**places)
        return self.press(click.runs or self.demo.button)

    def reset(self) -> LiveDemo:
        """Back to the opening state."""
        self._start(self._opening_seed)
        return self._changed()

    # what the film does

    def go(self, position: Sequence[int], seed: int) -> None:
        """Stand at a position, running nothing; another seed, or choice of a menu, forgets."""
        anew = seed != self.seed or self.demo.begins_anew(self.position, position)
        self.seed, self.position = seed, tuple(position)
        if anew:
            self._run += 1
            self._before = None
            if self.demo.button:
                self.numbers = self._opening()

    def play(self, label: str = "") -> Generator[None, None, None]:
        """Run what belongs to the button pressed, or to a move; pauses at each answer.

        It ends as soon as another run begins.
        """
        run, keeps = self._run_of(label)
        self._run += 1
        number, finished = self._run, False
        answers = self._answers(run)
        try:
            for numbers in answers:
                if number != self._run:
                    return
                self.numbers = numbers
                if keeps:
                    self._before = numbers
                yield
            finished = number == self._run
        finally:
            answers.close()
            if finished:
                self._before = self.numbers

    def streams(self, label: str) -> bool:
        """Whether what a button runs gives more than one answer."""
        return inspect.isgeneratorfunction(self._run_of(label)[0])

    def compute(self) -> None:
        """Compute the position where we stand, of a demo that can be drawn ahead."""
        self.numbers = self._at(self.position, self.seed)

    def frame(self) -> Frame:
        """The picture of the numbers as they stand."""
        return self._picture(self.numbers)

    def frame_at(self, position: Sequence[int], seed: int) -> Frame:
        """The picture of another position, of a demo that can be drawn ahead."""
        return self._picture(self._at(position, seed))

    def _at(self, position: Sequence[int], seed: int) -> Any:
        """The numbers of a position, of a demo that can be drawn ahead."""
        left = {"before": self._before} if takes(self.demo.compute, "before") else {}
        return self.demo.compute(seed, **left, **self.demo.settings(position))

    def _picture(self, numbers: Any) -> Frame:
        demo = self.demo
        with DRAWING:
            self.drawing.update(numbers)
            strokes = self.drawing.record()
        alt = demo.alt if isinstance(demo.alt, str) else demo.alt(numbers)
        progress = None if demo.progress is None else demo.progress(numbers)
        offers = [a.label if a.offer is None else a.offer(numbers) for a in demo.actions]
        if demo.offer is not None:
            offers.append(demo.offer(numbers))
        return Frame(strokes, demo.sentence(numbers), alt, progress, tuple(offers))

    def _opening(self) -> Any:
        if self.demo.opening is not None:
            known = self.settings
            named = {name: known[name] for name in known if takes(self.demo.opening, name)}
            return self.demo.opening(self.seed, **named)
        answers = self._answers(self.demo.compute)
        first = next(answers)
        answers.close()
        return first

    def _answers(self, run: Run) -> Generator[Any, None, None]:
        """What a run yields, or the one answer of an ordinary function."""
        known = {"before": self._before, **self.settings}
        answer = run(self.seed, **{name: v for name, v in known.items() if takes(run, name)})
        if inspect.isgenerator(answer):
            yield from answer
        else:
            yield answer

    def _run_of(self, label: str) -> tuple[Run, bool]:
        if label == self.demo.button:
            return self.demo.compute, False
        for action in self.demo.actions:
            if action.label == label:
                return action.run, action.keeps
        labels = [self.demo.button, *(action.label for action in self.demo.actions)]
        raise ValueError(f"{self.demo.name} has no button {label!r}; it has {', '.join(labels)}")

    def _finish(self, steps: Iterator[None]) -> None:
        for _ in steps:
            pass

    def _changed(self) -> LiveDemo:
        if self.listener is not None:
            self.listener()
        return self
