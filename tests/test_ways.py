"""A path is cut where it is lost, and not before."""

import numpy as np

from hpstudy.plots.ways import until_lost


def test_a_path_within_the_bound_is_left_alone():
    path = np.array([[3.0, -1.0], [2.0, 9.9]])
    np.testing.assert_array_equal(until_lost(path, 10), path)


def test_a_path_ends_with_its_first_place_beyond_held_at_the_bound():
    path = np.array([[1.0], [-30.0], [2.0]])
    np.testing.assert_array_equal(until_lost(path, 10), [[1.0], [-10.0]])


def test_nan_and_infinity_are_beyond():
    for lost in (np.nan, np.inf):
        path = np.array([[1.0, 1.0], [lost, 0.0], [0.0, 0.0]])
        np.testing.assert_array_equal(until_lost(path, 5), [[1.0, 1.0], [5.0, 0.0]])
