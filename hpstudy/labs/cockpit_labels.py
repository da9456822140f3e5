"""Lab: put nine numbers of a training where they belong."""

from __future__ import annotations

from typing import Any

from hpstudy.demos.cockpit import CARDS, GROUPS
from hpstudy.labs.sort_cards import Card, check_cards

PASSED = "Controls are set, instruments are read, and what lies inside is moved by the training."

NINE = {card.name: Card(card.group, card.why) for card in CARDS}


def reference() -> dict[str, list[str]]:
    """Return the cards of every group."""
    return {group: [card.name for card in CARDS if card.group == group] for group in GROUPS}


def check(answer: Any) -> None:
    """Check card by card, and say why one lies wrong."""
    check_cards(answer, NINE, GROUPS)
