"""Successive halving, Hyperband and the median rule: who goes on, and what it costs."""

from __future__ import annotations

import statistics
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import pick, table, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np


def hyperband_bracket(rng: np.random.Generator) -> Variant:
    """With how many trials a bracket of Hyperband begins: ceil((s_max + 1) eta^s / (s + 1))."""
    eta, largest = whole(rng, 2, 4), whole(rng, 9, 500)
    s_max = _floor_log(largest, eta)
    s = whole(rng, 1, s_max)
    exact = Fraction((s_max + 1) * eta**s, s + 1)
    answer = ceil(exact)
    return Variant(
        params={
            "eta": eta,
            "largest": largest,
            "s": s,
            "s_max": s_max,
            "working": f"ceil({s_max + 1} × {eta}^{s} / {s + 1})"
            f" = ceil({float(exact):.4g}) = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(int(exact), "floor", "The number is rounded up.", 0.5),
                Slip(eta**s, "power", "The factor (s_max + 1) / (s + 1) evens out the budgets."),
                Slip((s_max + 1) * eta**s, "not-shared", "The budget is shared over s + 1 rungs."),
            ],
        ),
        unit="trials",
    )


def _floor_log(n: int, base: int) -> int:
    """Return how often `n` can be divided by `base`, whole part of the logarithm."""
    power = 0
    while base ** (power + 1) <= n:
        power += 1
    return power


def rung_survivors(rng: np.random.Generator) -> Variant:
    """How many trials are left after some rungs, when one in eta goes on each time."""
    eta, rungs = whole(rng, 2, 4), whole(rng, 1, 3)
    start = whole(rng, eta**rungs + 1, 300)
    answer, left = start, [start]
    for _ in range(rungs):
        answer //= eta
        left.append(answer)
    return Variant(
        params={
            "start": start,
            "eta": eta,
            "rungs": "one rung" if rungs == 1 else f"{rungs} rungs",
            "working": " → ".join(map(str, left)),
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(start // (eta * rungs), "divided-once", "It is divided anew at every rung."),
                Slip(
                    left[-2] if rungs > 1 else start, "one-short", "One more rung has to be passed."
                ),
                Slip(start - answer, "stopped", "So many have been stopped."),
            ],
        ),
        unit="trials",
    )


def halving_cost(rng: np.random.Generator) -> Variant:
    """How many epochs a bracket of successive halving runs when trials go on where they stood."""
    eta, rungs = whole(rng, 2, 4), whole(rng, 2, 4)
    winners, first = whole(rng, 1, 6), whole(rng, 1, 6)
    trials = [winners * eta ** (rungs - 1 - k) for k in range(rungs)]
    ends = [first * eta**k for k in range(rungs)]
    runs = [end - before for end, before in zip(ends, [0, *ends], strict=False)]
    answer = sum(n * run for n, run in zip(trials, runs, strict=True))
    rung = [f"{n} × {run}" for n, run in zip(trials, runs, strict=True)]
    return Variant(
        params={
            "start": trials[0],
            "eta": eta,
            "first": "1 epoch" if first == 1 else f"{first} epochs",
            "last": ends[-1],
            "working": " + ".join(rung) + f" = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(
                    sum(n * end for n, end in zip(trials, ends, strict=True)),
                    "restarted",
                    "That starts every promoted trial from epoch 0 again.",
                    0.5,
                ),
                Slip(trials[0] * ends[-1], "all-full", "So many epochs would run all to the end."),
                Slip(trials[0] * first, "first-rung", "That is the first rung alone."),
            ],
        ),
        unit="epochs",
    )


def median_rule(rng: np.random.Generator) -> Variant:
    """The value a loss is compared with: the median of the running averages of earlier jobs."""
    jobs, epoch = pick(rng, (3, 5)), whole(rng, 2, 4)
    curves = [_falling(rng, epoch) for _ in range(jobs)]
    averages = [sum(curve) / epoch for curve in curves]
    answer = statistics.median(averages)
    heads = ["job", *(f"epoch {i + 1}" for i in range(epoch))]
    rows = [[i + 1, *(f"{x:.2f}" for x in curve)] for i, curve in enumerate(curves)]
    return Variant(
        params={
            "table": table([heads, *rows]),
            "epoch": epoch,
            "working": ", ".join(f"{a:.3f}" for a in sorted(averages)) + f": {answer:.3f}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(
                    statistics.median(curve[-1] for curve in curves),
                    "last-values",
                    "Those are the values of that epoch; the rule takes averages up to it.",
                ),
                Slip(
                    statistics.mean(averages), "mean", "The rule takes the median of the averages."
                ),
                Slip(min(averages), "best", "That is the best earlier job, not the middle one."),
            ],
            rtol=0.005,
        ),
        rtol=0.005,
    )


def _falling(rng: np.random.Generator, n: int) -> list[float]:
    """Draw a loss curve of n epochs, with two decimals, that falls."""
    loss, curve = float(rng.uniform(0.8, 2.0)), []
    for _ in range(n):
        loss *= float(rng.uniform(0.6, 0.95))
        curve.append(round(loss, 2))
    return curve


def epochs_saved(rng: np.random.Generator) -> Variant:
    """Which share of the epochs early stopping saves."""
    jobs, epochs = whole(rng, 6, 40), pick(rng, (10, 20, 25, 27, 30, 40, 50))
    stopped = whole(rng, 2, jobs - 1)
    at = whole(rng, 1, epochs // 2)
    saved, full = stopped * (epochs - at), jobs * epochs
    answer = 100 * saved / full
    return Variant(
        params={
            "jobs": jobs,
            "epochs": epochs,
            "stopped": stopped,
            "at": at,
            "working": f"{stopped} × ({epochs} - {at}) / ({jobs} × {epochs}) = {answer:.3g} %",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(100 * stopped / jobs, "jobs", "That is the share of jobs that were stopped."),
                Slip(100 - answer, "run", "That is the share of epochs that were run."),
                Slip(
                    100 * stopped * at / full,
                    "cut-runs",
                    "Those are epochs of stopped jobs: spent.",
                ),
            ],
            rtol=0.01,
        ),
        unit="%",
        rtol=0.01,
    )
