"""d.luck: the best of many, chosen by few examples, judged again on fresh ones."""

from __future__ import annotations

from hpstudy.demos.luck import DATA, DIGITS, MOST, Luck, luck, train_all
from hpstudy.plots.luck import draw_luck
from hpstudy.widgets.demo import Action, Choice, Demo, Options, Slider

MORE, SAME, FEWER = "more than it promised", "just as many", "fewer"


def sentence(numbers: Luck) -> str:
    """What the winner promised and kept, once and on average."""
    who, what = numbers.data.split(", ")
    who = who if numbers.tried > 1 else who.removesuffix("s")
    if not len(numbers.kept):
        return (
            f"{numbers.tried} {who}, judged on {numbers.size} {what}: {MOST} of each kind wait for "
            "the button."
        )
    promised, kept = numbers.winners
    over_default = 100 * (kept.mean() - numbers.default)
    return (
        f"200 times the best of {numbers.tried} {who} by {numbers.size} {what}: it promises "
        f"{promised.mean():.1%} and keeps {kept.mean():.1%}, less than promised in "
        f"{(kept < promised).sum()}. On fresh {what} that is {over_default:+.1f} points against "
        "the default."
    )


def answer(seed: int) -> str:
    """Whether the best of twenty keeps its promise, in 200 draws from really trained nets."""
    *_, last = train_all(seed, data=DIGITS, tried=20, size=30)
    if abs(last.flattery) < 0.005:
        return SAME
    return FEWER if last.flattery > 0 else MORE


DEMO = Demo(
    name="d.luck",
    question="Is the winner as good as it looks?",
    compute=luck,
    draw=draw_luck,
    controls=[
        Slider(
            "tried",
            label="Configurations tried",
            values=[1, 2, 5, 10, 20, 50, 100],
            start=20,
            format="{:.0f}",
        ),
        Slider(
            "size",
            label="Examples that choose",
            values=[20, 30, 50, 100, 200],
            start=30,
            format="{:.0f}",
        ),
        Choice("data", label="Who learns what", options=DATA, start=DIGITS),
    ],
    predict=Options(
        "The best of 20 nets by 30 pictures: how many of all other pictures does it read, in per "
        "cent?",
        options=[MORE, SAME, FEWER],
        answer=answer,
    ),
    actions=[Action("Train them", train_all)],
    progress=lambda numbers: numbers.done,
    sentence=sentence,
    alt=lambda numbers: (
        "The accuracy of 200 winners on the examples that chose them against that on all others; "
        "beside it what the best of 1 to 100 promises and keeps on average. "
        f"{sentence(numbers)}"
    ),
)
