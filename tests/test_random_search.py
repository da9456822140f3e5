"""Random search: the draw of trial n depends on (seed, n) and on nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from hpstudy.strategies.random_search import RandomSearch
from tests.strategy_contract import LINE, MIXED, run, run_in_parallel


def test_trial_n_is_drawn_by_seed_and_n() -> None:
    for trial in run(RandomSearch(MIXED, seed=7), 20):
        rng = np.random.default_rng([7, trial.number])
        assert trial.configuration == MIXED.sample(rng)


@pytest.mark.parametrize("workers", [1, 3, 10])
def test_who_finishes_first_does_not_matter(workers: int) -> None:
    trials = run_in_parallel(RandomSearch(MIXED, seed=1), 30, workers, seed=workers)
    assert sorted(trials, key=lambda t: t.number) == run(RandomSearch(MIXED, seed=1), 30)


def test_the_draws_are_uniform_and_independent() -> None:
    x = np.array([t.configuration["x"] for t in run(RandomSearch(LINE, seed=0), 2000)])
    counts, _ = np.histogram(x, bins=10, range=(-1, 1))
    assert ((counts - 200) ** 2 / 200).sum() < 27.9  # chi squared of 9 at 0.1 %
    assert abs(np.corrcoef(x[1:], x[:-1])[0, 1]) < 0.08


def test_it_never_ends() -> None:
    assert len(run(RandomSearch(LINE, seed=0), 500)) == 500
