"""d.sorter: an algorithm has the knobs that its estimator names, and each is filed once."""

from __future__ import annotations

import pytest
from sklearn.utils import all_estimators

from hpstudy.demos.sorter import ALGORITHMS, FIVE, KNOBS, THREE, group_of, settings_of
from hpstudy.widgets.demos.sorter import DEMO, answer
from hpstudy.widgets.live import LiveDemo


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_knob_is_a_setting_of_the_estimator(algorithm):
    estimator = dict(all_estimators())[ALGORITHMS[algorithm][1]]()
    settings = settings_of(algorithm)
    assert settings
    assert set(settings.values()) <= set(estimator.get_params())


def test_every_knob_is_filed_and_every_group_used():
    for groups in (THREE, FIVE):
        assert {group_of(knob, groups) for knob in KNOBS} == set(groups)


def test_families_share_knobs():
    assert settings_of("tree").keys() < settings_of("boosted trees").keys()
    assert answer(0) == "boosted trees"


def test_a_knob_set_before_any_algorithm_belongs_to_none():
    before = {knob.name for knob in KNOBS if not knob.settings}
    assert not any(before & settings_of(algorithm).keys() for algorithm in ALGORITHMS)


def test_the_sentence_says_the_group_and_the_name():
    live = LiveDemo(DEMO)
    for place, knob in enumerate(KNOBS):
        sentence = live.set(knob=place, groups=FIVE).sentence
        assert knob.of_five in sentence
        assert knob.why in sentence
    names = [knob.name for knob in KNOBS]
    live.set(knob=names.index("depth of a tree"), algorithm="tree")
    assert "max_depth" in live.sentence
