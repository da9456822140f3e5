"""Sizes: the parameters of a net, the inputs that a crop leaves, what a unit puts out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import decimal, pick, plus, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np


def parameter_count(rng: np.random.Generator) -> Variant:
    """How many parameters a fully connected net has, biases included."""
    hidden = [4 * whole(rng, 1, 40) for _ in range(whole(rng, 1, 2))]
    sizes = [whole(rng, 4, 100), *hidden, whole(rng, 1, 10)]
    weights = sum(a * b for a, b in pairwise(sizes))
    answer = weights + sum(sizes[1:])
    terms = " + ".join(f"({a} + 1) × {b}" for a, b in pairwise(sizes))
    return Variant(
        params={
            "inputs": sizes[0],
            "hidden": " and ".join(f"{h} units" for h in hidden),
            "layers": "one hidden layer" if len(hidden) == 1 else "two hidden layers",
            "outputs": "one output" if sizes[-1] == 1 else f"{sizes[-1]} outputs",
            "working": f"{terms} = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(weights, "no-biases", "Each unit has a bias, too.", 0.5),
                Slip(sum(sizes), "units", "Those are the units, not their weights."),
                Slip(weights + sum(sizes), "input-biases", "Inputs have no biases."),
            ],
        ),
        unit="parameters",
    )


def more_units(rng: np.random.Generator) -> Variant:
    """How many parameters more hidden units add."""
    inputs, outputs = whole(rng, 4, 100), whole(rng, 1, 10)
    before, added = 4 * whole(rng, 1, 32), 4 * whole(rng, 1, 16)
    answer = added * (inputs + 1 + outputs)
    return Variant(
        params={
            "inputs": inputs,
            "outputs": "one output" if outputs == 1 else f"{outputs} outputs",
            "before": before,
            "after": before + added,
            "working": f"{added} × ({inputs} + 1 + {outputs}) = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(added * (inputs + 1), "no-outputs", "New units also feed the outputs."),
                Slip(added * (inputs + outputs), "no-biases", "Each has a bias as well.", 0.5),
                Slip(added, "units", "That many units; each brings several parameters."),
                Slip(
                    (before + added) * (inputs + 1 + outputs) + outputs,
                    "all",
                    "That is the whole net, not what is added.",
                ),
            ],
        ),
        unit="parameters",
    )


def crop_inputs(rng: np.random.Generator) -> Variant:
    """Which share of the inputs is left after cropping, then resizing."""
    side, edge = 4 * whole(rng, 4, 40), whole(rng, 1, 12)
    edge = min(edge, side // 4)
    channels = pick(rng, (1, 3))
    left = side - 2 * edge
    answer = left * left * channels
    return Variant(
        params={
            "side": side,
            "edge": edge,
            "channels": "grey" if channels == 1 else "three-channel",
            "left": left,
            "working": f"({side} - 2 × {edge})² × {channels} = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip((side - edge) ** 2 * channels, "one-side", "It is cut on all four sides."),
                Slip(side * side * channels, "whole", "That is the picture before the crop."),
                Slip(left * channels, "one-row", "That is one row of it."),
                Slip(left * left * (4 - channels), "channels", "Mind the number of channels."),
            ],
        ),
        unit="inputs",
    )


def unit_output(rng: np.random.Generator) -> Variant:
    """What a unit with the rectifier puts out for two inputs."""
    first, second, bias = (decimal(rng, -3, 3, 1) or 1.5 for _ in range(3))
    one, two = decimal(rng, 0.5, 3, 1), decimal(rng, 0.5, 3, 1)
    total = round(first * one + second * two + bias, 4)
    answer = max(total, 0.0)
    return Variant(
        params={
            "weights": f"{first:g} and {second:g}",
            "bias": bias,
            "inputs": f"{one:g} and {two:g}",
            "working": f"max(0, {first:g} × {one:g} {plus(second)} × {two:g} {plus(bias)}) "
            f"= max(0, {total:g}) = {answer:g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(total, "no-rectifier", "The rectifier lets nothing negative out.", 0.5),
                Slip(max(total - bias, 0.0), "no-bias", "The bias is missing."),
                Slip(abs(total), "mirrored", "The rectifier cuts, it does not mirror."),
            ],
            rtol=0.003,
        ),
        atol=0.001,
    )


def merged_layers(rng: np.random.Generator) -> Variant:
    """How many weights the one layer has that replaces several linear ones."""
    sizes = [whole(rng, 2, 20) for _ in range(whole(rng, 3, 4))]
    weights = [a * b for a, b in pairwise(sizes)]
    answer = sizes[0] * sizes[-1]
    hidden = " and ".join(str(n) for n in sizes[1:-1])
    return Variant(
        params={
            "inputs": sizes[0],
            "hidden": f"a layer of {hidden} units"
            if len(sizes) == 3
            else f"layers of {hidden} units",
            "outputs": sizes[-1],
            "working": f"the matrix that remains has {sizes[-1]} rows and {sizes[0]} columns, "
            f"{answer} weights in place of {sum(weights)}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(sum(weights), "all", "Those are the weights before the merger."),
                Slip(weights[0], "first", "Those are the weights of the first layer."),
                Slip(weights[-1], "last", "Those are the weights of the last layer."),
                Slip(sizes[0] + sizes[-1], "added", "Each output has a weight from each input."),
            ],
        ),
        unit="weights",
    )
