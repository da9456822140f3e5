"""The algorithms that come with the kit, and how one of your own is registered.

    hpstudy/digits-net            a small neural net on pictures of digits
    hpstudy/gradient-boosting     boosted trees on tumours: an epoch is one more tree
    hpstudy/logistic-regression   logistic regression by gradient descent, on the same tumours

A request names an algorithm as its `TrainingImage`. An algorithm is a function of hyperparameters,
which are texts, of channels, which are folders, and of a folder for its output. What it prints is
all that the service sees of it; the `metric_definitions` are expressions that find the metrics.
"""

from __future__ import annotations

import importlib.util
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hpstudy.sagemaker.trainee import Train

Definitions = tuple[dict[str, str], ...]


def metrics(*names: str) -> Definitions:
    """Return definitions of metrics that are printed as `name=0.93;`: the `;` ends the number."""
    return tuple({"Name": name, "Regex": f"{name}=([^;\\s]+);"} for name in names)


@dataclass(frozen=True)
class Algorithm:
    """A function by the name of its module, so that another process finds it.

    function: "package.module:function"
    metric_definitions: those that hold where a request brings none
    """

    function: str
    metric_definitions: Definitions = ()

    @classmethod
    def of(cls, algorithm: str | Train | Algorithm) -> Algorithm:
        """Return the algorithm that is given by name or as the function itself."""
        if isinstance(algorithm, Algorithm):
            return algorithm
        name = algorithm if isinstance(algorithm, str) else _name_of(algorithm)
        module, colon, function = name.partition(":")
        if not (colon and module and function):
            raise ValueError(f"An algorithm is given as package.module:function, not as {name!r}.")
        if not _is_there(module):
            raise ValueError(
                f"There is no module {module!r} for the algorithm {name!r}: start in the folder"
                " where it lies, or install it."
            )
        return cls(name, tuple(getattr(algorithm, "metric_definitions", ())))


def _name_of(function: Any) -> str:
    if not callable(function):
        raise TypeError(f"An algorithm is a function or its name, not {function!r}.")
    name = getattr(function, "__qualname__", "<a call>")
    if function.__module__ == "__main__" or "<" in name:
        raise ValueError(
            f"The algorithm {name} runs in a process of its own, which must find it: write it into"
            " a module of yours, at the top."
        )
    return f"{function.__module__}:{name}"


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


# -- the kit's own --

_VALIDATION = ("train:loss", "validation:loss", "validation:accuracy")


def digits_net(hyperparameters: dict[str, str], channels: dict[str, Path], output: Path) -> None:
    """Train a net on pictures of digits.

    epochs, learning_rate, l2, momentum, width, batch_size, dropout, seed
    """
    from functools import partial

    from hpstudy.data import digits
    from hpstudy.optimizers import heavy_ball
    from hpstudy.training import train

    chosen = _read(hyperparameters, _DIGITS_NET)
    epochs = train(
        digits(300, 600, chosen["seed"]),
        seed=chosen["seed"],
        hidden=(chosen["width"],),
        epochs=chosen["epochs"],
        batch_size=chosen["batch_size"],
        learning_rate=chosen["learning_rate"],
        l2=chosen["l2"],
        dropout=chosen["dropout"],
        optimizer=partial(heavy_ball, momentum=chosen["momentum"]),
    )
    lines = (
        (epoch.training_loss, epoch.validation_loss, epoch.validation_accuracy) for epoch in epochs
    )
    _report(_VALIDATION, lines, output)


def gradient_boosting(
    hyperparameters: dict[str, str], channels: dict[str, Path], output: Path
) -> None:
    """Train boosted trees on tumours; an epoch is one more tree.

    epochs, learning_rate, max_depth, subsample, min_samples_leaf, seed
    """
    from sklearn.ensemble import GradientBoostingClassifier

    from hpstudy.data import cancer

    chosen = _read(hyperparameters, _GRADIENT_BOOSTING)
    data = cancer(200, 200, chosen["seed"])
    model = GradientBoostingClassifier(
        n_estimators=1,
        warm_start=True,  # what has been learnt stays, and one tree is added to it
        learning_rate=chosen["learning_rate"],
        max_depth=chosen["max_depth"],
        subsample=chosen["subsample"],
        min_samples_leaf=chosen["min_samples_leaf"],
        random_state=chosen["seed"],
    )

    def lines() -> Iterator[tuple[float, ...]]:
        for n_trees in range(1, chosen["epochs"] + 1):
            model.set_params(n_estimators=n_trees).fit(data.X_train, data.y_train)
            yield _judge(model, data)

    _report(_VALIDATION, lines(), output)


def logistic_regression(
    hyperparameters: dict[str, str], channels: dict[str, Path], output: Path
) -> None:
    """Train logistic regression on tumours by gradient descent, an elastic net on its weights.

    epochs, learning_rate, alpha, l1_ratio, seed
    """
    import numpy as np
    from sklearn.linear_model import SGDClassifier

    from hpstudy.data import cancer

    chosen = _read(hyperparameters, _LOGISTIC_REGRESSION)
    data = cancer(200, 200, chosen["seed"])
    model = SGDClassifier(
        loss="log_loss",
        penalty="elasticnet",
        learning_rate="constant",
        eta0=chosen["learning_rate"],
        alpha=chosen["alpha"],
        l1_ratio=chosen["l1_ratio"],
        random_state=chosen["seed"],
    )

    def lines() -> Iterator[tuple[float, ...]]:
        for _ in range(chosen["epochs"]):
            model.partial_fit(data.X_train, data.y_train, classes=np.unique(data.y_train))
            yield _judge(model, data)

    _report(_VALIDATION, lines(), output)


def _judge(model: Any, data: Any) -> tuple[float, ...]:
    """Return training loss, validation loss and validation accuracy of a fitted classifier."""
    from sklearn.metrics import log_loss

    losses = [
        log_loss(y, model.predict_proba(X), labels=model.classes_)
        for X, y in ((data.X_train, data.y_train), (data.X_validation, data.y_validation))
    ]
    return (*losses, float(model.score(data.X_validation, data.y_validation)))


def _report(names: tuple[str, ...], lines: Iterator[tuple[float, ...]], output: Path) -> None:
    """Print a line of metrics an epoch, and leave the last one in the output folder."""
    values: dict[str, float] = {}
    for epoch, line in enumerate(lines, start=1):
        values = {name: float(f"{value:.6g}") for name, value in zip(names, line, strict=True)}
        said = " ".join(f"{name}={value!r};" for name, value in values.items())
        print(f"epoch={epoch}; {said}")
    known = {name: value for name, value in values.items() if math.isfinite(value)}
    (output / "metrics.json").write_text(json.dumps(known), encoding="utf-8")


# Of each hyperparameter what turns its text into a value, and the value it has by default.
Knobs = Mapping[str, tuple[Callable[[str], Any], Any]]

_DIGITS_NET: Knobs = {
    "epochs": (int, 8),
    "learning_rate": (float, 0.1),
    "l2": (float, 0.0),
    "momentum": (float, 0.0),
    "width": (int, 32),
    "batch_size": (int, 16),
    "dropout": (float, 0.0),
    "seed": (int, 0),
}
_GRADIENT_BOOSTING: Knobs = {
    "epochs": (int, 30),
    "learning_rate": (float, 0.1),
    "max_depth": (int, 3),
    "subsample": (float, 1.0),
    "min_samples_leaf": (int, 1),
    "seed": (int, 0),
}
_LOGISTIC_REGRESSION: Knobs = {
    "epochs": (int, 10),
    "learning_rate": (float, 0.01),
    "alpha": (float, 1e-4),
    "l1_ratio": (float, 0.15),
    "seed": (int, 0),
}


def _read(hyperparameters: Mapping[str, str], knobs: Knobs) -> dict[str, Any]:
    """Return the value of every knob; one that there is not, or no number, ends the training."""
    chosen = {name: default for name, (_, default) in knobs.items()}
    for name, text in hyperparameters.items():
        if name.startswith("_"):
            continue  # the service's own, such as _tuning_objective_metric
        if name not in knobs:
            raise SystemExit(
                f"There is no hyperparameter {name!r}: choose from {', '.join(knobs)}."
            )
        read = knobs[name][0]
        try:
            chosen[name] = read(text)
        except ValueError:
            kind = "a whole number" if read is int else "a number"
            raise SystemExit(f"The hyperparameter {name} is {kind}, not {text!r}.") from None
    return chosen


BUILT_IN = {
    f"hpstudy/{name}": Algorithm(f"{__name__}:{function.__name__}", metrics(*_VALIDATION))
    for name, function in {
        "digits-net": digits_net,
        "gradient-boosting": gradient_boosting,
        "logistic-regression": logistic_regression,
    }.items()
}
