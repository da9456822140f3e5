"""The picture of d.sorter: a matrix of knobs and groups, lit where the algorithm has the knob."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpstudy.plots.style import colour

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

    from hpstudy.demos.sorter import Sorter
    from hpstudy.plots.drawing import Update

MOST = 5  # groups side by side


def draw_sorter(figure: Figure) -> Update:
    """One row a knob, one column a group; the knob in hand lies on a stripe."""
    from hpstudy.demos.sorter import KNOBS, group_of

    axes = figure.subplots()
    axes.set(xlim=(-0.6, MOST - 0.4), ylim=(len(KNOBS) - 0.4, -1.4), xticks=[])
    axes.set_yticks(range(len(KNOBS)), [knob.name for knob in KNOBS])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)
    for row in range(len(KNOBS)):
        axes.axhline(row, color=colour("hairline"), lw=1)
    stripe = axes.axhspan(-0.5, 0.5, color=colour("accent"), alpha=0.18, lw=0)
    heads = [axes.text(x, -0.9, "", ha="center", fontsize=11.5) for x in range(MOST)]
    (absent,) = axes.plot([], [], "o", color=colour("past"), ms=8, mew=0)
    (present,) = axes.plot([], [], "o", color=colour("seen"), ms=12, mew=0)

    def update(numbers: Sorter) -> list[Artist]:
        row = KNOBS.index(numbers.knob)
        stripe.set_y(row - 0.5)
        places = list(spots(len(numbers.groups)))
        for i, head in enumerate(heads):
            head.set_text(numbers.groups[i] if i < len(places) else "")
            head.set_x(places[i] if i < len(places) else 0)
        columns = [places[numbers.groups.index(group_of(k, numbers.groups))] for k in KNOBS]
        for line, lit in ((present, True), (absent, False)):
            rows = [i for i, knob in enumerate(KNOBS) if (knob.name in numbers.settings) == lit]
            line.set_data([columns[i] for i in rows], rows)
        return [stripe, *heads, absent, present]

    return update


def spots(n: int) -> list[float]:
    """Return where n columns stand, spread over the width of the most there are."""
    return [i * (MOST - 1) / (n - 1) for i in range(n)]
