"""d.crop: how much of a picture to keep, and how finely."""

from __future__ import annotations

from hpstudy.demos.crop import SIDE, Crop, crop
from hpstudy.plots.crop import draw_crop
from hpstudy.widgets.demo import Demo, Options, Slider

ANSWERS = {0.01: "less than 1 point", 0.05: "1 to 5 points", 2.0: "more than 5 points"}


def sentence(numbers: Crop) -> str:
    """What the machine gets, and how much it reads."""
    height, width = numbers.left.shape
    return (
        f"The middle {numbers.height} x {numbers.width}, given as {height} x {width} dots: "
        f"{numbers.inputs} of 64 inputs, {numbers.accuracy:.1%} of new digits read right."
    )


def answer(seed: int) -> str:
    """How much is lost with the outer columns, by learning with and without them."""
    lost = crop(seed).accuracy - crop(seed, width=6).accuracy
    return next(words for limit, words in ANSWERS.items() if lost < limit)


DEMO = Demo(
    name="d.crop",
    question="How much of a picture is needed to read it?",
    compute=crop,
    draw=draw_crop,
    controls=[
        Slider("width", label="Columns kept", values=range(1, 9), start=SIDE, format="{:.0f}"),
        Slider("height", label="Rows kept", values=range(1, 9), start=SIDE, format="{:.0f}"),
        Slider(
            "dots", label="Dots a side, at most", values=range(1, 9), start=SIDE, format="{:.0f}"
        ),
    ],
    predict=Options(
        "The first and the last column of each picture are thrown away, a quarter of all inputs. "
        "How much accuracy on new digits is lost?",
        options=list(ANSWERS.values()),
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "A digit with a frame around the part that is kept, that part with fewer dots, and the "
        f"accuracy by the number of inputs. {sentence(numbers)}"
    ),
)
