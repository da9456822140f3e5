"""Grid search: every combination of a few values of each hyperparameter."""

from __future__ import annotations

import math
from collections.abc import Mapping

from hpstudy.space import Configuration, SearchSpace
from hpstudy.strategies.base import Strategy


class GridSearch(Strategy):
    """Try every combination once, in an order that is useful when cut short.

    resolution: values of each hyperparameter, one number for all or {name: number} (5 elsewhere).
    An Integer with fewer values gives all of them, a Categorical gives every choice.
    seed: where in the order to begin; None begins at the first combination.
    """

    def __init__(
        self,
        space: SearchSpace,
        *,
        resolution: int | Mapping[str, int] = 5,
        seed: int | None = None,
    ) -> None:
        super().__init__(space, seed=0 if seed is None else seed)
        steps = (
            dict(resolution)
            if isinstance(resolution, Mapping)
            else dict.fromkeys(space, resolution)
        )
        if unknown := set(steps) - set(space):
            raise ValueError(f"resolution names {sorted(unknown)}, which the space does not have.")
        for name, n in steps.items():
            if isinstance(n, bool) or not isinstance(n, int) or n < 1:
                raise ValueError(f"resolution of {name!r} is a whole number from 1 up, not {n!r}.")
        self.resolution = {name: steps.get(name, 5) for name in space}
        self.values = {name: space[name].grid(n) for name, n in self.resolution.items()}
        # Steps of about 0.618 of the way round, sharing no factor with the number of combinations,
        # visit each of them once, and any first few of them are spread over the whole grid.
        self._stride = round(0.618 * len(self))
        while math.gcd(self._stride, len(self)) != 1:
            self._stride += 1
        self._start = int(self.rng(0).integers(len(self))) if seed is not None else 0

    def __len__(self) -> int:
        return math.prod(len(values) for values in self.values.values())

    def propose(self, number: int) -> Configuration | None:
        """Return the combination of trial `number`, None once all are given out."""
        if number >= len(self):
            return None
        place = (self._start + number * self._stride) % len(self)
        configuration: Configuration = {}
        for name, values in reversed(self.values.items()):  # like the digits of a number
            place, digit = divmod(place, len(values))
            configuration[name] = values[digit]
        return {name: configuration[name] for name in self.space}
