"""Wrong answers to the labs of lesson 03."""

import math

import numpy as np

from hpstudy.optimizers import adam
from tests.wrong_answers import wrong


@wrong("rate-hunt", "decades")
def _(run):
    return float(max(np.linspace(0.4, 0.6, 8), key=run))


@wrong("rate-hunt", "one more")
def _(run):
    return float(max(np.geomspace(1e-4, 10, 30), key=run))


@wrong("rate-hunt", "return an accuracy")
def _(run):
    return max(run(rate) for rate in np.geomspace(1e-4, 10, 8))


@wrong("rate-hunt", "Return the best of them")
def _(run):
    rates = np.geomspace(1e-4, 10, 8)
    for rate in rates:
        run(rate)
    return float(rates[-1])


@wrong("rate-hunt", "never trained with")
def _(run):
    run(0.1)
    return 0.3


@wrong("rate-hunt", "never called run")
def _(run):
    return 0.1


@wrong("same-updates", "smaller one")
def _(n_examples, batch_size, updates):
    return math.ceil(updates / max(n_examples // batch_size, 1))


@wrong("same-updates", "Round the epochs up")
def _(n_examples, batch_size, updates):
    return updates // math.ceil(n_examples / batch_size)


@wrong("same-updates", "one a minibatch")
def _(n_examples, batch_size, updates):
    return math.ceil(updates / batch_size)


@wrong("same-updates", "no whole number")
def _(n_examples, batch_size, updates):
    return updates / (n_examples / batch_size)


@wrong("patience", "trained to the end")
def _(epochs, patience):
    return min(epochs, key=lambda epoch: epoch.validation_loss)


@wrong("patience", "the last")
def _(epochs, patience):
    lowest, waited = math.inf, 0
    for epoch in epochs:
        waited = 0 if epoch.validation_loss < lowest else waited + 1
        lowest = min(lowest, epoch.validation_loss)
        if waited >= patience:
            break
    return epoch


@wrong("patience", "first that was worse")
def _(epochs, patience):
    best = None
    for epoch in epochs:
        if best is not None and epoch.validation_loss >= best.validation_loss:
            break
        best = epoch
    return best


@wrong("patience", "starts the count anew")
def _(epochs, patience):
    best, waited = None, 0
    for epoch in epochs:
        if best is None or epoch.validation_loss < best.validation_loss:
            best = epoch
        else:
            waited += 1
        if waited >= patience:
            break
    return best


@wrong("patience", "the record itself")
def _(epochs, patience):
    best, waited = math.inf, 0
    for epoch in epochs:
        waited = 0 if epoch.validation_loss < best else waited + 1
        best = min(best, epoch.validation_loss)
        if waited >= patience:
            break
    return best


@wrong("adam-averages", "uphill")
def _(weights, gradient, rate, mean, square, step):
    moved, mean, square, _ = adam(weights, gradient, rate, mean, square, step - 1)
    return 2 * weights - moved, mean, square


@wrong("adam-averages", "began at zero")
def _(weights, gradient, rate, mean, square, step):
    mean = 0.9 * mean + 0.1 * gradient
    square = 0.999 * square + 0.001 * gradient**2
    return weights - rate * mean / np.sqrt(square), mean, square


@wrong("adam-averages", "divide by its root")
def _(weights, gradient, rate, mean, square, step):
    mean = 0.9 * mean + 0.1 * gradient
    square = 0.999 * square + 0.001 * gradient**2
    move, size = mean / (1 - 0.9**step), square / (1 - 0.999**step)
    return weights - rate * move / size, mean, square


@wrong("adam-averages", "square of the mean")
def _(weights, gradient, rate, mean, square, step):
    mean = 0.9 * mean + 0.1 * gradient
    return weights - rate * mean, mean, mean**2


@wrong("adam-averages", "end sgd with a return")
def _(weights, gradient, rate, mean, square, step):
    return None, 0.9 * mean + 0.1 * gradient, 0.999 * square + 0.001 * gradient**2


@wrong("adam-averages", "three things")
def _(weights, gradient, rate, mean, square, step):
    return weights - rate * gradient
