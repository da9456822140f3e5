"""The claim counts jobs over all draws from a pool: here they are drawn, one by one."""

from itertools import combinations

import numpy as np
import pytest

from hpstudy.claims import Table
from hpstudy.claims.ten_times_fewer_jobs import JOBS, POOLS, effect, jobs_to_equal, measure, verdict


@pytest.mark.parametrize("rank", [0, 1, 4])
def test_jobs_to_equal_are_counted_over_every_draw(rank):
    pool = np.random.default_rng(rank).random(9)
    loss = np.sort(pool)[rank]
    n = jobs_to_equal(pool, loss)
    shares = [
        np.mean([min(drawn) <= loss for drawn in combinations(pool, jobs)])
        for jobs in (n - 1, n)
        if jobs
    ]
    assert shares[-1] >= 0.5
    assert shares[0] < 0.5 or len(shares) == 1


def test_a_loss_that_no_random_job_reached_takes_more_than_the_pool():
    assert jobs_to_equal(np.ones(7), 0.5) == 7
    columns = {f"random_{knobs}_{k}": np.full(3, 2.0 * k) for knobs in POOLS for k in JOBS}
    columns |= {f"bayesian_{knobs}": np.full(3, 12.0) for knobs in POOLS}
    columns["random_2_30"] = np.full(3, float(POOLS[2]))
    table = Table(columns)
    assert "20, 30, 40 and more than 300 on two knobs" in verdict(table)
    assert effect(table).tolist() == [-8, -8, -8]


def test_the_search_is_told_what_it_finds():
    """A search that is told nothing draws at random, and would equal as many random jobs."""
    table = measure([0])
    assert table["random_2_30"][0] > 60
