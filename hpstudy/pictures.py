"""Pictures as a net or a machine gets them: cropped to a part, resized to fewer dots.

Pictures X are (n, height, width). Both steps are chosen before training starts and are never learnt
from the data: they are hyperparameters.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


def crop(X: Array, height: int, width: int) -> Array:
    """Return the middle of each picture, `height` x `width`; an odd dot is cut off on the right."""
    full_height, full_width = X.shape[1:]
    if not (1 <= height <= full_height and 1 <= width <= full_width):
        raise ValueError(
            f"{height} x {width} cannot be cut out of pictures of {full_height} x {full_width}."
        )
    top, left = (full_height - height) // 2, (full_width - width) // 2
    return X[:, top : top + height, left : left + width]


def resize(X: Array, height: int, width: int) -> Array:
    """Return each picture with `height` x `width` dots, each the mean of what it covers."""
    if height < 1 or width < 1:
        raise ValueError(f"A picture has at least one dot each way, not {height} x {width}.")
    return np.asarray(shares(X.shape[1], height) @ X @ shares(X.shape[2], width).T)


def shares(before: int, after: int) -> Array:
    """Return the share (after, before) that each old dot of a row has in each new one.

    New dot i covers the stretch from i to i + 1 times before / after of the old ones.
    """
    edges = np.arange(after + 1) * before / after
    old = np.arange(before)
    overlap = np.minimum(edges[1:, None], old + 1) - np.maximum(edges[:-1, None], old)
    return np.asarray(np.maximum(overlap, 0) * after / before)
