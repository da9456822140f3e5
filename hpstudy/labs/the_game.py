"""Lab: write down how you play the tuning game, as a function that chooses the next job."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from hpstudy.claims.grid_against_random import median_lowest
from hpstudy.demos._game_rules import BUDGET, clean_loss
from hpstudy.demos._players import SPACE, Player, Tried, experienced
from hpstudy.labs.mistake import call, demand
from hpstudy.space import Configuration

PASSED = "Your player looks at its results, and ends below most random players."

NETS = (0, 1, 2)
MOST_WORSE = 1  # nets on which a player may end behind the median of random players
POOL = 50  # random jobs a net

reference: Player = experienced


def check(answer: Player) -> None:
    """Let the player have twelve jobs on each of three nets, and compare with random players."""
    games = [_play(answer, net) for net in NETS]
    _check_looks(games)
    lowest = [min(loss for _, loss in game) for game in games]
    median = [random_median(net) for net in NETS]
    worse = sum(mine >= theirs for mine, theirs in zip(lowest, median, strict=True))
    demand(
        worse <= MOST_WORSE,
        f"Your player ends at {_listed(lowest)} on {len(NETS)} nets, half of all random players "
        f"at {_listed(median)} or below. Begin with values that you would trust in any net, such "
        "as a rate of 0.1; then move one knob at a time from the best so far.",
    )


@cache
def random_median(net: int) -> float:
    """Return the loss that half of all random players reach with twelve jobs."""
    rng = np.random.default_rng(net)
    pool = [clean_loss(net, **SPACE.sample(rng)) for _ in range(POOL)]
    return median_lowest(np.array(pool), BUDGET)


def _play(answer: Player, net: int) -> Tried:
    tried: list[tuple[Configuration, float]] = []
    for _ in range(BUDGET):
        asked = _as_configuration(call(answer, [(dict(knobs), loss) for knobs, loss in tried]))
        tried.append((asked, clean_loss(net, **asked)))
    return tried


def _as_configuration(asked: Any) -> Configuration:
    demand(
        isinstance(asked, dict) and set(asked) == set(SPACE),
        f"The next job is a dict with {', '.join(SPACE)}, not {asked!r:.120}.",
    )
    for name, knob in SPACE.items():
        try:
            knob.to_unit(asked[name])
        except ValueError as error:
            demand(False, f"{name}: {error}")
    return {**asked, "width": int(asked["width"])}


def _check_looks(games: list[Tried]) -> None:
    """A player that does not look at losses does the same on every net, or the same for ever."""
    jobs = [[tuple(knobs.values()) for knobs, _ in game] for game in games]
    different = min(len(set(each)) for each in jobs)
    demand(
        different > BUDGET / 2,
        f"Of {BUDGET} jobs only {different} are different: a job done again teaches nothing. Leave "
        "out what is among those tried.",
    )
    demand(
        any(each != jobs[0] for each in jobs),
        "Your player does the same jobs on every net, whatever came of them: let the lowest loss "
        "so far say where the next job goes.",
    )


def _listed(losses: list[float]) -> str:
    return ", ".join(f"{loss:.2f}" for loss in losses)
