"""Lab: sort hyperparameters into the guide's three types, and leave out what is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hpstudy.demos.sorter import DATA, KNOBS, MODEL, NEITHER, OPTIMIZER
from hpstudy.labs.mistake import Mistake, call, demand, shown

PASSED = "All hyperparameters lie in their type, and what the training finds lies in none."

PARAMETER = "parameter"
GROUPS = (MODEL, OPTIMIZER, DATA, PARAMETER)


class Card(NamedTuple):
    """The group that a card belongs to, and why."""

    group: str
    why: str


_PARAMETERS = {
    "weight": "Training finds it, by going down the slope of the loss.",
    "bias": "Training finds it like a weight; only penalties usually leave it alone.",
    "split threshold": "A tree finds it in the data: the best place for its question.",
    "mean used by the scaler": "It is computed from the training data and saved with the model.",
}

CARDS = {knob.name: Card(knob.of_three, knob.why) for knob in KNOBS if knob.of_three != NEITHER} | {
    name: Card(PARAMETER, why) for name, why in _PARAMETERS.items()
}


def reference() -> dict[str, list[str]]:
    """Return the cards of every type, and the parameters among them."""
    return {
        group: [name for name, card in CARDS.items() if card.group == group] for group in GROUPS
    }


def check(answer: Any) -> None:
    """Check card by card, and say why one lies wrong."""
    check_cards(answer, CARDS, GROUPS)


def check_cards(answer: Any, cards: Mapping[str, Card], groups: Sequence[str]) -> None:
    """Check {group: list of cards}, or a function that returns it: every card, in its place."""
    found = answer if isinstance(answer, dict) else call(answer)
    alone = (
        [card for card in found.values() if isinstance(card, str)]
        if isinstance(found, dict)
        else []
    )
    demand(not alone, f"Even a single card lies in a list: {alone[:1]}.")
    demand(
        isinstance(found, dict)
        and all(isinstance(names, list | tuple) for names in found.values()),
        f"Return a dict with a list of cards for each of {', '.join(groups)}, not {shown(found)}.",
    )
    for group in found:
        demand(group in groups, f"There is no group {group!r}: {', '.join(groups)}.")
    placed = [name for names in found.values() for name in names]
    for name in placed:
        demand(name in cards, f"There is no card {name!r} on the table.")
        demand(placed.count(name) == 1, f"The card {name!r} lies in two places; it has one.")
    left = [name for name in cards if name not in placed]
    demand(not left, f"{len(left)} of {len(cards)} cards are not placed yet, such as {_one(left)}.")
    _check_places(found, cards)


def _check_places(found: Mapping[str, Sequence[str]], cards: Mapping[str, Card]) -> None:
    wrong = [
        (name, group) for group in found for name in found[group] if cards[name].group != group
    ]
    if wrong:
        name, group = wrong[0]
        raise Mistake(
            f"{len(cards) - len(wrong)} of {len(cards)} cards lie right. {name!r} does not belong "
            f"under {group}, but under {cards[name].group}. {cards[name].why}"
        )


def _one(names: Sequence[str]) -> str:
    return repr(names[0]) if names else ""
