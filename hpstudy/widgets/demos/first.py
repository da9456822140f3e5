"""d.first: one knob, one model."""

from __future__ import annotations

import numpy as np

from hpstudy.demos.first import First, first
from hpstudy.plots.first import draw_first
from hpstudy.widgets.demo import Demo, Options, Slider, two_digits

STRENGTHS = np.geomspace(1e-4, 1e2, 97)  # sixteen to a decade


def sentence(numbers: First) -> str:
    """What the fit does to both kinds of patients."""
    return (
        f"Strength {two_digits(numbers.strength)}: the model misses the patients it has seen by "
        f"{numbers.seen_error:.0f} on average, new ones by {numbers.unseen_error:.0f}."
    )


def answer(seed: int) -> str:
    """Where on the slider new patients are missed least, by trying all of it."""
    best = min(STRENGTHS, key=lambda strength: first(seed, strength=strength).unseen_error)
    return "far left" if best <= 1e-3 else "far right" if best >= 1e1 else "somewhere between"


DEMO = Demo(
    name="d.first",
    question="How much should a model be held back?",
    compute=first,
    draw=draw_first,
    controls=[
        Slider(
            "strength",
            label="Strength of the penalty",
            values=STRENGTHS,
            start=4e-3,
            format=two_digits,
        )
    ],
    predict=Options(
        "Where on the slider does the model miss new patients least?",
        options=["far left", "somewhere between", "far right"],
        answer=answer,
        spans=[(1e-4, 1e-3), (1e-3, 1e1), (1e1, 1e2)],
        axes=1,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        f"A curve fitted to {len(numbers.x_seen)} patients, disease progression against "
        f"body-mass index; beside it, its error on them and on new patients. {sentence(numbers)}"
    ),
)
