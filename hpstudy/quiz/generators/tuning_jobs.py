"""Tuning jobs: how long they take, what they may ask for, and what is wrong with a request."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hpstudy.quiz.generators.draws import decimal, pick, some, table, whole
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
            "json": _block({"CategoricalParameterRanges": ranges}),
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


Request = dict[str, Any]


def _request(rng: np.random.Generator) -> Request:
    """Draw a sound configuration of a tuning job."""
    strategy = pick(rng, ("Bayesian", "Random"))
    parallel = whole(rng, 1, 8)
    rate = {
        "Name": "learning_rate",
        "MinValue": f"0.{'0' * whole(rng, 2, 4)}1",
        "MaxValue": pick(rng, ("0.1", "0.3", "0.5", "1")),
        "ScalingType": "Logarithmic",
    }
    momentum = {
        "Name": "momentum",
        "MinValue": pick(rng, ("0.5", "0.6", "0.8")),
        "MaxValue": pick(rng, ("0.95", "0.99", "0.999")),
        "ScalingType": "ReverseLogarithmic",
    }
    units = {
        "Name": "hidden_units",
        "MinValue": str(whole(rng, 2, 16)),
        "MaxValue": str(whole(rng, 64, 512)),
        "ScalingType": "Logarithmic",
    }
    return {
        "Strategy": strategy,
        "ResourceLimits": {
            "MaxNumberOfTrainingJobs": parallel * whole(rng, 2, 12),
            "MaxParallelTrainingJobs": parallel,
        },
        "HyperParameterTuningJobObjective": {
            "Type": "Minimize",
            "MetricName": pick(rng, ("validation:logloss", "validation:rmse", "validation:error")),
        },
        "ParameterRanges": {
            "ContinuousParameterRanges": [rate, momentum],
            "IntegerParameterRanges": [units],
        },
        "TrainingJobEarlyStoppingType": pick(rng, ("Auto", "Off")),
    }


def _continuous(request: Request, i: int) -> Request:
    found: Request = request["ParameterRanges"]["ContinuousParameterRanges"][i]
    return found


def _number_for_text(request: Request) -> None:
    rate = _continuous(request, 0)
    rate["MinValue"] = float(rate["MinValue"])


def _swapped(request: Request) -> None:
    units = request["ParameterRanges"]["IntegerParameterRanges"][0]
    units["MinValue"], units["MaxValue"] = units["MaxValue"], units["MinValue"]


def _log_of_zero(request: Request) -> None:
    _continuous(request, 0)["MinValue"] = "0"


def _reverse_to_one(request: Request) -> None:
    _continuous(request, 1)["MaxValue"] = "1"


def _reverse_integer(request: Request) -> None:
    request["ParameterRanges"]["IntegerParameterRanges"][0]["ScalingType"] = "ReverseLogarithmic"


def _grid(request: Request) -> None:
    request["Strategy"] = "Grid"


def _hyperband(request: Request) -> None:
    request["Strategy"] = "Hyperband"
    request["StrategyConfig"] = {"HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 27}}
    request["TrainingJobEarlyStoppingType"] = "Auto"


def _genetic(request: Request) -> None:
    request["Strategy"] = "Genetic"


def _direction(request: Request) -> None:
    request["HyperParameterTuningJobObjective"]["Type"] = "Min"


def _no_parallel(request: Request) -> None:
    del request["ResourceLimits"]["MaxParallelTrainingJobs"]


# What is wrong, how it is planted, what the rule is, and how a sound request has it.
_FAULTS: dict[str, tuple[Callable[[Request], None], str, str]] = {
    "A bound is a bare number": (
        _number_for_text,
        "MinValue and MaxValue are texts, even of numbers.",
        "All bounds stand in quotes, as they have to.",
    ),
    "A lower bound is above the upper one": (
        _swapped,
        "MinValue has to be below MaxValue.",
        "In every range the lower bound is below the upper one.",
    ),
    "A logarithmic range starts at zero": (
        _log_of_zero,
        "A logarithmic range needs values above 0.",
        "Its logarithmic ranges start above 0.",
    ),
    "A reverse-logarithmic range reaches 1": (
        _reverse_to_one,
        "A reverse-logarithmic range has to stay below 1.",
        "Its reverse-logarithmic range ends below 1.",
    ),
    "A scale does not fit whole numbers": (
        _reverse_integer,
        "ReverseLogarithmic is for continuous ranges only.",
        "The integer range has a scale that it may have.",
    ),
    "The strategy takes no such ranges": (
        _grid,
        "Grid takes categorical ranges only.",
        "Its strategy takes continuous and integer ranges.",
    ),
    "Early stopping clashes with the strategy": (
        _hyperband,
        "Hyperband stops jobs itself: the early stopping type has to be Off.",
        "Its strategy goes with early stopping, Auto or Off.",
    ),
    "The service has no such strategy": (
        _genetic,
        "There are Bayesian, Random, Hyperband and Grid.",
        "Its strategy is one of the four.",
    ),
    "The objective's direction is misspelt": (
        _direction,
        "Type is Minimize or Maximize, in full.",
        "Its direction is written in full.",
    ),
    "A required limit is missing": (
        _no_parallel,
        "MaxParallelTrainingJobs is required.",
        "The required MaxParallelTrainingJobs is there.",
    ),
}


def repair_request(rng: np.random.Generator) -> Variant:
    """Name the one planted error in a tuning job's configuration."""
    fault, *others = some(rng, tuple(_FAULTS), 4)
    request = _request(rng)
    plant, rule, _ = _FAULTS[fault]
    plant(request)
    if fault == "The strategy takes no such ranges":  # Grid: any early stopping goes with it
        request["TrainingJobEarlyStoppingType"] = "Off"
    slips = tuple(Slip(text, _slug(text), _FAULTS[text][2]) for text in others)
    return Variant(
        params={"json": _block(request), "working": rule}, answer=fault, slips=slips, why=rule
    )


def _block(content: Request) -> str:
    return f"```json\n{_laid_out(content)}\n```"


def _laid_out(content: Any, indent: int = 0) -> str:
    """Return JSON whose small parts stand on one line."""
    inline = json.dumps(content)
    if len(inline) + indent <= 80:
        return inline
    pad, end = " " * (indent + 2), " " * indent
    if isinstance(content, dict):
        parts = [f'{pad}"{key}": {_laid_out(x, indent + 2)}' for key, x in content.items()]
        return "{\n" + ",\n".join(parts) + f"\n{end}}}"
    return "[\n" + ",\n".join(pad + _laid_out(x, indent + 2) for x in content) + f"\n{end}]"
