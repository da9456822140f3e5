"""The net that the capstone tunes, with its five knobs, as the service runs it and as you can.

What is given as a static hyperparameter is the same for all training jobs; what gets a range is
tuned. All arrive as texts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import Split, cancer, digits
from hpstudy.network import Layers, forward
from hpstudy.optimizers import heavy_ball
from hpstudy.training import Epoch
from hpstudy.training import train as train_net

Configuration = Mapping[str, Any]

# 797 pictures and 169 tumours are left over: the sealed test sets.
DATA: Mapping[str, Callable[[], Split]] = {
    "digits": partial(digits, 600, 400),
    "cancer": partial(cancer, 200, 200),
}
METRICS = ("train:loss", "validation:loss", "validation:accuracy")
MODEL = "model.npz"

KNOBS = ("learning_rate", "momentum", "l2", "dropout", "width")
# Beyond these there is nothing to move an edge to.
LIMITS: Mapping[str, tuple[float, float]] = {
    "learning_rate": (0, math.inf),
    "momentum": (0, 0.999),
    "l2": (0, math.inf),
    "dropout": (0, 0.95),
    "width": (1, math.inf),
    "batch_size": (1, math.inf),
    "epochs": (1, math.inf),
    "seed": (0, math.inf),
}

_READ: Mapping[str, tuple[Callable[[str], Any], Any]] = {
    "learning_rate": (float, 0.01),
    "momentum": (float, 0.0),
    "l2": (float, 0.0),
    "dropout": (float, 0.0),
    "width": (int, 32),
    "batch_size": (int, 16),
    "epochs": (int, 20),
    "seed": (int, 0),
    "data": (str, "digits"),
}


def epochs(split: Split | None = None, /, **hyperparameters: Any) -> Iterator[Epoch]:
    """Train the net; a hyperparameter that is not given has its default.

    split: other data than those that the hyperparameter `data` names
    """
    chosen = read(hyperparameters)
    return train_net(
        split or DATA[chosen["data"]](),
        seed=chosen["seed"],
        hidden=(chosen["width"],),
        epochs=chosen["epochs"],
        batch_size=chosen["batch_size"],
        learning_rate=chosen["learning_rate"],
        l2=chosen["l2"],
        dropout=chosen["dropout"],
        optimizer=partial(heavy_ball, momentum=chosen["momentum"]),
    )


def train(hyperparameters: dict[str, str], channels: dict[str, Path], output: Path) -> None:
    """Train as a training job: print the metrics of every epoch, keep the net of the last."""
    for epoch in epochs(**hyperparameters):
        values = (epoch.training_loss, epoch.validation_loss, epoch.validation_accuracy)
        said = " ".join(f"{name}={value:.6g};" for name, value in zip(METRICS, values, strict=True))
        save(epoch.layers, output / MODEL)
        print(f"epoch={epoch.number}; {said}")


def save(layers: Layers, path: Path) -> None:
    """Keep a net in a file."""
    np.savez(path, *[part for layer in layers for part in layer])


def load(path: Path) -> Layers:
    """Return the net that `save` has kept."""
    with np.load(path) as file:
        parts = [file[f"arr_{i}"] for i in range(len(file))]
    return list(zip(parts[::2], parts[1::2], strict=True))


def right(layers: Layers, X: NDArray[Any], y: NDArray[Any]) -> NDArray[np.bool_]:
    """Return of every example (n,) whether the net names its class."""
    named: NDArray[np.bool_] = forward(layers, X)[-1].argmax(axis=1) == y
    return named


def read(hyperparameters: Configuration) -> dict[str, Any]:
    """Return the value of every hyperparameter; one that there is not is a ValueError."""
    chosen = {name: default for name, (_, default) in _READ.items()}
    for name, text in hyperparameters.items():
        if name.startswith("_"):
            continue  # the service's own, such as _tuning_objective_metric
        if name not in _READ:
            raise ValueError(
                f"There is no hyperparameter {name!r}: choose from {', '.join(_READ)}."
            )
        try:
            chosen[name] = _READ[name][0](text)
        except (TypeError, ValueError):
            raise ValueError(f"The hyperparameter {name} cannot be {text!r}.") from None
    if chosen["data"] not in DATA:
        raise ValueError(f"There is no data {chosen['data']!r}: choose from {', '.join(DATA)}.")
    return chosen
