"""d.box, a search by hand: each point of a box of learning rate and L2 is one real training.

After ten trainings of the reader's own the landscape that was searched in the dark can be bought:
a fine grid of trainings, one at a time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import digits
from hpstudy.demos.lattice import shifted_grid
from hpstudy.objectives import DigitsNet
from hpstudy.space import Configuration

Array = NDArray[np.float64]

SPACE = DigitsNet().space
SIDE = 20  # the landscape has SIDE x SIDE cells
FOR_SALE_AFTER = 10  # trainings of the reader's own
NEAR = 1.1  # a loss within 10 % of the lowest


@dataclass(frozen=True)
class Training:
    """One training: its configuration, the validation loss, and the seconds it took."""

    rate: float
    l2: float
    loss: float
    seconds: float = field(compare=False)  # all else is the same again, on any machine


@dataclass(frozen=True)
class Box:
    """All trainings of a search by hand, in order, and what is bought of the landscape.

    landscape: losses (SIDE, SIDE), a row for each L2 from below, a column for each rate from the
               left; NaN where nothing is bought
    """

    trainings: tuple[Training, ...] = ()
    landscape: Array = field(default_factory=lambda: np.full((SIDE, SIDE), np.nan))

    @property
    def losses(self) -> Array:
        """Return the losses of the reader's trainings, (n,)."""
        return np.array([training.loss for training in self.trainings])

    @property
    def incumbent(self) -> Training | None:
        """Return the training with the lowest loss, the earlier of equals; None if none."""
        return min(self.trainings, key=lambda training: training.loss, default=None)

    @property
    def trajectory(self) -> Array:
        """Return the lowest loss after each training, (n,)."""
        return np.minimum.accumulate(self.losses)

    @property
    def seconds(self) -> float:
        """Return the mean time of a training; NaN before the first."""
        times = [training.seconds for training in self.trainings]
        return float(np.mean(times)) if times else float("nan")

    @property
    def bought(self) -> int:
        """Return how many cells of the landscape have been trained."""
        return int(np.isfinite(self.landscape).sum())

    @property
    def price(self) -> float:
        """Return about how many seconds the rest of the landscape will take."""
        return self.seconds * (SIDE**2 - self.bought)

    @property
    def for_sale(self) -> bool:
        """Return whether the reader has trained enough to buy what is left."""
        return len(self.trainings) >= FOR_SALE_AFTER and self.bought < SIDE**2

    @property
    def good_share(self) -> float:
        """Return the share of the cells bought whose loss is within 10 % of the lowest one."""
        known = self.landscape[np.isfinite(self.landscape)]
        return float(np.mean(known <= NEAR * known.min()))

    @property
    def lowest_cell(self) -> tuple[Configuration, float]:
        """Return the configuration and the loss of the lowest cell bought."""
        row, column = divmod(int(np.nanargmin(self.landscape)), SIDE)
        return cell(row, column), float(self.landscape[row, column])


def box(seed: int = 0, *, rate: float = 1e-2, l2: float = 1e-4, before: Box | None = None) -> Box:
    """Train once, at this learning rate and L2, and add it to the trainings `before`."""
    before = before or Box()
    digits(300, 600, seed)  # reading them is no part of a training's time
    began = time.perf_counter()
    *_, loss = DigitsNet(seed=seed).losses(rate, l2)
    training = Training(rate, l2, loss, time.perf_counter() - began)
    return replace(before, trainings=(*before.trainings, training))


def buy_landscape(seed: int = 0, *, before: Box | None = None) -> Iterator[Box]:
    """Train every cell that is not bought yet, in an order that is useful when cut short.

    Before ten trainings of the reader's own it is not for sale, and nothing changes.
    """
    now = before or Box()
    yield now
    if not now.for_sale:
        return
    cells = shifted_grid(SPACE, SIDE)
    while (trial := cells.ask()) is not None:
        row, column = place(trial.configuration)
        if np.isnan(now.landscape[row, column]):
            landscape = now.landscape.copy()
            *_, landscape[row, column] = DigitsNet(seed=seed)(trial.configuration)
            now = replace(now, landscape=landscape)
            yield now


def cell(row: int, column: int) -> Configuration:
    """Return the configuration at the centre of a cell of the landscape."""
    return SPACE.from_unit([(column + 0.5) / SIDE, (row + 0.5) / SIDE])


def place(configuration: Configuration) -> tuple[int, int]:
    """Return the row and column of the cell that `configuration` lies in."""
    column, row = np.minimum((SPACE.to_unit(configuration) * SIDE).astype(int), SIDE - 1)
    return int(row), int(column)
