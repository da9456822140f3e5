"""Two scripted players of d.game: one knows nets, the other only the ranges.

A player is a function of the trials so far, a list of (configuration, loss), and returns the next
configuration. Neither has seen the landscape: what the experienced one knows is in any textbook.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np

from hpstudy.objectives import DigitsNet
from hpstudy.space import Configuration

Tried = Sequence[tuple[Configuration, float]]
Player = Callable[[Tried], Configuration]

SPACE = DigitsNet(4).space

# Where a net of this size is usually begun, and the values that one would try of each knob.
USUAL: Configuration = {"learning_rate": 0.1, "l2": 1e-4, "momentum": 0.9, "width": 64}
LADDERS: dict[str, Sequence[float]] = {
    "learning_rate": (1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0),
    "width": (4, 8, 16, 32, 64, 128),
    "l2": (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1),
    "momentum": (0.0, 0.5, 0.8, 0.9, 0.95, 0.99),
}


def experienced(tried: Tried) -> Configuration:
    """Begin with the usual; then move one knob at a time, a step of its ladder from the best.

    The rate first, down before up, since a rate too large is the usual fault; then width, up, L2
    and momentum, again and again. Where a step helped, the next is one of the same knob; where all
    steps have been tried, longer ones follow.
    """
    if not tried:
        return USUAL
    known = [configuration for configuration, _ in tried]
    best, _ = min(tried, key=lambda trial: trial[1])
    before, _ = min(tried[:-1] or tried, key=lambda trial: trial[1])
    knobs = list(LADDERS)
    turn = next((i for i, name in enumerate(knobs) if known[-1][name] != before[name]), 0)
    for far, name in product(range(1, 9), knobs[turn:] + knobs[:turn]):
        for step in (far, -far) if name == "width" else (-far, far):
            place = LADDERS[name].index(best[name]) + step
            if 0 <= place < len(LADDERS[name]):
                following = {**best, name: LADDERS[name][place]}
                if following not in known:
                    return following
    return best


def novice(seed: int) -> Player:
    """Begin anywhere; then give one knob of the best, any of them, any value."""

    def player(tried: Tried) -> Configuration:
        rng = np.random.default_rng([seed, len(tried)])
        drawn = SPACE.sample(rng)
        if not tried:
            return drawn
        best, _ = min(tried, key=lambda trial: trial[1])
        name = list(SPACE)[rng.integers(len(SPACE))]
        return {**best, name: drawn[name]}

    return player


def play(player: Player, loss: Callable[[Configuration], float], n: int) -> Tried:
    """Let a player have `n` jobs, each with the loss of `loss(configuration)`."""
    tried: list[tuple[Configuration, float]] = []
    for _ in range(n):
        configuration = player(tuple(tried))
        tried.append((configuration, loss(configuration)))
    return tried
