"""d.depth: deeper trees know more of what they have seen, and the map is what the tree says."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.data import risk
from hpstudy.demos import compute
from hpstudy.demos.depth import CUTS, DEPTHS, REACH, SIDE, UNLIMITED, fit_tree
from hpstudy.widgets.demos.depth import answer
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


@pytest.mark.parametrize("data", ["patients", "tumours"])
def test_training_accuracy_never_falls_with_depth_and_ends_at_one(data):
    seen = [compute("d.depth", 1, depth=depth, data=data).seen for depth in DEPTHS]
    assert (np.diff(seen) >= 0).all()
    assert seen[-1] == 1


def test_a_tree_has_at_most_two_to_the_depth_leaves():
    for depth in DEPTHS[:-1]:
        assert compute("d.depth", depth=depth).leaves <= 2**depth


def test_the_average_is_over_cuts_of_their_own():
    single = [compute("d.depth", seed, depth=3).unseen for seed in range(CUTS)]
    numbers = compute("d.depth", 0, depth=3, average=True)
    assert numbers.unseen == pytest.approx(np.mean(single))
    assert len(set(single)) > 1


@pytest.mark.parametrize("seed", [0, 10, 20])
def test_on_average_of_ten_cuts_a_shallow_tree_is_best_for_patients(seed):
    assert answer(seed) <= 4
    deep = compute("d.depth", seed, depth=UNLIMITED, average=True).unseen
    assert compute("d.depth", seed, depth=2, average=True).unseen > deep


def test_the_map_says_what_a_tree_of_two_features_says():
    numbers = compute("d.depth", 0, depth=3)
    np.testing.assert_array_equal(numbers.X, risk(150, 150, 0).X_train[:, [2, 8]])
    width = 2 * REACH / SIDE
    place = [[-REACH + (5 + 0.5) * width, -REACH + (20 + 0.5) * width]]
    assert numbers.map[20, 5] == fit_tree(numbers.X, numbers.y, 3).predict(place)[0]


def test_the_picture_keeps_where_the_reader_was():
    live = LiveDemo(find_demo("d.depth")).set(depth=4, data="tumours")
    assert sum(stroke.trail for stroke in live.frame().strokes) == 2
    assert live.figure.axes[0].get_xlabel() == live.numbers.features[0] == "radius"
    assert "Depth 4" in live.sentence
    assert "Depth any" in live.set(depth=UNLIMITED).sentence
