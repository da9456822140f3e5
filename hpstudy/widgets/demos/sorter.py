"""d.sorter: one knob at a time, six algorithms, three types or five groups."""

from __future__ import annotations

from hpstudy.demos.sorter import ALGORITHMS, FIVE, KNOBS, THREE, Sorter, settings_of, sorter
from hpstudy.plots.sorter import draw_sorter
from hpstudy.widgets.demo import Choice, Demo, Options, Slider


def sentence(numbers: Sorter) -> str:
    """Where the knob is filed and why, and what this algorithm calls it."""
    knob = numbers.knob
    setting = numbers.settings.get(knob.name)
    if not knob.settings:
        has = "it is set before any algorithm sees the data"
    elif setting:
        has = f"here it is called {setting}"
    else:
        has = "there is no such knob"
    algorithm = numbers.algorithm.capitalize()
    return f"{knob.name.capitalize()}: {numbers.group}. {knob.why} {algorithm}: {has}."


def answer(seed: int) -> str:
    """Which algorithm shares two knobs or more with a single tree."""
    tree = settings_of("tree").keys()
    others = [name for name in ALGORITHMS if name != "tree"]
    return max(others, key=lambda name: len(tree & settings_of(name).keys()))


DEMO = Demo(
    name="d.sorter",
    question="Which knobs are there, and of what kind?",
    compute=sorter,
    draw=draw_sorter,
    controls=[
        Slider(
            "knob",
            label="Knob",
            values=range(len(KNOBS)),
            start=0,
            format=lambda i: KNOBS[int(i)].name,
        ),
        Choice("algorithm", label="Algorithm", options=list(ALGORITHMS), start="net"),
        Choice(
            "groups",
            label="Sorting",
            options={"the guide's three types": THREE, "a finer one of ours": FIVE},
            start=THREE,
        ),
    ],
    predict=Options(
        "Which of these shares its knobs with a single decision tree?",
        options=["net", "boosted trees", "support vectors"],
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        f"A matrix of {len(KNOBS)} hyperparameters and {len(numbers.groups)} groups; "
        f"{len(numbers.settings)} are lit, those that the {numbers.algorithm} has. "
        f"{sentence(numbers)}"
    ),
)
