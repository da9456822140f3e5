"""d.box: every dot is the training it says it is, and what was bought is kept."""

import math

import numpy as np
import pytest

from hpstudy.demos import compute
from hpstudy.demos.box import FOR_SALE_AFTER, SIDE, Box, box, buy_landscape, cell, place
from hpstudy.objectives import DigitsNet
from hpstudy.plots.box import draw_box
from hpstudy.plots.drawing import Drawing
from hpstudy.widgets.demos.box import DEMO, sentence
from hpstudy.widgets.live import LiveDemo


def last(losses):
    return list(losses)[-1]


def train(seed, configuration):
    return last(DigitsNet(2, seed=seed)(configuration))


def search(n, seed=0):
    """A search by hand: `n` trainings across the box."""
    now = None
    for rate, l2 in zip(np.geomspace(1e-4, 1, n), np.geomspace(1e-6, 1e-1, n), strict=True):
        now = box(seed, rate=rate, l2=l2, before=now)
    return now


@pytest.fixture(scope="module")
def ready():
    """A search after which the landscape is for sale."""
    return search(FOR_SALE_AFTER)


@pytest.fixture(scope="module")
def whole(ready):
    *_, whole = buy_landscape(0, before=ready)
    return whole


@pytest.mark.parametrize("seed", [0, 3])
def test_a_training_has_the_loss_of_the_two_knob_net(seed):
    numbers = compute("d.box", seed=seed, rate=0.2, l2=1e-3)
    (training,) = numbers.trainings
    assert training.loss == train(seed, {"learning_rate": 0.2, "l2": 1e-3})
    assert training.seconds > 0


def test_trainings_add_up_and_the_first_lowest_is_the_incumbent(ready):
    assert [t.rate for t in ready.trainings] == pytest.approx(np.geomspace(1e-4, 1, 10))
    losses = ready.losses
    assert ready.incumbent is ready.trainings[int(np.argmin(losses))]
    assert ready.trajectory.tolist() == [min(losses[: i + 1]) for i in range(len(losses))]
    again = box(0, rate=ready.incumbent.rate, l2=ready.incumbent.l2, before=ready)
    assert again.trainings[-1].loss == ready.incumbent.loss
    assert again.incumbent is ready.incumbent


def test_another_seed_is_other_data_and_weights():
    assert compute("d.box", seed=1).trainings != compute("d.box", seed=0).trainings
    assert compute("d.box", seed=1).trainings == compute("d.box", seed=1).trainings


def test_cells_tile_the_box():
    rows, columns = np.mgrid[:SIDE, :SIDE]
    for row, column in zip(rows.ravel().tolist(), columns.ravel().tolist(), strict=True):
        assert place(cell(row, column)) == (row, column)
    low, high = cell(0, 0), cell(SIDE - 1, SIDE - 1)
    assert low["learning_rate"] / 1e-4 == pytest.approx(1 / high["learning_rate"])
    assert place({"learning_rate": 1e-4, "l2": 1e-6}) == (0, 0)
    assert place({"learning_rate": 1.0, "l2": 1e-1}) == (SIDE - 1, SIDE - 1)


def test_the_landscape_is_not_for_sale_before_ten_trainings():
    early = search(FOR_SALE_AFTER - 1)
    assert not early.for_sale
    assert [numbers.bought for numbers in buy_landscape(0, before=early)] == [0]
    assert [numbers.bought for numbers in buy_landscape(0)] == [0]


def test_the_price_is_the_mean_time_of_the_trainings(ready):
    seconds = [training.seconds for training in ready.trainings]
    assert ready.price == pytest.approx(400 * sum(seconds) / len(seconds))
    assert f"{ready.price:.1f} s" in sentence(ready)


def test_the_landscape_comes_cell_by_cell_and_what_is_bought_is_kept(ready):
    steps = buy_landscape(0, before=ready)
    some = [next(steps) for _ in range(31)][-1]
    steps.close()
    assert some.bought == 30
    assert some.trainings == ready.trainings
    assert ready.bought == 0
    on = next(n for n in buy_landscape(0, before=some) if n.bought == 31)
    kept = np.isfinite(some.landscape)
    assert (on.landscape[kept] == some.landscape[kept]).all()
    assert on.price < some.price


def test_the_first_cells_bought_are_spread_over_the_box(ready):
    some = next(n for n in buy_landscape(0, before=ready) if n.bought == 40)
    known = np.isfinite(some.landscape)
    quarters = known.reshape(2, SIDE // 2, 2, SIDE // 2).sum(axis=(1, 3))
    assert quarters.min() >= 5


@pytest.mark.slow
def test_a_cell_is_a_training_at_its_centre(whole):
    assert whole.bought == SIDE**2
    for row, column in [(0, 0), (3, 17), (19, 19)]:
        assert whole.landscape[row, column] == train(0, cell(row, column))
    configuration, lowest = whole.lowest_cell
    assert lowest == whole.landscape.min() == train(0, configuration)
    assert whole.good_share == np.mean(whole.landscape <= 1.1 * lowest)
    assert not whole.for_sale
    assert next(buy_landscape(0, before=whole)) is whole


@pytest.mark.slow
def test_the_box_has_one_knob_that_matters(whole):
    """What the reader is to find: the learning rate decides, not L2."""
    log = np.log(whole.landscape)
    by_rate, by_l2 = log.mean(axis=0).var(), log.mean(axis=1).var()
    assert by_rate > 5 * by_l2
    assert whole.good_share < 0.25


def test_a_run_that_diverges_has_a_loss_like_any_other():
    for rate in (1.0, 0.8):
        loss = box(0, rate=rate, l2=1e-1).incumbent.loss
        assert math.isfinite(loss)
        assert loss <= 4


# -- as the reader uses it --


def test_a_click_trains_where_it_points():
    live = LiveDemo(DEMO)
    assert live.numbers.trainings == ()
    live.click(0.1, 1e-3)
    (training,) = live.numbers.trainings
    assert training.rate == pytest.approx(0.1)
    assert training.l2 == pytest.approx(1e-3)
    assert f"loss {training.loss:.2f}" in live.sentence
    live.press("Train here")
    assert len(live.numbers.trainings) == 2
    live.reset()
    assert live.numbers.trainings == ()


def test_a_move_stops_the_purchase_and_keeps_what_is_bought():
    live = LiveDemo(DEMO)
    for rate in np.geomspace(1e-3, 1, FOR_SALE_AFTER):
        live.click(rate, 1e-4)
    steps = live.play("Buy the landscape")
    for _ in range(21):
        next(steps)
    steps.close()
    live.press("Train here")
    assert live.numbers.bought == 20
    assert len(live.numbers.trainings) == FOR_SALE_AFTER + 1
    assert "20 of the landscape's 400" in live.sentence


def test_the_picture_shows_each_training_and_rings_the_lowest(ready):
    drawing = Drawing(draw_box)
    drawing.update(Box())
    empty = len(drawing.record())
    drawing.update(ready)
    assert len(drawing.record()) > empty
    axes = drawing.figure.axes[0]
    dots = {tuple(p) for line in axes.lines if line.get_marker() == "o" for p in line.get_xydata()}
    assert {(t.rate, t.l2) for t in ready.trainings} == dots
    ring = axes.lines[-1].get_xydata()
    assert ring.tolist() == [[ready.incumbent.rate, ready.incumbent.l2]]
