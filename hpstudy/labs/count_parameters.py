"""Lab: how many numbers does a net with one hidden layer learn?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hpstudy.labs.mistake import Mistake, call, demand, shown
from hpstudy.network import n_parameters, n_weights

PASSED = "75 for every hidden unit, and 10 for the outputs."

INPUTS, OUTPUTS = 64, 10


def reference(hidden: int) -> int:
    """Return the number of weights and biases: 64 h + h + 10 h + 10."""
    return n_parameters((INPUTS, hidden, OUTPUTS))


def check(answer: Callable[[int], Any]) -> None:
    """Check several widths against the net that the kit trains."""
    for hidden in (32, 100, 2, 1):
        found, widths = call(answer, hidden), (INPUTS, hidden, OUTPUTS)
        demand(
            isinstance(found, int | float) and not isinstance(found, bool),
            f"Return a number, not {shown(found)}.",
        )
        right = n_parameters(widths)
        _name_mistake(found, hidden, right)
        demand(
            found == right,
            f"{hidden} hidden units make {INPUTS} × {hidden} and {hidden} × {OUTPUTS} weights, "
            f"{hidden} and {OUTPUTS} biases, {right:,} in all; you say {found:,}.",
        )


def _name_mistake(found: float, hidden: int, right: int) -> None:
    typical = {
        n_weights((INPUTS, hidden, OUTPUTS)): (
            "You count the weights alone. Every hidden unit and every output adds a bias."
        ),
        right - OUTPUTS: "The outputs have biases, too: one each.",
        right - hidden: "The hidden units have biases, too: one each.",
        right + INPUTS: "Inputs have no bias: a picture comes as it is.",
        INPUTS + hidden + OUTPUTS: (
            "Those are the units. What is learnt lies between them: one weight a connection."
        ),
        hidden * INPUTS + hidden: "Only the first layer is counted; the second one learns as well.",
    }
    if found != right and found in typical:
        raise Mistake(f"With {hidden} hidden units you say {found:,.0f}. {typical[int(found)]}")
