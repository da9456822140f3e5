"""Lab: design an experiment that could refute one of the practices, and let it speak."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hpstudy.demos._replays import (
    ADVISED,
    AT_ONCE,
    JOBS,
    KNOBS,
    LINEAR,
    LOG,
    RANGES,
    STRATEGIES,
    Setting,
)
from hpstudy.demos._replays import replay as run_replay
from hpstudy.labs.mistake import Mistake, call, demand

Play = Callable[..., float]

OPTIONS: dict[str, tuple[Any, ...]] = {
    "knobs": KNOBS,
    "ranges": RANGES,
    "scale": (LOG, LINEAR),
    "at_once": AT_ONCE,
    "strategy": STRATEGIES,
}
FEWEST = 20  # replays: fewer are luck
WORLDS = 20  # in which the practice makes no difference
MOST_BY_CHANCE = 3  # of these may look like a refutation

PASSED = (
    "One thing differs, the pairs share their seeds, there are enough of them, and the verdict "
    "could go either way. Now let it speak: run it with the real play."
)


def reference(play: Play) -> bool:
    """Return whether "one job at a time is better than five at once" is refuted."""
    seeds = range(24)
    advised = np.array([play(seed, knobs=4, at_once=1) for seed in seeds])
    other = np.array([play(seed, knobs=4, at_once=5) for seed in seeds])
    gain = other - advised  # above zero: the practice helped
    return bool(gain.mean() + 2 * gain.std(ddof=1) / len(gain) ** 0.5 < 0)


def play(seed: int, *, jobs: int = JOBS, **settings: Any) -> float:
    """Run one real search and return the lowest error it finds; what is not set is as advised."""
    return float(run_replay(Setting(**settings), seed).run().losses[:jobs].min())


def check(answer: Callable[[Play], Any]) -> None:
    """Watch what is compared; then play worlds where the practice helps, harms, or does nothing."""
    helpful, harmful = World(effect=1.0), World(effect=-1.0)
    refuted = call(answer, helpful)
    check_design(helpful)
    demand(
        isinstance(refuted, bool | np.bool_),
        f"Return True if the practice is refuted, False if not; you return {refuted!r}.",
    )
    demand(
        not refuted,
        "In a world where following the practice lowers the error by about 1, your experiment "
        "calls the practice refuted. A lower error is better: mind the sign.",
    )
    demand(
        answer(harmful),
        "In a world where following the practice raises the error by about 1, your experiment "
        "does not refute it. A test that cannot fail tests nothing.",
    )
    by_chance = sum(bool(answer(World(effect=0.0, number=number))) for number in range(WORLDS))
    demand(
        by_chance <= MOST_BY_CHANCE,
        f"In {WORLDS} worlds where the practice makes no difference your experiment refutes it "
        f"{by_chance} times: that is chance. Refute only if the mean difference is clearly beyond "
        "zero, say by twice its standard error, the spread over the root of the number of pairs.",
    )


class World:
    """A made-up bench: notes what is played; not following a practice costs `effect`."""

    def __init__(self, effect: float, number: int = 0) -> None:
        self.effect, self.number = effect, number
        self.played: dict[tuple[Setting, int], list[int]] = {}  # seeds by setting and budget

    def __call__(self, seed: Any, *, jobs: int = JOBS, **settings: Any) -> float:
        """Return an error: the split's own level, the effect, and chance."""
        unknown = [name for name in settings if name not in OPTIONS]
        demand(
            not unknown,
            f"play knows no {', '.join(unknown)}; it knows {', '.join(OPTIONS)} and jobs.",
        )
        demand(
            isinstance(seed, int | np.integer) and seed >= 0,
            f"play wants a seed first, a whole number from 0 on, not {seed!r}.",
        )
        for name, value in settings.items():
            options = OPTIONS[name]
            demand(value in options, f"{name} is one of {options}, not {value!r}.")
        setting = Setting(**settings)
        self.played.setdefault((setting, jobs), []).append(int(seed))
        departs = sum(one != advised for one, advised in zip(setting, ADVISED, strict=True))
        level = np.random.default_rng([seed, self.number]).normal(54, 1.3)
        words = [seed, self.number, *map(ord, repr((setting, jobs)))]
        return float(level + self.effect * departs + np.random.default_rng(words).normal(0, 0.4))


def check_design(world: World) -> None:
    """Demand two lanes that differ in one practice, on the same seeds, and enough of them."""
    demand(world.played, "You never called play: an experiment has to look.")
    lanes = list(world.played)
    demand(
        len(lanes) == 2,
        f"Number of settings that you play: {len(lanes)}. An experiment here compares two, one "
        "that follows the practice and one that does not.",
    )
    (first, jobs), (second, other_jobs) = lanes
    demand(
        jobs == other_jobs,
        f"One lane has {jobs} jobs, the other {other_jobs}: the larger budget wins, whatever the "
        "practice is worth.",
    )
    differ = [name for name in Setting._fields if getattr(first, name) != getattr(second, name)]
    if len(differ) > 1:
        raise Mistake(
            f"The lanes differ in {' and '.join(differ)}: then nobody knows which of them made "
            "the difference. Change one thing."
        )
    (name,) = differ
    demand(
        getattr(ADVISED, name) in (getattr(first, name), getattr(second, name)),
        f"Neither lane follows the practice: as advised, {name} is {getattr(ADVISED, name)!r}.",
    )
    _check_seeds(*world.played.values())


def _check_seeds(first: list[int], second: list[int]) -> None:
    demand(
        set(first) == set(second),
        "The lanes play different seeds. Splits differ more from each other than settings do: play "
        "both on the same seeds and compare pair by pair.",
    )
    demand(
        len(set(first)) == len(first) and len(set(second)) == len(second),
        "The same seed played again is the same search again, and no new evidence.",
    )
    demand(
        len(first) >= FEWEST,
        f"{len(first)} {'pair is' if len(first) == 1 else 'pairs are'} luck: play at least "
        f"{FEWEST}.",
    )
