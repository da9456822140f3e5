"""d.lastline: the value noted is that of the last line, and one aggregated number is the truth."""

import numpy as np
import pytest

from hpstudy.demos._pool import N_VALIDATION, pool
from hpstudy.demos.lastline import (
    AT_RANDOM,
    BY_CLASS,
    INSTANCES,
    last_reported,
    lastline,
    run_forty,
    run_job,
    shards_of,
)
from hpstudy.widgets.demos.lastline import LAST, answer


def ended(seed=0, **settings):
    *_, last = run_job(seed, **settings)
    return last


def test_shards_hold_every_picture_once():
    for kind in (AT_RANDOM, BY_CLASS):
        assert np.sort(shards_of(3, kind), axis=None).tolist() == list(range(N_VALIDATION))


def test_sorted_shards_hold_few_classes_each_and_random_ones_all():
    classes = pool(0).classes
    assert all(len(set(classes[part])) <= 4 for part in shards_of(0, BY_CLASS))
    assert all(len(set(classes[part])) == 10 for part in shards_of(0, AT_RANDOM))


@pytest.mark.parametrize("seed", range(4))
def test_the_last_line_is_noted(seed):
    now = ended(seed)
    *_, line = now.lines
    right = now.trained.job[-1][shards_of(seed, BY_CLASS)[line.instance]]
    assert now.value == pytest.approx(right.mean(), abs=5e-4)


def test_lines_arrive_one_by_one():
    arrived = [len(now.lines) for now in run_job(1)]
    assert arrived == list(range(1, len(arrived) + 1))
    assert len(arrived) == 8 * INSTANCES


@pytest.mark.parametrize("kind", [AT_RANDOM, BY_CLASS])
def test_aggregated_the_job_is_noted_for_what_it_is(kind):
    now = ended(2, shards=kind, aggregate=True)
    assert now.value == pytest.approx(now.whole, abs=5e-4)
    assert now.value == lastline(2, shards=kind, aggregate=True, before=ended(2)).value


def test_only_aggregated_numbers_never_lose_the_best_job():
    *_, now = run_forty(0, aggregate=True)
    assert not now.lost.any()
    for kind in (AT_RANDOM, BY_CLASS):
        assert (lastline(0, shards=kind, before=now).lost >= 0).all()


def test_sorted_shards_lose_more_on_average():
    lost = {AT_RANDOM: [], BY_CLASS: []}
    for seed in range(4):
        *_, now = run_forty(seed)
        for kind, points in lost.items():
            points.append(lastline(seed, shards=kind, before=now).lost.mean())
    assert np.mean(lost[BY_CLASS]) > 2 * np.mean(lost[AT_RANDOM])


def test_a_job_is_noted_for_the_shard_of_its_last_line():
    hits = np.zeros((2, N_VALIDATION), dtype=bool)
    parts = shards_of(0, AT_RANDOM)
    hits[0, parts[3]] = True
    noted = last_reported(hits, parts, np.array([[3, 3], [2, 3]]))
    assert noted.tolist() == [[1.0, 0.0], [0.0, 0.0]]


def test_the_answer_is_read_off_a_real_log():
    assert answer(0) == LAST
