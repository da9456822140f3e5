"""The numbers of d.crop: the machine is scikit-learn's, on just the pictures that are shown."""

import numpy as np
from sklearn.svm import SVC

from hpstudy.data import digits
from hpstudy.demos.crop import crop
from hpstudy.widgets.demos.crop import answer
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


def test_uncut_pictures_are_the_digits_themselves():
    data = digits(600, 600, 2)
    numbers = crop(2)
    machine = SVC(C=10).fit(data.X_train, data.y_train)
    assert numbers.accuracy == machine.score(data.X_validation, data.y_validation)
    np.testing.assert_allclose(numbers.left, numbers.whole)


def test_a_crop_learns_from_the_columns_it_keeps():
    data = digits(600, 600, 0)
    kept = np.arange(64).reshape(8, 8)[:, 2:6].ravel()
    machine = SVC(C=10).fit(data.X_train[:, kept], data.y_train)
    numbers = crop(0, width=4)
    assert numbers.inputs == 32
    assert numbers.accuracy == machine.score(data.X_validation[:, kept], data.y_validation)


def test_inputs_are_the_dots_that_are_left():
    assert crop(0, height=6, width=3, dots=4).left.shape == (4, 3)
    assert crop(0, height=2, width=2, dots=8).inputs == 4


def test_the_border_is_worth_nothing_and_four_dots_are_too_few():
    for seed in range(3):
        whole, cut, coarse = crop(seed), crop(seed, width=6), crop(seed, dots=2)
        assert abs(whole.accuracy - cut.accuracy) < 0.01
        assert coarse.accuracy < whole.accuracy - 0.2


def test_the_demo_and_its_answer():
    assert answer(0) == "less than 1 point"
    live = LiveDemo(find_demo("d.crop")).set(width=6, height=6, dots=4)
    assert "16 of 64 inputs" in live.sentence
