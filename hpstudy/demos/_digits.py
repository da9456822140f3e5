"""The training that both demos of searching repeat: a small net on pictures of digits.

It has six knobs. A search turns the first few of them, the others stand where `FIXED` says; with
two or four it is the net of `objectives.DigitsNet`.
"""

from __future__ import annotations

from functools import partial

from hpstudy.data import Split, digits
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


def pictures(seed: int) -> Split:
    """Return 300 pictures to train on and 600 to judge by."""
    return digits(300, 600, seed)


def validation_loss(seed: int, configuration: Configuration) -> float:
    """Train and return the log-loss on the pictures that were not trained on."""
    knobs = {**FIXED, **configuration}
    *_, last = train(
        pictures(seed),
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
