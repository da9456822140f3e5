"""Grid search: every combination of a few values of each hyperparameter."""

from __future__ import annotations

import math
from collections.abc import Mapping

from hpstudy.space import Configuration, SearchSpace
from hpstudy.strategies.base import Strategy, is_count
from hpstudy.trial import Trial


class GridSearch(Strategy):
    """Try every combination once, in an order that is useful when cut short.

    resolution: values of each hyperparameter, one number for all or {name: number} (5 elsewhere).
    An Integer with fewer values gives all of them, a Categorical gives every choice.
    seed: where in the order to begin, 0 if None: at the first combination.
    """

    def __init__(
        self,
        space: SearchSpace,
        *,
        resolution: int | Mapping[str, int] = 5,
        seed: int | None = None,
    ) -> None:
        super().__init__(space, seed=0 if seed is None else seed)
        self.resolution = _resolution_of_each(space, resolution)
        self.values = {name: space[name].grid(n) for name, n in self.resolution.items()}
        # Steps of about 0.618 of the way round, sharing no factor with the number of combinations,
        # visit each of them once, and any first few of them are spread over the whole grid.
        self._size = math.prod(len(values) for values in self.values.values())
        self._stride = round(0.618 * self._size)
        while math.gcd(self._stride, self._size) != 1:
            self._stride += 1
        self._given: set[int] = set()  # places of the combinations asked or told so far

    def __len__(self) -> int:
        return self._size

    def propose(self, number: int) -> Configuration | None:
        """Return the combination of trial `number`, None once all are given out."""
        if len(self._given) == self._size:
            return None
        place = self._place(number)
        if place in self._given:  # trials from elsewhere took this combination, or other numbers
            places = (self._place(n) for n in range(self._size))
            place = next(place for place in places if place not in self._given)
        self._given.add(place)
        return self.combination(place)

    def learn(self, trial: Trial, loss: float | None) -> None:
        """Cross off the combination that `trial` ran, whoever asked for it."""
        place = 0
        for name, values in self.values.items():
            position = self.space[name].to_unit(trial.configuration[name])
            digits = (i for i, v in enumerate(values) if self.space[name].to_unit(v) == position)
            digit = next(digits, None)
            if digit is None:
                return  # between the lines of the grid
            place = place * len(values) + digit
        self._given.add(place)

    def _place(self, number: int) -> int:
        """Return the place of trial `number` in the row of all combinations."""
        return (self.seed + number * self._stride) % self._size

    def combination(self, place: int) -> Configuration:
        """Return what stands at `place`: a value of each hyperparameter, like a number's digits."""
        configuration: Configuration = {}
        for name, values in reversed(self.values.items()):
            place, digit = divmod(place, len(values))
            configuration[name] = values[digit]
        return {name: configuration[name] for name in self.space}


def _resolution_of_each(space: SearchSpace, resolution: int | Mapping[str, int]) -> dict[str, int]:
    """Return the number of values of each hyperparameter; 5 where `resolution` is silent."""
    steps = (
        dict(resolution) if isinstance(resolution, Mapping) else dict.fromkeys(space, resolution)
    )
    if unknown := set(steps) - set(space):
        raise ValueError(f"resolution names {sorted(unknown)}, which the space does not have.")
    for name, n in steps.items():
        if not is_count(n, least=1):
            raise ValueError(f"resolution of {name!r} is a whole number from 1 up, not {n!r}.")
    return {name: steps.get(name, 5) for name in space}
