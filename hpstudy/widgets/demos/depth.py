"""d.depth: the depth of a tree, and a curve that the reader draws by visiting depths."""

from __future__ import annotations

from hpstudy.demos.depth import DEPTHS, UNLIMITED, Depth, depth
from hpstudy.plots.depth import draw_depth
from hpstudy.widgets.demo import Choice, Demo, Number, Slider, Toggle


def sentence(numbers: Depth) -> str:
    """What a tree of this depth gets right, of both kinds."""
    limit = f"Depth {name(numbers.depth)}, {numbers.leaves} leaves"
    if numbers.cuts > 1:
        limit = f"Depth {name(numbers.depth)}, mean of {numbers.cuts} cuts"
    return (
        f"{limit}: right on {numbers.seen:.1%} of the training data and {numbers.unseen:.1%} of "
        f"the validation data, a gap of {100 * (numbers.seen - numbers.unseen):.0f} points."
    )


def name(depth: float) -> str:
    """What the reader sees of a depth."""
    return "any" if depth == UNLIMITED else f"{depth:.0f}"


def answer(seed: int) -> float:
    """The depth with the highest accuracy on validation data, by fitting all, on ten cuts."""
    return max(DEPTHS, key=lambda d: depth(seed, depth=d, average=True).unseen)


DEMO = Demo(
    name="d.depth",
    question="How clever should a model be allowed to be?",
    compute=depth,
    draw=draw_depth,
    controls=[
        Slider("depth", label="Depth of the tree", values=DEPTHS, start=1, format=name),
        Choice("data", label="Data", options=["patients", "tumours"], start="patients"),
        Toggle("average", label="Average of ten cuts"),
    ],
    predict=Number(
        "At which depth will accuracy on validation data peak?",
        between=(DEPTHS[0], DEPTHS[-1]),
        whole=True,
        axes=1,
        along="x",
        unit="questions in a row",
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "The training data by two features, shaded by what a tree says of each place; beside it, "
        f"accuracy on training and validation data by depth. {sentence(numbers)}"
    ),
)
