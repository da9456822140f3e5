"""Verdicts follow the measurements, and every claim of the kit can be tried."""

import importlib

import numpy as np
import pytest

from hpstudy.claims import ClaimError, Table, names, trial
from hpstudy.claims.table import holds, spread


def test_an_effect_in_nine_of_ten_seeds_holds():
    assert holds(np.array([1.0] * 9 + [-5.0])) is True
    assert holds(np.array([1.0] * 17 + [-1.0] * 3)) == "on average"
    assert holds(np.array([1.0] * 5 + [-1.0] * 5)) is False
    assert holds(np.zeros(10)) is False
    assert holds(-np.ones(10)) is False


def test_the_spread_is_the_middle_of_the_seeds():
    assert spread(np.arange(11.0)) == (1.0, 9.0)


def test_a_table_pairs_its_columns_by_seed():
    table = Table.over(range(3), lambda seed: {"a": seed, "b": 10 * seed})
    assert len(table) == 3
    assert table["b"].tolist() == [0, 10, 20]
    assert table.mean("a") == 1
    assert table.median("b") == 10


@pytest.mark.parametrize("name", names())
def test_every_claim_can_be_tried_and_a_seed_alone_comes_out_the_same(name, monkeypatch):
    claim = importlib.import_module(f"hpstudy.claims.{name.replace('-', '_')}")
    measure, tables = claim.measure, []
    monkeypatch.setattr(claim, "measure", lambda seeds: tables.append(measure(seeds)) or tables[0])
    verdict = trial(name, seeds=2)
    assert verdict.spread[0] <= verdict.figure <= verdict.spread[1] or verdict.seeds < 5
    assert verdict.holds in (True, False, "on average")
    assert verdict.verdict.endswith(".")
    alone = measure([1])
    for column, values in tables[0].columns.items():
        np.testing.assert_array_equal(alone[column], values[1:], column)


def test_an_unknown_claim_and_too_few_seeds_are_one_sentence():
    with pytest.raises(ClaimError, match="No claim is called"):
        trial("the-moon-is-cheese")
    with pytest.raises(ClaimError, match="at least 2 seeds"):
        trial(names()[0], seeds=1)
