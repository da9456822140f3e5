"""d.lattice: grid against random search at the same budget."""

from __future__ import annotations

import numpy as np

from hpstudy.demos.lattice import OFFSETS, TRIES, Array, Lattice, lattice, train_all, train_tries
from hpstudy.plots.lattice import HEIGHT, WIDTH, draw_lattice
from hpstudy.widgets.demo import Action, Demo, Options, Slider

RUNS = (4, 8, 9, 16, 25, 27, 32, 36, 49, 64, 81)  # squares, and powers that more knobs can fill
KNOBS = ("rate", "L2", "momentum", "width", "dropout", "batch size")  # as they come in
_WORDS = {4: "Four", 8: "Eight", 9: "Nine"}


def sentence(numbers: Lattice) -> str:
    """How many values each search tries, and what came of it."""
    return " ".join(filter(None, [_tried(numbers), _lowest(numbers), _luck(numbers)]))


def _tried(numbers: Lattice) -> str:
    grid, random = (len(s.distinct("learning_rate")) for s in (numbers.grid, numbers.random))
    runs = f"{_WORDS.get(numbers.runs, numbers.runs)} runs"
    full = numbers.lines**numbers.knobs
    if full < numbers.runs:
        runs += f" on {numbers.knobs} knobs, of which a full grid can use {full}"
    values = "learning rate" if grid == 1 else "learning rates"
    return f"{runs}: the grid tries {grid} {values}, random {random}."


def _lowest(numbers: Lattice) -> str:
    done = np.isfinite([*numbers.grid.losses, *numbers.random.losses])
    if done.all():
        return f"Lowest loss {numbers.grid.lowest:.2f} against {numbers.random.lowest:.2f}."
    return f"{done.sum()} of {len(done)} are trained." if done.any() else ""


def _luck(numbers: Lattice) -> str:
    """What the tries so far say of luck, from two on."""
    grids, randoms = (x[np.isfinite(x)] for x in (numbers.grids, numbers.randoms))
    said = []
    if len(grids) > 1:
        said.append(f"{len(grids)} offsets end at {_range(grids)}")
    if len(randoms) > 1:
        wins = (grids < np.median(randoms)).sum()
        beat = f"{wins} offset beats" if wins == 1 else f"{wins} offsets beat"
        said.append(f"{len(randoms)} draws at {_range(randoms)}; {beat} the median draw")
    return f"{', '.join(said)}." if said else ""


def _range(losses: Array) -> str:
    return f"{losses.min():.2f} to {losses.max():.2f}"


def alt(numbers: Lattice) -> str:
    """Both layouts in the box, in words."""
    return (
        f"Two boxes of learning rate by L2: {len(numbers.grid.dots)} dots of a grid in rows and "
        f"columns, each {numbers.offset:.0%} of the way across its cell; "
        f"{len(numbers.random.dots)} dots of random search scattered. "
        "Ticks along the edges mark the values tried. Below, the "
        f"lowest loss of each search that was trained. {sentence(numbers)}"
    )


GRID, RANDOM, LEVEL = "the grid", "random", "level, within 5 %"


def answer(seed: int) -> str:
    """Which search ends lower after nine runs each, all of them trained."""
    nine = lattice(seed, train=True)
    grid, random = nine.grid.lowest, nine.random.lowest
    if max(grid, random) <= 1.05 * min(grid, random):
        return LEVEL
    return GRID if grid < random else RANDOM


ALL, TRY = "Train them all", f"Try {TRIES} offsets and {TRIES} draws"


def offer_all(numbers: Lattice) -> str | None:
    """What the first button says: nothing is left to train once each run shown has a loss."""
    losses = [*numbers.grid.losses, *numbers.random.losses]
    return None if np.isfinite(losses).all() else ALL


def offer_tries(numbers: Lattice) -> str | None:
    """What the second says: nothing is left to try once each of these searches has ended."""
    return None if np.isfinite([numbers.grids, numbers.randoms]).all() else TRY


DEMO = Demo(
    name="d.lattice",
    question="Nine runs: in rows and columns, or at random?",
    compute=lattice,
    draw=draw_lattice,
    controls=[
        Slider("offset", label="Offset of the grid", values=OFFSETS, start=0, format="{:.2f}"),
        Slider("runs", label="Runs", values=RUNS, start=9, format="{:.0f}"),
        Slider(
            "knobs",
            label="Knobs",
            values=range(1, len(KNOBS) + 1),
            start=2,
            format=lambda n: f"{n}: {'+ ' if n > 1 else ''}{KNOBS[n - 1]}",
        ),
    ],
    predict=Options(
        "Nine trainings each, where the dots lie: which search finds the lower loss?",
        options=[GRID, RANDOM, LEVEL],
        answer=answer,
    ),
    actions=[
        Action(ALL, train_all, offer=offer_all),
        Action(TRY, train_tries, offer=offer_tries),
    ],
    progress=lambda numbers: numbers.done,
    sentence=sentence,
    alt=alt,
    width=WIDTH,
    height=HEIGHT,
)
