"""The picture of d.rate: a training as it runs, earlier ones in grey, and where each ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.style import colour, marker, plain_numbers

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.rate import Rate
    from hpstudy.plots.drawing import Update

GREY = 12  # earlier curves that stay in the picture
LOWEST, HIGHEST = 0.01, 5.0  # of the losses drawn; what lies beyond is drawn at the edge


def draw_rate(figure: Figure) -> Update:
    """Loss and accuracy by epoch on the left, loss at the end by rate on the right."""
    axes = figure.subplot_mosaic([["loss", "end"], ["accuracy", "end"]], width_ratios=[5, 6])
    loss, accuracy = axes["loss"], axes["accuracy"]
    loss.set(ylim=(LOWEST, HIGHEST), yscale="log", title="Training loss")
    loss.set_yticks([0.01, 0.1, 1])
    plain_numbers(loss.yaxis)
    accuracy.set(ylim=(0, 1), yticks=[0, 0.5, 1], xlabel="epoch", title="Validation accuracy")
    curves = [
        _draw_curves(loss, "seen", "losses"),
        _draw_curves(accuracy, "unseen", "accuracies"),
    ]
    ends = _draw_ends(axes["end"])

    def update(numbers: Rate) -> list[Artist]:
        return [artist for part in (*curves, ends) for artist in part(numbers)]

    return update


def _draw_curves(axes: Axes, role: str, name: str) -> Update:
    axes.set(xlim=(0, 20.5), xticks=[1, 5, 10, 15, 20])
    (past,) = axes.plot([], [], color=colour("past"), lw=1.2)
    (now,) = axes.plot([], [], color=colour(role), marker=".", ms=6, mew=0)

    def update(numbers: Rate) -> list[Artist]:
        past.set_data(*with_gaps([getattr(run, name) for run in numbers.past[-GREY:]]))
        now.set_data(*with_gaps([getattr(numbers.now, name)]))
        return [past, now]

    return update


def with_gaps(curves: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of many curves as one line, epochs from 1, with a gap after each."""
    xs = [np.append(np.arange(1.0, len(curve) + 1), np.nan) for curve in curves]
    ys = [np.append(np.nan_to_num(curve, nan=HIGHEST, posinf=HIGHEST), np.nan) for curve in curves]
    return np.concatenate([[], *xs]), np.concatenate([[], *ys])


def _draw_ends(axes: Axes) -> Update:
    axes.set(xscale="log", yscale="log", xlim=(6e-5, 16), ylim=(LOWEST, HIGHEST))
    axes.set(xlabel="learning rate", title="Training loss after 20 epochs")
    axes.set_xticks([1e-4, 1e-3, 0.01, 0.1, 1, 10])
    axes.set_yticks([0.01, 0.1, 1])
    plain_numbers(axes.xaxis)
    plain_numbers(axes.yaxis)
    look: Any = {"ls": "", "mew": 0}
    (past,) = axes.plot([], [], marker("seen"), color=colour("past"), **look)
    (now,) = axes.plot([], [], marker("seen"), color=colour("seen"), ms=9, **look)

    def update(numbers: Rate) -> list[Artist]:
        past.set_data(
            [run.rate for run in numbers.past],
            np.clip([run.loss for run in numbers.past], LOWEST, HIGHEST),
        )
        now.set_data([numbers.now.rate], np.clip([numbers.now.loss], LOWEST, HIGHEST))
        return [past, now]

    return update
