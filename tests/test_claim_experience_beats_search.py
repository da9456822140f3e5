"""The claim says of a table what is in it; the players themselves are tested with the game."""

import numpy as np
import pytest

from hpstudy.claims import Table
from hpstudy.claims.experience_beats_search import NOVICES, effect, measure, verdict
from hpstudy.demos._game_rules import BUDGET, clean_loss
from hpstudy.demos._players import experienced, play


def test_the_verdict_counts_wins_and_medians():
    columns = {
        "experienced": np.array([0.1, 0.2, 0.3, 0.4]),
        "bayesian": np.array([0.2, 0.3, 0.2, 0.5]),
        "random": np.full(4, 0.3),
        **{f"novice_{i}": np.array([0.2, 0.4, 0.4, 0.4]) for i in range(NOVICES)},
    }
    said = verdict(Table(columns))
    assert "ends at 0.250 (0.18 to 0.33)" in said
    assert "beats Bayesian search in 75% of seeds, a novice beats random in 25%." in said
    assert effect(Table(columns)) == pytest.approx([0.1, 0.1, -0.1, 0.1])


@pytest.mark.slow
def test_the_experienced_player_of_the_claim_trains_real_jobs():
    table = measure([3])
    tried = play(experienced, lambda knobs: clean_loss(3, **knobs), BUDGET)
    assert len({tuple(knobs.values()) for knobs, _ in tried}) == BUDGET
    assert table["experienced"].tolist() == [min(loss for _, loss in tried)]
