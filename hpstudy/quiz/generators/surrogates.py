"""What the surrogate says of a configuration, and which one is tried next; losses are minimized."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hpstudy.quiz.generators.draws import decimal, pick, some, table, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Region, Slip

if TYPE_CHECKING:
    import numpy as np


def density(z: float) -> float:
    """Return the density of the standard normal distribution."""
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def below(z: float) -> float:
    """Return the chance that a standard normal draw lies below z."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def improvement(mean: float, deviation: float, best: float) -> float:
    """Return the expected improvement below `best`."""
    z = (best - mean) / deviation
    return (best - mean) * below(z) + deviation * density(z)


def expected_improvement(rng: np.random.Generator) -> Variant:
    """Expected improvement at one configuration."""
    best, deviation = decimal(rng, 0.2, 0.6), decimal(rng, 0.02, 0.2)
    mean = round(best + deviation * float(rng.uniform(-1.2, 1.5)), 2)
    z = (best - mean) / deviation
    answer = improvement(mean, deviation, best)
    return Variant(
        params={
            "mean": mean,
            "deviation": deviation,
            "best": best,
            "z": f"{z:.3f}",
            "cdf": f"{below(z):.4f}",
            "pdf": f"{density(z):.4f}",
            "working": f"{best - mean:.2f} × {below(z):.4f} + {deviation:g} × {density(z):.4f}"
            f" = {answer:.3g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(
                    improvement(-mean, deviation, -best),
                    "maximized",
                    "That is for a score that grows; a loss improves downwards.",
                ),
                Slip(best - mean, "no-spread", "That forgets how uncertain the surrogate is."),
                Slip((best - mean) * below(z), "first-half", "The second term is missing.", 0.5),
                Slip(below(z), "chance", "That is the chance to improve, not by how much."),
            ],
            rtol=0.02,
        ),
        rtol=0.02,
    )


def improvement_chance(rng: np.random.Generator) -> Variant:
    """The chance that one configuration improves on the incumbent."""
    best, deviation = decimal(rng, 0.2, 0.6), decimal(rng, 0.02, 0.2)
    mean = round(best + deviation * float(rng.uniform(-1.2, 1.5)), 2)
    z = (best - mean) / deviation
    answer = 100 * below(z)
    return Variant(
        params={
            "mean": mean,
            "deviation": deviation,
            "best": best,
            "z": f"{z:.3f}",
            "working": f"Φ(({best:g} - {mean:g}) / {deviation:g}) = Φ({z:.3f}) = {answer:.1f} %",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(100 - answer, "other-side", "That is the chance that it gets worse."),
                Slip(100 * density(z), "density", "That is the height of the bell, not its area."),
            ],
            rtol=0.015,
        ),
        unit="%",
        rtol=0.015,
    )


_RULES = {
    "expected improvement": "the largest expected improvement",
    "the lower confidence bound": "the lowest mean minus κ deviations",
}


def next_of_four(rng: np.random.Generator) -> Variant:
    """Which of four configurations an acquisition function asks for."""
    while True:
        best, kappa = decimal(rng, 0.25, 0.5), pick(rng, (0.5, 1.0, 1.5, 2.0))
        rule = pick(rng, tuple(_RULES))
        rows = [
            (name, decimal(rng, best - 0.04, best + 0.25), decimal(rng, 0.01, 0.2))
            for name in "ABCD"
        ]
        gains = {n: improvement(m, d, best) for n, m, d in rows}
        bounds = {n: m - kappa * d for n, m, d in rows}
        merit = gains if rule == "expected improvement" else {n: -b for n, b in bounds.items()}
        order = sorted(merit, key=lambda name: -merit[name])
        if merit[order[0]] - merit[order[1]] > 0.004:
            break
    greedy = min(rows, key=lambda row: row[1])[0]
    widest = max(rows, key=lambda row: row[2])[0]
    reasons = {
        greedy: ("greedy", "It has the lowest mean: pure exploitation."),
        widest: ("only-spread", "It is the most uncertain: pure exploration."),
    }
    slips = tuple(
        Slip(name, *reasons.get(name, ("neither", "Another has more to offer by this rule.")))
        for name in order[1:]
    )
    cells = [(n, f"{m:.2f}", f"{d:.2f}", f"{gains[n]:.4f}", f"{bounds[n]:.3f}") for n, m, d in rows]
    return Variant(
        params={
            "rule": rule,
            "kappa": f" with κ = {kappa:g}" if rule != "expected improvement" else "",
            "best": best,
            "table": table([("", "mean", "deviation"), *(row[:3] for row in cells)]),
            "working": table([("", "mean", "deviation", "EI", "bound"), *cells]),
        },
        answer=order[0],
        slips=slips,
        why=f"It has {_RULES[rule]}.",
    )


def next_on_plot(rng: np.random.Generator) -> Variant:
    """Where on a plot the lower confidence bound is lowest."""
    kappa = pick(rng, (1, 2))
    while True:
        seen, mean, deviation = _surrogate(rng)
        bound = [m - kappa * d for m, d in zip(mean, deviation, strict=True)]
        if (target := _lowest(bound, 0.03)) is not None:
            break
    return Variant(
        params={
            "kappa": "one deviation" if kappa == 1 else "two deviations",
            "target": f"{target:g}",
            "n": len(seen),
        },
        answer=_around(target),
        plot=_plot(seen, mean, deviation),
    )


def least_sure(rng: np.random.Generator) -> Variant:
    """Where on a plot the surrogate knows least: in the widest gap between trials."""
    while True:
        seen, mean, deviation = _surrogate(rng)
        if (target := _lowest([-d for d in deviation], 0.02)) is not None:
            break
    return Variant(
        params={"n": len(seen), "target": f"{target:g}"},
        answer=_around(target),
        plot=_plot(seen, mean, deviation),
    )


_PLACES = [i / 100 for i in range(101)]


def _surrogate(rng: np.random.Generator) -> tuple[list[int], list[float], list[float]]:
    """Draw where trials were made, and a mean and a deviation at 101 places."""
    seen = sorted(some(rng, range(3, 98), whole(rng, 3, 5)))
    slope, bend = float(rng.uniform(-0.4, 0.4)), float(rng.uniform(0, 1))
    mean = [0.5 + slope * (u - 0.5) + bend * (u - 0.5) ** 2 for u in _PLACES]
    deviation = [0.04 * math.sqrt(min(abs(i - s) for s in seen)) for i in range(101)]
    return seen, mean, deviation


def _lowest(values: list[float], apart_by: float) -> float | None:
    """Return the place of the lowest value, None if another place comes near to it."""
    target = _PLACES[values.index(min(values))]
    elsewhere = [v for u, v in zip(_PLACES, values, strict=True) if abs(u - target) > 0.1]
    return target if min(elsewhere) > min(values) + apart_by else None


def _around(target: float) -> Region:
    return Region((max(target - 0.04, 0.0), min(target + 0.04, 1.0)))


def _plot(seen: list[int], mean: list[float], deviation: list[float]) -> dict[str, Any]:
    return {
        "x": "position of the learning rate on its scale",
        "y": "loss",
        "mean": [[u, round(m, 4)] for u, m in zip(_PLACES, mean, strict=True)],
        "deviation": [[u, round(d, 4)] for u, d in zip(_PLACES, deviation, strict=True)],
        "trials": [[_PLACES[s], round(mean[s], 4)] for s in seen],
    }
