"""Steps of an optimizer: how far, how many, and how large is too large."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import decimal, pick, plus, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np


def gradient_steps(rng: np.random.Generator) -> Variant:
    """Where gradient descent stands after some steps on a parabola."""
    curvature, rate = whole(rng, 1, 8), decimal(rng, 0.01, 0.2)
    centre, start, steps = whole(rng, -3, 3), whole(rng, 4, 9), whole(rng, 1, 3)
    factor = 1 - rate * curvature
    answer = centre + factor**steps * (start - centre)
    base = f"{factor:g}" if factor > 0 else f"({factor:g})"
    power = base if steps == 1 else f"{base}^{steps}"
    return Variant(
        params={
            "curvature": curvature,
            "centre": f"(w {plus(-centre)})" if centre else "w",
            "start": start,
            "rate": rate,
            "steps": "one step" if steps == 1 else f"{steps} steps",
            "factor": factor,
            "working": f"{f'{centre} + ' * bool(centre)}{power} × {start - centre} = {answer:.4g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(
                    centre + (2 - factor) ** steps * (start - centre),
                    "uphill",
                    "That steps along the gradient; descent goes against it.",
                ),
                Slip(
                    start - rate * curvature * (start - centre) * steps,
                    "same-gradient",
                    "The gradient has to be taken anew at every step.",
                ),
                Slip(start - curvature * (start - centre), "no-rate", "The rate is missing."),
            ],
            rtol=0.01,
        ),
        rtol=0.01,
    )


def momentum_step(rng: np.random.Generator) -> Variant:
    """Where one step of the heavy ball leads."""
    weight, velocity = decimal(rng, -2, 2, 1), decimal(rng, -0.9, 0.9, 1)
    gradient, rate = decimal(rng, -5, 5, 1), pick(rng, (0.01, 0.02, 0.05, 0.1))
    beta = pick(rng, (0.5, 0.6, 0.7, 0.8, 0.9, 0.95))
    step = beta * velocity - rate * gradient
    answer = weight + step
    return Variant(
        params={
            "weight": weight,
            "velocity": velocity,
            "gradient": gradient,
            "rate": rate,
            "beta": beta,
            "step": f"{step:.4g}",
            "working": f"{weight:g} {plus(step)} = {answer:.4g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(weight - rate * gradient, "no-velocity", "That is a plain step, no momentum."),
                Slip(weight + velocity - rate * gradient, "no-beta", "β of the velocity is kept."),
                Slip(weight + beta * velocity + rate * gradient, "uphill", "It goes downhill."),
                Slip(step, "velocity", "That is the new velocity, not the new weight.", 0.5),
            ],
            rtol=0.005,
        ),
        rtol=0.005,
    )


def momentum_reach(rng: np.random.Generator) -> Variant:
    """How long the steps of the heavy ball grow under a steady gradient: rate / (1 - beta)."""
    rate, gradient = decimal(rng, 0.001, 0.1, 3), decimal(rng, 0.5, 4, 1)
    beta = pick(rng, (0.5, 0.6, 0.75, 0.8, 0.9, 0.95, 0.98, 0.99))
    answer = rate * gradient / (1 - beta)
    return Variant(
        params={
            "rate": rate,
            "gradient": gradient,
            "beta": beta,
            "times": f"{1 / (1 - beta):.3g}",
            "working": f"{rate:g} × {gradient:g} / (1 - {beta:g}) = {answer:.4g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(rate * gradient, "plain", "That is the step without momentum."),
                Slip(rate * gradient / beta, "over-beta", "The steps sum up to 1 / (1 - β)."),
                Slip(rate * gradient * (1 - beta), "damped", "Momentum lengthens steady steps."),
                Slip(rate * gradient * (1 + beta), "two-steps", "Older steps still count, too."),
            ],
            rtol=0.01,
        ),
        rtol=0.01,
    )


def stable_rate(rng: np.random.Generator) -> Variant:
    """The rate from which gradient descent diverges on a parabola: 2 over its curvature."""
    a, b = decimal(rng, 0.5, 60, 1), pick(rng, (-1, 1)) * (1 + whole(rng, 1, 9))
    curvature = 2 * a
    answer = 2 / curvature
    return Variant(
        params={
            "a": a,
            "b": plus(b),
            "curvature": curvature,
            "half": f"{1 / curvature:.3g}",
            "working": f"2 / {curvature:g} = {answer:.4g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(1 / curvature, "one-step", "That rate reaches the minimum in one step."),
                Slip(2 / a, "slope", f"The second derivative of {a:g} w² is {curvature:g}."),
                Slip(curvature / 2, "upside-down", "The steeper the curve, the smaller the rate."),
            ],
            rtol=0.01,
        ),
        rtol=0.01,
    )


def updates(rng: np.random.Generator) -> Variant:
    """How many updates a run makes: the minibatches of an epoch, a small last one too."""
    examples = whole(rng, 100, 20_000)
    batch, epochs = pick(rng, (8, 16, 24, 32, 48, 64, 100, 128, 200, 256)), whole(rng, 1, 60)
    each = math.ceil(examples / batch)
    answer = each * epochs
    return Variant(
        params={
            "examples": examples,
            "batch": batch,
            "epochs": "one epoch" if epochs == 1 else f"{epochs} epochs",
            "working": f"ceil({examples} / {batch}) × {epochs} = {each} × {epochs} = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(examples // batch * epochs, "rest-dropped", "The last batch counts.", 0.5),
                Slip(each, "one-epoch", "That is one epoch."),
                Slip(examples * epochs, "one-by-one", "That is a batch size of 1."),
                Slip(batch * epochs, "batch-times", "The batch size divides the examples."),
            ],
        ),
        unit="updates",
    )


def same_updates(rng: np.random.Generator) -> Variant:
    """How many epochs keep the number of updates when the batch size changes."""
    batch, factor = pick(rng, (8, 10, 16, 20, 25, 32, 50, 64)), pick(rng, (2, 3, 4, 5, 8))
    batches, epochs = whole(rng, 2, 30), whole(rng, 3, 40)
    examples = batch * factor * batches
    answer = epochs * factor
    return Variant(
        params={
            "examples": examples,
            "batch": batch,
            "larger": batch * factor,
            "epochs": epochs,
            "updates": epochs * factor * batches,
            "working": f"{epochs * factor * batches} / {batches} = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(epochs, "same-epochs", f"So few epochs make only 1/{factor} of the updates."),
                Slip(epochs / factor, "other-way", "A larger batch makes fewer updates an epoch."),
                Slip(epochs + factor, "added", "The number of updates is a product."),
            ],
        ),
        unit="epochs",
    )
