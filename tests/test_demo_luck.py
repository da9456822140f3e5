"""d.luck: winners are the best where they are chosen, and flattered only by what is luck."""

import numpy as np
import pytest
from sklearn.svm import SVC

from hpstudy.data import cancer
from hpstudy.demos import compute
from hpstudy.demos.luck import TUMOURS, leaders, luck, replays, split, train_all, trained


def finished(seed=0):
    *_, last = train_all(seed)
    return last


def test_leaders_are_the_best_of_the_first_few():
    accuracies = np.random.default_rng(0).integers(0, 9, 40) / 9  # with ties
    expected = [int(np.argmax(accuracies[: n + 1])) for n in range(40)]
    assert leaders(accuracies).tolist() == expected


def test_a_split_counts_every_example_once():
    hits = np.random.default_rng(1).random((7, 90)) < 0.8
    few, others = split(hits, 20, np.random.default_rng(2))
    np.testing.assert_allclose(20 * few + 70 * others, hits.sum(axis=1))


def test_equal_configurations_are_flattered_as_much_as_the_largest_of_normal_draws():
    rng = np.random.default_rng(3)
    hits = rng.random((20, 20_000)) < 0.9
    promised, kept = replays(hits, 200, rng, n=300)
    error = np.sqrt(0.9 * 0.1 / 200)
    largest = rng.standard_normal((20_000, 20)).max(axis=1).mean()
    assert (promised - kept)[:, -1].mean() == pytest.approx(error * largest, rel=0.15)
    assert abs((promised - kept)[:, 0].mean()) < 0.15 * error * largest


def test_tumours_are_judged_by_scikit_learns_machine():
    data = cancer(200, 200, 1)
    X = np.vstack([data.X_validation, data.X_test])
    y = np.concatenate([data.y_validation, data.y_test])
    default = SVC().fit(data.X_train, data.y_train)
    assert trained(TUMOURS, 1, 3).default.mean() == pytest.approx(default.score(X, y))


def test_more_tried_flatter_more_and_more_examples_less():
    now = finished()
    of = {
        (n, size): luck(tried=n, size=size, before=now).flattery
        for n in (1, 20, 100)
        for size in (30, 200)
    }
    assert of[1, 30] < of[20, 30] < of[100, 30]
    assert of[20, 200] < of[20, 30]
    assert abs(of[1, 30]) < 0.02


def test_before_the_training_there_is_nothing():
    assert np.isnan(compute("d.luck").flattery)


def test_a_move_judges_what_was_trained():
    now = luck(data=TUMOURS, tried=5, size=50, before=finished())
    promised, kept = now.winners
    assert promised.shape == kept.shape == (200,)
    assert set(np.round(50 * promised, 6) % 1) == {0.0}
