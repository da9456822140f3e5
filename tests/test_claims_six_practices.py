"""Claims of lesson 10 about metrics, luck and last lines: turned over, they turn over."""

import importlib

import numpy as np
import pytest

from hpstudy.claims import trial
from hpstudy.claims.table import Table, holds

ONE_WAY = {
    "winners_curse": ({"30 20": 1.5}, {"30 20": -0.5}),
    "last_line_wins": ({"sorted": 0.8}, {"sorted": 0.0}),
    "metric_chooses_the_winner": ({"loss paid": 0.03}, {"loss paid": -0.01}),
    "tuning_is_not_magic": (
        {"best promised": 98, "default promised": 97, "best kept": 97, "default kept": 97},
        {"best promised": 98, "default promised": 97, "best kept": 98.5, "default kept": 97},
    ),
}


@pytest.mark.parametrize("name", ONE_WAY)
def test_the_claim_holds_or_falls_with_what_is_measured(name):
    claim = importlib.import_module(f"hpstudy.claims.{name}")
    for row, held in zip(ONE_WAY[name], (True, False), strict=True):
        table = Table({column: np.full(10, float(value)) for column, value in row.items()})
        assert holds(claim.effect(table)) is held


def test_one_aggregated_number_loses_nothing_and_random_shards_less_than_sorted_ones():
    table = importlib.import_module("hpstudy.claims.last_line_wins").measure(range(3))
    assert table.mean("aggregated") == 0
    assert table.mean("random") < table.mean("sorted")


def test_the_best_of_many_by_few_is_flattered_for_every_seed():
    table = importlib.import_module("hpstudy.claims.winners_curse").measure(range(2))
    assert (table["30 5"] < table["30 20"]).all()
    assert (table["200 20"] < table["30 20"]).all()


@pytest.mark.parametrize("name", ["metric-chooses-the-winner", "tuning-is-not-magic"])
def test_the_other_metric_and_the_promise_cost_something(name):
    found = trial(name, seeds=2)
    assert "points" in found.verdict
    assert found.figure > 0
