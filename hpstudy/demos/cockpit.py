"""d.cockpit, levers, dials and what lies inside: nine numbers of one training, epoch by epoch.

The net reads 300 pictures of digits for ten epochs. Each number is a card: where does it belong?
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import digits
from hpstudy.network import forward
from hpstudy.training import Epoch, train

Array = NDArray[np.float64]

CONTROL, INSTRUMENT, INSIDE = "control", "instrument", "inside"
GROUPS = (CONTROL, INSTRUMENT, INSIDE)

SETTINGS: dict[str, Any] = {"learning_rate": 0.1, "hidden": (32,), "epochs": 10, "l2": 1e-4}
INPUT = 28  # a square in the middle of the picture, where there is ink


class Card(NamedTuple):
    """A number of the training, the group it belongs to and why, and how to read it off."""

    name: str
    group: str
    why: str
    read: Callable[[Epoch], float]


def _set(value: float) -> Callable[[Epoch], float]:
    return lambda epoch: value


CARDS = (
    Card(
        "learning rate",
        CONTROL,
        "You set it before the training, and the training leaves it alone.",
        _set(SETTINGS["learning_rate"]),
    ),
    Card(
        "validation accuracy",
        INSTRUMENT,
        "You read it off. Nobody can set it; you turn other things until it is good.",
        lambda epoch: epoch.validation_accuracy,
    ),
    Card(
        "a weight of the first layer",
        INSIDE,
        "The training moves it, it is saved with the model, and the model predicts with it.",
        lambda epoch: float(epoch.layers[0][0][INPUT, 0]),
    ),
    Card(
        "number of hidden units",
        CONTROL,
        "You set it: it decides how many weights there are for the training to move.",
        _set(SETTINGS["hidden"][0]),
    ),
    Card(
        "training loss",
        INSTRUMENT,
        "It tells how the flight is going. The training makes it fall by moving the weights.",
        lambda epoch: epoch.training_loss,
    ),
    Card(
        "a bias of the last layer",
        INSIDE,
        "It is learnt like a weight: it is added to what a unit hears.",
        lambda epoch: float(epoch.layers[1][1][0]),
    ),
    Card(
        "number of epochs to train",
        CONTROL,
        "You say how long to fly; how long it has flown so far would be a dial.",
        _set(SETTINGS["epochs"]),
    ),
    Card(
        "steps made so far",
        INSTRUMENT,
        "A counter, like the hours of an engine: it reports, it decides nothing.",
        lambda epoch: float(epoch.updates),
    ),
    Card(
        "what a hidden unit says of one picture",
        INSIDE,
        "It follows from the weights and the picture. You neither set it nor, as a rule, see it.",
        lambda epoch: float(forward(epoch.layers, _picture())[1].max()),
    ),
)


@dataclass(frozen=True)
class Cockpit:
    """One card: its values after every epoch (10,), and the group guessed, "" if none yet."""

    card: Card
    guess: str
    values: Array

    @property
    def right(self) -> bool:
        """Whether the guess is the card's group."""
        return self.guess == self.card.group


def cockpit(seed: int = 0, *, card: int = 0, guess: str = "") -> Cockpit:
    """Return what a card's number did in a training, and whether the guess is right."""
    return Cockpit(CARDS[card], guess, flight(seed)[card])


@lru_cache(maxsize=16)
def flight(seed: int) -> Array:
    """Train once and return every card's value after every epoch (9, 10)."""
    epochs = train(digits(300, 600, seed), seed=seed, **SETTINGS)
    return np.array([[card.read(epoch) for card in CARDS] for epoch in epochs]).T


def _picture() -> NDArray[Any]:
    return digits(300, 600, 0).X_train[:1]
