"""The search space: what may be tuned, between which bounds, on which scale.

A hyperparameter is a `Float`, an `Integer` or a `Categorical`; a `SearchSpace` names some of them.
Every one maps the unit interval to its values and back, so that a strategy only ever has to think
about the unit cube: equal steps there are equal steps on the hyperparameter's own scale.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Configuration = dict[str, Any]

# Doubles tell the slices of neighbouring integers apart up to about here.
_MOST_VALUES = 2**45


class Hyperparameter(Protocol):
    """What a search space asks of each of its dimensions."""

    def from_unit(self, u: float) -> Any:
        """Return the value at `u`, a position from 0 to 1 on this hyperparameter's scale."""

    def to_unit(self, value: Any) -> float:
        """Return the position from 0 to 1 of `value`; a `ValueError` outside the range."""

    def grid(self, n: int) -> list[Any]:
        """Return at most `n` values, evenly spaced on this hyperparameter's scale."""


@dataclass(frozen=True)
class Float:
    """A real number between `low` and `high`, on a "linear", "log" or "reverse_log" scale.

    log spends as much of the search between 0.001 and 0.01 as between 0.1 and 1 (`low` > 0);
    reverse_log does the same near 1, for 0.9, 0.99, 0.999 (0 <= `low` < `high` < 1).
    """

    low: float
    high: float
    scale: str = "linear"

    def __post_init__(self) -> None:
        low, high = _bound(self.low), _bound(self.high)
        _check_bounds("Float", low, high, self.scale, ("linear", "log", "reverse_log"))
        if self.scale == "log" and low <= 0:
            raise ValueError(
                f"Float on a log scale needs low > 0, not {low:g}: log(0) has no value."
            )
        if self.scale == "reverse_log" and not 0 <= low < high < 1:
            raise ValueError(
                f"Float on a reverse_log scale needs 0 <= low < high < 1, not {low:g} and {high:g}."
            )
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)

    def _scaled(self, x: float) -> float:
        """Return `x` on the scale where equal steps count the same."""
        if self.scale == "log":
            return math.log(x)
        return -math.log1p(-x) if self.scale == "reverse_log" else x

    def from_unit(self, u: float) -> float:
        """Return the value at `u`; 0 and 1 give `low` and `high` exactly."""
        if u <= 0:
            return self.low
        if u >= 1:
            return self.high
        x = (1 - u) * self._scaled(self.low) + u * self._scaled(self.high)
        if self.scale == "log":
            x = math.exp(x)
        elif self.scale == "reverse_log":  # x = 1 - (1 - low)^(1 - u) (1 - high)^u
            x = -math.expm1(-x)
        return min(max(x, self.low), self.high)  # rounding may have led just outside

    def to_unit(self, value: float) -> float:
        """Return the position of `value` from 0 to 1."""
        x = _number(value, self)
        if not self.low <= x <= self.high:
            raise ValueError(f"{x:g} lies outside {self.low:g} to {self.high:g}.")
        if x in (self.low, self.high):
            return float(x == self.high)
        at, low, high = (self._scaled(each) for each in (x, self.low, self.high))
        if low == high:  # bounds so near each other that their logarithms agree
            at, low, high = x, self.low, self.high
        if math.isinf(high - low):  # bounds so far apart that only half of it is a double
            at, low, high = at / 2, low / 2, high / 2
        return min(max((at - low) / (high - low), 0.0), 1.0)

    def grid(self, n: int) -> list[float]:
        """Return `n` values, from `low` to `high`."""
        return list(dict.fromkeys(self.from_unit(u) for u in _even(n)))  # none twice


@dataclass(frozen=True)
class Integer:
    """A whole number from `low` to `high`, both included, on a "linear" or "log" scale.

    The value k owns the part of the unit interval that [k - 1/2, k + 1/2] has of
    [low - 1/2, high + 1/2], measured on the scale; so no value at an end comes short.
    """

    low: int
    high: int
    scale: str = "linear"

    def __post_init__(self) -> None:
        low, high = _whole(self.low), _whole(self.high)
        _check_bounds("Integer", low, high, self.scale, ("linear", "log"))
        if self.scale == "log" and low < 1:
            raise ValueError(f"Integer on a log scale needs low >= 1, not {low}.")
        if (high if self.scale == "log" else high - low) >= _MOST_VALUES:
            raise ValueError(f"Integer from {low} to {high} is too wide to search: use a Float.")
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)

    def _edge(self, k: int) -> float:
        """Return the position where the slice of `k` begins, and that of `k` - 1 ends."""
        if self.scale == "log":
            first = 2 * self.low - 1  # twice low - 1/2, where the first slice begins
            return math.log((2 * k - 1) / first) / math.log((2 * self.high + 1) / first)
        return (k - self.low) / (self.high - self.low + 1)

    def from_unit(self, u: float) -> int:
        """Return the value whose slice holds `u`; 0 and 1 give `low` and `high` exactly."""
        u = min(max(u, 0.0), 1.0)
        if self.scale == "log":
            ratio = (2 * self.high + 1) / (2 * self.low - 1)
            k = math.floor((self.low - 0.5) * math.pow(ratio, u) + 0.5)
        else:
            k = self.low + math.floor(u * (self.high - self.low + 1))
        return min(max(k, self.low), self.high)

    def to_unit(self, value: int) -> float:
        """Return the centre of the slice that `value` owns."""
        x = _number(value, self)
        if not (math.isfinite(x) and x == math.floor(x) and self.low <= int(value) <= self.high):
            raise ValueError(f"{value} is not a whole number from {self.low} to {self.high}.")
        return (self._edge(int(value)) + self._edge(int(value) + 1)) / 2

    def grid(self, n: int) -> list[int]:
        """Return every value if there are at most `n`, else the distinct ones of `n` even steps."""
        if self.high - self.low + 1 <= n:
            return list(range(self.low, self.high + 1))
        return sorted({self.from_unit(u) for u in _even(n)})


@dataclass(frozen=True)
class Categorical:
    """One of a few `choices` that have no order: each owns an equal slice of the unit interval."""

    choices: tuple[Hashable, ...]

    def __init__(self, choices: Sequence[Hashable]) -> None:
        if isinstance(choices, str | bytes):
            raise ValueError(f"Categorical takes a list of choices, not the text {choices!r}.")
        if isinstance(choices, set | frozenset):
            raise ValueError(f"Categorical takes a list: the set {choices!r} has no fixed order.")
        if not isinstance(choices, Iterable):
            raise ValueError(f"Categorical takes a list of choices, not {choices!r}.")
        kept = tuple(_plain(choice) for choice in choices)
        if not kept:
            raise ValueError("Categorical needs at least one choice.")
        seen = set()
        for choice in kept:
            try:
                hash(choice)
            except TypeError:
                raise ValueError(
                    f"Categorical choices must be hashable: {choice!r} is not."
                ) from None
            if _identity(choice) in seen:
                raise ValueError(f"Categorical has the choice {choice!r} twice.")
            seen.add(_identity(choice))
        object.__setattr__(self, "choices", kept)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Categorical) and self._identities() == other._identities()

    def __hash__(self) -> int:
        return hash(self._identities())

    def _identities(self) -> tuple[tuple[type, Hashable], ...]:
        return tuple(_identity(choice) for choice in self.choices)

    def from_unit(self, u: float) -> Hashable:
        """Return the choice whose slice holds `u`."""
        n = len(self.choices)
        return self.choices[min(math.floor(min(max(u, 0.0), 1.0) * n), n - 1)]

    def index(self, value: Hashable) -> int:
        """Return the place of `value` among the choices; True is not 1, and 1 is not 1.0."""
        wanted = _identity(_plain(value))
        for i, choice in enumerate(self.choices):
            if choice is value or _identity(choice) == wanted:
                return i
        raise ValueError(f"{value!r} is not one of {list(self.choices)!r}.")

    def to_unit(self, value: Hashable) -> float:
        """Return the centre of the slice that `value` owns."""
        return (self.index(value) + 0.5) / len(self.choices)

    def grid(self, n: int) -> list[Hashable]:
        """Return every choice: a category has no steps between."""
        return list(self.choices)


class SearchSpace(Mapping[str, Hyperparameter]):
    """Named hyperparameters, in the order of their declaration.

    >>> space = SearchSpace({"learning-rate": Float(1e-4, 1, "log")}, units=Integer(4, 128, "log"))
    >>> space.from_unit([0.0, 1.0])
    {'learning-rate': 0.0001, 'units': 128}
    """

    def __init__(
        self,
        mapping: Mapping[str, Hyperparameter] | None = None,
        /,
        **hyperparameters: Hyperparameter,
    ) -> None:
        if mapping is not None and not isinstance(mapping, Mapping):
            raise TypeError(
                f"SearchSpace takes a mapping of names to hyperparameters, not {mapping!r}."
            )
        named = dict(mapping or {})
        for name, hyperparameter in hyperparameters.items():
            if name in named:
                raise ValueError(f"SearchSpace has the hyperparameter {name!r} twice.")
            named[name] = hyperparameter
        if not named:
            raise ValueError("SearchSpace needs at least one hyperparameter.")
        for name, hyperparameter in named.items():
            if not isinstance(name, str):
                raise TypeError(f"A hyperparameter's name is text, not {name!r}.")
            if not isinstance(hyperparameter, Float | Integer | Categorical):
                raise TypeError(
                    f"{name!r} is {hyperparameter!r}: give it a Float, an Integer or a Categorical."
                )
        self._hyperparameters: dict[str, Hyperparameter] = named

    def __getitem__(self, name: str) -> Hyperparameter:
        return self._hyperparameters[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._hyperparameters)

    def __len__(self) -> int:
        return len(self._hyperparameters)

    def __eq__(self, other: object) -> bool:
        # Order counts: the same names in another order draw other configurations.
        return isinstance(other, SearchSpace) and list(self.items()) == list(other.items())

    def __hash__(self) -> int:
        return hash(tuple(self.items()))

    def __repr__(self) -> str:
        inside = ", ".join(f"{name!r}: {value!r}" for name, value in self.items())
        return f"SearchSpace({{{inside}}})"

    def sample(self, rng: np.random.Generator) -> Configuration:
        """Draw one configuration, uniform on each hyperparameter's scale."""
        return self.from_unit(rng.random(len(self)))

    def from_unit(self, u: ArrayLike) -> Configuration:
        """Return the configuration at `u`, a point (d,) of the unit cube."""
        point = np.asarray(u, dtype=float)
        if point.shape != (len(self),):
            raise ValueError(f"A point of this space has {len(self)} numbers, not {point.shape}.")
        if np.isnan(point).any():
            raise ValueError("A point of the unit cube cannot hold NaN.")
        return {
            name: hyperparameter.from_unit(float(x))
            for (name, hyperparameter), x in zip(self.items(), point, strict=True)
        }

    def to_unit(self, configuration: Mapping[str, Any]) -> NDArray[np.float64]:
        """Return the point (d,) of the unit cube where `configuration` lies."""
        if set(configuration) != set(self):
            missing = ", ".join(sorted(set(self) - set(configuration))) or "none"
            unknown = ", ".join(sorted(map(str, set(configuration) - set(self)))) or "none"
            raise ValueError(
                f"The configuration does not fit the space: missing {missing}; unknown {unknown}."
            )
        u = np.empty(len(self))
        for i, (name, hyperparameter) in enumerate(self.items()):
            try:
                u[i] = hyperparameter.to_unit(configuration[name])
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
        return u


def _even(n: int) -> list[float]:
    """Return `n` evenly spaced positions from 0 to 1; the middle if there is only one."""
    return [i / (n - 1) for i in range(n)] if n > 1 else [0.5]


def _plain(value: Any) -> Any:
    """Return `value` without numpy's wrapping: np.int64(3) is 3."""
    return value.item() if isinstance(value, np.generic) else value


def _identity(choice: Hashable) -> tuple[type, Hashable]:
    """Return what equal choices share: type and value, and NaN equals itself."""
    return type(choice), choice if choice == choice else "NaN"


def _bound(value: Any) -> float:
    value = _plain(value)
    if isinstance(value, bool | str | bytes | complex):
        raise ValueError(f"A bound must be a number, not {value!r}.")
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"A bound must be a finite number, not {value!r}.") from None


def _whole(value: Any) -> int:
    number = _bound(value)
    if not math.isfinite(number) or number != math.floor(number):
        raise ValueError(f"An Integer's bound must be a whole number, not {value!r}.")
    return int(value)


def _number(value: Any, hyperparameter: Hyperparameter) -> float:
    try:
        return _bound(value)
    except ValueError:
        raise ValueError(f"{value!r} is not a number, as {hyperparameter!r} needs.") from None


def _check_bounds(kind: str, low: float, high: float, scale: str, scales: tuple[str, ...]) -> None:
    if scale not in scales:
        raise ValueError(f"{kind} has no scale {scale!r}: choose one of {', '.join(scales)}.")
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError(f"{kind} needs finite bounds, not {low!r} and {high!r}.")
    if not low < high:
        one = f"for one value alone, Categorical([{low!r}]) serves"
        why = one if low == high else "the range is empty"
        raise ValueError(f"{kind} needs low < high, not {low!r} and {high!r}: {why}.")
