"""d.band, the surrogate: what a few trainings let us expect of all the others.

A real net is trained at a few learning rates; of every other rate a Gaussian process then says
which loss to expect, and how far off that may be. Fresh trainings tell whether it knew.

The surrogate sees the logarithm of a loss, brought to mean 0 and spread 1, and places a rate in its
range from 0 to 1, as a search does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hpstudy.evidence import SHARED, Prior, climb
from hpstudy.objectives import DigitsNet
from hpstudy.surrogate import GaussianProcess, Kernel

Array = NDArray[np.float64]

RATES = np.geomspace(1e-4, 1, 161)  # where the belief is drawn, forty to a decade
DECADES = 4
L2 = 1e-4
STARTS = (3e-4, 4e-3, 6e-2, 6e-1)  # what is trained before the reader comes
N_FRESH = 20
SDS = 1.96  # 95 % of a normal distribution lie within so many standard deviations


@dataclass(frozen=True)
class Trainings:
    """Real trainings: learning rates (n,) and validation losses (n,), in order."""

    rates: Array
    losses: Array

    @classmethod
    def at(cls, seed: int, rates: ArrayLike) -> Trainings:
        """Train at each of the rates (n,)."""
        rates = np.atleast_1d(np.asarray(rates, dtype=float))
        return cls(rates, np.array([training(seed, float(rate)) for rate in rates]))

    def __len__(self) -> int:
        return len(self.rates)

    def __add__(self, other: Trainings) -> Trainings:
        return Trainings(np.append(self.rates, other.rates), np.append(self.losses, other.losses))


NONE = Trainings(np.empty(0), np.empty(0))


@lru_cache(maxsize=4096)
def training(seed: int, rate: float) -> float:
    """Train once and return the validation loss; nothing new comes of the same once more."""
    *_, loss = DigitsNet(seed=seed).losses(rate, L2)
    return loss


class Surrogate:
    """A Gaussian process of the logarithm of the loss, along the learning rate."""

    def __init__(self, known: Trainings, kernel: Kernel | None = None) -> None:
        """Believe in `kernel`, or without one in what the losses make most credible."""
        log = np.log(known.losses)
        self.level, self.spread = float(log.mean()), max(float(log.std()), 0.1)
        y = (log - self.level) / self.spread
        self.gp = GaussianProcess(kernel or Kernel(0.3), _places(known.rates), y)
        if kernel is None:
            theta = climb(self.gp, Prior.of_dimension(1)).theta
            self.gp = self.gp.with_kernel(Kernel.from_log(theta, SHARED))

    def predict(self, rates: ArrayLike) -> tuple[Array, Array]:
        """Return mean and standard deviation (m,) of the log loss at `rates` (m,)."""
        mean, sd = self.gp.predict(_places(rates))
        return self.level + self.spread * mean, self.spread * sd

    def expect(self, rates: ArrayLike) -> tuple[Array, Array, Array]:
        """Return of new trainings at `rates` (m,) the loss expected, and its 95 % band's ends."""
        mean, sd = self.predict(rates)
        of_one = np.hypot(sd, self.spread * np.sqrt(self.gp.kernel.own_noise))
        return np.exp(mean), np.exp(mean - SDS * of_one), np.exp(mean + SDS * of_one)

    @property
    def lengthscale(self) -> float:
        """Return it in decades of the learning rate."""
        return float(np.squeeze(self.gp.kernel.lengthscale)) * DECADES

    @property
    def noise(self) -> float:
        """Return the noise as a standard deviation of the log loss: 0.05 is about 5 %."""
        return float(np.sqrt(self.gp.kernel.noise)) * self.spread


def _places(rates: ArrayLike) -> Array:
    """Return rates (n,) as points (n, 1) of the unit interval."""
    places: Array = 1 + np.log10(np.reshape(rates, (-1, 1))) / DECADES
    return places


@dataclass(frozen=True)
class Band:
    """What is known, what is believed of every rate, and what fresh trainings say of that.

    rate:               where the reader is looking
    known, fresh:       trainings the surrogate has seen, and those it never sees
    mean, low, high:    loss expected at `RATES` (161,), and its 95 % band
    here:               the same three at `rate`
    inside:             which of the fresh trainings lie in the band, (n_fresh,)
    lengthscale, noise: of the surrogate, in decades and as a share of the loss
    missed_by, line_missed_by: mean distance of the fresh losses from the curve, and from the
                        straight line through the known ones, as a share
    line:               that line at `RATES` (161,)
    """

    rate: float
    known: Trainings
    fresh: Trainings
    mean: Array
    low: Array
    high: Array
    here: tuple[float, float, float]
    inside: NDArray[np.bool_]
    lengthscale: float
    noise: float
    line: Array
    missed_by: float
    line_missed_by: float


def band(
    seed: int = 0,
    *,
    rate: float = 1e-2,
    lengthscale: float = 4.0,
    noise: float = 0.05,
    learnt: bool = False,
    before: Band | None = None,
) -> Band:
    """Say what to expect at every rate; lengthscale and noise as given, or learnt."""
    known = before.known if before else Trainings.at(seed, STARTS)
    fresh = before.fresh if before else NONE
    spread = max(float(np.log(known.losses).std()), 0.1)
    by_hand = Kernel(lengthscale / DECADES, noise=(noise / spread) ** 2)
    surrogate = Surrogate(known, None if learnt else by_hand)
    mean, low, high = surrogate.expect(RATES)
    expected, lower, upper = surrogate.expect(fresh.rates)
    slope, level = np.polyfit(np.log(known.rates), np.log(known.losses), 1)
    straight = np.exp(level + slope * np.log(fresh.rates))
    return Band(
        rate,
        known,
        fresh,
        *(mean, low, high),
        here=tuple(float(end[0]) for end in surrogate.expect(rate)),  # type: ignore[arg-type]
        inside=(lower <= fresh.losses) & (fresh.losses <= upper),
        lengthscale=surrogate.lengthscale,
        noise=surrogate.noise,
        line=np.exp(level + slope * np.log(RATES)),
        missed_by=_distance(fresh.losses, expected),
        line_missed_by=_distance(fresh.losses, straight),
    )


def train_here(
    seed: int = 0,
    *,
    rate: float = 1e-2,
    lengthscale: float = 4.0,
    noise: float = 0.05,
    learnt: bool = False,
    before: Band | None = None,
) -> Iterator[Band]:
    """Train at `rate`, unless that is known, and believe anew."""
    now = before or band(seed)
    if rate not in now.known.rates:
        now = replace(now, known=now.known + Trainings.at(seed, rate))
    yield band(seed, rate=rate, lengthscale=lengthscale, noise=noise, learnt=learnt, before=now)


def check(
    seed: int = 0,
    *,
    rate: float = 1e-2,
    lengthscale: float = 4.0,
    noise: float = 0.05,
    learnt: bool = False,
    before: Band | None = None,
) -> Iterator[Band]:
    """Train at twenty rates drawn anew, which the surrogate is not told of, one after the other."""
    now = before or band(seed)
    rng = np.random.default_rng([seed, len(now.fresh)])
    for place in rng.random(N_FRESH):
        fresh = Trainings.at(seed, 10 ** (DECADES * (place - 1)))
        now = replace(now, fresh=now.fresh + fresh)
        now = band(seed, rate=rate, lengthscale=lengthscale, noise=noise, learnt=learnt, before=now)
        yield now


def held(seeds: Iterable[int], *, learnt: bool = False) -> list[int]:
    """Return for each seed how many of twenty fresh losses the band of the opening holds."""
    return [int([*check(seed, learnt=learnt)][-1].inside.sum()) for seed in seeds]


def _distance(losses: Array, expected: Array) -> float:
    """Return by what share `losses` (n,) are above or below what was expected, on average."""
    if not len(losses):
        return float("nan")
    return float(np.expm1(np.abs(np.log(losses / expected)).mean()))
