"""d.importance: 200 trainings, and the knob that explains most of what came of them."""

from __future__ import annotations

from hpstudy.demos import compute
from hpstudy.demos.importance import BINS, TRIALS, Importance, importance
from hpstudy.plots.importance import NAMES, draw_importance
from hpstudy.widgets.demo import Demo, Options, Slider


def sentence(numbers: Importance) -> str:
    """What the most telling knob explains, and where the best training stands."""
    if len(numbers.losses) < 2 * BINS:
        made = len(numbers.losses)
        plural = "s" if made > 1 else ""
        return f"{made} training{plural} so far: too few to compare knobs."
    shares = numbers.shares
    first = max(shares, key=lambda name: shares[name])
    best = numbers.configurations[numbers.best]["learning_rate"]
    return (
        f"{len(numbers.losses)} trainings, losses from {numbers.losses.min():.2f} to "
        f"{numbers.losses.max():.2f}. {NAMES[first].capitalize()} alone explains "
        f"{shares[first]:.0%} of their spread; a knob that does nothing would seem to explain "
        f"{numbers.by_chance:.1%}. The best has a learning rate of {best:.2g}."
    )


def answer(seed: int) -> str:
    """Which knob explains most, by training them all."""
    shares = compute("d.importance", seed).shares
    return NAMES[max(shares, key=lambda name: shares[name])]


DEMO = Demo(
    name="d.importance",
    question="Which knob matters most?",
    compute=importance,
    draw=draw_importance,
    controls=[
        Slider(
            "trials",
            label="Trainings",
            values=[50, 100, 150, 200, 250, 300],
            start=TRIALS,
            format="{:.0f}",
        )
    ],
    button="Train them",
    opening=lambda seed: compute("d.importance", seed, trials=1),
    predict=Options(
        "A net has four knobs. Which of them explains most of the difference between good and "
        "bad trainings?",
        options=list(NAMES.values()),
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        f"The loss of {len(numbers.losses)} trainings against each of four knobs, and for each "
        f"the share of the spread that it explains. {sentence(numbers)}"
    ),
    progress=lambda numbers: len(numbers.losses) / TRIALS,
)
