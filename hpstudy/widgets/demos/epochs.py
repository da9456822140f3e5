"""d.epochs: a training that the reader stops when it seems best, then sees to its end."""

from __future__ import annotations

import time
from collections.abc import Iterator

from hpstudy.demos import compute
from hpstudy.demos.epochs import EPOCHS, Epochs, epochs
from hpstudy.plots.epochs import draw_epochs
from hpstudy.widgets.demo import Action, Demo, Options, Slider

PAUSE = 0.08  # seconds an epoch, so that a reader can follow and press stop
BETTER, SAME, WORSE = "better", "about the same", "worse"


def play(seed: int, *, wrong: float) -> Iterator[Epochs]:
    """Train at a pace that can be watched; the training itself is over in a blink."""
    for numbers in epochs(seed, wrong=wrong):
        yield numbers
        time.sleep(PAUSE)


def opening(seed: int) -> Epochs:
    """The first epoch."""
    return next(epochs(seed))


def sentence(numbers: Epochs) -> str:
    """Where the training stands, or how it ended and when it was best."""
    last, best = numbers.accuracies[-1], numbers.accuracies[numbers.best - 1]
    words = f"Epoch {numbers.number}: {last:.1%} of new digits read right"
    if numbers.number < EPOCHS:
        return f"{words}, {numbers.training_accuracies[-1]:.0%} of those it trains on."
    words += f", {100 * (best - last):.1f} points below its best, at epoch {numbers.best}."
    if numbers.stopped:
        words += (
            f" You stopped at {numbers.stopped}: {numbers.accuracies[numbers.stopped - 1]:.1%}."
        )
    return f"{words} The loss turned at epoch {numbers.lowest}."


def answer(seed: int) -> str:
    """How the net after 80 epochs compares with the net after 10, by training."""
    accuracies = compute("d.epochs", seed).accuracies
    change = accuracies[-1] - accuracies[9]
    return SAME if abs(change) < 0.01 else BETTER if change > 0 else WORSE


DEMO = Demo(
    name="d.epochs",
    question="When has a net learnt enough?",
    compute=epochs,
    draw=draw_epochs,
    controls=[
        Slider(
            "wrong",
            label="Labels drawn at random",
            values=[0, 0.1, 0.2, 0.3, 0.4],
            start=0.2,
            format="{:.0%}",
        )
    ],
    button="Play to the end",
    opening=opening,
    actions=[Action("Play slowly, I stop it", play)],
    predict=Options(
        "One training label in five was drawn at random. After 80 epochs in place of 10, "
        "how does the net read new pictures?",
        options=[BETTER, SAME, WORSE],
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "Accuracy on training and on new pictures, and the loss on new pictures, by epoch. "
        f"{sentence(numbers)}"
    ),
    progress=lambda numbers: numbers.number / EPOCHS,
)
