"""d.cockpit: nine numbers of a training, one card at a time."""

from __future__ import annotations

from hpstudy.demos.cockpit import CARDS, CONTROL, INSIDE, INSTRUMENT, Cockpit, cockpit, flight
from hpstudy.plots.cockpit import draw_cockpit
from hpstudy.widgets.demo import Choice, Demo, Options, Slider

NAMES = {CONTROL: "a control", INSTRUMENT: "an instrument", INSIDE: "inside"}
RATE, ACCURACY, WEIGHT = "the learning rate", "the validation accuracy", "a weight"


def sentence(numbers: Cockpit) -> str:
    """What the number did; with a guess, where it belongs and why."""
    first, last = numbers.values[0], numbers.values[-1]
    did = "stayed at" if (numbers.values == first).all() else f"went from {first:.3g} to"
    story = f"{numbers.card.name.capitalize()} {did} {last:.3g}."
    if not numbers.guess:
        return f"{story} Is it a control, an instrument, or inside?"
    verdict = "Right" if numbers.right else f"No, it is {NAMES[numbers.card.group]}"
    return f"{story} {verdict}. {numbers.card.why}"


def answer(seed: int) -> str:
    """Which of the three did not move in the training."""
    names = {RATE: 0, ACCURACY: 1, WEIGHT: 2}
    runs = flight(seed)
    return min(names, key=lambda name: float(runs[names[name]].std()))


DEMO = Demo(
    name="d.cockpit",
    question="A control, an instrument, or inside the machine?",
    compute=cockpit,
    draw=draw_cockpit,
    controls=[
        Slider(
            "card",
            label="Number",
            values=range(len(CARDS)),
            start=1,  # the first would answer the prediction
            format=lambda i: CARDS[int(i)].name,
        ),
        Choice(
            "guess",
            label="It is",
            options={
                "not said yet": "",
                "a control": CONTROL,
                "an instrument": INSTRUMENT,
                "inside": INSIDE,
            },
            start="",
        ),
    ],
    predict=Options(
        "A net trains for ten epochs. Which of these does not move?",
        options=[RATE, ACCURACY, WEIGHT],
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "A number of a training after every epoch, and three places where it may belong: controls, "
        f"instruments, inside. {sentence(numbers)}"
    ),
)
