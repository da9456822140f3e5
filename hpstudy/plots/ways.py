"""The way of a ball, for pictures that it may leave."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


def until_lost(path: Array, bound: float) -> Array:
    """Return the path (n, d) up to the first place with a coordinate beyond `bound`, or NaN.

    That place is held at the bound, so that the line still leads out of the picture.
    """
    beyond = np.logical_not((np.abs(path) <= bound).all(axis=1))
    end = 1 + int(beyond.argmax()) if beyond.any() else len(path)
    return np.asarray(np.clip(np.nan_to_num(path[:end], nan=bound), -bound, bound))
