"""d.memory: three learners on the same pictures, and labels that mean less and less."""

from __future__ import annotations

from hpstudy.demos import compute
from hpstudy.demos.memory import EPOCHS, N_SEEN, Memory, memory
from hpstudy.plots.memory import draw_memory
from hpstudy.widgets.demo import Choice, Demo, Options, Slider

NAMES = {
    "memory": "The memory",
    "neighbour": "The nearest neighbour",
    "net": f"The net, after {EPOCHS} epochs,",
}
ALL, HALF, GUESSING = "all of them", "about half", "about one in ten"


def sentence(numbers: Memory) -> str:
    """What the learner knows, of what it has seen and of what it has not."""
    return (
        f"{NAMES[numbers.learner]} gives {numbers.seen:.1%} of the pictures it has seen the label "
        f"it was told, and reads {numbers.unseen:.1%} of new pictures right; "
        f"{numbers.wrong:.0%} of the labels it was told were drawn at random."
    )


def answer(seed: int) -> str:
    """How many random labels the nearest neighbour gets right on the pictures it was told of."""
    seen = compute("d.memory", seed, learner="neighbour", wrong=1.0).seen
    return ALL if seen > 0.75 else HALF if seen > 0.3 else GUESSING


DEMO = Demo(
    name="d.memory",
    question="What is it worth to be right on everything you have seen?",
    compute=memory,
    draw=draw_memory,
    controls=[
        Choice(
            "learner",
            label="Learner",
            options={"memory": "memory", "nearest neighbour": "neighbour", "net": "net"},
            start="memory",
        ),
        Slider(
            "wrong",
            label="Labels drawn at random",
            values=[i / 10 for i in range(11)],
            start=0.0,
            format="{:.0%}",
        ),
    ],
    opening=lambda seed: compute("d.memory", seed),
    predict=Options(
        f"The labels of all {N_SEEN:,} pictures are drawn at random. How many of them does the "
        "nearest neighbour get right, on those same pictures?",
        options=[ALL, HALF, GUESSING],
        answer=answer,
    ),
    sentence=sentence,
    alt=lambda numbers: (
        "Two bars, the share of right answers on seen and on unseen pictures, and up to eight "
        f"unseen pictures it misses, with its answers. {sentence(numbers)}"
    ),
    progress=lambda numbers: numbers.progress,
)
