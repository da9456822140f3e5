"""What a search found: its trials, the best of them, and how it got there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hpstudy.trial import Trial


@dataclass(frozen=True, repr=False)
class Result:
    """The finished trials of a search, in the order in which they finished."""

    finished: tuple[Trial, ...]

    @cached_property
    def trials(self) -> tuple[Trial, ...]:
        """The trials by number."""
        return tuple(sorted(self.finished, key=lambda trial: trial.number))

    @cached_property
    def incumbent(self) -> Trial | None:
        """The trial with the lowest loss among those of the largest resource; None if all failed.

        A loss after one epoch says little beside one after 81, so only the longest runs compete.
        Of equal losses the lower number's counts.
        """
        succeeded = [trial for trial in self.trials if trial.loss is not None]
        return min(succeeded, key=lambda t: (-(t.resource or 0), t.loss), default=None)

    @property
    def trajectory(self) -> NDArray[np.float64]:
        """The best loss after each finished trial (n,), NaN before the first success."""
        losses = [math.nan if trial.loss is None else trial.loss for trial in self.finished]
        return np.fmin.accumulate(np.array(losses, dtype=float))

    def __repr__(self) -> str:
        best = self.incumbent
        if best is None:
            # Every objective that cannot be called ends here: say why, for nothing was raised.
            why = next((f": {trial.failure}" for trial in self.trials if trial.failure), "")
            return f"Result({len(self.trials)} trials, no incumbent{why})"
        return (
            f"Result({len(self.trials)} trials, incumbent {best.number}"
            f" with loss {best.loss:.6g} at {best.configuration})"
        )
