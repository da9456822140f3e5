"""d.dropout: how many units to silence, in a net of which size, on which data."""

from __future__ import annotations

import time
from collections.abc import Iterator

from hpstudy.demos import compute
from hpstudy.demos.dropout import EPOCHS, Dropout, Run, dropout
from hpstudy.plots.dropout import draw_dropout
from hpstudy.widgets.demo import Action, Choice, Demo, Options, Slider

RATES = (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
UNITS = (4, 8, 16, 32, 64, 128)
DATA = {
    "patients": "patients",
    "digits, a fifth mislabelled": "noisy digits",
    "digits": "digits",
}
PAUSE = 0.05  # seconds an epoch, so that the eye can follow the units
# (training accuracy rises, accuracy on new ones rises): what it is called
ANSWERS = {
    (True, True): "both rise",
    (True, False): "only training rises",
    (False, True): "only new rises",
    (False, False): "both fall",
}


def watch(
    seed: int, *, rate: float, units: int, data: str, before: Dropout | None
) -> Iterator[Dropout]:
    """Train at a pace that can be watched."""
    for numbers in dropout(seed, rate=rate, units=units, data=data, before=before):
        yield numbers
        if numbers.now.rate == rate:
            time.sleep(PAUSE)


def sentence(numbers: Dropout) -> str:
    """How this training stands, beside the one without dropout if there is one."""
    run, without = numbers.now, numbers.without
    words = f"Dropout {run.rate:g}, {run.units} units a layer: {_accuracies(run)}."
    if without is None or without is run:
        return words
    return (
        f"{words} Without dropout: {without.seen:.1%} and {without.unseen:.1%}, "
        f"a gap of {100 * without.gap:.0f}."
    )


def _accuracies(run: Run) -> str:
    return (
        f"{run.seen:.1%} right of what it trains on, {run.unseen:.1%} of what it never saw, "
        f"a gap of {100 * run.gap:.0f} points"
    )


def answer(seed: int) -> str:
    """What dropout at 0.5 does to both accuracies, by training with and without."""
    without, half = (compute("d.dropout", seed, rate=rate).now for rate in (0, 0.5))
    return ANSWERS[half.seen > without.seen, half.unseen > without.unseen]


DEMO = Demo(
    name="d.dropout",
    question="Can a net learn more if half of it is switched off?",
    compute=dropout,
    draw=draw_dropout,
    controls=[
        Slider("rate", label="Dropout rate", values=RATES, start=0, format="{:.1f}"),
        Slider("units", label="Units a layer", values=UNITS, start=64, format="{:.0f}"),
        Choice("data", label="Data", options=DATA, start="patients"),
    ],
    opening=lambda seed: compute("d.dropout", seed),
    actions=[Action("Watch the units", watch)],
    predict=Options(
        "Dropout 0.5 in place of 0: what happens to the accuracy on the patients it trains on, "
        "and on new ones?",
        options=list(ANSWERS.values()),
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "Accuracy on seen and unseen examples by epoch, the units of both layers with the silent "
        f"ones pale, and both accuracies by dropout rate, a bar for the gap. {sentence(numbers)}"
    ),
    progress=lambda numbers: len(numbers.now.accuracies) / EPOCHS,
)
