"""The picture of d.batch: accuracy by updates made, and accuracy and time by the minibatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hpstudy.plots.style import colour, marker, plain_numbers

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.batch import Batch
    from hpstudy.plots.drawing import Update

SHARED, RETUNED = "unseen", "incumbent"  # one learning rate for all, or the best of several
SECONDS = 0.001, 2.0


def draw_batch(figure: Figure) -> Update:
    """Accuracy by updates on the left; by the minibatch, accuracy and seconds on the right."""
    axes = figure.subplot_mosaic([["updates", "accuracy"], ["updates", "seconds"]])
    axes["accuracy"].set(ylim=(0, 1.03), title="Accuracy after 10 epochs")
    axes["seconds"].set(yscale="log", ylim=SECONDS, title="Seconds for 10 epochs")
    axes["seconds"].set_yticks([0.001, 0.01, 0.1, 1])
    plain_numbers(axes["seconds"].yaxis)
    axes["seconds"].set_xlabel("minibatch")
    parts = [
        _draw_updates(axes["updates"]),
        _draw_dots(axes["accuracy"], "accuracy"),
        _draw_dots(axes["seconds"], "seconds"),
    ]

    def update(numbers: Batch) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_updates(axes: Axes) -> Update:
    axes.set(xscale="log", xlim=(0.8, 8000), ylim=(0, 1.03), xlabel="updates made")
    axes.set_title("Validation accuracy")
    axes.set_xticks([1, 10, 100, 1000])
    plain_numbers(axes.xaxis)
    (past,) = axes.plot([], [], ".-", color=colour("past"), lw=1.2, ms=5, mew=0)
    (now,) = axes.plot([], [], color=colour(SHARED), lw=1.5, marker=marker(SHARED), ms=5, mew=0)
    (best,) = axes.plot([], [], color=colour(RETUNED), lw=2)

    def update(numbers: Batch) -> list[Artist]:
        runs = [each.best for each in numbers.past]
        gap = np.array([np.nan])
        past.set_data(
            np.concatenate([gap, *([*run.updates, np.nan] for run in runs)]),
            np.concatenate([gap, *([*run.accuracies, np.nan] for run in runs)]),
        )
        now.set_data(numbers.now.updates, numbers.now.accuracies)
        now.set_visible(not numbers.retune or numbers.done < 1)
        now.set_color(colour("past" if numbers.retune else SHARED))
        best.set_data(numbers.best.updates, numbers.best.accuracies)
        best.set_visible(numbers.retune)
        return [past, best, now]

    return update


def _draw_dots(axes: Axes, name: str) -> Update:
    axes.set(xscale="log", xlim=(0.8, 800), xticks=[1, 10, 100, 600])
    plain_numbers(axes.xaxis)
    dots = {
        retune: axes.plot([], [], marker(role), color=colour(role), ms=ms, mew=0, label=label)[0]
        for retune, role, ms, label in (
            (False, SHARED, 6, "rate 0.1"),
            (True, RETUNED, 11, "best of 5 rates"),
        )
    }
    if name == "accuracy":
        axes.legend(loc="lower left", borderpad=0, handletextpad=0.2)

    def update(numbers: Batch) -> list[Artist]:
        for retune, line in dots.items():
            runs = [each.best for each in (*numbers.past, numbers) if each.retune is retune]
            line.set_data([run.batch for run in runs], [getattr(run, name) for run in runs])
        return [*dots.values()]

    return update
