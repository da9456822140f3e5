"""How to make a live demo: numbers, a picture, and a handful of controls.

A demo called `d.rate` is three small modules of one name:

- `hpstudy/demos/rate.py`: the function `rate(seed=0, *, rate=0.1)` that computes its numbers
  (the rules stand in `hpstudy/demos/__init__.py`);
- `hpstudy/plots/rate.py`: the function `draw_rate(figure)` that builds axes and artists and returns
  `update(numbers)`, which moves some artists and returns those (see `hpstudy/plots/drawing.py`);
- `hpstudy/widgets/demos/rate.py`: `DEMO = Demo(...)`, which puts the two behind controls.

What the function is decides what happens when a control moves:

- an ordinary function: each position of a slider is computed and drawn ahead of the reader, who
  sees it within one frame of the screen. It should take a few milliseconds.
- a generator: the run starts anew with each move, and each answer it yields is shown as it comes.
- either of them with `button="Train here"`: it runs when the button is pressed, or when the reader
  clicks on the axes that `click` names; `opening(seed)` gives the numbers of the empty picture.
- with a parameter `before`: it is given the numbers that the last finished run left, so that
  earlier curves and dots stay in the picture.

`actions` are further buttons, each with a run of its own, such as a whole search: called like the
function, with `seed`, `before` and the settings, of which it takes what it names. An ordinary
function with `before`, actions and no button is drawn ahead all the same: moves are no runs, only
an action leaves something behind, and then all that was drawn is drawn anew.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hpstudy.plots import style
from hpstudy.plots.drawing import Draw

Run = Callable[..., Any]
Format = str | Callable[[Any], str]


def two_digits(value: float) -> str:
    """Return a number rounded to two digits, as 100 and not as 1e+02."""
    return f"{float(f'{value:.2g}'):g}"


@dataclass(frozen=True, init=False)
class Control:
    """A setting that the reader moves: its name in the function, its label, its positions."""

    kind = "control"
    name: str
    label: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]  # the values as the reader sees them
    start: int  # the position it opens at

    def __init__(
        self, name: str, label: str, values: Iterable[Any], texts: Iterable[str], start: Any
    ) -> None:
        values = tuple(value.item() if hasattr(value, "item") else value for value in values)
        if len(values) < 2:
            raise ValueError(f"control {name!r} needs at least two values")
        for attribute, value in {
            "name": name,
            "label": label,
            "values": values,
            "texts": tuple(texts),
        }.items():
            object.__setattr__(self, attribute, value)
        object.__setattr__(self, "start", self.position(start))

    def position(self, value: Any) -> int:
        """The position of a value."""
        if value in self.values:
            return self.values.index(value)
        raise ValueError(f"{self.name} cannot be {value!r}; choose from {', '.join(self.texts)}")


class Slider(Control):
    """A number on a scale: `values` in order, `start` and what is set are taken to the nearest."""

    kind = "slider"

    def __init__(
        self,
        name: str,
        *,
        label: str,
        values: Iterable[float],
        start: float,
        format: Format = "{:.3g}",
    ) -> None:
        values = [v.item() if hasattr(v, "item") else v for v in values]
        show = format.format if isinstance(format, str) else format
        super().__init__(name, label, values, [show(value) for value in values], start)

    def position(self, value: Any) -> int:
        """The position nearest to a number."""
        return min(range(len(self.values)), key=lambda i: abs(self.values[i] - value))


class Choice(Control):
    """One of a few: {what the reader sees: value}, or the values if they are readable texts."""

    kind = "choice"

    def __init__(
        self, name: str, *, label: str, options: Mapping[str, Any] | Sequence[str], start: Any
    ) -> None:
        pairs = (
            options if isinstance(options, Mapping) else dict(zip(options, options, strict=True))
        )
        super().__init__(name, label, pairs.values(), pairs, start)


class Menu(Choice):
    """One of a few that open as a list; choosing another begins anew, as a new seed does.

    `instead` says which controls look otherwise meanwhile: {value: {name of the control: a control
    whose label and texts it wears, or None: it is put away}}.
    """

    kind = "menu"
    instead: Mapping[Any, Mapping[str, Control | None]]

    def __init__(
        self,
        name: str,
        *,
        label: str,
        options: Mapping[str, Any] | Sequence[str],
        start: Any,
        instead: Mapping[Any, Mapping[str, Control | None]] | None = None,
    ) -> None:
        super().__init__(name, label=label, options=options, start=start)
        object.__setattr__(self, "instead", instead or {})


class Toggle(Control):
    """On or off: True or False."""

    kind = "toggle"

    def __init__(self, name: str, *, label: str, start: bool = False) -> None:
        super().__init__(name, label, (False, True), ("off", "on"), start)


@dataclass(frozen=True)
class Action:
    """A button with a run of its own: "Train them all", "Buy the landscape".

    `offer(numbers)` is what the button says as things stand, such as its price; None: not yet.
    """

    label: str
    run: Run
    keeps: bool = True  # stopped half way, what it has reached stays
    offer: Callable[[Any], str | None] | None = None


@dataclass(frozen=True)
class Click:
    """A click on these axes sets the sliders named to the place clicked, and runs the button.

    `runs` names an action that it runs instead.
    """

    axes: int = 0
    x: str | None = None
    y: str | None = None
    runs: str = ""


@dataclass(frozen=True)
class Options:
    """A prediction among a few answers. `answer(seed)` finds by real runs which of them holds.

    `spans` gives each answer its stretch (from, to) of the axes, where it stays drawn as a band;
    without, it stays as a note at the picture's corner.
    """

    ask: str
    options: Sequence[str]
    answer: Callable[[int], str] | None = None
    spans: Sequence[tuple[float, float]] = ()
    axes: int = 0
    along: str = "x"
    kind: str = field(default="options", init=False)


@dataclass(frozen=True)
class Number:
    """A prediction by a number; drawn as a line at that value `along` x or y of the axes."""

    ask: str
    between: tuple[float, float]  # the least and the most that makes sense, both allowed
    whole: bool = False
    axes: int | None = None
    along: str = "x"
    unit: str = ""
    answer: Callable[[int], float] | None = None
    kind: str = field(default="number", init=False)


@dataclass(frozen=True)
class Point:
    """A prediction by a click on the axes, empty until then; by keyboard, two numbers.

    So is the rest of the picture, unless the reader is to see it before: `rest=True`.
    """

    ask: str
    axes: int = 0
    rest: bool = False
    x: str = "x"  # what the two numbers are called
    y: str = "y"
    answer: Callable[[int], tuple[float, float]] | None = None
    kind: str = field(default="point", init=False)


@dataclass(frozen=True)
class Demo:
    """A live demo as its author declares it; see the top of this module."""

    name: str
    question: str  # one line, no jargon
    compute: Run
    draw: Draw
    controls: Sequence[Control]
    sentence: Callable[[Any], str]  # what the run says, in words and numbers
    alt: str | Callable[[Any], str]  # what the picture shows, for who cannot see it
    predict: Options | Number | Point | None = None
    button: str = ""
    offer: Callable[[Any], str | None] | None = None  # of the button, as an action's
    click: Click | None = None
    actions: Sequence[Action] = ()
    opening: Callable[..., Any] | None = None  # (seed), and those of the settings that it names
    progress: Callable[[Any], float] | None = None  # how far a run is, 0 to 1
    trail: str = ""  # the control whose moves leave a trail; the first, if not said
    width: int = style.WIDTH
    height: int = style.HEIGHT

    def __post_init__(self) -> None:
        known = inspect.signature(self.compute).parameters
        for control in self.controls:
            if control.name not in known:
                raise ValueError(f"{self.name}: the function has no parameter {control.name!r}")
        if self.button and self.opening is None:
            raise ValueError(f"{self.name}: a demo with a button needs opening(seed)")
        if self.click and not (self.button or self.click.runs):
            raise ValueError(f"{self.name}: a click runs the button, so name the button")
        if self.click and self.click.runs not in ("", *(action.label for action in self.actions)):
            raise ValueError(f"{self.name}: there is no action {self.click.runs!r} for a click")
        if self.trail:
            self.index(self.trail)

    @property
    def ahead(self) -> bool:
        """Whether its positions can be drawn ahead: a move is no run, it leaves nothing behind."""
        streams = inspect.isgeneratorfunction(self.compute)
        leaves = takes(self.compute, "before") and not self.actions
        return not (streams or self.button or leaves)

    def index(self, name: str) -> int:
        """The place of a control, by its name."""
        names = [control.name for control in self.controls]
        if name not in names:
            raise ValueError(f"{self.name} has no control {name!r}; it has {', '.join(names)}")
        return names.index(name)

    def begins_anew(self, here: Sequence[int], there: Sequence[int]) -> bool:
        """Whether a move chooses from a menu, which forgets what ran before."""
        menus = (control.kind == "menu" for control in self.controls)
        return any(menu and i != j for menu, i, j in zip(menus, here, there, strict=True))

    def settings(self, position: Sequence[int]) -> dict[str, Any]:
        """What the controls say at a position."""
        return {c.name: c.values[i] for c, i in zip(self.controls, position, strict=True)}


def takes(run: Run, name: str) -> bool:
    """Whether a function has a parameter of this name."""
    return name in inspect.signature(run).parameters
