"""Reading a run: when to stop it, what its curve says, how much a winner flatters."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import decimal, pick, table, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np


def patience(rng: np.random.Generator) -> Variant:
    """At which epoch a run with patience ends."""
    wait, valley = whole(rng, 2, 4), whole(rng, 3, 7)
    losses = [decimal(rng, 1.2, 1.6)]
    losses += [losses[0] - 0.1 * (e + 1) - decimal(rng, 0, 0.06) for e in range(valley - 1)]
    if valley > 4:  # a bump on the way down, shorter than the patience
        losses[valley - 3] = losses[valley - 4] + 0.02
    floor, best = losses[-1], valley
    losses += [floor + decimal(rng, 0.01, 0.3) for _ in range(wait + whole(rng, 0, 2))]
    answer = best + wait
    rises = next((i + 1 for i in range(1, len(losses)) if losses[i] > losses[i - 1]), len(losses))
    cells = [("epoch", "validation loss"), *((i + 1, f"{x:.2f}") for i, x in enumerate(losses))]
    return Variant(
        params={
            "table": table(cells),
            "wait": wait,
            "best": best,
            "working": f"{best} + {wait} = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(
                    best, "best-epoch", "Those weights are kept, but the run goes on a while.", 0.5
                ),
                Slip(rises, "first-rise", "One rise is no reason yet: the patience is longer."),
                Slip(len(losses), "last-row", "It ends before the table does."),
                Slip(wait, "patience-alone", "The waiting begins anew at every new best."),
            ],
        ),
    )


_SYMPTOMS = {
    "The model overfits": "Then training loss would fall while validation loss rises.",
    "The learning rate is too large": "Then the training loss would jump up and down, or grow.",
    "The learning rate is too small": "Then both losses would still be falling, slowly and evenly.",
    "The model is too simple": "Then both losses would level off early, high and close together.",
}


def read_curve(rng: np.random.Generator) -> Variant:
    """What is wrong with a run, by its two losses."""
    name = pick(rng, tuple(_SYMPTOMS))
    n = whole(rng, 6, 8)
    start, noise = float(rng.uniform(1.6, 2.4)), [float(x) for x in rng.uniform(-0.01, 0.01, n)]
    training, validation = _curves(rng, name, n, start)
    cells = [
        (i + 1, f"{max(t + e, 0.01):.2f}", f"{max(v - e, 0.01):.2f}")
        for i, (t, v, e) in enumerate(zip(training, validation, noise, strict=True))
    ]
    signs = {
        "The model overfits": "Training loss falls on while validation loss turns up.",
        "The learning rate is too large": "The training loss itself jumps: steps overshoot.",
        "The learning rate is too small": "Both fall evenly, slowly, and are far from done.",
        "The model is too simple": "Both are flat, high and close: more epochs bring nothing.",
    }
    slips = tuple(Slip(t, _slug(t), why) for t, why in _SYMPTOMS.items() if t != name)
    return Variant(
        params={
            "table": table([("epoch", "training", "validation"), *cells]),
            "working": signs[name],
        },
        answer=name,
        slips=slips,
        why=signs[name],
    )


def _slug(text: str) -> str:
    return text.lower().removeprefix("the ").replace(" ", "-")


def _curves(
    rng: np.random.Generator, name: str, n: int, start: float
) -> tuple[list[float], list[float]]:
    """Draw a training and a validation curve that show the symptom."""
    gap, epochs = float(rng.uniform(0.05, 0.12)), range(n)
    if name == "The model overfits":
        training = [start * 0.55**e for e in epochs]
        turn = whole(rng, 2, n - 4)
        rise = float(rng.uniform(0.12, 0.25))
        return training, [
            max(start * 0.6**e, start * 0.6**turn) + gap + rise * max(e - turn, 0) for e in epochs
        ]
    if name == "The learning rate is too large":
        sizes = [float(rng.uniform(0.5, 1.2)) * (1 if e % 2 else -0.6) for e in epochs]
        training = [start + size for size in sizes]
        return training, [t + gap * (1 + e) for e, t in enumerate(training)]
    if name == "The learning rate is too small":
        fall = float(rng.uniform(0.03, 0.05))
        training = [start - fall * e for e in epochs]
        return training, [t + gap / 2 for t in training]
    level = start * float(rng.uniform(0.6, 0.75))
    training = [level + (start - level) * 0.15**e for e in epochs]
    return training, [t + gap / 2 for t in training]


# How far the largest of n standard normal draws lies above zero, on average.
_LARGEST = {5: 1.163, 10: 1.539, 20: 1.867, 30: 2.043, 50: 2.249, 100: 2.508}


def winners_curse(rng: np.random.Generator) -> Variant:
    """How much better the best of n equal models looks than it is."""
    n, percent = pick(rng, tuple(_LARGEST)), whole(rng, 60, 95)
    pictures = 10 * whole(rng, 3, 80)
    p, largest = percent / 100, _LARGEST[n]
    error = 100 * math.sqrt(p * (1 - p) / pictures)
    answer = largest * error
    return Variant(
        params={
            "n": n,
            "percent": percent,
            "pictures": pictures,
            "largest": largest,
            "error": f"{error:.2f}",
            "working": f"{largest:g} × {error:.3g} = {answer:.3g} points",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(error, "one-model", "That is the spread of a single model."),
                Slip(0.0, "none", "All are equally good: the best one was also lucky."),
                Slip(largest * error / math.sqrt(n), "averaged", "The winner is no average of n."),
                Slip(largest * error**2, "variance", "Take the root: the spread, not its square."),
            ],
            rtol=0.02,
        ),
        unit="points",
        rtol=0.02,
    )


def importance_share(rng: np.random.Generator) -> Variant:
    """Which share of the spread of the loss one knob explains by itself."""
    rates, widths = ("0.001", "0.03", "1"), ("8", "32", "128")
    of_rate = [float(x) for x in rng.uniform(0.1, 1.2, 3)]
    of_width = [float(x) for x in rng.uniform(0, 0.3, 3)]
    losses = [
        [round(r + w + float(rng.uniform(-0.08, 0.08)), 2) for w in of_width] for r in of_rate
    ]
    everything = [x for row in losses for x in row]
    total = statistics.pvariance(everything)
    rows = statistics.pvariance([statistics.mean(row) for row in losses])
    columns = statistics.pvariance(
        [statistics.mean(column) for column in zip(*losses, strict=True)]
    )
    answer = 100 * rows / total
    head = ["rate \\ units", *widths]
    body = [[rate, *(f"{x:.2f}" for x in row)] for rate, row in zip(rates, losses, strict=True)]
    return Variant(
        params={
            "table": table([head, *body]),
            "means": ", ".join(f"{statistics.mean(row):.3f}" for row in losses),
            "working": f"{rows:.4f} / {total:.4f} = {answer:.1f} %",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(100 * columns / total, "other-knob", "That is the share of the other knob."),
                Slip(100 - answer, "rest", "That is what the rate leaves unexplained."),
                Slip(100 * math.sqrt(rows / total), "deviations", "Shares are of the variance."),
            ],
            rtol=0.02,
        ),
        unit="%",
        rtol=0.02,
    )
