"""d.compare: real searches, fairness read off the definitions, figures of the table by hand."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.demos.compare import (
    EPOCHS,
    EQUAL,
    LONGER,
    OTHER_METRIC,
    OTHERS,
    RIVALS,
    SPACE,
    A,
    Compare,
    Ended,
    compare,
    objective,
    run_all,
    tuning_job,
)
from hpstudy.objectives import DigitsNet
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


@pytest.fixture(scope="module")
def ended():
    *_, last = run_all(0)
    return last


def test_job_a_is_random_search_with_real_trainings(ended):
    net, strategy = DigitsNet(4), RandomSearch(SPACE, seed=0)
    for values, loss in zip(ended.a.values[:3], ended.a.losses, strict=False):
        configuration = strategy.ask().configuration
        np.testing.assert_array_equal(values, SPACE.to_unit(configuration))
        assert loss == list(net(configuration))[-1]


@pytest.mark.parametrize(
    ("rival", "unfair"),
    [(EQUAL, []), (LONGER, ["budget"]), (OTHERS, ["data"]), (OTHER_METRIC, ["metric"])],
)
def test_what_is_unfair(rival, unfair):
    assert compare(0, rival=rival).unfair == unfair


def test_a_definition_is_what_is_run():
    knobs = RandomSearch(SPACE, seed=3).ask().configuration
    rate = objective(RIVALS[OTHER_METRIC], 3, knobs) * 600
    assert rate == pytest.approx(round(rate))  # so many of 600 pictures
    assert objective(RIVALS[OTHERS], 3, knobs) != objective(A, 3, knobs)
    assert RIVALS[LONGER].epochs == 40 * EPOCHS


def test_the_longer_job_goes_on_where_the_other_ends(ended):
    equal, longer = (ended.ended[RIVALS[rival]] for rival in (EQUAL, LONGER))
    np.testing.assert_array_equal(longer.losses[: len(equal.losses)], equal.losses)


def test_brushing_keeps_the_lowest():
    job = Ended(A, np.zeros((4, 4)), np.array([3.0, 1.0, 2.0, 4.0]))
    assert job.brushed(0.5).tolist() == [False, True, True, False]
    assert job.brushed(1.0).all()


def test_where_the_good_ones_crowd_the_knob_mattered():
    rng = np.random.default_rng(0)
    values = rng.random((200, 4))
    job = Ended(A, values, np.abs(values[:, 2] - 0.3))
    spans = Compare(job, job, 0.25, {}).spans
    assert min(spans, key=spans.get) == list(SPACE)[2]
    assert spans[list(SPACE)[2]] < 0.3
    assert all(0.8 < spans[name] < 1.2 for name in list(SPACE)[:2])


def test_the_sentence_follows_the_definitions():
    live = LiveDemo(find_demo("d.compare"))
    assert "0 of 40" in live.sentence
    live.press("Run all five tuning jobs")
    assert "fair, though one pair is luck" in live.sentence
    for rival, word in ((LONGER, "budget"), (OTHERS, "data"), (OTHER_METRIC, "metric")):
        assert f"Unfair, another {word}" in live.set(rival=rival).sentence
    assert "crowd most in" in live.set(rival=EQUAL, share=0.25).sentence


def test_a_tuning_job_comes_out_the_same_again():
    first, again = (list(tuning_job(A, 1))[4].losses for _ in range(2))
    np.testing.assert_array_equal(first, again)
