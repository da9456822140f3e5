"""Lab: guess, measure, update: a loop of ten lines that beats random search on a real net."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.acquisition import expected_improvement
from hpstudy.labs.mistake import call, demand
from hpstudy.objectives import DigitsNet
from hpstudy.progress import progress_bar
from hpstudy.surrogate import GaussianProcess, Kernel

Array = NDArray[np.float64]
Loss = Callable[[Array], float]

N_TRIALS = 20
SEEDS = range(10)
NEEDED = 7
POOL = 60  # random trainings of each net: as many searches of twenty as can be drawn from them

PASSED = f"Lower than a middling random search of {N_TRIALS} trainings, on most of the ten nets."


def reference(loss: Loss, n: int, seed: int) -> tuple[Array, float]:
    """Return the point with the lowest loss of `n` trainings, and that loss."""
    rng = np.random.default_rng(seed)
    X = rng.random((5, 2))
    y = np.array([loss(x) for x in X])
    while len(y) < n:
        log = np.log(y)
        gp = GaussianProcess(Kernel(0.3, noise=0.01), X, (log - log.mean()) / log.std())
        Z = rng.random((1000, 2))
        mean, sd = gp.predict(Z)
        x = Z[np.argmax(expected_improvement(mean, sd, gp.y.min()))]
        X, y = np.vstack([X, x]), np.append(y, loss(x))
    return X[np.argmin(y)], float(y.min())


def check(answer: Callable[[Loss, int, int], Any]) -> None:
    """Watch the loop on a bowl that costs nothing, then let it search ten real nets."""
    _check_on_bowl(answer)
    won = [seed for seed in progress_bar(SEEDS, len(SEEDS), "search-loop") if _wins(answer, seed)]
    demand(
        len(won) >= NEEDED,
        f"Your loop ends lower than a middling random search on {len(won)} of {len(SEEDS)} nets; "
        f"{NEEDED} are needed. Train where expected improvement is largest among many random "
        "places, give the surrogate the logarithm of the losses, with mean 0 and spread 1, and "
        "begin with about five random trainings.",
    )


class Watched:
    """A loss that notes where it was asked."""

    def __init__(self, loss: Callable[[float, float], float], most: int) -> None:
        self.loss, self.most = loss, most
        self.points: list[tuple[float, float]] = []
        self.losses: list[float] = []

    def __call__(self, x: Any) -> float:
        """Return the loss at a point of the unit square, and note both."""
        point = np.asarray(x, dtype=float).ravel()
        demand(point.shape == (2,), f"loss wants one point, two numbers from 0 to 1, not {x!r}.")
        demand(
            bool(((point >= 0) & (point <= 1)).all()),
            f"You asked for the loss at {point.round(3).tolist()}: both numbers lie from 0 to 1.",
        )
        demand(len(self.losses) < self.most, f"You may call loss {self.most} times, not once more.")
        self.points.append((float(point[0]), float(point[1])))
        self.losses.append(self.loss(*self.points[-1]))
        return self.losses[-1]


def bowl(u: Any, v: Any) -> Any:
    """Return a loss that costs nothing, lowest at (0.8, 0.3)."""
    return 0.2 + 4 * ((u - 0.8) ** 2 + (v - 0.3) ** 2)


def _check_on_bowl(answer: Callable[..., Any]) -> None:
    watched, upside_down = Watched(bowl, N_TRIALS), Watched(lambda u, v: 5 - bowl(u, v), N_TRIALS)
    found = call(answer, watched, N_TRIALS, 0)
    demand(watched.losses, "You never called loss: the only way to know a place is to train there.")
    demand(
        len(watched.losses) == N_TRIALS,
        f"Asked for {N_TRIALS} trainings, your loop makes {len(watched.losses)}.",
    )
    answer(upside_down, N_TRIALS, 0)
    demand(
        watched.points != upside_down.points,
        "Turned upside down, the same landscape is searched in the very same places: your loop "
        "never looks at the losses. Fit the surrogate to them after each training.",
    )
    _check_places(watched)
    _check_found(found, watched)


def _check_places(watched: Watched) -> None:
    late = float(np.mean(watched.losses[N_TRIALS // 2 :]))
    anywhere = float(np.mean(bowl(*np.meshgrid(*[np.linspace(0, 1, 21)] * 2))))
    different = len({tuple(np.round(point, 3)) for point in watched.points})
    demand(
        different > N_TRIALS / 2,
        f"Of your {N_TRIALS} trainings only {different} are at different places: the loop is "
        "stuck. Choose by expected improvement, not by the lowest mean, among fresh places.",
    )
    demand(
        late < 1.2 * anywhere,
        f"It climbs: on a bowl whose mean loss is {anywhere:.2f}, your last {N_TRIALS // 2} "
        f"trainings have a mean of {late:.2f}. A lower loss is better: take the argmax of expected "
        "improvement, whose best is the lowest loss so far.",
    )


def _check_found(found: Any, watched: Watched) -> None:
    demand(
        isinstance(found, tuple | list) and len(found) == 2 and np.size(found[0]) == 2,
        f"Return two things, the best point and its loss, not {found!r}.",
    )
    point, loss = np.asarray(found[0], dtype=float).ravel(), float(np.squeeze(found[1]))
    lowest = int(np.argmin(watched.losses))
    demand(
        math.isclose(loss, watched.losses[lowest], rel_tol=1e-9)
        and np.allclose(point, watched.points[lowest]),
        f"You return loss {loss:.3f} at {point.round(3).tolist()}; the lowest of your trainings "
        f"was {watched.losses[lowest]:.3f} at {np.round(watched.points[lowest], 3).tolist()}.",
    )


def _wins(answer: Callable[..., Any], seed: int) -> bool:
    watched = Watched(lambda u, v: validation_loss(seed, u, v), N_TRIALS)
    answer(watched, N_TRIALS, seed)
    return min(watched.losses) < middling(seed)


def validation_loss(seed: int, u: float, v: float) -> float:
    """Train the net of `seed` at a point of the unit square: learning rate and L2."""
    net = DigitsNet(seed=seed)
    *_, loss = net(net.space.from_unit(np.array([u, v])))
    return loss


@cache
def middling(seed: int) -> float:
    """Return the median, over all random searches of twenty drawn from a pool, of the lowest loss.

    The lowest of twenty out of sixty has rank r or better with a chance to be counted.
    """
    rng = np.random.default_rng([seed, 1])
    pool = np.sort([validation_loss(seed, u, v) for u, v in rng.random((POOL, 2))])
    better = (
        1 - math.comb(POOL - rank, N_TRIALS) / math.comb(POOL, N_TRIALS)
        for rank in range(1, POOL + 1)
    )
    return float(next(loss for loss, chance in zip(pool, better, strict=True) if chance >= 0.5))
