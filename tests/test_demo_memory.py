"""d.memory: what is known by heart, against scikit-learn's nearest neighbour, on random labels."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from hpstudy.data import digits
from hpstudy.demos import compute
from hpstudy.demos.memory import LEARNERS, N_SEEN, N_UNSEEN, nearest_label, recall
from hpstudy.widgets.demos.memory import ALL, answer
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


@pytest.mark.parametrize("wrong", [0.0, 0.5, 1.0])
def test_memory_and_neighbour_know_all_they_were_told(wrong):
    for learner in ("memory", "neighbour"):
        assert compute("d.memory", 1, learner=learner, wrong=wrong).seen == 1


def test_memory_says_zero_of_whatever_it_has_not_seen():
    data = digits(N_SEEN, N_UNSEEN, 2)
    assert compute("d.memory", 2).unseen == (data.y_validation == 0).mean()
    assert recall({}, data.X_validation).tolist() == [0] * N_UNSEEN


def test_the_neighbour_is_scikit_learns():
    data = digits(N_SEEN, N_UNSEEN, 0, wrong_labels=0.5)
    theirs = KNeighborsClassifier(1).fit(data.X_train, data.y_train).predict(data.X_validation)
    ours = nearest_label(data.X_train, data.y_train, data.X_validation)
    assert (ours == theirs).mean() > 0.995  # a tie may be broken otherwise


@pytest.mark.parametrize("seed", range(2))
def test_a_net_learns_random_labels_and_nothing_from_them(seed):
    numbers = compute("d.memory", seed, learner="net", wrong=1.0)
    assert numbers.seen > 0.85
    assert numbers.unseen < 0.2


def test_the_pictures_shown_are_missed():
    numbers = compute("d.memory", learner="neighbour")
    assert len(numbers.pictures) == len(numbers.said) == len(numbers.meant) > 0
    assert (numbers.said != numbers.meant).all()


def test_the_net_is_streamed_and_the_picture_says_how_well_it_reads():
    live = LiveDemo(find_demo("d.memory")).set(learner="net", wrong=0.3)
    assert live.numbers.progress == 1
    drawn = [text.get_text() for axes in live.figure.axes for text in axes.texts]
    assert f"{live.numbers.unseen:.1%}" in drawn
    assert f"{live.numbers.unseen:.1%}" in live.sentence
    shown = live.figure.axes[1].images[0].get_array()
    np.testing.assert_array_equal(shown[:8, :8], live.numbers.pictures[0])


def test_the_answer_and_an_unknown_learner():
    assert answer(0) == ALL
    with pytest.raises(ValueError, match=", ".join(LEARNERS)):
        compute("d.memory", learner="parrot")
