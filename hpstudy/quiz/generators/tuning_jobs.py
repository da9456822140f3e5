"""Tuning jobs: how long they take, which ranges suit, which children and metrics count."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import decimal, json_block, pick, some, table, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np


def wall_clock(rng: np.random.Generator) -> Variant:
    """How long equal jobs take when so many run at a time."""
    jobs, parallel, minutes = whole(rng, 10, 120), whole(rng, 2, 10), whole(rng, 2, 45)
    rounds = math.ceil(jobs / parallel)
    answer = rounds * minutes
    return Variant(
        params={
            "jobs": jobs,
            "parallel": parallel,
            "minutes": minutes,
            "working": f"ceil({jobs} / {parallel}) × {minutes} = {rounds} × {minutes} = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(jobs * minutes / parallel, "part-round", "The last round takes as long.", 0.5),
                Slip(jobs * minutes, "one-by-one", "That is one job after the other."),
                Slip(rounds, "rounds", "So many rounds; each takes minutes."),
                Slip(jobs * minutes * parallel, "multiplied", "Parallel jobs shorten the wait."),
            ],
        ),
        unit="min",
    )


def compute_limit(rng: np.random.Generator) -> Variant:
    """The most instance-hours that a tuning job may use: time × parallel jobs × instances."""
    hours, parallel, instances = whole(rng, 1, 48), whole(rng, 2, 10), whole(rng, 2, 6)
    answer = hours * parallel * instances
    return Variant(
        params={
            "seconds": f"{3600 * hours}",
            "parallel": parallel,
            "instances": instances,
            "working": f"{3600 * hours} s × {parallel} × {instances} / 3600 s = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(hours * parallel, "one-instance", "Each job runs on several instances.", 0.5),
                Slip(hours * instances, "one-job", "Several jobs run at the same time.", 0.5),
                Slip(hours, "clock", "That is the time on the clock."),
                Slip(3600 * answer, "seconds", "Those are seconds; hours are asked for."),
            ],
        ),
        unit="instance-hours",
    )


def grid_jobs(rng: np.random.Generator) -> Variant:
    """How many training jobs the service's Grid runs: the combinations of categorical values."""
    pools: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("optimizer", ("sgd", "adam", "rmsprop", "adagrad")),
        ("activation", ("relu", "tanh", "sigmoid", "elu", "gelu")),
        ("batch_size", ("8", "16", "32", "64", "128", "256")),
        ("loss", ("log", "hinge", "huber")),
        ("crop", ("none", "4", "6", "8", "12")),
    )
    drawn = [(name, some(rng, values, whole(rng, 2, len(values)))) for name, values in pools]
    chosen = some(rng, drawn, whole(rng, 2, 4))
    answer = math.prod(len(values) for _, values in chosen)
    ranges = [{"Name": name, "Values": values} for name, values in chosen]
    return Variant(
        params={
            "json": json_block({"CategoricalParameterRanges": ranges}),
            "working": " × ".join(str(len(values)) for _, values in chosen) + f" = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(sum(len(values) for _, values in chosen), "added", "Counts are multiplied."),
                Slip(len(chosen), "names", "Those are the hyperparameters, not their values."),
                Slip(
                    750, "quota", "That is the most a tuning job may run, not what this one does."
                ),
            ],
        ),
        unit="training jobs",
    )


_CHILD_FAULTS = {
    "Accepted": "Ended parents, five at most, the same metric, the same hyperparameters.",
    "Refused: too many parents": "A child may name five parents at most.",
    "Refused: a parent has not ended": "Parents have to be completed, stopped or failed.",
    "Refused: another objective metric": "Parents and child have to share one objective metric.",
    "Refused: number of knobs differs": "Static and tuned together, the number stays.",
}


def warm_start(rng: np.random.Generator) -> Variant:
    """Whether a tuning job may start warm from these parents, and if not, why."""
    verdict = pick(rng, tuple(_CHILD_FAULTS))
    parents = whole(rng, 6, 9) if "many" in verdict else whole(rng, 1, 5)
    states = [pick(rng, ("Completed", "Completed", "Stopped", "Failed")) for _ in range(parents)]
    if "ended" in verdict:
        states[whole(rng, 0, parents - 1)] = "InProgress"
    metrics = some(rng, ("validation:accuracy", "validation:logloss", "validation:auc"), 2)
    tuned, static = whole(rng, 3, 6), whole(rng, 2, 8)
    moved = pick(rng, (0, 1))
    change = pick(rng, (-1, 1)) if "knobs" in verdict else 0
    rows = [
        ("", "parents", "child"),
        ("objective metric", metrics[0], metrics["metric" in verdict]),
        ("tuned", tuned, tuned - moved + change),
        ("static", static, static + moved),
        ("states", ", ".join(states), "-"),
    ]
    offered = [text for text in _CHILD_FAULTS if text != verdict]
    return Variant(
        params={"table": table(rows), "working": _CHILD_FAULTS[verdict]},
        answer=verdict,
        slips=tuple(Slip(text, _slug(text), _not_the_fault(text)) for text in offered),
        why=_CHILD_FAULTS[verdict],
    )


def _slug(text: str) -> str:
    return text.removeprefix("Refused: ").lower().replace(" ", "-")


def _not_the_fault(text: str) -> str:
    """Return why this verdict on a child does not hold."""
    if text == "Accepted":
        return "One of the rules is broken: count the parents, look at states, metric and numbers."
    rule = _CHILD_FAULTS[text].rstrip(".")
    return f"{rule}: here that is so."


_SCALES = {
    "continuous, Linear": "It spans about one power of ten, where equal steps matter equally.",
    "continuous, Logarithmic": "It spans powers of ten, and factors matter, not differences.",
    "continuous, ReverseLogarithmic": "It comes close to 1, and the distance from 1 counts.",
    "integer, Linear": "Whole numbers within about one power of ten.",
    "integer, Logarithmic": "Whole numbers over powers of ten: doubling matters, not adding.",
    "categorical": "Its values have no order and nothing between them.",
}


def range_type(rng: np.random.Generator) -> Variant:
    """Which kind of range and which ScalingType suits a hyperparameter."""
    low, high = f"1e-{whole(rng, 3, 7)}", pick(rng, ("0.1", "0.3", "0.5", "1", "2", "3"))
    near = pick(rng, ("0.95", "0.98", "0.99", "0.995", "0.999", "0.9999"))
    from_, to = decimal(rng, 0.1, 0.4), decimal(rng, 0.5, 0.8)
    few, some_, many = whole(rng, 1, 3), whole(rng, 4, 9), pick(rng, (512, 1024, 2048, 4096))
    names = ", ".join(
        some(rng, ("relu", "tanh", "sigmoid", "elu", "gelu", "selu"), whole(rng, 2, 5))
    )
    knob, right = pick(
        rng,
        (
            (f"the learning rate, from {low} to {high}", "continuous, Logarithmic"),
            (f"the L2 strength, from {low} to {high}", "continuous, Logarithmic"),
            (f"momentum, from {from_:g} to {near}", "continuous, ReverseLogarithmic"),
            (f"Adam's β₂, from {to:g} to {near}", "continuous, ReverseLogarithmic"),
            (f"the dropout rate, from {from_:g} to {to:g}", "continuous, Linear"),
            (
                f"the share of columns a tree may use, from {from_:g} to {to:g}",
                "continuous, Linear",
            ),
            (f"the number of layers, from {few} to {some_}", "integer, Linear"),
            (f"the depth of the trees, from {few} to {some_ + 3}", "integer, Linear"),
            (f"the hidden units, from {some_} to {many}", "integer, Logarithmic"),
            (f"the number of trees, from {some_ + 6} to {2 * many}", "integer, Logarithmic"),
            (f"the activation function: {names}", "categorical"),
        ),
    )
    others = some(rng, [text for text in _SCALES if text != right], 3)
    slips = tuple(Slip(t, t.replace(", ", "-").lower(), _unfit(t, right)) for t in others)
    return Variant(
        params={"knob": knob, "working": _SCALES[right]},
        answer=right,
        slips=slips,
        why=_SCALES[right],
    )


def _unfit(text: str, right: str) -> str:
    """Return why this range does not suit a hyperparameter that needs the other one."""
    if text == "categorical":
        return "Its values have an order: as mere names they would teach the search nothing."
    if right == "categorical":
        return "These are names; there is no number between two of them."
    kind, scale = text.split(", ")
    if kind != right.split(", ")[0]:
        return (
            "It takes whole numbers only." if kind == "continuous" else "It is not a whole number."
        )
    if scale == "Linear":
        return "On a linear scale nearly all draws fall into one end of such a range."
    if scale == "Logarithmic":
        return "That would crowd the draws at the lower end, where nothing special happens."
    return "That crowds the draws near 1, and needs all values below 1."


def reported_metric(rng: np.random.Generator) -> Variant:
    """Which value a job on several instances has: the last that was printed, by any of them."""
    instances, epochs = whole(rng, 2, 4), whole(rng, 2, 3)
    base = float(rng.uniform(0.6, 0.8))
    log: list[tuple[int, float]] = []
    for epoch in range(epochs):
        for i in some(rng, range(1, instances + 1), instances):
            value = base + 0.05 * epoch + float(rng.uniform(-0.04, 0.04))
            log.append((i, round(value, 3)))
    lines = [
        f"algo-{i} | epoch {k // instances + 1} | accuracy={v:.3f};" for k, (i, v) in enumerate(log)
    ]
    values = [value for _, value in log]
    answer, last_round = values[-1], values[-instances:]
    return Variant(
        params={
            "log": "\n".join(["```", *lines, "```"]),
            "instances": instances,
            "mean": f"{sum(last_round) / instances:.3f}",
            "answer": f"{answer:.3f}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(max(values), "best", "The last value counts, not the best."),
                Slip(
                    sum(last_round) / instances, "mean", "Nobody averages: that is the trap.", 0.5
                ),
                Slip(
                    next(v for i, v in reversed(log) if i == 1),
                    "first-instance",
                    "Any may be last.",
                ),
                Slip(values[0], "first", "Later lines replace earlier ones."),
            ],
            rtol=1e-5,
        ),
        rtol=1e-5,
    )
