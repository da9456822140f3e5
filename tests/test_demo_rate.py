"""d.rate: the numbers are those of `train`, earlier runs stay, and the claim it teaches holds."""

from __future__ import annotations

import pytest

from hpstudy.data import digits
from hpstudy.demos import compute
from hpstudy.training import train
from hpstudy.widgets.demos.rate import OPTIONS, answer
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


def test_it_is_a_real_training():
    run = compute("d.rate", 2, rate=0.1).now
    epochs = list(train(digits(600, 600, 2), seed=2, learning_rate=0.1, epochs=20))
    assert run.losses.tolist() == [epoch.training_loss for epoch in epochs]
    assert run.accuracies.tolist() == [epoch.validation_accuracy for epoch in epochs]


def test_it_answers_after_every_epoch():
    answers = list(find_demo("d.rate").compute(0, rate=0.03))
    assert [len(numbers.now.losses) for numbers in answers] == list(range(1, 21))


def test_earlier_runs_stay_once_each():
    live = LiveDemo(find_demo("d.rate"))
    for rate in (0.01, 0.1, 1.0, 0.1):
        live.set(rate=rate)
    rates = [run.rate for run in (*live.numbers.past, live.numbers.now)]
    assert len(rates) == len(set(rates)) == 3
    assert "Lowest so far" in live.sentence
    live.set(seed=1)
    assert live.numbers.past == ()


@pytest.mark.parametrize("seed", range(3))
def test_the_middle_rate_wins_on_every_seed(seed):
    losses = {text: compute("d.rate", seed, rate=float(text)).now.loss for text in OPTIONS}
    assert answer(seed) == min(losses, key=losses.get) == "0.3"


def test_a_run_that_diverges_is_drawn_at_the_edge():
    live = LiveDemo(find_demo("d.rate")).set(rate=10)
    assert live.numbers.now.accuracy < 0.3
    assert live.frame().strokes
