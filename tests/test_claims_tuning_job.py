"""Each claim of lesson 09 follows its measurements: turned over, they turn it over."""

import importlib
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import spearmanr

from hpstudy.claims.halving_finds_as_good import JOBS, RUNGS, rank_correlation
from hpstudy.claims.table import Table, holds

ONE_WAY = {
    "median_rule_saves": ({"saved 1": 0.5, "kept 1": 1.0}, {"saved 1": 0.5, "kept 1": 0.4}),
    "halving_finds_as_good": ({"three": 0.5, "halving": 0.2}, {"three": 0.2, "halving": 0.5}),
    "halving_keeps_the_best": ({"kept 1": 0.9}, {"kept 1": 0.4}),
    "warm_start_helps": ({"cold 3": 0.8, "warm 3": 0.3}, {"cold 3": 0.3, "warm 3": 0.8}),
}


@pytest.mark.parametrize("name", ONE_WAY)
def test_the_claim_holds_or_falls_with_what_is_measured(name):
    claim = importlib.import_module(f"hpstudy.claims.{name}")
    for row, held in zip(ONE_WAY[name], (True, False), strict=True):
        table = Table({column: np.full(10, value) for column, value in row.items()})
        assert holds(claim.effect(table)) is held


def test_a_bracket_costs_as_much_as_three_in_full():
    paid = [RUNGS[0].n_trials * RUNGS[0].resource]
    paid += [now.n_trials * (now.resource - before.resource) for before, now in pairwise(RUNGS)]
    assert sum(paid) == 3 * RUNGS[-1].resource
    assert RUNGS[0].n_trials == JOBS


def test_rank_correlation_is_spearmans():
    rng = np.random.default_rng(0)
    a = rng.integers(0, 8, 40).astype(float)  # with ties
    b = a + rng.normal(0, 3, 40)
    assert rank_correlation(a, b) == pytest.approx(spearmanr(a, b).statistic)
    assert rank_correlation(a, a) == pytest.approx(1)
