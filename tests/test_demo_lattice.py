"""d.lattice: the runs lie where they should, their losses are trainings, and luck is measured."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpstudy.demos import compute
from hpstudy.demos._digits import KNOBS, first_knobs, validation_loss
from hpstudy.demos.lattice import (
    OFFSETS,
    TRIES,
    affordable_lines,
    grid_runs,
    lattice,
    random_runs,
    shifted_grid,
    train_all,
    train_tries,
)
from hpstudy.objectives import DigitsNet
from hpstudy.plots.drawing import Drawing
from hpstudy.plots.lattice import HEIGHT, WIDTH, draw_lattice
from hpstudy.widgets.demo import Slider
from hpstudy.widgets.demos.lattice import DEMO, RUNS, answer, sentence
from hpstudy.widgets.live import LiveDemo

budgets = st.sampled_from(RUNS)
counts = st.integers(1, 6)
offsets = st.sampled_from(OFFSETS)


# -- where the runs lie --


@given(runs=st.integers(1, 10_000), knobs=counts)
def test_the_largest_grid_that_a_budget_affords(runs, knobs):
    lines = affordable_lines(runs, knobs)
    assert lines**knobs <= runs < (lines + 1) ** knobs


@given(runs=budgets, knobs=counts, offset=offsets, seed=st.integers(0, 50))
@settings(deadline=None)
def test_both_searches_stay_in_the_space_and_in_the_budget(runs, knobs, offset, seed):
    numbers = lattice(seed, runs=runs, knobs=knobs, offset=offset)
    space = first_knobs(knobs)
    assert len(numbers.grid.configurations) == numbers.lines**knobs <= runs
    assert len(numbers.random.configurations) == runs
    for configuration in (*numbers.grid.configurations, *numbers.random.configurations):
        u = space.to_unit(configuration)
        assert ((u >= 0) & (u <= 1)).all()


@given(runs=budgets, knobs=counts, offset=offsets)
def test_grid_tries_few_values_of_each_knob_and_random_all_different(runs, knobs, offset):
    numbers = lattice(runs=runs, knobs=knobs, offset=offset)
    for name in list(KNOBS)[:knobs]:
        assert len(numbers.grid.distinct(name)) == numbers.lines
    assert len(numbers.random.distinct("learning_rate")) == runs


@given(lines=st.integers(1, 9), offset=offsets)
def test_the_grid_has_every_combination_of_evenly_spaced_values(lines, offset):
    space = first_knobs(2)
    grid = shifted_grid(space, lines, offset)
    found = [grid.ask().configuration for _ in range(len(grid))]
    assert grid.ask() is None
    u = (np.arange(lines) + offset) / lines
    rates, l2s = 10 ** (-4 + 4 * u), 10 ** (-6 + 5 * u)
    wanted = np.array(sorted(product(rates, l2s)))
    np.testing.assert_allclose(sorted((c["learning_rate"], c["l2"]) for c in found), wanted)


def test_the_offset_moves_the_lines_from_one_edge_of_the_box_to_the_other():
    first, last = (grid_runs(9, 2, offset) for offset in (0.0, 1.0))
    assert min(c["learning_rate"] for c in first) == 1e-4
    assert max(c["learning_rate"] for c in first) < 0.1
    assert min(c["learning_rate"] for c in last) > 1e-3
    assert max(c["learning_rate"] for c in last) == 1.0
    quarters = first_knobs(4).from_unit([0.25, 0.75, 0.25, 0.75])
    assert quarters in grid_runs(16, 4, 0.5)


def test_more_runs_go_on_and_more_knobs_leave_the_first_ones_as_they_were():
    assert random_runs(0, 16, 2)[:9] == random_runs(0, 9, 2)
    for narrow, wide in zip(random_runs(0, 9, 2), random_runs(0, 9, 6), strict=True):
        assert narrow.items() <= wide.items()


def test_the_draws_of_random_search_differ_among_themselves_and_between_seeds():
    draws = {random_runs(seed, 9, 2, n)[0]["l2"] for seed in range(3) for n in range(TRIES)}
    assert len(draws) == 3 * TRIES


def test_runs_at_one_place_of_the_first_two_knobs_are_one_dot():
    numbers = lattice(runs=64, knobs=6)
    assert [dot.runs for dot in numbers.grid.dots] == [16] * 4
    assert [dot.runs for dot in numbers.random.dots] == [1] * 64
    one = lattice(runs=9, knobs=1)
    assert {dot.l2 for dot in one.grid.dots} == {1e-4}


# -- training --


@pytest.mark.parametrize("knobs", [2, 4])
def test_a_dot_has_the_loss_of_the_net_trained_there(knobs):
    numbers = compute("d.lattice", seed=2, runs=16, knobs=knobs, offset=0.5, train=True)
    net = DigitsNet(knobs, seed=2)
    for search in (numbers.grid, numbers.random):
        losses = [list(net(configuration))[-1] for configuration in search.configurations]
        assert search.losses.tolist() == losses
        assert search.lowest == min(losses)
    assert numbers.grids[OFFSETS.index(0.5)] == numbers.grid.lowest
    assert numbers.randoms[0] == numbers.random.lowest


@pytest.mark.parametrize("name", list(KNOBS))
def test_the_net_feels_each_of_its_six_knobs(name):
    values = (KNOBS[name].from_unit(u) for u in (0.2, 0.9))
    low, high = (validation_loss(0, {name: value}) for value in values)
    assert low != high


def test_without_training_nothing_is_known():
    numbers = compute("d.lattice")
    assert np.isnan([*numbers.grid.losses, *numbers.grids, *numbers.randoms]).all()
    assert compute("d.lattice", train=True).grid.lowest > 0


def test_training_streams_one_run_at_a_time_and_ends_as_training_at_once():
    steps = list(train_all(0, runs=4, offset=0.25))
    known = [np.isfinite([*n.grid.losses, *n.random.losses]).sum() for n in steps]
    assert known == list(range(1, 9))
    at_once = compute("d.lattice", runs=4, offset=0.25, train=True)
    for last, whole in ((steps[-1].grid, at_once.grid), (steps[-1].random, at_once.random)):
        assert last.losses.tolist() == whole.losses.tolist()


def test_what_is_trained_is_kept_when_stopped_and_not_trained_twice(monkeypatch):
    trained = []

    def counting(seed, configuration):
        trained.append(configuration)
        return validation_loss(seed, configuration)

    monkeypatch.setattr("hpstudy.demos.lattice.validation_loss", counting)
    steps = train_all(0, runs=9)
    some = [next(steps) for _ in range(5)][-1]
    steps.close()
    assert len(trained) == 5
    *_, whole = train_all(0, runs=9, before=some)
    assert len(trained) == 18
    elsewhere = lattice(0, runs=9, offset=0.5, before=whole)
    assert np.isnan(elsewhere.grid.losses).all()
    assert elsewhere.random.losses.tolist() == whole.random.losses.tolist()
    back = lattice(0, runs=9, before=elsewhere)
    assert back.grid.losses.tolist() == whole.grid.losses.tolist()
    assert len(trained) == 18


def test_each_offset_and_each_draw_leaves_its_lowest_loss():
    *_, numbers = train_tries(0, runs=4)
    assert np.isfinite([*numbers.grids, *numbers.randoms]).all()
    assert [action.offer(numbers) for action in DEMO.actions] == [None, None]
    for number in (0, 7, TRIES - 1):
        alone = compute("d.lattice", runs=4, offset=OFFSETS[number], train=True)
        assert numbers.grids[number] == alone.grid.lowest
        draw = [validation_loss(0, c) for c in random_runs(0, 4, 2, number)]
        assert numbers.randoms[number] == min(draw)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_place_of_the_lines_decides_what_a_grid_of_nine_finds(seed):
    """What the reader is to find: a grid is as good as where its lines happen to lie."""
    *_, numbers = train_tries(seed)
    assert numbers.grids.max() > 3 * numbers.grids.min()  # unlucky against lucky
    median = np.median(numbers.randoms)
    assert 0 < (numbers.grids < median).mean() < 0.5  # a lucky grid wins, most do not


# -- as the reader uses it --


@pytest.mark.parametrize("seed", range(3))
def test_the_prediction_is_judged_by_real_trainings(seed):
    *_, trained = train_all(seed)
    grid, random = trained.grid.losses.min(), trained.random.losses.min()
    wins = {"the grid": grid < random / 1.05, "random": random < grid / 1.05}
    assert answer(seed) in DEMO.predict.options
    assert wins.get(answer(seed), not any(wins.values()))


def test_the_sentence_says_what_was_counted_and_what_came_of_it():
    assert sentence(lattice()) == "Nine runs: the grid tries 3 learning rates, random 9."
    assert "a full grid can use 8" in sentence(lattice(runs=16, knobs=3))
    numbers = compute("d.lattice", train=True)
    said = f"Lowest loss {numbers.grid.lowest:.2f} against {numbers.random.lowest:.2f}."
    assert said in sentence(numbers)


def test_the_dots_keep_their_colours_when_the_reader_comes_back():
    live = LiveDemo(DEMO)
    live.press("Train them all")
    lowest = live.numbers.grid.lowest
    train, tries = (action.offer for action in DEMO.actions)
    assert train(live.numbers) is None
    assert tries(live.numbers) == DEMO.actions[1].label
    live.set(offset=0.5)
    assert np.isnan(live.numbers.grid.lowest)
    assert np.isfinite(live.numbers.random.lowest)
    assert train(live.numbers) == "Train them all"
    live.set(offset=0.0)
    assert live.numbers.grid.lowest == lowest
    assert train(live.numbers) is None
    live.reset()
    assert np.isnan(live.numbers.random.lowest)


def test_every_position_can_be_drawn_and_ticks_mark_the_values_tried():
    drawing = Drawing(draw_lattice, WIDTH, HEIGHT)
    for runs, knobs in [(4, 6), (9, 2), (81, 1), (27, 3)]:
        numbers = lattice(runs=runs, knobs=knobs, offset=0.3)
        drawing.update(numbers)
        assert drawing.record()
        for axes, search in zip(drawing.figure.axes, (numbers.grid, numbers.random), strict=False):
            (ticks,) = (line for line in axes.lines if line.get_marker() == "|")
            assert sorted(ticks.get_xdata()) == search.distinct("learning_rate")


def test_sliders_reach_every_position():
    assert all(isinstance(control, Slider) for control in DEMO.controls)
    offset, runs, knobs = DEMO.controls
    assert (offset.values, runs.values, knobs.values) == (OFFSETS, RUNS, (1, 2, 3, 4, 5, 6))
    assert knobs.texts[3] == "4: + width"
    said = [text.split(": ")[1].removeprefix("+ ").replace(" ", "_") for text in knobs.texts]
    assert said[1:] == ["L2", *list(KNOBS)[2:]]
