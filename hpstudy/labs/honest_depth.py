"""Lab: choose a tree's depth by validation data, and open the test data once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hpstudy.data import Split, risk
from hpstudy.demos.depth import DEPTHS, fit_tree
from hpstudy.labs.mistake import Mistake, call, demand, shown

PASSED = "Chosen by validation data alone, and the test data were opened once, at the very end."

N_TRAIN, N_VALIDATION = 150, 150
SEEDS = (11, 7, 40)  # on the first, one depth is clearly the best


@dataclass
class Study:
    """Patients in three parts, and a record of every look at one of them."""

    seed: int = 0
    looks: list[tuple[str, int]] = field(default_factory=list)

    def score_training(self, depth: int) -> float:
        """Return the accuracy of a tree of this depth on the data it was fitted to."""
        return self._score("training", depth)

    def score_validation(self, depth: int) -> float:
        """Return the accuracy of a tree of this depth on the validation data."""
        return self._score("validation", depth)

    def score_test(self, depth: int) -> float:
        """Return the accuracy of a tree of this depth on the test data."""
        return self._score("test", depth)

    def opened(self, part: str) -> list[int]:
        """Return the depths that were judged on a part, in order."""
        return [depth for name, depth in self.looks if name == part]

    def _score(self, part: str, depth: int) -> float:
        self.looks.append((part, depth))
        data = risk(N_TRAIN, N_VALIDATION, self.seed)
        tree = fit_tree(data.X_train, data.y_train, depth)
        X, y = _parts(data)[part]
        return float((tree.predict(X) == y).mean())


def _parts(data: Split) -> dict[str, tuple[Any, Any]]:
    return {
        "training": (data.X_train, data.y_train),
        "validation": (data.X_validation, data.y_validation),
        "test": (data.X_test, data.y_test),
    }


def reference(study: Study) -> tuple[int, float]:
    """Return the depth that validates best, the smaller of equals, and its accuracy in the test."""
    best = max(range(1, 13), key=study.score_validation)
    return best, study.score_test(best)


def check(answer: Callable[[Study], Any]) -> None:
    """Check three cuts of the patients."""
    for seed in SEEDS:
        study = Study(seed)
        found = call(answer, study)
        demand(
            isinstance(found, tuple | list) and len(found) == 2,
            f"Return two things, the depth and its accuracy on the test data, not {shown(found)}.",
        )
        depth, score = found
        _check_test_looks(study.opened("test"))
        _check_choice(depth, study)
        _check_report(depth, score, study)


def _check_test_looks(opened: list[int]) -> None:
    demand(opened, "The test data were never opened: score_test of the chosen depth, once.")
    if len(set(opened)) > 1:
        raise Mistake(
            f"You opened the test data {len(opened)} times, at depths "
            f"{', '.join(map(str, opened))}. Whoever chooses by them has nothing left to judge "
            "the choice by. Choose by score_validation."
        )
    demand(
        len(opened) == 1,
        f"You opened the test data {len(opened)} times. Once is enough: keep the number.",
    )


def _check_choice(depth: Any, study: Study) -> None:
    demand(depth in DEPTHS, f"The depth should be one of 1 to 12, not {depth!r}.")
    looked = set(study.opened("validation"))
    if not looked and study.opened("training"):
        raise Mistake(
            f"You chose depth {depth} by the training data. They always vote for the deepest tree: "
            "it knows them by heart. Ask score_validation."
        )
    demand(
        len(looked) >= 8,
        f"You tried {len(looked)} depths on the validation data; try all from 1 to 12.",
    )
    judge = Study(study.seed)
    scores = {d: judge.score_validation(d) for d in range(1, 13)}
    best = max(scores, key=lambda d: scores[d])
    highest = scores[best]
    error = math.sqrt(highest * (1 - highest) / N_VALIDATION)
    demand(
        scores.get(int(depth), 0.0) >= highest - error,
        f"Depth {depth} is right on {scores.get(int(depth), 0.0):.1%} of the validation data; "
        f"depth {best} reaches {highest:.1%}, more than chance explains ({100 * error:.0f} points)."
        + (" A list counts from 0, the depths from 1." if depth == best - 1 else ""),
    )


def _check_report(depth: int, score: Any, study: Study) -> None:
    right = Study(study.seed).score_test(depth)
    if score == Study(study.seed).score_validation(depth) != right:
        raise Mistake(
            "The accuracy you report is that of the validation data, by which you chose: it "
            "flatters the winner. Report score_test of the depth chosen."
        )
    demand(
        study.opened("test") == [depth],
        f"You chose depth {depth}, but opened the test data at {study.opened('test')[0]}.",
    )
    demand(
        isinstance(score, float) and math.isclose(score, right),
        f"At depth {depth} the test data say {right:.1%}; you report {score!r}.",
    )
