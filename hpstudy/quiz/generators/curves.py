"""Curves and scores: where capacity is enough, where to stop, what two accuracies show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import decimal, pick, some, table, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Region, Slip

if TYPE_CHECKING:
    import numpy as np


def choose_depth(rng: np.random.Generator) -> Variant:
    """Which depth to choose by two columns of accuracies: the peak of the validation column."""
    depths = [1, *sorted(some(rng, range(2, 16), 5))]
    peak = whole(rng, 1, 3)
    training = [decimal(rng, 0.62, 0.74, 3)]
    for _ in depths[1:]:
        training.append(training[-1] + (0.999 - training[-1]) * decimal(rng, 0.25, 0.6))
    validation = [0.0] * 6
    validation[peak] = min(training[peak] - decimal(rng, 0.005, 0.02, 3), 0.9)
    for i in range(peak - 1, -1, -1):
        step = decimal(rng, 0.012, 0.03, 3)
        validation[i] = min(validation[i + 1] - step, training[i] - 0.002)
    for i in range(peak + 1, 6):
        validation[i] = validation[i - 1] - decimal(rng, 0.012, 0.03, 3)
    gaps = [t - v for t, v in zip(training, validation, strict=True)]
    rows = [
        (d, f"{t:.3f}", f"{v:.3f}") for d, t, v in zip(depths, training, validation, strict=True)
    ]
    answer = depths[peak]
    return Variant(
        params={
            "table": table([("depth", "training", "validation"), *rows]),
            "answer": answer,
            "working": f"validation accuracy peaks at depth {answer} and falls from there",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(depths[-1], "training-score", "Best on what it has seen, not on the rest."),
                Slip(depths[0], "simplest", "Simpler is not better for its own sake."),
                Slip(
                    depths[gaps.index(min(gaps))],
                    "smallest-gap",
                    "A small gap is no goal: what counts is how well unseen data are read.",
                ),
            ],
        ),
    )


def stop_on_plot(rng: np.random.Generator) -> Variant:
    """Where on a plot the epoch lies whose weights early stopping keeps."""
    n = pick(rng, (40, 50, 60, 80, 100))
    best = whole(rng, n // 4, 6 * n // 10)
    start, floor, gap = (float(rng.uniform(*ends)) for ends in ((1.5, 2.4), (0, 0.1), (0.03, 0.1)))
    kept = 0.15 ** (1 / best)  # a good deal is left to learn where the validation loss turns
    rise, epochs = float(rng.uniform(0.3, 0.7)) / (n - best), range(1, n + 1)
    training = [floor + (start - floor) * kept**e for e in epochs]
    validation = [
        max(t, training[best - 1]) + gap + rise * max(e - best, 0)
        for t, e in zip(training, epochs, strict=True)
    ]
    span = round(0.04 * n)
    return Variant(
        params={"n": n, "best": best},
        answer=Region((best - span, best + span)),
        plot={
            "x": "epoch",
            "y": "loss",
            "lines": [
                {"name": "training", "points": _points(training)},
                {"name": "validation", "points": _points(validation)},
            ],
        },
    )


def _points(losses: list[float]) -> list[list[float]]:
    return [[epoch, round(loss, 4)] for epoch, loss in enumerate(losses, 1)]


_SHOWS = {
    "overfitting": "Far better on what it has seen than on what it has not.",
    "underfitting": "Poor on both: too simple, or not trained enough.",
    "a good fit": "High on both, and close together.",
}


def diagnose_scores(rng: np.random.Generator) -> Variant:
    """What pairs of training and validation accuracy show."""
    shown = {}
    for sign in some(rng, tuple(_SHOWS), 3):
        if sign == "overfitting":
            training = decimal(rng, 0.96, 1.0)
            validation = training - decimal(rng, 0.18, 0.35)
        elif sign == "underfitting":
            training = decimal(rng, 0.52, 0.66)
            validation = training - decimal(rng, 0.0, 0.03)
        else:
            training = decimal(rng, 0.93, 0.97)
            validation = training - decimal(rng, 0.0, 0.02)
        shown[f"{training:.2f} and {validation:.2f}"] = sign
    return Variant(
        params={"n": len(shown)},
        answer=shown,
        why={pair: _SHOWS[sign] for pair, sign in shown.items()},
    )


def incumbent(rng: np.random.Generator) -> Variant:
    """Which trial is the incumbent after some trials."""
    up, n = pick(rng, (True, False)), whole(rng, 7, 9)
    values = [x / 100 for x in some(rng, range(20, 95), n)]
    after = whole(rng, 4, n - 2)
    toward, away = (max, min) if up else (min, max)
    answer = values.index(toward(values[:after])) + 1
    return Variant(
        params={
            "metric": "accuracy" if up else "loss",
            "after": after,
            "table": table(
                [("trial", "value"), *((i, f"{x:.2f}") for i, x in enumerate(values, 1))]
            ),
            "working": f"trial {answer}, whose {values[answer - 1]:.2f} is the best of {after}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(values.index(toward(values)) + 1, "later", "That one had not run yet."),
                Slip(values.index(away(values[:after])) + 1, "direction", "That is the worst."),
                Slip(after, "last", "The newest trial need not be the best."),
            ],
        ),
    )


def which_valley(rng: np.random.Generator) -> Variant:
    """Where descent in small steps ends between two valleys: in the one that it starts in."""
    left, hill, right = decimal(rng, -4, -1.5), decimal(rng, -0.8, 0.8), decimal(rng, 1.5, 4)
    low, high = decimal(rng, 0.1, 0.4), decimal(rng, 0.5, 0.9)
    deep = pick(rng, (left, right))
    side = pick(rng, (-1, 1))
    start = round(hill + side * decimal(rng, 0.2, 3), 2)
    answer = left if side < 0 else right
    depth = {left: low, right: high} if deep == left else {left: high, right: low}
    other = right if answer == left else left
    whose = "global" if answer == deep else "local"
    return Variant(
        params={
            "left": left,
            "right": right,
            "hill": hill,
            "left_loss": depth[left],
            "right_loss": depth[right],
            "start": start,
            "working": f"from {start:g} it is downhill to {answer:g}, the {whose} minimum",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(
                    other,
                    "other-valley" if other != deep else "global",
                    "Between the two lies the hill, and small steps only go down.",
                ),
                Slip(
                    hill, "hill", "On top of the hill the slope is zero, but nothing stays there."
                ),
                Slip(depth[answer], "loss", "That is the loss there; the place is asked for."),
            ],
            rtol=0.02,
        ),
    )
