"""The picture of d.numbers: a table of every number in sight, and which of them moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpstudy.plots.style import colour

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from hpstudy.demos.numbers import Numbers, Row
    from hpstudy.plots.drawing import Update

HEADS = {"": 0.0, "how many": 0.47, "one of them": 0.75, "moved": 1.0}  # and where they end
N_SET, N_LEARNT = 5, 4
LINE = 1.0


def draw_numbers(figure: Figure) -> Update:
    """What you set above, what the training learnt below."""
    axes = figure.subplots()
    axes.set(xlim=(-0.01, 1.01), ylim=(N_SET + N_LEARNT + 2.7, -1.2), xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    for head, x in HEADS.items():
        axes.text(x, -0.6, head, ha="right" if x else "left", color=colour("muted"))
    mine = _block(axes, 0, "Set by you", "accent", N_SET)
    theirs = _block(axes, N_SET + 1.5, "Learnt", "seen", N_LEARNT)

    def update(numbers: Numbers) -> list[Artist]:
        return [
            artist
            for lines, rows in ((mine, numbers.set_by_you), (theirs, numbers.learnt))
            for line, row in zip(lines, _padded(rows, len(lines)), strict=True)
            for artist in _fill(line, row)
        ]

    return update


def _block(axes: Axes, top: float, title: str, role: str, n: int) -> list[list[Text]]:
    axes.axhline(top - 0.25, color=colour("hairline"), lw=1)
    axes.text(0, top + 0.4, title, color=colour(role), fontweight="bold")
    return [
        [axes.text(x, top + 1.3 + row, "", ha="right" if x else "left") for x in HEADS.values()]
        for row in range(n)
    ]


def _padded(rows: tuple[Row, ...], n: int) -> list[Row | None]:
    return [*rows, *[None] * (n - len(rows))]


def _fill(line: list[Text], row: Row | None) -> list[Text]:
    words = ["", "", "", ""] if row is None else _words(row)
    for text, word in zip(line, words, strict=True):
        text.set_text(word)
    return line


def _words(row: Row) -> list[str]:
    one = f"{row.before:.3g}" if not row.moved else f"{row.before:.2f} → {row.after:.2f}"
    moved = f"{row.moved:,}" if row.moved else "no"
    return [row.name, f"{row.n:,}", one, moved]
