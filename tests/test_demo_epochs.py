"""d.epochs: the turn is there on every seed, and a run that was stopped goes on from there."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from hpstudy.demos import compute
from hpstudy.demos.epochs import EPOCHS, epochs
from hpstudy.widgets.demos.epochs import WORSE, answer
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


@pytest.mark.parametrize("seed", range(3))
def test_it_is_best_early_and_ends_knowing_the_wrong_labels(seed):
    numbers = compute("d.epochs", seed)
    assert numbers.best < 25
    assert numbers.accuracies.max() - numbers.accuracies[-1] > 0.03
    assert numbers.training_accuracies[-1] > 0.97
    assert answer(seed) == WORSE


def test_without_wrong_labels_little_is_lost():
    accuracies = compute("d.epochs", wrong=0.0).accuracies
    assert accuracies.max() - accuracies[-1] < 0.02


def test_a_stopped_run_goes_on_as_if_it_had_not_been_stopped():
    *_, stopped = islice(epochs(1), 12)
    going_on = list(epochs(1, before=stopped))
    whole = compute("d.epochs", 1)
    assert going_on[0].number == 12
    assert going_on[-1].stopped == 12
    np.testing.assert_array_equal(going_on[-1].losses, whole.losses)


def test_a_finished_run_or_other_labels_begin_anew():
    whole = compute("d.epochs", n_epochs=EPOCHS)
    assert next(epochs(0, before=whole)).number == 1
    *_, stopped = islice(epochs(0), 5)
    assert next(epochs(0, wrong=0.1, before=stopped)).number == 1


def test_the_button_plays_to_the_end():
    live = LiveDemo(find_demo("d.epochs"))
    assert live.numbers.number == 1
    live.press("Play to the end")
    assert live.numbers.number == EPOCHS
    assert f"at epoch {live.numbers.best}" in live.sentence


def test_stopping_marks_the_place():
    live = LiveDemo(find_demo("d.epochs"))
    playing = live.play("Play slowly, I stop it")
    for _ in range(3):
        next(playing)
    playing.close()
    live.press("Play to the end")
    assert live.numbers.stopped == 3
    assert "You stopped at 3" in live.sentence
