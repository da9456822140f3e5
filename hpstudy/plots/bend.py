"""The picture of d.bend: the plane as the net divides it, or what it misreads; its accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.style import colour

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.colors import ListedColormap
    from matplotlib.figure import Figure

    from hpstudy.demos.bend import Bend
    from hpstudy.plots.drawing import Update

GREY = 12  # earlier curves that stay in the picture
COLUMNS, ROWS = 8, 7  # of misread pictures; what is more is not drawn
STEP = 9  # from one picture to the next, in dots


def draw_bend(figure: Figure) -> Update:
    """The plane or the pictures on the left, the accuracies on the right."""
    left, right = figure.subplots(1, 2, width_ratios=[1, 1])
    left.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
    left.grid(visible=False)
    left.spines[:].set_visible(False)
    parts = [_draw_title(left), _draw_plane(left), _draw_misread(left), _draw_accuracy(right)]

    def update(numbers: Bend) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_title(axes: Axes) -> Update:
    axes.set_title(" ")  # room for the text
    text = axes.text(
        0, 1.02, "", color=colour("ink"), weight="bold", va="bottom", transform=axes.transAxes
    )

    def update(numbers: Bend) -> list[Artist]:
        if numbers.misread is None:
            text.set_text("How the net divides the plane")
        else:
            n = len(numbers.examples.y_validation)
            text.set_text(f"{len(numbers.misread)} of {n} new pictures misread")
        return [text]

    return update


def _draw_plane(axes: Axes) -> Update:
    cells = axes.imshow(
        np.zeros((2, 2)), cmap=_sides(), clim=(0, 1), extent=(0, 1, 0, 1), origin="lower"
    )
    look: dict[str, Any] = {"ls": "", "ms": 6, "mew": 1.2}
    dots = [
        axes.plot([], [], mark, mfc=colour(face), mec=colour(edge), **look)[0]
        for mark, face, edge in (("o", "paper", "ink"), ("s", "ink", "paper"))
    ]

    def update(numbers: Bend) -> list[Artist]:
        for artist in (cells, *dots):
            artist.set_visible(numbers.map is not None)
        if numbers.map is not None:
            cells.set_data(numbers.map)
            x, y = in_the_picture(numbers)
            for label, dot in enumerate(dots):
                here = numbers.examples.y_train == label
                dot.set_data(x[here], y[here])
        return [cells, *dots]

    return update


def _sides() -> ListedColormap:
    """Orange on one side, violet on the other, clear between: dark paper stays dark."""
    from matplotlib.colors import ListedColormap, to_rgb

    side = np.linspace(-1, 1, 256)
    hues = np.where(side[:, None] < 0, to_rgb("#f08c1e"), to_rgb("#7b62b5"))
    return ListedColormap(np.column_stack([hues, 0.75 * np.abs(side)]))


def in_the_picture(numbers: Bend) -> np.ndarray:
    """Return where the points lie (2, n), 0 to 1 from side to side."""
    from hpstudy.demos.bend import SIDES

    left, right, low, high = SIDES[numbers.now.data]
    x, y = numbers.examples.X_train.T
    return np.stack([(x - left) / (right - left), (y - low) / (high - low)])


def _draw_misread(axes: Axes) -> Update:
    pictures = axes.imshow(
        np.full((2, 2), np.nan), cmap="cividis", clim=(0, 1), extent=(0, 1, 0, 1), zorder=1
    )

    def update(numbers: Bend) -> list[Artist]:
        pictures.set_visible(numbers.misread is not None)
        if numbers.misread is not None:
            pictures.set_data(side_by_side(numbers.misread))
        return [pictures]

    return update


def side_by_side(pictures: np.ndarray) -> np.ndarray:
    """Return the first pictures (n, 8, 8) in one, row by row, NaN between and behind them."""
    sheet = np.full((ROWS * STEP, COLUMNS * STEP), np.nan)
    for number, picture in enumerate(pictures[: ROWS * COLUMNS]):
        row, column = divmod(number, COLUMNS)
        sheet[row * STEP :, column * STEP :][:8, :8] = picture
    return sheet


def _draw_accuracy(axes: Axes) -> Update:
    axes.set(xlim=(0, 41), ylim=(0, 1.01), xticks=[1, 10, 20, 30, 40])
    axes.set(xlabel="epoch", title="Accuracy")
    (past,) = axes.plot([], [], color=colour("past"), lw=1.2, label="new ones, earlier nets")
    (seen,) = axes.plot([], [], color=colour("seen"), lw=1.8, label="what it trains on")
    (unseen,) = axes.plot([], [], color=colour("unseen"), label="new ones")
    axes.legend(loc="lower right", borderpad=0.2, labelspacing=0.2)  # no curve gets so low

    def update(numbers: Bend) -> list[Artist]:
        number = np.arange(1.0, len(numbers.now.accuracies) + 1)
        curves = [np.append(run.accuracies, np.nan) for run in numbers.past[-GREY:]]
        epochs = [np.append(np.arange(1.0, len(curve)), np.nan) for curve in curves]
        past.set_data(np.concatenate([[], *epochs]), np.concatenate([[], *curves]))
        seen.set_data(number, numbers.now.training_accuracies)
        unseen.set_data(number, numbers.now.accuracies)
        return [past, seen, unseen]

    return update
