"""Grids, independent draws and scales: how many trials, and where they fall."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import KNOBS, decimal, listed, pick, some, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np


def grid_size(rng: np.random.Generator) -> Variant:
    """How many trials a grid takes: the product of the counts."""
    counts = [whole(rng, 2, 9) for _ in range(whole(rng, 2, 5))]
    knobs = some(rng, KNOBS, len(counts))
    answer = math.prod(counts)
    return Variant(
        params={
            "ranges": listed(f"{n} values of the {k}" for n, k in zip(counts, knobs, strict=True)),
            "working": " × ".join(map(str, counts)) + f" = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(sum(counts), "added", "That is the sum: it tunes one knob at a time."),
                Slip(max(counts), "largest", "That many trials try each value of one knob only."),
                Slip(
                    counts[0] ** len(counts), "first-count", "Not every knob has that many values."
                ),
                Slip(math.prod(n - 1 for n in counts), "steps", "That counts steps, not values."),
            ],
        ),
        unit="trials",
    )


def box_share(rng: np.random.Generator) -> Variant:
    """How many of n random trials come near the optimum on every one of d axes at once."""
    percent, d = whole(rng, 5, 25), whole(rng, 2, 6)
    n = 50 * whole(rng, 2, 40)
    share = 2 * percent / 100
    answer = n * share**d
    return Variant(
        params={
            "n": n,
            "d": d,
            "percent": percent,
            "working": f"{n} × {share:g}^{d} = {answer:.3g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(n * (share / 2) ** d, "one-side", "The range reaches to both sides of it."),
                Slip(
                    n * share, "one-axis", "That holds for one axis; all have to be near at once."
                ),
                Slip(n * share / d, "divided", "Shares of axes multiply; they are not divided."),
            ],
            rtol=0.02,
        ),
        unit="trials",
        rtol=0.02,
    )


def random_hit(rng: np.random.Generator) -> Variant:
    """The chance that the best of n random trials lies in the best share of the space."""
    miss = 0.0
    while not 0.05 < miss < 0.9:  # neither a sure hit nor a hopeless search
        percent, n = decimal(rng, 1, 20, 1), whole(rng, 5, 60)
        p = percent / 100
        miss = (1 - p) ** n
    answer = 100 * (1 - miss)
    return Variant(
        params={
            "percent": percent,
            "n": n,
            "working": f"1 - (1 - {p:g})^{n} = 1 - {miss:.4f} = {answer:.1f} %",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(100 * miss, "all-miss", "That is the chance that every trial misses."),
                Slip(percent * n, "added", "Chances of several hits overlap: they do not add up."),
                Slip(percent, "one-trial", "That is the chance of a single trial."),
            ],
            rtol=0.01,
        ),
        unit="%",
        rtol=0.01,
    )


def trials_for_hit(rng: np.random.Generator) -> Variant:
    """How many random trials it takes to hit the best share of the space with some certainty."""
    percent, sure = decimal(rng, 1, 20, 1), pick(rng, (50, 60, 75, 80, 90, 95, 99))
    p, c = percent / 100, sure / 100
    exact = math.log(1 - c) / math.log(1 - p)
    answer = math.ceil(exact - 1e-9)
    return Variant(
        params={
            "percent": percent,
            "sure": sure,
            "working": f"ln(1 - {c:g}) / ln(1 - {p:g}) = {exact:.2f}, so {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(math.floor(exact), "too-few", "One trial less falls just short.", 0.5),
                Slip(
                    round(c / p), "divided", "Misses multiply: the chance grows ever more slowly."
                ),
                Slip(
                    math.ceil(1 / p), "one-expected", "So many give one hit on average, no surety."
                ),
            ],
        ),
        unit="trials",
    )


def _span(rng: np.random.Generator) -> tuple[float, float]:
    """Draw a range over several powers of ten, with one digit at each end."""
    low_power = whole(rng, -6, -2)
    high_power = whole(rng, low_power + 2, 1)
    low = float(f"{whole(rng, 1, 9)}e{low_power}")
    return low, float(f"{whole(rng, 1, 9)}e{high_power}")


def log_midpoint(rng: np.random.Generator) -> Variant:
    """The value in the middle of a range on a log scale: the geometric mean of its ends."""
    low, high = _span(rng)
    answer = math.sqrt(low * high)
    return Variant(
        params={
            "low": low,
            "high": high,
            "working": f"sqrt({low:g} × {high:g}) = {answer:.3g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip((low + high) / 2, "linear", "That is the middle of a linear scale."),
                Slip(
                    math.sqrt(high / low), "ratio", "That is the factor from an end to the middle."
                ),
                Slip(low * high, "no-root", "The middle is the square root of that product."),
            ],
            rtol=0.02,
        ),
        rtol=0.02,
    )


def log_draw(rng: np.random.Generator) -> Variant:
    """The value that a uniform draw u from 0 to 1 gives on a log scale."""
    (low, high), u = _span(rng), decimal(rng, 0.05, 0.95)
    answer = low * (high / low) ** u
    return Variant(
        params={
            "low": low,
            "high": high,
            "u": u,
            "working": f"{low:g} × ({high:g} / {low:g})^{u:g} = {answer:.3g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(low + u * (high - low), "linear", "That is the draw on a linear scale."),
                Slip(low * (high / low) ** (1 - u), "from-above", "u = 0 is the lower end."),
                Slip(u * high, "share-of-high", "u is a place between the ends, not a factor."),
            ],
            rtol=0.02,
        ),
        rtol=0.02,
    )


def linear_share(rng: np.random.Generator) -> Variant:
    """Which share of draws on a linear scale lies above a value that is small beside the end."""
    power = whole(rng, -5, -2)
    low, high = float(f"1e{power}"), float(whole(rng, 1, 9)) / pick(rng, (1, 10))
    cut = float(f"{whole(rng, 1, 9)}e{whole(rng, power + 1, -1)}")
    cut = cut if cut < high else high / 2
    answer = 100 * (high - cut) / (high - low)
    logarithmic = 100 * math.log(high / cut) / math.log(high / low)
    return Variant(
        params={
            "low": low,
            "high": high,
            "cut": cut,
            "log": f"{logarithmic:.3g}",
            "working": f"({high:g} - {cut:g}) / ({high:g} - {low:g}) = {answer:.3g} %",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(logarithmic, "log", "That would be the share on a log scale."),
                Slip(100 - answer, "below", "That is the share below."),
            ],
            rtol=0.01,
        ),
        unit="%",
        rtol=0.01,
    )


def log_share(rng: np.random.Generator) -> Variant:
    """Which share of log-uniform draws falls into a part of the range."""
    low, high = _span(rng)
    cuts = sorted(low * (high / low) ** decimal(rng, 0.05, 0.95) for _ in range(2))
    a, b = (float(f"{cut:.1g}") for cut in cuts)
    a, b = max(a, low), min(b, high)
    if a == b:
        a = low
    answer = 100 * math.log(b / a) / math.log(high / low)
    return Variant(
        params={
            "low": low,
            "high": high,
            "a": a,
            "b": b,
            "working": f"log({b:g} / {a:g}) / log({high:g} / {low:g}) = {answer:.3g} %",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(
                    100 * (b - a) / (high - low), "linear", "That is the share on a linear scale."
                ),
                Slip(100 - answer, "outside", "That is the share that falls outside."),
            ],
            rtol=0.02,
        ),
        unit="%",
        rtol=0.02,
    )
