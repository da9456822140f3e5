"""d.importance: the explained share against closed forms, and runs that go on where they were."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.demos import compute
from hpstudy.demos._digits import validation_loss
from hpstudy.demos.importance import BINS, SPACE, bin_means, explained, importance
from hpstudy.widgets.demos.importance import DEMO
from hpstudy.widgets.live import LiveDemo


def test_a_knob_with_one_level_a_bin_explains_all():
    values = np.repeat(np.arange(BINS), 10)
    order = np.random.default_rng(0).permutation(len(values))
    levels = np.random.default_rng(1).standard_normal(BINS)
    assert explained(values[order].astype(float), levels[values[order]]) == pytest.approx(1)


def test_it_is_the_correlation_ratio():
    rng = np.random.default_rng(2)
    values, losses = rng.random(160), rng.standard_normal(160)
    _, means = bin_means(values, losses)
    between = sum(20 * (mean - losses.mean()) ** 2 for mean in means)
    assert explained(values, losses) == pytest.approx(
        between / ((losses - losses.mean()) ** 2).sum()
    )


def test_noise_explains_what_chance_gives():
    rng = np.random.default_rng(3)
    n = 80
    shares = [explained(rng.random(n), rng.standard_normal(n)) for _ in range(2000)]
    assert np.mean(shares) == pytest.approx((BINS - 1) / (n - 1), rel=0.05)


def test_more_trainings_keep_those_that_ran():
    first = compute("d.importance", 1, trials=8)
    *_, more = importance(1, trials=12, before=first)
    whole = compute("d.importance", 1, trials=12)
    np.testing.assert_array_equal(more.losses, whole.losses)
    *_, fewer = importance(1, trials=8, before=whole)
    np.testing.assert_array_equal(fewer.losses, first.losses)


def test_each_loss_is_that_of_its_configuration():
    numbers = compute("d.importance", 2, trials=3)
    for value, loss, configuration in zip(
        numbers.values, numbers.losses, numbers.configurations, strict=True
    ):
        assert loss == validation_loss(2, configuration)
        np.testing.assert_allclose(value, SPACE.to_unit(configuration))


def test_the_learning_rate_explains_most():
    numbers = LiveDemo(DEMO).set(trials=100).press("Train them").numbers
    shares = numbers.shares
    assert shares["learning_rate"] > sum(v for k, v in shares.items() if k != "learning_rate")
    assert numbers.losses[numbers.best] == numbers.losses.min()


def test_too_few_trainings_are_not_judged():
    numbers = compute("d.importance", trials=4)
    assert np.isnan(list(numbers.shares.values())).all()
    assert "too few" in DEMO.sentence(numbers)
