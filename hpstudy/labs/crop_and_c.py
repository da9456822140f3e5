"""Lab: tune the data and the model together."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from hpstudy.data import digits
from hpstudy.demos.crop import flat, machine_accuracy, prepare
from hpstudy.labs.mistake import call, demand, shown
from hpstudy.space import Float, Integer, SearchSpace

PASSED = "Fewer inputs and hardly more errors: data and model tuned in one search."

TRIALS = 20
GOAL = 0.05
PRICE = 0.001  # of an input, in errors a picture

SPACE = SearchSpace(crop=Integer(2, 8), dots=Integer(1, 8), C=Float(0.01, 1000, "log"))


def loss(configuration: Mapping[str, Any]) -> float:
    """Return the error rate on 600 new digits, plus a thousandth for each input of a picture."""
    data = digits(600, 600)
    side, dots = configuration["crop"], configuration["dots"]
    X_train, X = (flat(prepare(X, side, side, dots)) for X in (data.X_train, data.X_validation))
    accuracy = machine_accuracy(X_train, data.y_train, X, data.y_validation, configuration["C"])
    return float(1 - accuracy + PRICE * X.shape[1])


class Counted:
    """What the learner's search calls: trains, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.told: list[tuple[dict[str, Any], float]] = []

    def __call__(self, configuration: Mapping[str, Any]) -> float:
        """Return the loss of a configuration, `TRIALS` times at most."""
        self.asked += 1
        self.check_budget()
        demand(
            isinstance(configuration, Mapping) and set(configuration) == set(SPACE),
            f"A configuration names {', '.join(SPACE)}, not {shown(configuration)}.",
        )
        found = loss(configuration)
        self.told.append((dict(configuration), found))
        return found

    def check_budget(self) -> None:
        """Raise a `Mistake` if it was asked too often: a search may have caught the first."""
        demand(
            self.asked <= TRIALS,
            f"Your search trains more than {TRIALS} times: give it max_trials={TRIALS}.",
        )


def reference(objective: Callable[[Mapping[str, Any]], float], space: SearchSpace) -> Any:
    """Return the best configuration of twenty drawn at random."""
    from hpstudy.tuner import tune

    best = tune(objective, space, "random", max_trials=TRIALS, seed=0).incumbent
    return best.configuration if best else None


def check(answer: Callable[..., Any]) -> None:
    """Run the search on real trainings, and check what it chose."""
    objective = Counted()
    chosen = call(answer, objective, SPACE)
    objective.check_budget()
    demand(objective.told, "Your search never trained: hand the objective to tune.")
    demand(
        isinstance(chosen, Mapping),
        f"Return the best configuration, a dict with {', '.join(SPACE)}, not {shown(chosen)}: that "
        "is result.incumbent.configuration.",
    )
    losses = [loss for tried, loss in objective.told if tried == dict(chosen)]
    demand(losses, "The configuration that you return was never tried.")
    best = min(loss for _, loss in objective.told)
    demand(
        math.isclose(losses[0], best),
        f"You return one with a loss of {losses[0]:.3f}, and your search had found {best:.3f}: "
        "return the incumbent.",
    )
    demand(
        best <= GOAL,
        f"The best of your {len(objective.told)} trials has a loss of {best:.3f}; {GOAL} can be "
        f"reached. Spend all {TRIALS} trials, over the whole space.",
    )
