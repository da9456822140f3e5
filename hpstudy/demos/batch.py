"""d.batch, the minibatch: ten epochs of digits, cut into smaller or larger pieces.

The same ten epochs are many small updates or few large ones. With `retune` the learning rate is
not shared by all sizes: each size is trained at every one of `RATES`, and the best is shown.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hpstudy.data import digits
from hpstudy.training import train

EPOCHS = 10
RATE = 0.1
RATES = (0.03, 0.1, 0.3, 1.0, 3.0)
N_TRAIN = 600


@dataclass(frozen=True)
class Run:
    """One training: its settings, and what it came to, epoch by epoch.

    accuracies: on validation pictures, one an epoch
    updates:    steps made up to the end of each epoch
    seconds:    of computing on this machine: no two runs take exactly as long
    """

    batch: int
    rate: float
    accuracies: tuple[float, ...] = ()
    updates: tuple[int, ...] = ()
    seconds: float = field(default=0.0, compare=False)

    @property
    def accuracy(self) -> float:
        """Return the accuracy after the last epoch."""
        return self.accuracies[-1]


@dataclass(frozen=True)
class Batch:
    """The run under way, the best at any of its rates, and what earlier moves came to."""

    now: Run
    best: Run
    retune: bool
    past: tuple[Batch, ...] = ()
    done: float = 0.0  # share of the work


def batch(
    seed: int = 0, *, batch: int = 16, retune: bool = False, before: Batch | None = None
) -> Iterator[Batch]:
    """Train ten epochs with minibatches of this size, an answer after every epoch."""
    finished = (*before.past, replace(before, past=())) if before else ()
    past = tuple(each for each in finished if (each.best.batch, each.retune) != (batch, retune))
    rates = RATES if retune else (RATE,)
    best: Run | None = None
    for number, rate in enumerate(rates):
        for run in epochs(seed, batch, rate):
            leading = run if best is None or run.accuracy > best.accuracy else best
            done = (number + len(run.accuracies) / EPOCHS) / len(rates)
            yield Batch(run, leading, retune, past, done)
        best = leading


def epochs(seed: int, batch: int, rate: float) -> Iterator[Run]:
    """Train once, and return the run after each epoch."""
    run = Run(batch, rate)
    training = train(
        digits(N_TRAIN, 600, seed),
        seed=seed,
        measure=("validation",),
        batch_size=batch,
        learning_rate=rate,
        epochs=EPOCHS,
    )
    began = time.thread_time()
    for epoch in training:
        run = replace(
            run,
            accuracies=(*run.accuracies, epoch.validation_accuracy),
            updates=(*run.updates, epoch.updates),
            seconds=time.thread_time() - began,
        )
        yield run
