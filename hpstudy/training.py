"""Training: epochs of minibatches, as a generator that yields one record an epoch.

    X, y → shuffle → minibatch → gradient (network.py) → step (optimizers.py) → hold back → next

Ask it for as many epochs as you like and stop when you like: early stopping, successive halving and
a learning curve that grows on the screen are all a loop that ends.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.data import Split
from hpstudy.network import (
    ACTIVATIONS,
    OUTPUTS,
    Layers,
    as_layers,
    forward,
    initialize,
    loss_gradient,
    n_weights,
)
from hpstudy.optimizers import OPTIMIZERS, Optimizer
from hpstudy.regularization import dropout_mask, soft_threshold
from hpstudy.schedules import Schedule

Array = NDArray[np.floating[Any]]

_PARTS = ("training", "validation")
_UNKNOWN = (math.nan, math.nan)


@dataclass(frozen=True)
class Hyperparameters:
    """What nobody can decide for you: how a net is built and how it is trained.

    hidden:        units of each hidden layer; () for a linear model
    activation:    "rectifier", "tanh", "sigmoid" or "none"
    epochs:        times that every training example is seen
    batch_size:    examples a step
    learning_rate: a number, or a schedule: a function of the epoch, counted from 0
    optimizer:     "gradient_descent", "momentum", "nesterov", "rmsprop", "adam", or a function of
                   optimizers.py with its settings, as partial(heavy_ball, momentum=0.5)
    l1, l2:        strength of each penalty on the weights; biases are left alone
    weight_decay:  share of each weight that is lost a step, times the rate, past the optimizer
    dropout:       probability that a hidden unit is dropped from a step
    """

    hidden: Sequence[int] = (32,)
    activation: str = "rectifier"
    epochs: int = 20
    batch_size: int = 16
    learning_rate: float | Schedule = 0.1
    optimizer: str | Optimizer = "gradient_descent"
    l1: float = 0.0
    l2: float = 0.0
    weight_decay: float = 0.0
    dropout: float = 0.0

    def __post_init__(self) -> None:
        _check_choice("activation", self.activation, ACTIVATIONS)
        if isinstance(self.optimizer, str):
            _check_choice("optimizer", self.optimizer, OPTIMIZERS)
        elif not callable(self.optimizer):
            raise ValueError(f"optimizer is a name or a function, not {self.optimizer!r}.")
        if not (isinstance(self.hidden, Sequence) and all(map(_is_count, self.hidden))):
            raise ValueError(f"hidden lists the units of each layer, as (32,), not {self.hidden}.")
        for name in ("epochs", "batch_size"):
            if not _is_count(getattr(self, name)):
                raise ValueError(
                    f"{name} must be a whole number from 1 up, not {getattr(self, name)}."
                )
        rate = self.learning_rate
        if not (callable(rate) or (_is_amount(rate) and rate > 0)):
            raise ValueError(f"learning_rate must be above 0, a number, not {rate!r}.")
        for name in ("l1", "l2", "weight_decay"):
            if not _is_amount(getattr(self, name)):
                raise ValueError(
                    f"{name} must be 0 or more, a number, not {getattr(self, name)!r}."
                )
        if not (_is_amount(self.dropout) and self.dropout < 1):
            raise ValueError(
                f"dropout must be at least 0 and below 1, a number, not {self.dropout!r}."
            )

    def rate(self, epoch: int) -> float:
        """Return the learning rate in `epoch`, counted from 0."""
        rate = self.learning_rate
        return float(rate(epoch) if callable(rate) else rate)

    def step(self) -> Optimizer:
        """Return the optimizer as a function."""
        return OPTIMIZERS[self.optimizer] if isinstance(self.optimizer, str) else self.optimizer


@dataclass(frozen=True)
class Epoch:
    """What an epoch came to. Losses and accuracies not asked for, or without meaning, are NaN.

    number:  epochs finished, from 1
    updates: steps made since the beginning
    layers:  the net as it is now, a list of (W, b)
    """

    number: int
    updates: int
    training_loss: float
    training_accuracy: float
    validation_loss: float
    validation_accuracy: float
    layers: Layers = field(repr=False, compare=False)


def train(
    data: Split,
    *,
    seed: int = 0,
    measure: Collection[str] = _PARTS,
    **hyperparameters: Any,
) -> Iterator[Epoch]:
    """Train a net on `data`, yielding a record after every epoch.

    seed:            first weights, order of the examples and dropout masks, each from a stream of
                     its own, so that runs with other hyperparameters begin alike
    measure:         "training", "validation": where to take loss and accuracy after an epoch
    hyperparameters: those of `Hyperparameters`

    Whole numbers in `data.y_train` are classes, others numbers to predict. A run that diverges goes
    on quietly, with losses that are infinite or NaN.

    >>> from hpstudy.data import digits
    >>> for epoch in train(digits(300, 600), learning_rate=0.1, epochs=8):
    ...     loss = epoch.validation_loss
    """
    for name in hyperparameters:
        _check_choice("hyperparameter", name, [known.name for known in fields(Hyperparameters)])
    for part in measure:
        _check_choice("part to measure", part, _PARTS)
    # Only what follows waits for the first `next`: a mistake is told here and now.
    parts, output = _as_targets(data)
    return _epochs(parts, output, Hyperparameters(**hyperparameters), seed, measure)


def _epochs(
    parts: dict[str, tuple[Array, Array]],
    output: str,
    settings: Hyperparameters,
    seed: int,
    measure: Collection[str],
) -> Iterator[Epoch]:
    X, T = parts["training"]
    widths = (X.shape[1], *settings.hidden, T.shape[1])
    first, order, masks = np.random.default_rng(seed).spawn(3)
    state: tuple[Any, ...] = (initialize(widths, settings.activation, first),)
    for number in range(1, settings.epochs + 1):
        rows = order.permutation(len(X))
        rate = settings.rate(number - 1)
        state = run_epoch(state, X[rows], T[rows], rate, settings, output=output, rng=masks)
        layers = as_layers(state[0], widths)
        training, validation = (
            judge(layers, *parts[part], settings.activation, output)
            if part in measure
            else _UNKNOWN
            for part in _PARTS
        )
        updates = number * math.ceil(len(X) / settings.batch_size)
        yield Epoch(number, updates, *training, *validation, layers)


@np.errstate(over="ignore", invalid="ignore")
def run_epoch(
    state: tuple[Any, ...],
    X: Array,
    T: Array,
    rate: float,
    settings: Hyperparameters,
    *,
    output: str,
    rng: np.random.Generator,
) -> tuple[Any, ...]:
    """Walk once through shuffled inputs X (n, d) and targets T (n, k), one step a minibatch.

    state: parameters (p,) of the net and whatever the optimizer remembers
    """
    widths = (X.shape[1], *settings.hidden, T.shape[1])
    weights = slice(n_weights(widths))  # the part of the parameters that is held back
    take_step = settings.step()
    parameters, *memory = state
    for start in range(0, len(X), settings.batch_size):
        rows = slice(start, start + settings.batch_size)
        masks = _masks(len(X[rows]), settings, rng)
        layers = as_layers(parameters, widths)
        gradient = loss_gradient(layers, X[rows], T[rows], settings.activation, output, masks)
        if settings.l2:
            gradient[weights] += settings.l2 * parameters[weights]
        parameters, *memory = take_step(parameters, gradient, rate, *memory)
        if settings.weight_decay:
            parameters[weights] *= 1 - rate * settings.weight_decay
        if settings.l1:  # a proximal step: a gradient of L1 would never reach zero
            parameters[weights] = soft_threshold(parameters[weights], rate * settings.l1)
    return parameters, *memory


def _masks(n: int, settings: Hyperparameters, rng: np.random.Generator) -> list[Array]:
    if not settings.dropout:
        return []
    return [dropout_mask((n, units), settings.dropout, rng) for units in settings.hidden]


@np.errstate(over="ignore", invalid="ignore")
def judge(layers: Layers, X: Array, T: Array, activation: str, output: str) -> tuple[float, float]:
    """Return the loss of a net, no unit dropped, and its accuracy (NaN for numbers)."""
    if not len(X):
        return _UNKNOWN
    Z = forward(layers, X, activation)[-1]
    hits = (Z.argmax(axis=1) == T.argmax(axis=1)).mean() if output == "classes" else math.nan
    return OUTPUTS[output].loss(Z, T), float(hits)


def _as_targets(data: Split) -> tuple[dict[str, tuple[Array, Array]], str]:
    """Return inputs X (n, d) and targets T (n, k) of both parts, and the kind of output."""
    y_train, y_validation = np.asarray(data.y_train), np.asarray(data.y_validation)
    if y_train.dtype.kind in "biu":
        output = "classes"
        T_train, T_validation = _one_column_a_class(y_train, y_validation)
    else:
        output = "numbers"
        T_train, T_validation = (y.astype(np.float32)[:, None] for y in (y_train, y_validation))
    return {
        "training": (np.asarray(data.X_train, dtype=np.float32), T_train),
        "validation": (np.asarray(data.X_validation, dtype=np.float32), T_validation),
    }, output


def _one_column_a_class(y_train: NDArray[Any], y_validation: NDArray[Any]) -> Iterator[Array]:
    classes = np.concatenate([y_train, y_validation]).astype(int)
    if classes.min() < 0:
        raise ValueError(f"Classes are whole numbers from 0 up, not {classes.min()}.")
    columns = np.eye(classes.max() + 1, dtype=np.float32)
    return (columns[y.astype(int)] for y in (y_train, y_validation))


# -- early stopping --


def early_stopping(epochs: Iterable[Epoch], patience: int = 5) -> Iterator[Epoch]:
    """Pass epochs on until the validation loss has not improved for `patience` of them.

    The last epoch is therefore not the one to keep: `best_epoch` is.
    """
    lowest, waited = math.inf, 0
    for epoch in epochs:
        yield epoch
        improved = epoch.validation_loss < lowest  # never true of NaN
        lowest, waited = (epoch.validation_loss, 0) if improved else (lowest, waited + 1)
        if waited >= patience:
            return


def best_epoch(epochs: Iterable[Epoch]) -> Epoch:
    """Return the epoch with the lowest validation loss, the earlier of equals; it holds its net."""
    kept = list(epochs)
    if not kept:
        raise ValueError("There is no best epoch of none: train for at least one.")
    losses = [epoch.validation_loss for epoch in kept]
    return kept[int(np.argmin(np.where(np.isnan(losses), np.inf, losses)))]


def _is_count(value: Any) -> bool:
    return isinstance(value, Integral) and int(value) >= 1


def _is_amount(value: Any) -> bool:
    return isinstance(value, Real) and float(value) >= 0


def _check_choice(kind: str, name: str, choices: Iterable[str]) -> None:
    if name not in list(choices):
        near = difflib.get_close_matches(str(name), choices, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"choose from {', '.join(choices)}."
        raise ValueError(f"There is no {kind} {name!r}: {hint}")
