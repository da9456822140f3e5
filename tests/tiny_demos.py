"""Three tiny demos, one of each kind, for the tests of what carries them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hpstudy.plots.style import colour, marker, trail
from hpstudy.widgets.demo import Action, Choice, Click, Demo, Number, Options, Point, Slider, Toggle

calls: list[tuple[str, Any]] = []  # what was computed, in order


@dataclass(frozen=True)
class Line:
    slope: float
    shift: int
    seed: int
    steep: bool


def line(seed: int = 0, *, slope: float = 1.0, shift: int = 0, steep: bool = False) -> Line:
    calls.append(("line", (seed, slope, shift, steep)))
    if slope == 9:
        raise ArithmeticError("nine is too much")
    return Line(slope * (10 if steep else 1), shift, seed, steep)


def draw_line(figure):
    axes = figure.subplots()
    axes.set(xlim=(0, 1), ylim=(-5, 15), xlabel="x", ylabel="y")
    axes.plot([0, 1], [0, 0], color=colour("muted"), label="zero")
    (curve,) = axes.plot([], [], color=colour("seen"))
    end = trail(axes.plot([], [], marker("seen"), color=colour("seen"))[0])
    words = axes.text(0.05, 14, "")

    def update(numbers: Line):
        x = np.linspace(0, 1, 50)
        curve.set_data(x, numbers.slope * x**2 + numbers.shift)
        end.set_data([numbers.slope / 10], [numbers.slope + numbers.shift])
        words.set_text(f"slope {numbers.slope:g}")
        return [curve, end, words]

    return update


LINE = Demo(
    name="d.line",
    question="How steep?",
    compute=line,
    draw=draw_line,
    controls=[
        Slider("slope", label="Slope", values=np.arange(10.0), start=4, format="{:.0f}"),
        Choice("shift", label="Shift", options={"low": 0, "high": 3}, start=0),
        Toggle("steep", label="Ten times steeper"),
    ],
    predict=Options("Up or down?", ["up", "down"], answer=lambda seed: "up"),
    sentence=lambda numbers: f"Slope {numbers.slope:g}, shift {numbers.shift}, {numbers.seed}.",
    alt=lambda numbers: f"A line of slope {numbers.slope:g}.",
)


@dataclass(frozen=True)
class Walk:
    steps: tuple[float, ...]
    past: tuple[tuple[float, ...], ...] = ()


def walk(seed: int = 0, *, rate: float = 1.0, before: Walk | None = None) -> Iterator[Walk]:
    calls.append(("walk", (seed, rate, before)))
    past = (*before.past, before.steps) if before else ()
    for n in range(1, 21):
        time.sleep(0.01)
        yield Walk(tuple(rate * np.arange(n)), past)


def draw_walk(figure):
    axes = figure.subplots()
    axes.set(xlim=(0, 20), ylim=(0, 60), xlabel="step", ylabel="way")
    (old,) = axes.plot([], [], color=colour("past"))
    (now,) = axes.plot([], [], color=colour("seen"))

    def update(numbers: Walk):
        gaps = [(*steps, np.nan) for steps in numbers.past]
        ends = [range(len(steps)) for steps in gaps]
        old.set_data([x for end in ends for x in end], [y for steps in gaps for y in steps])
        now.set_data(range(len(numbers.steps)), numbers.steps)
        return [old, now]

    return update


WALK = Demo(
    name="d.walk",
    question="How far?",
    compute=walk,
    draw=draw_walk,
    controls=[Slider("rate", label="Rate", values=[1, 2, 3], start=2, format="{}")],
    predict=Number(
        "How far after 20 steps?", (0, 100), axes=0, along="y", answer=lambda seed: 38.0
    ),
    sentence=lambda numbers: (
        f"{numbers.steps[-1]:g} after {len(numbers.steps)} steps, {len(numbers.past)} walks before."
    ),
    alt="a way against its steps",
    progress=lambda numbers: len(numbers.steps) / 20,
)


@dataclass(frozen=True)
class Box:
    dots: tuple[tuple[float, float], ...] = ()
    cells: Any = field(default=None, compare=False)


def box(seed: int = 0, *, x: float = 0.5, y: float = 0.5, before: Box | None = None) -> Box:
    before = before or Box()
    return Box((*before.dots, (x, y)), before.cells)


def landscape(seed: int, *, before: Box | None = None) -> Iterator[Box]:
    before = before or Box()
    cells = np.full((4, 4), np.nan)
    for row in range(4):
        time.sleep(0.15)
        cells = cells.copy()
        cells[row] = row + seed
        yield Box(before.dots, cells)


def draw_box(figure):
    axes = figure.subplots()
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="x", ylabel="y")
    nothing = np.full((4, 4), np.nan)
    image = axes.imshow(nothing, extent=(0, 1, 0, 1), origin="lower", vmin=0, vmax=3)
    dots = axes.scatter([], [], color=colour("accent"))

    def update(numbers: Box):
        image.set_data(nothing if numbers.cells is None else numbers.cells)
        dots.set_offsets(np.array(numbers.dots).reshape(-1, 2))
        return [image, dots]

    return update


BOX = Demo(
    name="d.corner",
    question="Where?",
    compute=box,
    draw=draw_box,
    controls=[
        Slider(name, label=name.upper(), values=np.linspace(0, 1, 21), start=0.5)
        for name in ("x", "y")
    ],
    button="Put it here",
    click=Click(axes=0, x="x", y="y"),
    actions=[Action("Show the land", landscape)],
    opening=lambda seed: Box(),
    predict=Point("Where will it be?", axes=0, answer=lambda seed: (0.25, 0.75)),
    sentence=lambda numbers: (
        f"{len(numbers.dots)} dots" + (", land" if numbers.cells is not None else "")
    ),
    alt="dots in a box",
)
