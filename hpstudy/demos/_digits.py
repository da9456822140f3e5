"""The net that d.lattice trains: that of `objectives.DigitsNet`, with two more knobs.

A search turns the first few of the six, the others stand where `FIXED` says.
"""

from __future__ import annotations

from functools import partial

from hpstudy.data import digits
from hpstudy.objectives import DigitsNet
from hpstudy.optimizers import heavy_ball
from hpstudy.space import Configuration, Float, Integer, SearchSpace
from hpstudy.training import train

KNOBS = SearchSpace(
    {**DigitsNet(4).space, "dropout": Float(0, 0.8), "batch_size": Integer(4, 64, "log")}
)
FIXED: Configuration = {
    "learning_rate": 0.1,
    "l2": 1e-4,
    "momentum": 0.0,
    "width": 32,
    "dropout": 0.0,
    "batch_size": 16,
}
EPOCHS = 8
WORST = 4.0  # a loss is cut here: of nets that learn nothing it does not matter how wrong they are


def first_knobs(n: int) -> SearchSpace:
    """Return the space of the first `n` knobs: learning rate, L2, momentum, width, ..."""
    if not 1 <= n <= len(KNOBS):
        raise ValueError(f"the net has 1 to {len(KNOBS)} knobs to search, not {n}")
    return SearchSpace({name: KNOBS[name] for name in list(KNOBS)[:n]})


def validation_loss(seed: int, configuration: Configuration) -> float:
    """Train on 300 pictures and return the log-loss on 600 others, after eight epochs."""
    knobs = {**FIXED, **configuration}
    *_, last = train(
        digits(300, 600, seed),
        seed=seed,
        measure=("validation",),
        hidden=(knobs["width"],),
        epochs=EPOCHS,
        batch_size=knobs["batch_size"],
        learning_rate=knobs["learning_rate"],
        l2=knobs["l2"],
        dropout=knobs["dropout"],
        optimizer=partial(heavy_ball, momentum=knobs["momentum"]),
    )
    loss = last.validation_loss
    return loss if loss < WORST else WORST  # also of a net that diverged to NaN
