"""The picture of d.epochs: accuracy on seen and unseen pictures, and the loss on unseen ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hpstudy.plots.style import colour

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.epochs import Epochs
    from hpstudy.plots.drawing import Update


def draw_epochs(figure: Figure) -> Update:
    """Accuracies on the left, the validation loss on the right, both by epoch."""
    axes = figure.subplots(1, 2, width_ratios=[3, 2])
    parts = [_draw_accuracy(axes[0]), _draw_loss(axes[1])]

    def update(numbers: Epochs) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_accuracy(axes: Axes) -> Update:
    axes.set(xlim=(0, 81), ylim=(0.4, 1.01), xlabel="epoch", title="Accuracy")
    (seen,) = axes.plot([], [], color=colour("seen"), label="pictures it trains on")
    (unseen,) = axes.plot([], [], color=colour("unseen"), label="new pictures, right labels")
    (best,) = axes.plot([], [], "D", color=colour("unseen"), ms=9, mew=0)
    stop = axes.axvline(0, color=colour("prediction"), lw=1.5, ls=(0, (4, 3)))
    axes.legend(loc="lower right", borderpad=0.2)

    def update(numbers: Epochs) -> list[Artist]:
        number = np.arange(1, numbers.number + 1)
        seen.set_data(number, numbers.training_accuracies)
        unseen.set_data(number, numbers.accuracies)
        best.set_data([numbers.best], [numbers.accuracies.max()])
        stop.set_xdata([numbers.stopped] * 2)
        stop.set_visible(numbers.stopped > 0)
        return [stop, seen, unseen, best]

    return update


def _draw_loss(axes: Axes) -> Update:
    axes.set(xlim=(0, 81), ylim=(0, 1.6), xlabel="epoch", title="Loss on new pictures")
    (line,) = axes.plot([], [], color=colour("unseen"))
    (lowest,) = axes.plot([], [], "D", color=colour("unseen"), ms=9, mew=0)

    def update(numbers: Epochs) -> list[Artist]:
        line.set_data(np.arange(1, numbers.number + 1), numbers.losses)
        lowest.set_data([numbers.lowest], [numbers.losses.min()])
        return [line, lowest]

    return update
