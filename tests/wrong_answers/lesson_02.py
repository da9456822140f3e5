"""Wrong answers to the labs of lesson 02."""

import math

import numpy as np

from hpstudy.demos.cockpit import CARDS
from hpstudy.labs import load
from tests.wrong_answers import wrong


def moved(lab, card, group):
    """Return a lab's reference with one card in another group."""
    groups = load(lab).reference()
    return {
        name: [*(c for c in cards if c != card), *([card] if name == group else [])]
        for name, cards in groups.items()
    }


@wrong("cockpit-labels", "You read it off")
def _():
    return moved("cockpit-labels", "validation accuracy", "control")


@wrong("cockpit-labels", "not placed yet")
def _():
    return {"control": ["learning rate"], "instrument": [], "inside": []}


@wrong("cockpit-labels", "no card 'altitude'")
def _():
    return {"instrument": ["altitude"]}


@wrong("cockpit-labels", "lies in two places")
def _():
    return {"control": ["learning rate"], "instrument": ["learning rate"]}


@wrong("cockpit-labels", "Return a dict")
def _():
    return [card.name for card in CARDS]


@wrong("sort-cards", "files it under data")
def _():
    return moved("sort-cards", "minibatch size", "data")


@wrong("sort-cards", "but under parameter")
def _():
    return moved("sort-cards", "split threshold", "model")


@wrong("sort-cards", "no group 'tree'")
def _():
    return {"tree": ["depth of a tree"]}


@wrong("count-parameters", "weights alone")
def _(hidden):
    return 64 * hidden + 10 * hidden


@wrong("count-parameters", "outputs have biases")
def _(hidden):
    return 75 * hidden


@wrong("count-parameters", "Those are the units")
def _(hidden):
    return 64 + hidden + 10


@wrong("count-parameters", "Inputs have no bias")
def _(hidden):
    return 75 * hidden + 74


@wrong("fitted-or-set", "changed places")
def _(estimator):
    return load("fitted-or-set").reference(estimator)[::-1]


@wrong("fitted-or-set", "was set, not learnt")
def _(estimator):
    return list(estimator.get_params()), list(vars(estimator))


@wrong("fitted-or-set", "is missing")
def _(estimator):
    return [], [name for name in vars(estimator) if name.endswith("_")]


@wrong("fitted-or-set", "not in your second list")
def _(estimator):
    return list(estimator.get_params()), []


@wrong("fitted-or-set", "Return two lists")
def _(estimator):
    return vars(estimator)


@wrong("exhaustive-cost", "add the values up")
def _(values, hours, at_once):
    return math.ceil(sum(values) / at_once) * hours


@wrong("exhaustive-cost", "at the same time")
def _(values, hours, at_once):
    return math.prod(values) * hours


@wrong("exhaustive-cost", "round up")
def _(values, hours, at_once):
    return math.prod(values) / at_once * hours


@wrong("exhaustive-cost", "round the hours up")
def _(values, hours, at_once):
    return math.ceil(math.prod(values) * hours / at_once)


@wrong("exhaustive-cost", "those are the rounds")
def _(values, hours, at_once):
    return math.ceil(math.prod(values) / at_once)


def _bins(values, losses):
    return np.array_split(losses[np.argsort(values)], 8)


@wrong("importance", "squared correlation")
def _(values, losses):
    return np.corrcoef(values, losses)[0, 1] ** 2


@wrong("importance", "leaves open")
def _(values, losses):
    return np.mean([part.var() for part in _bins(values, losses)]) / losses.var()


@wrong("importance", "as they came")
def _(values, losses):
    return np.var([part.mean() for part in np.array_split(losses, 8)]) / losses.var()


@wrong("importance", "hold places, not losses")
def _(values, losses):
    bins = np.array_split(np.argsort(values), 8)
    return np.var([part.mean() for part in bins]) / losses.var()


@wrong("importance", "the knob is forgotten")
def _(values, losses):
    bins = np.array_split(np.sort(losses), 8)
    return np.var([part.mean() for part in bins]) / losses.var()


@wrong("importance", "ratio of the deviations")
def _(values, losses):
    return np.std([part.mean() for part in _bins(values, losses)]) / losses.std()


@wrong("importance", "Divide by the variance")
def _(values, losses):
    return np.var([part.mean() for part in _bins(values, losses)])
