"""Cropping keeps the middle, resizing keeps the light."""

import numpy as np
import pytest

from hpstudy.pictures import crop, resize, shares

PICTURES = np.random.default_rng(0).random((5, 8, 8))


@pytest.mark.parametrize("height", range(1, 9))
@pytest.mark.parametrize("width", range(1, 9))
def test_crop_keeps_the_middle(height, width):
    kept = crop(PICTURES, height, width)
    assert kept.shape == (5, height, width)
    above, left = (8 - height) // 2, (8 - width) // 2
    np.testing.assert_array_equal(kept[:, 0, 0], PICTURES[:, above, left])
    assert 0 <= (8 - above - height) - above <= 1


def test_whole_factors_are_means_of_blocks():
    means = PICTURES.reshape(5, 4, 2, 2, 4).mean(axis=(2, 4))
    np.testing.assert_allclose(resize(PICTURES, 4, 2), means)


@pytest.mark.parametrize("size", range(1, 12))
def test_resizing_keeps_the_mean_and_every_even_picture(size):
    resized = resize(PICTURES, size, 9 - min(size, 8))
    np.testing.assert_allclose(resized.mean(axis=(1, 2)), PICTURES.mean(axis=(1, 2)))
    np.testing.assert_allclose(resize(np.full((1, 8, 8), 0.3), size, size), 0.3)


def test_the_same_size_is_the_same_picture():
    np.testing.assert_allclose(resize(PICTURES, 8, 8), PICTURES)


def test_shares_agree_with_a_fine_grid():
    """Cut old dots into 21 slivers: then 7 new dots of 8 old ones are means of whole slivers."""
    slivers = np.repeat(np.eye(8), 21, axis=0)
    np.testing.assert_allclose(shares(8, 7), slivers.reshape(7, 24, 8).mean(axis=1), atol=1e-12)


def test_sizes_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="9 x 3 cannot be cut out of pictures of 8 x 8"):
        crop(PICTURES, 9, 3)
    with pytest.raises(ValueError, match="at least one dot"):
        resize(PICTURES, 0, 3)
