"""d.bend: which bend, how many layers, how many units?"""

from __future__ import annotations

from hpstudy.demos import compute
from hpstudy.demos.bend import EPOCHS, Bend, bend
from hpstudy.plots.bend import draw_bend
from hpstudy.widgets.demo import Choice, Demo, Options, Slider

BENDS = ("none", "sigmoid", "tanh", "rectifier")
WIDTHS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
DATA = {"circles": "circles", "moons": "moons", "odd digits": "parity"}
ANSWERS = {0.65: "about half", 0.95: "three in four", 2.0: "nearly all"}


def sentence(numbers: Bend) -> str:
    """What kind of net this is, how large, and how often it is right."""
    run = numbers.now
    layers = "1 layer" if run.layers == 1 else f"{run.layers} layers"
    bends = "no bend" if run.activation == "none" else run.activation
    return (
        f"{bends}, {layers} of {run.width}: {run.parameters:,} numbers learnt; "
        f"{run.seen:.1%} of what it trains on right, {run.unseen:.1%} of new ones."
    ).capitalize()


def answer(seed: int) -> str:
    """How often a net of four layers without a bend is right on circles, by training it."""
    reached = compute("d.bend", seed, layers=4).now.unseen
    return next(words for limit, words in ANSWERS.items() if reached < limit)


DEMO = Demo(
    name="d.bend",
    question="What lets a net draw a curved line?",
    compute=bend,
    draw=draw_bend,
    controls=[
        Choice("activation", label="Bend between layers", options=BENDS, start="none"),
        Slider("layers", label="Layers", values=(1, 2, 3, 4), start=1, format="{:.0f}"),
        Slider("width", label="Units a layer", values=WIDTHS, start=16, format="{:.0f}"),
        Choice("data", label="Data", options=DATA, start="circles"),
    ],
    opening=lambda seed: compute("d.bend", seed),
    predict=Options(
        "Four layers without a bend, 16 units each: how many points of the two circles will the "
        "net get right?",
        options=list(ANSWERS.values()),
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "Points of two classes and the side on which the net puts each place of the plane, or the "
        f"pictures that it misreads; its accuracy by epoch. {sentence(numbers)}"
    ),
    progress=lambda numbers: len(numbers.now.accuracies) / EPOCHS,
)
