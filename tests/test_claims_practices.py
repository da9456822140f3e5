"""Each claim about the practices follows its measurements: turned over, they turn it over."""

import importlib
from itertools import combinations

import numpy as np
import pytest

from hpstudy.claims.concurrency_costs_quality import curve
from hpstudy.claims.log_scale_halves_the_jobs import jobs_as_good
from hpstudy.claims.table import Table, holds
from hpstudy.demos._replays import (
    ADVISED,
    FORGETFUL,
    JOBS,
    LOG,
    RANGES,
    RIGHT,
    SEVEN,
    Setting,
    around,
    best_elsewhere,
    box,
    final,
    lowest,
    mean_lowest,
    replay,
    rounds,
    search,
    space_of,
)
from hpstudy.objectives import DigitsNet, KernelRidge
from hpstudy.strategies.bayesian_optimization import BayesianOptimization
from hpstudy.strategies.random_search import RandomSearch

ONE_WAY = {
    "log_scale_halves_the_jobs": (
        {"linear 10": 0.4, "log 10": 0.3},
        {"linear 10": 0.3, "log 10": 0.4},
    ),
    "narrow_ranges_help": (
        {"seven decades random 20": 55, "narrow random 20": 54},
        {"seven decades random 20": 54, "narrow random 20": 55},
    ),
    "coarse_then_fine_helps": ({"whole": 55, "zoomed": 54}, {"whole": 54, "zoomed": 55}),
    "fewer_hyperparameters_help": (
        {"Bayesian 11 10": 57, "Bayesian 2 10": 55},
        {"Bayesian 11 10": 55, "Bayesian 2 10": 57},
    ),
    "concurrency_costs_quality": (
        {"10 at once": 0.3, "1 at once": 0.2},
        {"10 at once": 0.2, "1 at once": 0.3},
    ),
    "all_at_once_costs_nothing": (
        {"one at a time": 0.3, "all at once": 0.2},
        {"one at a time": 0.2, "all at once": 0.3},
    ),
}


@pytest.mark.parametrize("name", ONE_WAY)
def test_the_claim_holds_or_falls_with_what_is_measured(name):
    claim = importlib.import_module(f"hpstudy.claims.{name}")
    for row, held in zip(ONE_WAY[name], (True, False), strict=True):
        table = Table({column: np.full(10, value, float) for column, value in row.items()})
        assert holds(claim.effect(table)) is held


def test_the_mean_lowest_is_that_of_every_possible_draw():
    pool = np.random.default_rng(0).normal(size=9)
    for n in (1, 3, 9):
        every = [min(draw) for draw in combinations(pool, n)]
        assert mean_lowest(pool, n) == pytest.approx(np.mean(every))


def test_jobs_as_good_are_the_first_that_are():
    pool = np.arange(20.0)
    for n in (1, 4, 12):
        assert jobs_as_good(pool, mean_lowest(pool, n)) == n
    assert jobs_as_good(pool, -1.0) == len(pool)


@pytest.mark.parametrize("at_once", [1, 4, 30])
def test_a_round_is_told_when_it_is_over_and_not_before(at_once):
    net = KernelRidge()
    told_at_ask = []

    class Watched(RandomSearch):
        def ask(self):
            told_at_ask.append(len(self.finished))
            return super().ask()

    found = list(search(net, Watched(net.space, seed=0), 10, at_once))
    assert len(found) == 10
    assert told_at_ask == [at_once * (job // at_once) for job in range(10)]
    assert all(net(configuration) == loss for configuration, loss in found)


def test_the_forgetful_waste_a_round_on_one_configuration():
    forgetful = replay(Setting(strategy=FORGETFUL, at_once=5), 1).run()
    single = replay(ADVISED, 1).run()
    assert rounds(JOBS, 5) == 6
    np.testing.assert_allclose(forgetful.losses[::5], single.losses[:6])
    np.testing.assert_allclose(forgetful.losses[4::5], single.losses[:6])


def test_one_at_a_time_is_the_search_that_a_loop_of_ask_and_tell_makes():
    net = DigitsNet(4, seed=3)
    strategy = BayesianOptimization(net.space, seed=3)
    losses = []
    for _ in range(8):
        trial = strategy.ask()
        losses.append(final(net(trial.configuration)))
        strategy.tell(trial, losses[-1])
    assert curve(3, 1)[:8].tolist() == lowest(losses).tolist()


def test_the_boxes_are_as_wide_as_they_are_called():
    def decades(ranges):
        return [np.log10(high / low) for low, high in box(ranges)]

    assert decades(RIGHT) == pytest.approx([3, 3.5])
    assert decades(SEVEN) == pytest.approx([7, 7])
    assert all(len(space_of(Setting(11, ranges))) == 11 for ranges in RANGES)
    alpha, _ = best_elsewhere()
    low, high = around(alpha, 2)
    assert (low, high) == pytest.approx((alpha / 10, alpha * 10))
    assert all(knob.scale == LOG for knob in space_of(ADVISED).values())


def test_what_was_run_is_not_run_again_and_goes_on_where_it_stopped():
    setting = Setting(knobs=3)
    begun = replay(setting, 5).run(4).losses.copy()
    assert np.isnan(begun[4:]).all()
    assert replay(setting, 5).run(9).losses[:4].tolist() == begun[:4].tolist()
    ridge = KernelRidge(2, 5)
    configuration = replay(setting, 5).space.from_unit(replay(setting, 5).points[0])
    assert ridge(configuration) == pytest.approx(begun[0])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (ADVISED, ADVISED._replace(ranges="narrow, misplaced")),
        (Setting(ranges=SEVEN), Setting(ranges=SEVEN, scale="linear", strategy="random")),
    ],
)
def test_the_large_effects_hold_for_nine_seeds_in_ten(better, worse):
    pairs = [[replay(it, seed).run().losses.min() for it in (better, worse)] for seed in range(20)]
    assert np.mean([good < bad for good, bad in pairs]) >= 0.9
