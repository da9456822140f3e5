"""Wrong answers to the labs of lesson 08."""

import numpy as np
from scipy.special import ndtr

from hpstudy.surrogate import GaussianProcess, Kernel
from tests.wrong_answers import wrong


def matrices(points, new, alike):
    K = np.array([[alike(p, q) for q in points] for p in points])
    return K, np.array([alike(new, p) for p in points])


@wrong("condition-on-three", "counts twice")
def _(points, losses, new, alike):
    K, k = matrices(points, new, alike)
    return k @ losses, np.sqrt(max(1 - k @ np.linalg.solve(K, k), 0))


@wrong("condition-on-three", "average of the losses by weight")
def _(points, losses, new, alike):
    K, k = matrices(points, new, alike)
    return k @ losses / k.sum(), np.sqrt(max(1 - k @ np.linalg.solve(K, k), 0))


@wrong("condition-on-three", "that is the variance")
def _(points, losses, new, alike):
    K, k = matrices(points, new, alike)
    return k @ np.linalg.solve(K, losses), 1 - k @ np.linalg.solve(K, k)


@wrong("condition-on-three", "Subtract it from")
def _(points, losses, new, alike):
    K, k = matrices(points, new, alike)
    return k @ np.linalg.solve(K, losses), np.sqrt(k @ np.linalg.solve(K, k))


@wrong("condition-on-three", "a hair below zero")
def _(points, losses, new, alike):
    K, k = matrices(points, new, alike)
    with np.errstate(invalid="ignore"):
        sd = np.sqrt(1 - 1e-9 - k @ np.linalg.solve(K, k))
    return k @ np.linalg.solve(K, losses), sd


@wrong("condition-on-three", "Return two numbers")
def _(points, losses, new, alike):
    K, k = matrices(points, new, alike)
    return k @ np.linalg.solve(K, losses)


@wrong("condition-on-three", "makes one number of three")
def _(points, losses, new, alike):
    K, k = matrices(points, new, alike)
    return np.linalg.solve(K, losses), np.sqrt(max(1 - k @ np.linalg.solve(K, k), 0))


def bell(z):
    return np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)


@wrong("expected-improvement", "Lift sd itself")
def _(mean, sd, best):
    z = (best - mean) / np.maximum(sd, 1e-12)
    return sd * (bell(z) + z * ndtr(z))


@wrong("expected-improvement", "sign is that of maximising")
def _(mean, sd, best):
    z = (mean - best) / sd
    return sd * (bell(z) + z * ndtr(z))


@wrong("expected-improvement", "the factor sd is missing")
def _(mean, sd, best):
    z = (best - mean) / sd
    return bell(z) + z * ndtr(z)


@wrong("expected-improvement", "probability of an improvement")
def _(mean, sd, best):
    return ndtr((best - mean) / sd)


@wrong("expected-improvement", "comes out as expected")
def _(mean, sd, best):
    return np.maximum(best - mean, 0)


@wrong("expected-improvement", "Where sd is 0 you divide by it")
def _(mean, sd, best):
    z = (best - mean) / sd
    return sd * (bell(z) + z * ndtr(z))


@wrong("expected-improvement", "with sd 0 improve")
def _(mean, sd, best):
    z = (best - mean) / np.maximum(sd, 1e-12)
    return np.where(sd > 0, sd * (bell(z) + z * ndtr(z)), 0)


def loop(loss, n, seed, choose):
    rng = np.random.default_rng(seed)
    X = rng.random((5, 2))
    losses = np.array([loss(x) for x in X])
    while len(losses) < n:
        y = (np.log(losses) - np.log(losses).mean()) / np.log(losses).std()
        Z = rng.random((1000, 2))
        mean, sd = GaussianProcess(Kernel(0.3, noise=0.01), X, y).predict(Z)
        x = choose(X, y, Z, mean, sd)
        X, losses = np.vstack([X, x]), np.append(losses, loss(x))
    return X[np.argmin(losses)], losses.min()


@wrong("search-loop", "It climbs")
def _(loss, n, seed):
    return loop(loss, n, seed, lambda X, y, Z, mean, sd: Z[np.argmax(mean)])


@wrong("search-loop", "never looks at the losses")
def _(loss, n, seed):
    return loop(loss, n, seed, lambda X, y, Z, mean, sd: Z[np.argmax(sd)])


@wrong("search-loop", "the loop is stuck")
def _(loss, n, seed):
    return loop(loss, n, seed, lambda X, y, Z, mean, sd: X[np.argmin(y)])


@wrong("search-loop", "not once more")
def _(loss, n, seed):
    return loop(loss, n + 1, seed, lambda X, y, Z, mean, sd: Z[np.argmin(mean)])


@wrong("search-loop", "the lowest of your trainings")
def _(loss, n, seed):
    point, _lowest = loop(loss, n, seed, lambda X, y, Z, mean, sd: Z[np.argmin(mean)])
    return point, 0.0
