"""d.race: three real trainings from the same weights, and a rate at which each of two leads."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.data import digits
from hpstudy.demos import compute
from hpstudy.demos.race import CURVATURES, EPOCHS, RACERS, START
from hpstudy.training import train
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


@pytest.mark.parametrize("racer", RACERS)
def test_each_is_a_real_training(racer):
    run = train(digits(600, 600, 1), seed=1, optimizer=racer, learning_rate=0.03, epochs=EPOCHS)
    accuracies = tuple(epoch.validation_accuracy for epoch in run)
    assert compute("d.race", 1, rate=0.03).accuracies[racer] == accuracies


def test_the_plain_trail_is_known_in_closed_form():
    trail = compute("d.race", rate=0.01).trails["gradient_descent"]
    factors = 1 - 0.01 * np.array(CURVATURES)
    np.testing.assert_allclose(trail, START * factors ** np.arange(len(trail))[:, None])


@pytest.mark.parametrize("seed", range(3))
def test_who_leads_depends_on_the_rate(seed):
    assert compute("d.race", seed, rate=0.003).leader == "adam"
    assert compute("d.race", seed, rate=0.3).leader == "gradient_descent"


def test_what_was_raced_stays():
    live = LiveDemo(find_demo("d.race"))
    live.set(rate=0.1).set(rate=0.001)
    for racer in RACERS:
        rates = sorted(live.numbers.ended[racer])
        np.testing.assert_allclose(rates, [0.001, 0.1])
    assert "after 5 epochs" in live.sentence
