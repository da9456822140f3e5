"""The claim counts over all possible draws: here they are drawn, one by one."""

from itertools import combinations

import numpy as np
import pytest

from hpstudy.claims.grid_against_random import median_lowest, share_below


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_lowest_of_a_draw_is_counted_over_every_draw(n):
    pool = np.random.default_rng(n).random(9)
    lowest = np.sort([min(drawn) for drawn in combinations(pool, n)])
    assert median_lowest(pool, n) == lowest[(len(lowest) - 1) // 2]
    for loss in (0.0, 0.2, pool[3], 2.0):
        assert share_below(pool, n, loss) == pytest.approx(np.mean(lowest < loss))
