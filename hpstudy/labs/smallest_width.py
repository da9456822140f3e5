"""Lab: how few rectifiers can enclose a circle?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hpstudy.demos import compute
from hpstudy.labs.mistake import Mistake, call, demand, shown

PASSED = (
    "That is the smallest width that gets there, for both seeds. Three lines could close a "
    "triangle, but that there is a solution does not mean that training finds it."
)

GOAL = 0.95
SEEDS = (0, 1)
WIDEST = 32


class Net:
    """What the learner calls: trains a net of this width, and remembers the accuracy."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.reached: dict[int, float] = {}

    def __call__(self, width: int) -> float:
        """Return the accuracy on new points of the circles, after 40 epochs."""
        demand(
            isinstance(width, int) and 1 <= width <= WIDEST,
            f"A width is a whole number from 1 to {WIDEST}, not {width!r}.",
        )
        if width not in self.reached:
            run = compute("d.bend", self.seed, activation="rectifier", width=width).now
            self.reached[width] = run.unseen
        return self.reached[width]


def reference(accuracy: Callable[[int], float]) -> int:
    """Return the smallest width whose accuracy is at least 0.95."""
    return next(width for width in range(1, WIDEST + 1) if accuracy(width) >= GOAL)


def check(answer: Callable[[Callable[[int], float]], Any]) -> None:
    """Check the width that the answer finds by training real nets, for two seeds."""
    for seed in SEEDS:
        net = Net(seed)
        _check_width(call(answer, net), net)


def _check_width(found: Any, net: Net) -> None:
    demand(net.reached, "You never called accuracy: train some nets before you choose.")
    if isinstance(found, float) and found in net.reached.values():
        raise Mistake(f"Return a width, not the accuracy {found:.3f} that it reaches.")
    demand(
        isinstance(found, int) and 1 <= found <= WIDEST,
        f"Return the width, a whole number from 1 to {WIDEST}, not {shown(found)}.",
    )
    reached = net(found)
    demand(
        reached >= GOAL,
        f"At width {found} the net gets {reached:.1%} of new points right, short of {GOAL:.0%}.",
    )
    right = reference(net)
    if found > right:
        raise Mistake(
            f"{found} units reach {reached:.1%}, but {right} are enough: {net(right):.1%}. Begin "
            "with the narrowest net and stop at the first that gets there."
        )
