"""What is a hyperparameter, of which type, and which way an objective is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import some, whole
from hpstudy.quiz.generators.variant import Variant
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np

_TYPE_OF = {
    "number of layers": "model",
    "number of hidden units": "model",
    "width of the first hidden layer": "model",
    "kind of activation function": "model",
    "depth of the trees": "model",
    "learning rate": "optimizer",
    "minibatch size": "optimizer",
    "number of epochs": "optimizer",
    "momentum": "optimizer",
    "choice of SGD or Adam": "optimizer",
    "number of warm-up steps": "optimizer",
    "schedule of the learning rate": "optimizer",
    "size that pictures are cropped to": "data",
    "size that pictures are resized to": "data",
    "how far pictures are turned at random": "data",
    "number of words that texts are cut to": "data",
    "size of the vocabulary that is kept": "data",
}
_WHY_TYPE = {
    "model": "It gives the model its structure.",
    "optimizer": "It says how the model is trained.",
    "data": "It changes the data before the model sees them.",
}


def knob_types(rng: np.random.Generator) -> Variant:
    """Sort knobs into model, optimizer and data hyperparameters."""
    knobs = _with_each(rng, _TYPE_OF, 5)
    return Variant(
        params={"n": len(knobs)},
        answer={knob: _TYPE_OF[knob] for knob in knobs},
        slips=(Slip("parameter", "learned", "None of these is learned from the data."),),
        why={knob: _WHY_TYPE[_TYPE_OF[knob]] for knob in knobs},
    )


def _with_each(rng: np.random.Generator, kind_of: dict[str, str], n: int) -> list[str]:
    """Draw n of the keys so that every kind is among them."""
    while True:
        drawn = some(rng, tuple(kind_of), n)
        if {kind_of[key] for key in drawn} == set(kind_of.values()):
            return drawn


def model_knobs(rng: np.random.Generator) -> Variant:
    """Pick the model hyperparameters."""
    return _of_type(rng, "model")


def optimizer_knobs(rng: np.random.Generator) -> Variant:
    """Pick the optimizer hyperparameters."""
    return _of_type(rng, "optimizer")


def data_knobs(rng: np.random.Generator) -> Variant:
    """Pick the data hyperparameters."""
    return _of_type(rng, "data")


def _of_type(rng: np.random.Generator, kind: str) -> Variant:
    n = whole(rng, 2, 3)
    right = some(rng, [knob for knob, type_ in _TYPE_OF.items() if type_ == kind], n)
    wrong = some(rng, [knob for knob, type_ in _TYPE_OF.items() if type_ != kind], 6 - n)
    slips = tuple(Slip(k, _TYPE_OF[k], _WHY_TYPE[_TYPE_OF[k]]) for k in wrong)
    return Variant(
        params={"n": n, "working": ", ".join(sorted(right))},
        answer=frozenset(right),
        slips=slips,
        why=dict.fromkeys(right, _WHY_TYPE[kind]),
    )


_DIRECTION = {
    "validation accuracy": "Maximize",
    "validation log-loss": "Minimize",
    "root mean squared error": "Minimize",
    "mean absolute error": "Minimize",
    "area under the ROC curve": "Maximize",
    "F1 of the rare class": "Maximize",
    "share of misread pictures": "Minimize",
    "R² on the validation set": "Maximize",
    "milliseconds a prediction takes": "Minimize",
    "recall at 90 % precision": "Maximize",
    "worst accuracy over the classes": "Maximize",
}


def objective_direction(rng: np.random.Generator) -> Variant:
    """Give every objective metric its direction."""
    metrics = _with_each(rng, _DIRECTION, 5)
    better = {"Maximize": "More of it is better.", "Minimize": "Less of it is better."}
    return Variant(
        params={"n": len(metrics)},
        answer={metric: _DIRECTION[metric] for metric in metrics},
        why={metric: better[_DIRECTION[metric]] for metric in metrics},
    )


_SET_BY_THE_USER = {
    "the learning rate": "It is set before training starts.",
    "the dropout rate": "The rate is set; only the mask is drawn anew.",
    "the number of trees": "It is set; how they split is learned.",
    "the depth of a tree": "A bound that is set; the splits below it are learned.",
    "the strength λ of an L2 penalty": "It is set, and the weights adapt to it.",
    "the number of neighbours k": "It is set; the neighbours come from the data.",
    "the batch size": "It is set before training starts.",
}
_LEARNED = {
    "the weights of a hidden layer": "Training finds them.",
    "the biases of the outputs": "Training finds them.",
    "the coefficients of a lasso": "The fit finds them, and makes some exactly zero.",
    "the threshold at which a tree splits": "The fit chooses it from the data.",
    "the mean that a scaler subtracts": "It is computed from the training data.",
    "the support vectors of an SVM": "The fit selects them from the data.",
}


def which_are_set(rng: np.random.Generator) -> Variant:
    """Tell hyperparameters from parameters."""
    n = whole(rng, 2, 3)
    right = some(rng, tuple(_SET_BY_THE_USER), n)
    wrong = some(rng, tuple(_LEARNED), 5 - n)
    return Variant(
        params={"n": n, "working": ", ".join(right)},
        answer=frozenset(right),
        slips=tuple(Slip(text, "learned", _LEARNED[text]) for text in wrong),
        why={text: _SET_BY_THE_USER[text] for text in right},
    )
