"""d.epochs, when to stop: 400 pictures, some with a wrong label, and a net that can learn them all.

256 hidden units, Adam at rate 0.003, minibatches of 32.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import digits
from hpstudy.training import train

Array = NDArray[np.float64]

EPOCHS = 80


@dataclass(frozen=True)
class Epochs:
    """A training as far as it has come, one number an epoch, (epochs,).

    wrong:   share of the training labels that were drawn anew
    stopped: the epoch at which the reader stopped it; 0 if never
    """

    wrong: float
    training_accuracies: Array
    accuracies: Array  # on validation pictures, as their losses
    losses: Array
    stopped: int = 0

    @property
    def number(self) -> int:
        """Return how many epochs were run."""
        return len(self.losses)

    @property
    def best(self) -> int:
        """Return the epoch with the highest validation accuracy so far, the first of equals."""
        return 1 + int(np.argmax(self.accuracies))

    @property
    def lowest(self) -> int:
        """Return the epoch with the lowest validation loss so far."""
        return 1 + int(np.argmin(self.losses))


def epochs(
    seed: int = 0, *, wrong: float = 0.2, n_epochs: int = EPOCHS, before: Epochs | None = None
) -> Iterator[Epochs]:
    """Train for 80 epochs, an answer after each.

    A run that the reader has stopped goes on from there, and remembers where that was.
    """
    stopped = 0
    if before is not None and before.wrong == wrong and before.number < EPOCHS:
        stopped = before.number
    for training, validation, losses in _curves(seed, wrong, n_epochs):
        if len(losses) >= stopped:
            yield Epochs(wrong, training, validation, losses, stopped)


def _curves(seed: int, wrong: float, n_epochs: int) -> Iterator[tuple[Array, Array, Array]]:
    """Yield both accuracies and the validation loss of all epochs so far, after each of them."""
    rows: list[tuple[float, float, float]] = []
    for epoch in train(
        digits(400, 600, seed, wrong_labels=wrong),
        seed=seed,
        hidden=(256,),
        optimizer="adam",
        learning_rate=3e-3,
        batch_size=32,
        epochs=n_epochs,
    ):
        rows.append((epoch.training_accuracy, epoch.validation_accuracy, epoch.validation_loss))
        training, validation, losses = np.array(rows).T
        yield training, validation, losses
