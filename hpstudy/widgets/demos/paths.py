"""d.paths: L1, L2 or both, on 65 columns or on ten, scaled or not."""

from __future__ import annotations

import numpy as np

from hpstudy.demos.paths import Paths, paths
from hpstudy.plots.paths import draw_paths
from hpstudy.widgets.demo import Choice, Demo, Number, Slider, two_digits

STRENGTHS = np.geomspace(0.01, 100, 61)  # fifteen to a decade
PENALTIES = {"L1": 1.0, "L2": 0.0, "half of each": 0.5}
COLUMNS = {"65": "products", "65, not scaled": "unscaled", "only the 10 features": "features"}


def sentence(numbers: Paths) -> str:
    """How many weights are left, and how far the model is off."""
    penalty = next(name for name, share in PENALTIES.items() if share == numbers.l1_share)
    return (
        f"{penalty}, strength {two_digits(numbers.strength)}: {numbers.left} of "
        f"{len(numbers.weights)} weights are not zero; error {numbers.unseen_error:.1f} on new "
        f"patients, {numbers.seen_error:.1f} on those it has seen."
    )


def answer(seed: int) -> float:
    """How many weights L1 leaves where new patients are predicted best, by trying the slider."""
    fits = [paths(seed, strength=strength) for strength in STRENGTHS]
    return min(fits, key=lambda fit: fit.unseen_error).left


DEMO = Demo(
    name="d.paths",
    question="How many weights does a model need?",
    compute=paths,
    draw=draw_paths,
    controls=[
        Slider(
            "strength",
            label="Strength of the penalty",
            values=STRENGTHS,
            start=0.1,
            format=two_digits,
        ),
        Choice("l1_share", label="Penalty", options=PENALTIES, start=1.0),
        Choice("columns", label="Columns", options=COLUMNS, start="products"),
    ],
    predict=Number(
        "L1 at the strength that predicts new patients best: how many of the 65 weights "
        "are not zero?",
        between=(0, 65),
        whole=True,
        unit="weights",
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "The weights of a model as bars, its error on both kinds of patients by strength, and the "
        "plane of two weights: the ellipse of equal loss touches the line of equal penalty. "
        f"{sentence(numbers)}"
    ),
)
