"""The numbers of d.dropout: a real net whose dropout acts in training and never at prediction."""

import numpy as np
import pytest

from hpstudy.demos import compute
from hpstudy.demos.dropout import DATA, EPOCHS, dropout, examples
from hpstudy.network import predict
from hpstudy.training import train
from hpstudy.widgets.demos.dropout import RATES, answer
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


def test_accuracies_are_those_of_the_whole_net():
    data = examples("patients", 3)
    *_, last = train(
        data,
        seed=3,
        hidden=(32, 32),
        dropout=0.4,
        optimizer="adam",
        learning_rate=5e-3,
        batch_size=32,
        epochs=EPOCHS,
    )
    run = compute("d.dropout", 3, rate=0.4, units=32).now
    guessed = predict(last.layers, data.X_validation).argmax(axis=1)
    assert run.unseen == pytest.approx(np.mean(guessed == data.y_validation))
    assert len(run.accuracies) == len(run.training_accuracies) == EPOCHS


@pytest.mark.parametrize("rate", RATES)
def test_the_mask_drops_its_share_and_makes_up_for_it(rate):
    masks = np.concatenate([n.mask for n in dropout(0, rate=rate, units=128) if n.now.rate == rate])
    assert np.mean(masks == 0) == pytest.approx(rate, abs=0.02)
    np.testing.assert_allclose(masks[masks > 0], 1 / (1 - rate), rtol=1e-6)


def test_each_epoch_has_another_mask():
    *_, last_but_one, last = dropout(0, rate=0.5, units=16)
    assert not np.array_equal(last_but_one.mask, last.mask)


def test_dropout_closes_the_gap_of_a_large_net():
    gaps = [
        [compute("d.dropout", seed, rate=rate).now.gap for rate in (0.0, 0.5)] for seed in range(3)
    ]
    without, half = np.transpose(gaps)
    assert (half < without).all()


def test_dropout_starves_a_small_net():
    without, half = (
        compute("d.dropout", 1, rate=rate, units=8, data="noisy digits").now for rate in (0.0, 0.5)
    )
    assert half.seen < without.seen
    assert half.unseen < without.unseen


def test_a_run_without_dropout_comes_first():
    numbers = list(dropout(0, rate=0.5, units=8))
    assert [n.now.rate for n in numbers] == [0.0] * EPOCHS + [0.5] * EPOCHS
    assert numbers[-1].without is numbers[EPOCHS - 1].now


def test_earlier_runs_stay_while_net_and_data_do():
    first = compute("d.dropout", rate=0.5)
    second = compute("d.dropout", rate=0.2, before=first)
    assert [run.rate for run in second.past] == [0.0, 0.5]
    assert second.without is first.without
    assert compute("d.dropout", rate=0.5, before=second).past == (first.without, second.now)
    assert [run.units for run in compute("d.dropout", units=8, before=second).past] == []
    assert {run.data for run in compute("d.dropout", data="digits", before=second).past} <= {
        "digits"
    }


def test_only_the_data_there_are():
    with pytest.raises(ValueError, match="choose from patients"):
        examples("weather", 0)
    assert {len(examples(data, 0).y_train) for data in DATA} == {150, 400}


def test_the_demo_compares_with_no_dropout():
    live = LiveDemo(find_demo("d.dropout"))
    live.set(rate=0.5)
    assert "Without dropout" in live.sentence
    assert live.sentence.count("a gap of") == 2


def test_the_answer_follows_two_trainings():
    without, half = (compute("d.dropout", 0, rate=rate).now for rate in (0.0, 0.5))
    said = answer(0)
    assert (said in ("both rise", "only training rises")) == (half.seen > without.seen)
    assert (said in ("both rise", "only new rises")) == (half.unseen > without.unseen)
