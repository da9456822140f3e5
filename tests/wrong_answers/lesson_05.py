"""Wrong answers to the labs of lesson 05."""

from hpstudy import tune
from tests.wrong_answers import wrong


@wrong("two-linear-layers", "first biases are lost")
def _(W1, b1, W2, b2):
    return W1 @ W2, b2


@wrong("two-linear-layers", "in that order")
def _(W1, b1, W2, b2):
    return W2.T @ W1.T, b1 @ W2 + b2


@wrong("two-linear-layers", "two things")
def _(W1, b1, W2, b2):
    return W1 @ W2


@wrong("two-linear-layers", "one number an output")
def _(W1, b1, W2, b2):
    return W1 @ W2, b1


@wrong("two-linear-layers", "What comes out is b")
def _(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 - b2


@wrong("two-linear-layers", "multiplied by @")
def _(W1, b1, W2, b2):
    return W1 * W2, b1 * W2 + b2


@wrong("two-linear-layers", "the order counts")
def _(W1, b1, W2, b2):
    return W2 @ W1, b1 @ W2 + b2


@wrong("two-linear-layers", "W is not right")
def _(W1, b1, W2, b2):
    return W1 @ W2 + 1, b1 @ W2 + b2


@wrong("smallest-width", "are enough")
def _(accuracy):
    return max((4, 8, 16, 32), key=accuracy)


@wrong("smallest-width", "short of")
def _(accuracy):
    return next(width for width in range(1, 33) if accuracy(width) >= 0.6)


@wrong("smallest-width", "not the accuracy")
def _(accuracy):
    return max(accuracy(width) for width in (2, 4, 8))


@wrong("smallest-width", "never called accuracy")
def _(accuracy):
    return 4


@wrong("smallest-width", "whole number from 1 to 32")
def _(accuracy):
    return accuracy(0)


@wrong("crop-and-c", "more than 20 times")
def _(objective, space):
    return tune(objective, space, "random", max_trials=21).incumbent.configuration


@wrong("crop-and-c", "incumbent.configuration")
def _(objective, space):
    return tune(objective, space, "random", max_trials=3).incumbent


@wrong("crop-and-c", "return the incumbent")
def _(objective, space):
    trials = tune(objective, space, "random", max_trials=5, seed=0).trials
    return max(trials, key=lambda trial: trial.loss).configuration


@wrong("crop-and-c", "never trained")
def _(objective, space):
    return {"crop": 7, "dots": 4, "C": 10.0}


@wrong("crop-and-c", "never tried")
def _(objective, space):
    tune(objective, space, "random", max_trials=2)
    return {"crop": 7, "dots": 4, "C": 10.0}


@wrong("crop-and-c", "can be reached")
def _(objective, space):
    configuration = {"crop": 8, "dots": 8, "C": 10.0}
    objective(configuration)
    return configuration
