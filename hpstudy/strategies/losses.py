"""Losses in the shape that the surrogate believes in: about as normal as they can be made.

Losses of a search are rarely normal: a few good ones lie close together, and bad ones may be a
thousand times worse. A logarithm spreads the good and gathers the bad; how strong it must be, the
losses themselves tell.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# How far the best loss stays from the logarithm's pole, in distances from the best to the median.
_DISTANCES = (0.001, 0.01, 0.03, 0.1, 0.3, 1.0)


def normalized(losses: Array, whiten: Callable[[Array], Array]) -> Array:
    """Return the losses (n,) with mean 0 and spread 1, on the scale under which they are likeliest.

    whiten: brings losses (n,) of mean 0 and spread 1 to independent draws; the surrogate's own

    A transformation w of the losses y has the evidence log p(w) + sum log dw/dy: its normal density
    and, so that no scale wins by squeezing the losses, its slope (Snelson et al. 2004).
    """
    best, chosen = -math.inf, np.zeros_like(losses)
    for transformed, log_slope in _transformations(losses):
        spread = transformed.std()
        if not spread > 1e-12 * np.abs(transformed).max():
            continue  # all the same
        standard = (transformed - transformed.mean()) / spread
        misfit = 0.5 * np.square(whiten(standard)).sum()
        evidence = log_slope - len(losses) * math.log(spread) - misfit
        if evidence > best:
            best, chosen = evidence, standard
    return chosen


def _transformations(losses: Array) -> Iterator[tuple[Array, float]]:
    """Yield the losses as they are, and log(loss - best + shift) for some shifts, each with
    sum log dw/dy.
    """
    losses = losses / max(np.abs(losses).max(), np.finfo(float).tiny)  # no overflow from here on
    yield losses, 0.0
    above = losses - losses.min()
    middle = float(np.median(above))
    for distance in _DISTANCES:
        if (shift := distance * middle) > np.finfo(float).tiny:
            logarithm = np.log(above + shift)
            yield logarithm, -float(logarithm.sum())
