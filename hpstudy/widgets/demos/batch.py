"""d.batch: the same ten epochs in smaller or larger pieces."""

from __future__ import annotations

from hpstudy.demos import compute
from hpstudy.demos.batch import RATES, Batch, batch
from hpstudy.plots.batch import draw_batch
from hpstudy.widgets.demo import Demo, Options, Slider, Toggle

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 600)
SAME, WORSE, BETTER = "about the same", "far fewer", "more"


def sentence(numbers: Batch) -> str:
    """What ten epochs in pieces of this size came to."""
    run = numbers.best
    rates = f"the best of {len(RATES)} rates is {run.rate:g}" if numbers.retune else "rate 0.1"
    return (
        f"Minibatch {run.batch}, {rates}: {run.updates[-1]:,} updates in {run.seconds:.2g} s, "
        f"{run.accuracy:.0%} of new digits read right."
    )


def answer(seed: int) -> str:
    """How all 600 pictures in one piece compare with pieces of 16, by training both."""
    all_at_once, pieces = (compute("d.batch", seed, batch=size).now.accuracy for size in (600, 16))
    if abs(all_at_once - pieces) < 0.05:
        return SAME
    return WORSE if all_at_once < pieces else BETTER


DEMO = Demo(
    name="d.batch",
    question="How many pictures should one step look at?",
    compute=batch,
    draw=draw_batch,
    opening=lambda seed: compute("d.batch", seed),
    controls=[
        Slider("batch", label="Minibatch", values=SIZES, start=16, format="{:.0f}"),
        Toggle("retune", label="Find a rate for each minibatch"),
    ],
    predict=Options(
        "Ten epochs, learning rate 0.1. In place of 16 pictures, each step looks at all 600. "
        "How many new digits will the net read right?",
        options=[BETTER, SAME, WORSE],
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "Validation accuracy against the updates made; accuracy and seconds after ten epochs "
        f"against the minibatch. {sentence(numbers)}"
    ),
    progress=lambda numbers: numbers.done,
)
