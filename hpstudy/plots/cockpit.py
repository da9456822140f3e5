"""The picture of d.cockpit: what a number did in a training, and three places where it may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hpstudy.plots.style import colour

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.cockpit import Cockpit
    from hpstudy.plots.drawing import Update

PLACES = {
    "control": ("Controls", "you set them"),
    "instrument": ("Instruments", "you read them off"),
    "inside": ("Inside", "training moves them"),
}


def draw_cockpit(figure: Figure) -> Update:
    """The number by epoch on the left, the three places on the right."""
    axes = figure.subplots(1, 2, width_ratios=[4, 3])
    parts = [_draw_number(axes[0]), _draw_places(axes[1])]

    def update(numbers: Cockpit) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_number(axes: Axes) -> Update:
    axes.set(xlim=(0.5, 11.5), ylim=(-1.15, 1.3), xticks=[1, 5, 10], yticks=[-1, 0, 1])
    axes.set(xlabel="epoch", ylabel="share of its largest value")
    axes.axhline(0, color=colour("hairline"), lw=1.5)
    title = axes.set_title("what a hidden unit says of one picture")
    (line,) = axes.plot([], [], color=colour("model"), marker=".", ms=8)
    ends = [axes.text(x, 0, "", ha="center", va="bottom") for x in (1.3, 10)]

    def update(numbers: Cockpit) -> list[Artist]:
        values = numbers.values / np.abs(numbers.values).max()
        title.set_text(numbers.card.name)
        line.set_data(np.arange(1, len(values) + 1), values)
        for end, place in zip(ends, (0, -1), strict=True):
            below = place == 0 and values[1] > values[0]  # where the line does not go
            end.set_text(f"{numbers.values[place]:.3g}")
            end.set(y=values[place] + (-0.06 if below else 0.06), va="top" if below else "bottom")
        return [title, line, *ends]

    return update


def _draw_places(axes: Axes) -> Update:
    from matplotlib.patches import Rectangle

    axes.set(xlim=(0, 1), ylim=(0, 3), xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    boxes, signs = {}, {}
    for row, (group, (name, what)) in enumerate(PLACES.items()):
        y = 2.1 - row
        axes.add_patch(Rectangle((0.02, y), 0.96, 0.8, fc="none", ec=colour("hairline"), lw=1.5))
        boxes[group] = axes.add_patch(Rectangle((0.02, y), 0.96, 0.8, fc="none", lw=3))
        axes.text(0.08, y + 0.45, name, fontweight="bold")
        axes.text(0.08, y + 0.15, what, color=colour("muted"))
        signs[group] = axes.text(0.93, y + 0.45, "", ha="right")

    def update(numbers: Cockpit) -> list[Artist]:
        for group, box in boxes.items():
            right = bool(numbers.guess) and group == numbers.card.group
            said = group == numbers.guess
            box.set_edgecolor(colour("accent" if right else "prediction"))
            box.set_visible(right or said)
            signs[group].set_text("here" if right else "your guess" if said else "")
        return [*boxes.values(), *signs.values()]

    return update
