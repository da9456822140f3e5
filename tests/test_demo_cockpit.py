"""d.cockpit: controls stay put, the others move, and every card can be guessed right and wrong."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.data import digits
from hpstudy.demos import compute
from hpstudy.demos.cockpit import CARDS, CONTROL, GROUPS, SETTINGS, flight
from hpstudy.training import train
from hpstudy.widgets.demos.cockpit import RATE, answer
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


@pytest.mark.parametrize("seed", range(3))
def test_only_controls_stay_put(seed):
    moved = np.ptp(flight(seed), axis=1) > 0
    assert [card.group != CONTROL for card in CARDS] == moved.tolist()
    assert answer(seed) == RATE


def test_the_values_are_those_of_the_training():
    *_, last = train(digits(300, 600, 1), seed=1, **SETTINGS)
    names = [card.name for card in CARDS]
    values = compute("d.cockpit", 1, card=names.index("validation accuracy")).values
    assert values[-1] == last.validation_accuracy
    assert compute("d.cockpit", 1, card=names.index("steps made so far")).values[-1] == last.updates


def test_a_card_is_right_in_one_group_only_and_says_why():
    live = LiveDemo(find_demo("d.cockpit"))
    for place, card in enumerate(CARDS):
        right = {group: live.set(card=place, guess=group).numbers.right for group in GROUPS}
        assert right == {group: group == card.group for group in GROUPS}
        assert card.why in live.sentence
    assert card.why not in live.set(guess="").sentence


def test_every_group_has_cards():
    assert {card.group for card in CARDS} == set(GROUPS)
