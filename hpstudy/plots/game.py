"""The board of d.game: lowest losses, the job that learns, and your jobs as a table.

After the end the job's panel shows the slices of the landscape through your best.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hpstudy.plots.search import plain, short
from hpstudy.plots.style import colour, is_slide, marker

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.text import Text

    from hpstudy.demos._game_rules import Job
    from hpstudy.demos.game import Game
    from hpstudy.plots.drawing import Update

Array = NDArray[np.float64]

WIDTH, HEIGHT = 640, 340
LOWEST, HIGHEST = 0.12, 3.0  # losses beyond are drawn at these
JOBS = 12
COLUMNS = 6  # of the table on a slide: the lowest and the latest
KNOBS = {"learning_rate": "rate", "l2": "L2", "momentum": "momentum", "width": "width"}
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1, 1.2)), (0, (5, 1.5, 1, 1.5)))  # a knob each
PLAYERS = {"yours": "you", "bayesian": "Bayesian", "random": "random"}
ROLES = {"yours": "accent", "bayesian": "bayesian", "random": "random"}
_NAME, _SLIDE_NAME = 0.25, 0.5  # height of a name, in logarithms of loss
_NAMES, _SLIDE_NAMES = 3.4, 6  # width of the players' names, in jobs
_SLICES, _SLIDE_SLICES = 0.72, 0.48  # share of the slices in their panel; the rest is for names


def draw_game(figure: Figure) -> Update:
    """Two panels with one scale of losses, and the table below both."""
    slide = is_slide(figure)
    figures: Any = figure.subfigures(2, 1, height_ratios=[170, 110] if slide else [230, 110])
    above, below = figures
    race, job = above.subplots(1, 2, width_ratios=[6, 5], sharey=True)
    parts = [
        _draw_long_search(race),
        _draw_race(race),
        _draw_job(job),
        _draw_slices(job),
        _draw_table(below.subplots(), COLUMNS if slide else JOBS),
    ]

    def update(numbers: Game) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _shown(losses: ArrayLike) -> Array:
    shown: Array = np.clip(np.asarray(losses, dtype=float), LOWEST, HIGHEST)
    return shown


# -- the race --


def _draw_race(axes: Axes) -> Update:
    """The lowest loss of each player, by what was spent, with a name where it ends."""
    slide = axes.figure is not None and is_slide(axes.figure.figure)
    width, room = (_SLIDE_NAMES, _SLIDE_NAME) if slide else (_NAMES, _NAME)
    axes.set(yscale="log", ylim=(LOWEST, HIGHEST), yticks=[0.2, 0.5, 1, 2], ylabel="loss")
    axes.set(xlim=(0.4, JOBS + width), xticks=range(2, JOBS + 1, 2), xlabel="budget spent, in jobs")
    axes.set_title("Lowest so far", y=1)
    plain(axes.yaxis)
    lines: dict[str, Line2D] = {}
    names: dict[str, Text] = {}
    for player, role in reversed(ROLES.items()):
        look: dict[str, Any] = {"color": colour(role), "drawstyle": "steps-post", "lw": 2.2}
        look |= {"marker": marker(role), "ms": 7, "mew": 0}
        (lines[player],) = axes.plot([], [], zorder=3 + 0.1 * len(lines), **look)
        names[player] = axes.text(0, 1, PLAYERS[player], size=12, va="center", color=colour(role))

    def update(numbers: Game) -> list[Artist]:
        ends: dict[str, float] = {}
        for player, line in lines.items():
            jobs: tuple[Job, ...] = getattr(numbers, player)
            paid = np.cumsum([job.cost for job in jobs])
            lowest = _shown(np.minimum.accumulate([job.loss for job in jobs]))
            line.set_data(paid, lowest)
            names[player].set_visible(bool(jobs))
            if jobs:
                names[player].set_x(paid[-1] + 0.4)
                ends[player] = float(lowest[-1])
        for player, height in zip(ends, _apart(list(ends.values()), room), strict=True):
            names[player].set_y(height)
        return [*lines.values(), *names.values()]

    return update


def _draw_long_search(axes: Axes) -> Update:
    """Once judged: where half of the random players are, and how low a long search gets."""
    from matplotlib.patches import Polygon

    look: dict[str, Any] = {"color": colour("random"), "alpha": 0.2, "lw": 0, "zorder": 0.8}
    band = Polygon([[1, 1]], **look)
    axes.add_patch(band)
    ends = [0.4, JOBS + 0.3]  # where the names begin
    (floor,) = axes.plot(ends, [1, 1], color=colour("truth"), lw=1.5, ls=(0, (4, 3)), zorder=1)
    said: dict[str, Any] = {"size": 12, "color": colour("truth"), "va": "top"}
    named = axes.text(0.6, 1, "long search", **said)
    slide = axes.figure is not None and is_slide(axes.figure.figure)
    who = "half of random" if slide else "half of all random players"
    half = axes.text(JOBS + 0.2, 0.9, who, ha="right", **said)
    half.set_color(colour("random"))

    def update(numbers: Game) -> list[Artist]:
        judged = numbers.judgement
        parts: list[Artist] = [band, floor, named, half]
        for artist in parts:
            artist.set_visible(judged is not None)
        if judged is None:
            return parts
        floor.set_ydata([_shown(judged.lowest)] * 2)
        named.set_y(float(0.97 * _shown(judged.lowest)))
        half.set_visible(len(judged.band) > 0)
        band.set_visible(len(judged.band) > 0)
        if len(judged.band):
            x = np.repeat([*range(1, JOBS + 1), ends[1]], 2)[1:-1]
            low, _, high = np.repeat(_shown(judged.band.T), 2, axis=1)
            band.set_xy(np.column_stack([[*x, *x[::-1]], [*low, *high[::-1]]]))
        return parts

    return update


# -- the job, and the slices --


def _draw_job(axes: Axes) -> Update:
    """The learning curve of your latest job, and faintly those before it."""
    axes.set(xlim=(-0.03, 1.03), xticks=[])
    axes.tick_params(labelleft=False)
    title = axes.set_title(" ", y=1)
    axes.set_xlabel(" ")  # keeps the room; matplotlib would move a label that is hidden for a while
    below: dict[str, Any] = {"transform": axes.transAxes, "ha": "center", "va": "top", "size": 13}
    label = axes.text(0.5, -0.06, " ", **below)
    (earlier,) = axes.plot([], [], color=colour("past"), lw=1.2, zorder=2)
    look: dict[str, Any] = {"color": colour("accent"), "marker": marker("accent"), "ms": 6}
    (latest,) = axes.plot([], [], zorder=3, **look)

    def update(numbers: Game) -> list[Artist]:
        judged = numbers.judgement is not None
        curves = [job.losses for job in numbers.yours]
        if len(numbers.training):
            curves.append(numbers.training)
        gaps = [np.append(_shown(curve), np.nan) for curve in curves]
        x = np.linspace(0, 1, 8)
        earlier.set_data(
            np.tile(np.append(x, np.nan), len(gaps[:-1])), np.concatenate([[], *gaps[:-1]])
        )
        last = curves[-1] if curves else np.zeros(0)
        latest.set_data(x[: len(last)], _shown(last))
        for line in (earlier, latest):
            line.set_visible(not judged)
        title.set_text("Around your best" if judged else f"Job {max(len(curves), 1)} learns")
        label.set_text("a knob, low to high" if judged else "epochs 1 to 8")
        return [title, label, earlier, latest]

    return update


def _draw_slices(axes: Axes) -> Update:
    """The loss along each knob, the others held at your best."""
    slide = axes.figure is not None and is_slide(axes.figure.figure)
    share, room = (_SLIDE_SLICES, _SLIDE_NAME) if slide else (_SLICES, _NAME)
    lines, names = [], []
    for dashes in DASHES:
        lines.append(axes.plot([], [], color=colour("ink"), lw=2, ls=dashes, zorder=3)[0])
        names.append(axes.text(share + 0.02, 1, "", size=12, va="center"))
    (here,) = axes.plot([], [], marker("accent"), color=colour("accent"), ms=7, mew=0, zorder=4)

    def update(numbers: Game) -> list[Artist]:
        judged = numbers.judgement
        slices = judged.slices if judged else np.zeros((0, 2))
        space, best = numbers.rules.space, min(numbers.yours, key=lambda j: j.loss, default=None)
        known = [row[np.isfinite(row)] for row in slices if np.isfinite(row[0])]
        ends = _apart([float(_shown(row)[-1]) for row in known], room)
        for knob, (line, name) in enumerate(zip(lines, names, strict=True)):
            row = slices[knob] if knob < len(known) else np.zeros(0)
            line.set_data(share * np.linspace(0, 1, len(row)), _shown(row))
            name.set_text(list(KNOBS.values())[knob] if len(row) else "")
            name.set_y(ends[knob] if len(row) else 1)
        at = space.to_unit(best.configuration)[: len(known)] if best else np.zeros(0)
        height = _shown(numbers.rules.true_loss(best)) if best else 1.0
        here.set_data(share * at, np.full(len(at), height))
        return [*lines, *names, here]

    return update


def _apart(heights: Sequence[float], room: float = _NAME) -> Array:
    """Return the heights of names (n,), moved where two would cover each other, none off the scale.

    From the highest name down, each is pushed below the one above it; then those that are pushed
    off the bottom push back.
    """
    log = np.log(np.array(heights, dtype=float))
    downwards = np.argsort(-log, kind="stable")
    ceiling, floor = np.log([HIGHEST, LOWEST]) + np.array([-room, room]) / 2
    for i in downwards:
        log[i] = min(log[i], ceiling)
        ceiling = log[i] - room
    for i in downwards[::-1]:
        log[i] = max(log[i], floor)
        floor = log[i] + room
    apart: Array = np.exp(log)
    return apart


# -- the table --


def _draw_table(axes: Axes, columns: int) -> Update:
    """Your jobs, one a column: the knobs and the loss, the lowest on a ground of its own."""
    from matplotlib.patches import Rectangle

    rows = ("job", *KNOBS, "loss")
    axes.set(xlim=(-1.75, columns), ylim=(len(rows), 0))
    axes.axis("off")
    heads = [axes.text(-1.7, i + 0.5, "", size=12, va="center") for i in range(len(rows))]
    look: dict[str, Any] = {"size": 12, "ha": "center", "va": "center"}
    axes.plot([-1.7, columns], [1, 1], color=colour("hairline"), lw=1)
    cells = [[axes.text(j + 0.5, i + 0.5, "", **look) for i in range(6)] for j in range(columns)]
    for column in cells:
        column[0].set_color(colour("muted"))
    ground = Rectangle((0, 0), 1, len(rows), lw=0, color=colour("incumbent"), alpha=0.2)
    axes.add_patch(ground)

    def update(numbers: Game) -> list[Artist]:
        for head, name in zip(heads, ("job", *row_names(numbers), "loss"), strict=True):
            head.set_text(name)
        losses = [job.loss for job in numbers.yours]
        ground.set_visible(bool(losses))
        best = int(np.argmin(losses)) if losses else 0
        jobs = _in_table(len(losses), best, columns)
        ground.set_x(jobs.index(best))
        for number, column in zip(jobs, cells, strict=True):
            texts = [str(number + 1), *column_of(numbers, number)]
            for cell, text in zip(column, texts, strict=True):
                cell.set_text(text)
            column[-1].set_fontweight("bold" if number == best else "normal")
        return [ground, *heads, *(cell for column in cells for cell in column)]

    return update


def _in_table(done: int, best: int, columns: int) -> list[int]:
    """Return which jobs a table of so many columns shows: the latest, and always the best."""
    first = max(0, done - columns)
    return sorted({best, *range(first + (best < first), first + columns)})


def row_names(numbers: Game) -> list[str]:
    """Return the names of the knobs; while a blind game goes on, what its sliders are called."""
    return list("ABCD") if numbers.hidden else list(KNOBS.values())


def column_of(numbers: Game, number: int) -> list[str]:
    """Return what the table says of one of your jobs; empty texts of one that is yet to come."""
    if number >= len(numbers.yours):
        return [""] * 5
    job = numbers.yours[number]
    if numbers.hidden:
        shown = [f"{100 * u:.0f}" for u in numbers.rules.space.to_unit(job.sliders)]
    else:
        shown = [_short(job.configuration.get(name)) for name in KNOBS]
    return [*shown, f"{job.loss:.2f}" if job.loss >= 0.9995 else f"{job.loss:.3f}"]


def _short(value: Any) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else short(value) if value else "0"
