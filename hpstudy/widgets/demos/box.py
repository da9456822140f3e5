"""d.box: search by hand, one real training a click."""

from __future__ import annotations

import numpy as np

from hpstudy.demos.box import FOR_SALE_AFTER, NEAR, SIDE, Box, Training, box, buy_landscape
from hpstudy.plots.box import draw_box
from hpstudy.plots.search import short
from hpstudy.widgets.demo import Action, Click, Demo, Point, Slider

CELLS = SIDE**2


def sentence(numbers: Box) -> str:
    """What the last training came to, what is best so far, and what the landscape says of it."""
    if not numbers.trainings:
        return "Nothing is trained yet. Click in the box, or set the sliders and press the button."
    last, best = numbers.trainings[-1], numbers.incumbent
    assert best is not None
    said = f"Training {len(numbers.trainings)}: validation loss {last.loss:.2f}."
    lowest = f"{best.loss:.2f} at rate {short(best.rate)} and L2 {short(best.l2)}"
    if numbers.bought == CELLS:
        return f"{said} {_judged(numbers, best, lowest)}"
    return f"{said} Lowest so far {lowest}. {_price(numbers)}"


def _judged(numbers: Box, best: Training, lowest: str) -> str:
    """How the reader's best compares, and how much of the box is good."""
    beaten = np.mean(numbers.landscape > best.loss)
    return (
        f"Your best, {lowest}, beats {beaten:.0%} of the landscape, whose lowest is "
        f"{numbers.lowest_cell[1]:.2f}; {numbers.good_share:.1%} of the box is within "
        f"{NEAR - 1:.0%} of that."
    )


def _price(numbers: Box) -> str:
    """What a training takes, and what the landscape costs."""
    if numbers.bought:
        return f"{numbers.bought} of the landscape's {CELLS} trainings are bought."
    left = FOR_SALE_AFTER - len(numbers.trainings)
    price = f"A training takes {1000 * numbers.seconds:.0f} ms"
    if left > 0:
        return f"{price}; {left} more, and the whole landscape is for sale."
    return f"{price}: the whole landscape, {CELLS} trainings, costs about {numbers.price:.1f} s."


def offer(numbers: Box) -> str | None:
    """What the landscape's button says: its price, once it is for sale."""
    if not numbers.for_sale:
        return None
    left = CELLS - numbers.bought
    return f"Buy the landscape: {left} trainings, about {numbers.price:.1f} s"


def alt(numbers: Box) -> str:
    """The dots, and where the landscape is low."""
    seen = f"A box of learning rate by L2 with {len(numbers.trainings)} trainings as dots"
    beside = "beside it, their losses one after the other and the lowest so far"
    if not numbers.bought:
        return f"{seen}; {beside}. {sentence(numbers)}"
    place, lowest = numbers.lowest_cell
    rate, l2 = short(place["learning_rate"]), short(place["l2"])
    return (
        f"{seen}, on a landscape of {numbers.bought} more, lowest ({lowest:.2f}) at learning rate "
        f"{rate} and L2 {l2}; {beside}. {sentence(numbers)}"
    )


DEMO = Demo(
    name="d.box",
    question="Where in the box is the best net?",
    compute=box,
    draw=draw_box,
    controls=[
        Slider(
            "rate",
            label="Learning rate",
            values=np.geomspace(1e-4, 1, 81),
            start=1e-2,
            format=short,
        ),
        Slider("l2", label="L2", values=np.geomspace(1e-6, 1e-1, 101), start=1e-4, format=short),
    ],
    predict=Point(
        "Click where you think the net with the lowest loss is.", x="learning rate", y="L2"
    ),
    button="Train here",
    click=Click(x="rate", y="l2"),
    actions=[Action("Buy the landscape", buy_landscape, offer=offer)],
    opening=lambda seed: Box(),
    progress=lambda numbers: numbers.bought / CELLS,
    sentence=sentence,
    alt=alt,
)
