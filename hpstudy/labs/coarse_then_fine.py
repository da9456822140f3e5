"""Lab: random search twice: half of the jobs anywhere, half of them around the best so far."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.labs.mistake import Mistake, call, demand, shown
from hpstudy.objectives import KernelRidge
from hpstudy.progress import progress_bar

Array = NDArray[np.float64]
Ranges = dict[str, tuple[float, float]]
Configuration = dict[str, float]
Loss = Callable[[Configuration], float]

RANGES: Ranges = {"alpha": (1e-5, 1e2), "gamma": (1e-6, 1e1)}
JOBS = 20
REPLAYS = 40
# A coin lands heads less often than this in one of a hundred series of forty.
CHANCE = 0.5 - 2.33 * math.sqrt(0.25 / REPLAYS)

PASSED = (
    f"Half anywhere, half around the best, never outside, over {REPLAYS} replays at least as good "
    "as looking everywhere with all of them. A help on average, and no law."
)


def reference(
    loss: Loss, ranges: Mapping[str, tuple[float, float]], n: int, seed: int
) -> tuple[Configuration, float]:
    """Return the best of `n` configurations and its loss: coarse first, then fine."""
    rng = np.random.default_rng(seed)
    low, high = np.log(list(ranges.values())).T
    best: Configuration = {}
    found = np.inf
    middle, width = (low + high) / 2, high - low
    for job in range(n):
        if job == n // 2:
            middle, width = np.log(list(best.values())), width / 2
        drawn = np.exp(np.clip(middle + width * rng.uniform(-0.5, 0.5, len(low)), low, high))
        configuration = dict(zip(ranges, drawn.tolist(), strict=True))
        if (it := loss(configuration)) < found:
            best, found = configuration, it
    return best, found


def check(answer: Callable[[Loss, Ranges, int, int], Any]) -> None:
    """Watch where it looks on a bowl that costs nothing, then let it search real landscapes."""
    for centre in ((-1.0, -3.0), (1.9, 0.9)):  # inside, and at a corner of the ranges
        _check_on_bowl(answer, centre)
    wins = 0
    for seed in progress_bar(range(REPLAYS), REPLAYS, "coarse-then-fine"):
        watched = Watched(KernelRidge(seed=seed))
        answer(watched, dict(RANGES), JOBS, seed)
        wins += min(watched.losses) < everywhere(seed)
    demand(
        wins / REPLAYS > CHANCE,
        f"Over {REPLAYS} real replays your search ends lower than {JOBS} jobs anywhere in only "
        f"{wins}: the fine half should be drawn from a box around the best, each range about half "
        "as many decades wide. Too narrow a box trusts a single job too much.",
    )


class Watched:
    """A loss that notes where it was asked."""

    def __init__(self, loss: Loss) -> None:
        self.loss = loss
        self.asked: list[Configuration] = []
        self.losses: list[float] = []

    def __call__(self, configuration: Any) -> float:
        """Return the loss of a configuration, and note both."""
        demand(
            isinstance(configuration, dict) and list(configuration) == list(RANGES),
            f"loss wants a configuration such as {{'alpha': 0.1, 'gamma': 0.01}}, "
            f"not {configuration!r}.",
        )
        for name, value in configuration.items():
            low, high = RANGES[name]
            demand(
                low * (1 - 1e-9) <= value <= high * (1 + 1e-9),
                f"Your search leaves the ranges: {name} = {value:.3g}, allowed are {low:g} to "
                f"{high:g}. Around a best near an edge the fine box must be cut off there.",
            )
        demand(
            len(self.asked) < JOBS,
            f"You may call loss {JOBS} times, not once more: n is the budget.",
        )
        self.asked.append(dict(configuration))
        self.losses.append(float(self.loss(configuration)))
        return self.losses[-1]

    @property
    def places(self) -> Array:
        """Return where it was asked, (n, 2), from 0 to 1 along the logarithm of each range."""
        x = np.log([list(configuration.values()) for configuration in self.asked])
        low, high = np.log(list(RANGES.values())).T
        places: Array = (x - low) / (high - low)
        return places


def bowl(centre: tuple[float, float]) -> Loss:
    """Return a loss that costs nothing, lowest where the decimal logarithms are `centre`."""
    return lambda c: (
        1
        + sum(
            (math.log10(value) - best) ** 2 for value, best in zip(c.values(), centre, strict=True)
        )
    )


def _check_on_bowl(answer: Callable[..., Any], centre: tuple[float, float]) -> None:
    runs = []
    for seed in range(12):
        watched = Watched(bowl(centre))
        found = call(answer, watched, dict(RANGES), JOBS, seed)
        demand(watched.asked, "You never called loss: the only way to know a place is to try it.")
        demand(
            len(watched.asked) == JOBS,
            f"Asked for {JOBS} jobs, your search runs {len(watched.asked)}.",
        )
        _check_found(found, watched)
        runs.append(watched)
    again = Watched(bowl(centre))
    answer(again, dict(RANGES), JOBS, 0)
    demand(
        again.asked == runs[0].asked,
        "Called twice with the same seed it tries other configurations: draw from "
        "np.random.default_rng(seed).",
    )
    demand(
        runs[1].asked != runs[0].asked,
        "Another seed tries the same configurations: hand the seed to np.random.default_rng.",
    )
    _check_halves(runs)


def _check_found(found: Any, watched: Watched) -> None:
    demand(
        isinstance(found, tuple | list) and len(found) == 2,
        f"Return two things, the best configuration and its loss, not {shown(found)}.",
    )
    lowest = int(np.argmin(watched.losses))
    demand(
        found[0] == watched.asked[lowest] and found[1] == watched.losses[lowest],
        f"You return {shown(found[0])} with loss {shown(found[1])}; the lowest of all your "
        f"jobs, of both halves, is {watched.losses[lowest]:.3f} at {shown(watched.asked[lowest])}.",
    )


def _check_halves(runs: list[Watched]) -> None:
    half = JOBS // 2
    coarse = np.concatenate([run.places[:half] for run in runs])
    demand(
        bool(
            (np.abs(coarse.mean(axis=0) - 0.5) < 0.12).all() and (coarse.std(axis=0) > 0.22).all()
        ),
        "The first half must look everywhere: every decade of each range its equal share. Draw "
        "the logarithm uniformly over the whole range.",
    )
    far = [
        np.abs(run.places[half:] - run.places[int(np.argmin(run.losses[:half]))]) for run in runs
    ]
    spread = np.concatenate([run.places[half:] for run in runs]).std()
    if np.mean(far) > 0.2:
        where = "worst" if _around_worst(runs) else "best"
        raise Mistake(
            "The second half is drawn around the worst job: a lower loss is better."
            if where == "worst"
            else "The second half still looks everywhere: after half of the jobs, draw from a box "
            "around the best so far, about half as many decades wide."
        )
    demand(
        np.mean(far) > 0.02 and spread > 0.01,
        "The second half hardly moves from the best so far: leave about half of the decades.",
    )


def _around_worst(runs: list[Watched]) -> bool:
    half = JOBS // 2
    far = [
        np.abs(run.places[half:] - run.places[int(np.argmax(run.losses[:half]))]) for run in runs
    ]
    return bool(np.mean(far) < 0.2)


@cache
def everywhere(seed: int) -> float:
    """Return the lowest loss of all jobs drawn anywhere in the ranges."""
    ridge, rng = KernelRidge(seed=seed), np.random.default_rng([seed, 1])
    low, high = np.log(list(RANGES.values())).T
    drawn = np.exp(rng.uniform(low, high, (JOBS, len(RANGES))))
    return min(ridge(dict(zip(RANGES, place.tolist(), strict=True))) for place in drawn)
