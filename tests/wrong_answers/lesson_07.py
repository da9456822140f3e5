"""Wrong answers to the labs of lesson 07."""

import itertools

import numpy as np

from tests.wrong_answers import wrong


@wrong("grid-sampler", "linear scale")
def _(ranges, n):
    values = [np.linspace(low, high, n) for low, high in ranges.values()]
    return [dict(zip(ranges, chosen, strict=True)) for chosen in itertools.product(*values)]


@wrong("grid-sampler", "pair the values up")
def _(ranges, n):
    values = [np.geomspace(low, high, n) for low, high in ranges.values()]
    return [dict(zip(ranges, chosen, strict=True)) for chosen in zip(*values, strict=True)]


@wrong("grid-sampler", "both ends")
def _(ranges, n):
    values = [np.geomspace(low, high, n, endpoint=False) for low, high in ranges.values()]
    return [dict(zip(ranges, chosen, strict=True)) for chosen in itertools.product(*values)]


@wrong("grid-sampler", "should be a dict")
def _(ranges, n):
    return list(itertools.product(*(np.geomspace(a, b, n) for a, b in ranges.values())))


@wrong("random-sampler", "uniform on a linear scale")
def _(ranges, n, seed):
    rng = np.random.default_rng(seed)
    return [{k: rng.uniform(a, b) for k, (a, b) in ranges.items()} for _ in range(n)]


@wrong("random-sampler", "same seed")
def _(ranges, n, seed):
    rng = np.random.default_rng()
    return [{k: b * (a / b) ** rng.random() for k, (a, b) in ranges.items()} for _ in range(n)]


@wrong("random-sampler", "Another seed")
def _(ranges, n, seed):
    rng = np.random.default_rng(0)
    return [{k: b * (a / b) ** rng.random() for k, (a, b) in ranges.items()} for _ in range(n)]


@wrong("random-sampler", "only 1 different")
def _(ranges, n, seed):
    return [
        {k: b * (a / b) ** np.random.default_rng(seed).random() for k, (a, b) in ranges.items()}
        for _ in range(n)
    ]


@wrong("random-sampler", "move together")
def _(ranges, n, seed):
    draws = np.random.default_rng(seed).random(n)
    return [{k: a * (b / a) ** u for k, (a, b) in ranges.items()} for u in draws]


USUAL = {"learning_rate": 0.1, "l2": 1e-4, "momentum": 0.9, "width": 64}


@wrong("the-game", "only 1 are different")
def _(tried):
    return USUAL


@wrong("the-game", "the same jobs on every net")
def _(tried):
    return USUAL | {"learning_rate": 0.001 * 1.7 ** len(tried)}


@wrong("the-game", "is a dict with learning_rate")
def _(tried):
    return list(USUAL.values())


@wrong("the-game", "learning_rate: 2 lies outside")
def _(tried):
    return USUAL | {"learning_rate": 2.0}


@wrong("the-game", "width: 64.5")
def _(tried):
    return USUAL | {"width": 64.5}


@wrong("the-game", "half of all random players")
def _(tried):
    """Goes to where it was worst, and crawls."""
    if not tried:
        return USUAL | {"learning_rate": 1e-4, "momentum": 0.0}
    worst, loss = max(tried, key=lambda trial: trial[1])
    return worst | {"l2": 1e-6 * (1 + len(tried) + loss), "learning_rate": 1e-4}
