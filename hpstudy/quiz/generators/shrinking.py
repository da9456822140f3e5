"""L1, L2 and dropout: what each does to a weight, to a penalty, to a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import decimal, pick, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np


def soft_threshold(rng: np.random.Generator) -> Variant:
    """What L1 makes of a weight: moved towards zero by the strength, and no further than zero."""
    weight, strength = decimal(rng, -3, 3), decimal(rng, 0.05, 2)
    sign = -1 if weight < 0 else 1
    answer = sign * max(abs(weight) - strength, 0)
    return Variant(
        params={
            "weight": weight,
            "strength": strength,
            "working": f"max({abs(weight):g} - {strength:g}, 0) with the sign of {weight:g}:"
            f" {answer:.4g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(sign * (abs(weight) - strength), "past-zero", "It stops at zero."),
                Slip(weight - strength, "one-way", "It is moved towards zero, not downwards."),
                Slip(weight / (1 + strength), "l2", "That is how L2 shrinks."),
                Slip(weight, "kept", "L1 moves large weights as well."),
            ],
            rtol=0.005,
        ),
        rtol=0.005,
    )


def ridge_shrink(rng: np.random.Generator) -> Variant:
    """What L2 makes of a weight: a share of it, 1 / (1 + strength)."""
    weight, strength = decimal(rng, -3, 3), decimal(rng, 0.1, 4, 1)
    weight = weight or 1.0
    answer = weight / (1 + strength)
    sign = -1 if weight < 0 else 1
    return Variant(
        params={
            "weight": weight,
            "strength": strength,
            "working": f"{weight:g} / (1 + {strength:g}) = {answer:.4g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(sign * max(abs(weight) - strength, 0), "l1", "That is how L1 shrinks."),
                Slip(weight * (1 - strength), "factor", "The condition is w - a + λ w = 0."),
                Slip(weight / (1 + 2 * strength), "twice", "Its slope is λ w, with the half in."),
                Slip(0.0, "zeroed", "L2 makes no weight exactly zero."),
            ],
            rtol=0.01,
        ),
        rtol=0.01,
    )


def penalty(rng: np.random.Generator) -> Variant:
    """How large the penalty on a few weights is."""
    weights = [decimal(rng, -2, 2, 1) for _ in range(whole(rng, 3, 5))]
    weights[0] = -abs(weights[0]) or -0.5
    strength, kind = pick(rng, (0.01, 0.05, 0.1, 0.2, 0.5)), pick(rng, ("L1", "L2"))
    absolute, squares = sum(map(abs, weights)), sum(w * w for w in weights)
    total, other = (absolute, squares) if kind == "L1" else (squares, absolute)
    answer = strength * total
    return Variant(
        params={
            "weights": ", ".join(f"{w:g}" for w in weights),
            "strength": strength,
            "kind": kind,
            "formula": "\\lambda \\sum |w|" if kind == "L1" else "\\lambda \\sum w^2",
            "working": f"{strength:g} × {total:.4g} = {answer:.4g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(strength * other, "other-penalty", "That is the other of the two penalties."),
                Slip(total, "no-strength", "The strength λ is missing.", 0.5),
                Slip(strength * sum(weights), "signs", "Signs must not cancel each other."),
                Slip(answer / len(weights), "mean", "It is a sum over weights, not a mean."),
            ],
            rtol=0.01,
        ),
        rtol=0.01,
    )


def dropout_scale(rng: np.random.Generator) -> Variant:
    """What a unit that is kept puts out in training, so that the mean stays."""
    output, rate = (
        decimal(rng, 0.2, 6, 1),
        pick(rng, (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75, 0.8)),
    )
    rate = rate if rng.random() < 0.5 else decimal(rng, 0.05, 0.85)
    answer = output / (1 - rate)
    return Variant(
        params={
            "output": output,
            "rate": rate,
            "working": f"{output:g} / (1 - {rate:g}) = {answer:.4g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(output * (1 - rate), "prediction", "That would shrink the mean twice."),
                Slip(output, "unscaled", "Then the mean would fall in training."),
                Slip(output / rate, "over-rate", "It is divided by the share that is kept."),
            ],
            rtol=0.01,
        ),
        rtol=0.01,
    )


def active_units(rng: np.random.Generator) -> Variant:
    """How many units of two layers are active on average in one step of training."""
    first, second = 4 * whole(rng, 4, 64), 4 * whole(rng, 2, 32)
    low, high = decimal(rng, 0.1, 0.45), decimal(rng, 0.5, 0.8)
    answer = first * (1 - low) + second * (1 - high)
    return Variant(
        params={
            "first": first,
            "second": second,
            "low": low,
            "high": high,
            "working": f"{first} × {1 - low:g} + {second} × {1 - high:g} = {answer:.4g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(first * low + second * high, "dropped", "So many are dropped on average."),
                Slip(first + second, "prediction", "All of them are, but at prediction."),
                Slip(
                    (first + second) * (1 - (low + high) / 2),
                    "mean-rate",
                    "The layers differ in size: their rates cannot be averaged.",
                ),
            ],
            rtol=0.005,
        ),
        unit="units",
        rtol=0.005,
    )
