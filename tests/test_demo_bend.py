"""The numbers of d.bend: a real net, its map where the points are, its mistakes on pictures."""

import numpy as np
import pytest

from hpstudy.demos import compute
from hpstudy.demos.bend import EPOCHS, SIDES, bend, cells, split
from hpstudy.network import predict
from hpstudy.plots.bend import COLUMNS, ROWS, side_by_side
from hpstudy.training import train
from hpstudy.widgets.demos.bend import answer
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


def net(data, activation, hidden, seed=0):
    settings = {"optimizer": "adam", "learning_rate": 0.01, "batch_size": 16, "epochs": EPOCHS}
    *_, last = train(split(data, seed), seed=seed, activation=activation, hidden=hidden, **settings)
    return last.layers


@pytest.mark.parametrize("data", SIDES)
def test_the_map_is_the_nets_own_answer(data):
    numbers = compute("d.bend", activation="tanh", layers=2, width=4, data=data)
    layers = net(data, "tanh", (4, 4))
    np.testing.assert_allclose(
        numbers.map.ravel(), predict(layers, cells(data), "tanh")[:, 1], rtol=1e-5
    )
    guessed = predict(layers, numbers.examples.X_validation, "tanh").argmax(axis=1)
    assert numbers.now.unseen == np.mean(guessed == numbers.examples.y_validation)


@pytest.mark.parametrize("data", SIDES)
def test_all_points_lie_within_the_picture(data):
    left, right, low, high = SIDES[data]
    for seed in range(5):
        x, y = split(data, seed).X_train.T
        assert left < x.min() < x.max() < right
        assert low < y.min() < y.max() < high


def test_misread_pictures_are_as_many_as_the_accuracy_says():
    numbers = compute("d.bend", activation="rectifier", data="parity", width=8)
    assert numbers.map is None
    assert len(numbers.misread) == round(600 * (1 - numbers.now.unseen))
    sheet = side_by_side(numbers.misread)
    np.testing.assert_array_equal(sheet[:8, 9:17], numbers.misread[1])
    assert side_by_side(np.ones((500, 8, 8)))[~np.isnan(sheet)].all()
    assert np.nansum(side_by_side(np.ones((500, 8, 8)))) == ROWS * COLUMNS * 64


@pytest.mark.parametrize("layers", [1, 3])
def test_without_a_bend_the_border_is_a_straight_line(layers):
    """The log-odds of a net without a bend are linear: their second differences vanish."""
    odds = compute("d.bend", 1, layers=layers, width=6, data="moons").map.astype(float)
    logits = np.log(odds / (1 - odds))
    assert np.abs(np.diff(logits, n=2, axis=0)).max() < 1e-3 * np.ptp(logits)
    assert np.abs(np.diff(logits, n=2, axis=1)).max() < 1e-3 * np.ptp(logits)


def test_a_bend_encloses_the_inner_circle():
    for seed in range(3):
        straight, bent = (
            compute("d.bend", seed, activation=name).now.unseen for name in ("none", "rectifier")
        )
        assert bent > straight + 0.3


def test_parameters_are_counted_and_earlier_runs_stay_on_the_same_data():
    first = compute("d.bend", width=8)
    assert first.now.parameters == 2 * 8 + 8 + 8 * 2 + 2
    second = compute("d.bend", width=4, layers=2, before=first)
    assert second.past == (first.now,)
    assert compute("d.bend", data="moons", before=second).past == ()
    assert next(bend(data="parity", width=2)).now.parameters == 64 * 2 + 2 + 2 * 2 + 2


def test_only_the_data_there_are():
    with pytest.raises(ValueError, match="choose from circles"):
        split("squares", 0)


def test_the_demo_and_its_answer():
    assert answer(0).startswith("about half")
    live = LiveDemo(find_demo("d.bend")).set(activation="rectifier", layers=2)
    assert live.sentence.startswith("Rectifier, 2 layers of 16")
    assert len(live.numbers.now.accuracies) == EPOCHS
