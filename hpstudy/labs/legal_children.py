"""Lab: which tuning jobs may start from this parent? Cards with the rules of a warm start."""

from __future__ import annotations

from typing import Any

from hpstudy.labs.sort_cards import Card, check_cards

PASSED = "Every card lies right: what may change, what must stay, and which parents may be named."

LEGAL, ILLEGAL = "legal", "illegal"
GROUPS = (LEGAL, ILLEGAL)

PARENT = (
    "digits-1, Completed: learning_rate 0.0001 to 1 and width 4 to 128 (a whole number) are tuned, "
    "epochs is static at 8, the validation loss is minimised, Bayesian, 20 jobs"
)

CARDS = {
    "learning_rate from 0.0001 to 10": Card(LEGAL, "Ranges may change, wider or narrower."),
    "width static at 32": Card(LEGAL, "What was tuned may become static, and the other way round."),
    "epochs tuned from 4 to 16": Card(LEGAL, "What was static may be tuned, if it was listed."),
    "momentum tuned as well": Card(
        ILLEGAL,
        "The number of hyperparameters, static and tunable together, must stay that of the parent. "
        "(So list as static what you may want to tune later.)",
    ),
    "width one of '16', '32', '64'": Card(
        ILLEGAL, "Each hyperparameter keeps its type: a whole number does not become a category."
    ),
    "40 training jobs": Card(LEGAL, "The limits of a child are its own."),
    "accuracy maximised": Card(ILLEGAL, "Parent and child must have the same objective."),
    "other pictures, IdenticalDataAndAlgorithm": Card(
        ILLEGAL, "With IdenticalDataAndAlgorithm the input data must stay as they are."
    ),
    "other pictures, TransferLearning": Card(
        LEGAL, "TransferLearning allows other input data, and a new version of the algorithm."
    ),
    "a second parent that was Stopped": Card(
        LEGAL, "A parent must have ended: Completed, Stopped and Failed are all ends."
    ),
    "a second parent that is InProgress": Card(
        ILLEGAL, "A parent must have ended; it is still InProgress."
    ),
    "six parents": Card(ILLEGAL, "A tuning job has at most five parents."),
}


def reference() -> dict[str, list[str]]:
    """Return the children that may start from the parent, and those that may not."""
    return {
        group: [name for name, card in CARDS.items() if card.group == group] for group in GROUPS
    }


def check(answer: Any) -> None:
    """Check card by card, and quote the rule of one that lies wrong."""
    check_cards(answer, CARDS, GROUPS)
