"""The picture of d.depth: what the tree says of every place, and its accuracy by depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpstudy.plots.style import colour, marker, trail

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.depth import Depth
    from hpstudy.plots.drawing import Update


def draw_depth(figure: Figure) -> Update:
    """The map of two features on the left, both accuracies by depth on the right."""
    axes = figure.subplots(1, 2, width_ratios=[1, 1])
    parts = [_draw_map(axes[0]), _draw_accuracy(axes[1])]

    def update(numbers: Depth) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_map(axes: Axes) -> Update:
    from matplotlib.colors import ListedColormap

    from hpstudy.demos.depth import REACH, SIDE

    axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    axes.set(xlabel="first", ylabel="second")
    title = axes.set_title(" ", y=1)
    axes.grid(visible=False)
    shades = ListedColormap([(0, 0, 0, 0), (0.45, 0.5, 0.57, 0.3)])  # on light paper and on dark
    land = axes.imshow(
        [[0] * SIDE] * SIDE, cmap=shades, vmin=0, vmax=1, origin="lower", extent=(-REACH, REACH) * 2
    )
    look: Any = {"ls": "", "mew": 0, "ms": 5.5}
    dots = [
        axes.plot([], [], mark, color=colour(role), **look)[0]
        for mark, role in (("o", "muted"), ("s", "seen"))
    ]

    def update(numbers: Depth) -> list[Artist]:
        land.set_data(numbers.map)
        title.set_text(f"■ {numbers.ones}; shaded: the tree says so")
        for axis, feature in zip((axes.xaxis, axes.yaxis), numbers.features, strict=True):
            axis.label.set_text(feature)
        for label, dot in enumerate(dots):
            dot.set_data(*numbers.X[numbers.y == label].T)
        return [land, *dots, title, axes.xaxis.label, axes.yaxis.label]

    return update


def _draw_accuracy(axes: Axes) -> Update:
    from hpstudy.demos.depth import UNLIMITED

    axes.set(xlim=(0.3, UNLIMITED + 0.7), ylim=(0.55, 1.02), xlabel="depth", title="Share right")
    axes.set_xticks([1, 2, 4, 6, 8, 10, UNLIMITED], ["1", "2", "4", "6", "8", "10", "any"])
    axes.set_yticks([0.6, 0.7, 0.8, 0.9, 1], ["60 %", "70 %", "80 %", "90 %", "100 %"])
    dots = {}
    for role, label in (("seen", "training data"), ("unseen", "validation data")):
        look: Any = {"color": colour(role), "ls": "", "mew": 0}
        axes.plot([], [], marker(role), label=label, **look)
        dots[role] = trail(axes.plot([], [], marker(role), **look)[0])
    axes.legend(loc="center right", borderpad=0.2, handletextpad=0.2)

    def update(numbers: Depth) -> list[Artist]:
        dots["seen"].set_data([numbers.depth], [numbers.seen])
        dots["unseen"].set_data([numbers.depth], [numbers.unseen])
        return list(dots.values())

    return update
