"""The rules across a request's fields, which no model file holds, and the service's quotas.

Each function takes the request, whose shapes are right already, and gives the faults of one kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hpstudy.sagemaker.definition_rules import (
    CONFIG,
    RANGES,
    Metrics,
    Part,
    definition_faults,
    once,
    parts_of,
)
from hpstudy.sagemaker.errors import Fault
from hpstudy.sagemaker.range_rules import combinations, name_faults, range_faults
from hpstudy.sagemaker.shapes import below, item

Body = Mapping[str, Any]

# From these static hyperparameters Hyperband reads how far a training job goes; the first counts.
EPOCH_NAMES = ("epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs")
MOST_EPOCHS = 20_000

# Quotas as far as the service raises them. Random, which learns from nothing, may have most jobs.
MOST_PARALLEL, MOST_JOBS, MOST_RANDOM_JOBS = 100, 750, 10_000
LONGEST_RUN = 30 * 24 * 3600

_LIMITS = f"{CONFIG}.resourceLimits"
_HYPERBAND = f"{CONFIG}.strategyConfig.hyperbandStrategyConfig"


def rule_faults(body: Body, metrics: Metrics | None) -> Iterator[Fault]:
    """Give what is wrong with a CreateHyperParameterTuningJob beyond the shapes of its members."""
    config, parts = body["HyperParameterTuningJobConfig"], parts_of(body)
    yield from _one_or_several(body)
    yield from _limits(config["ResourceLimits"], config["Strategy"])
    yield from _strategy(config)
    if config["Strategy"] == "Grid":
        yield from _grid(config, parts)
    for part in parts:
        statics_path = below(part.path, "StaticHyperParameters")
        yield from range_faults(part.ranges, part.ranges_path)
        yield from name_faults(part.ranges, part.statics, part.ranges_path, statics_path)
        yield from _autotuned(body, part)
        if config["Strategy"] == "Hyperband":
            yield from _hyperband(config, part)
        yield from definition_faults(part, metrics)
    yield from _warm_start(body)
    yield from once([tag["Key"] for tag in body.get("Tags", ())], "tags", "key")


def quota_faults(body: Body) -> Iterator[Fault]:
    """Give the limits of the service, not of the request's form, that the job would pass."""
    config = body["HyperParameterTuningJobConfig"]
    limits, strategy = config["ResourceLimits"], config["Strategy"]
    most = MOST_RANDOM_JOBS if strategy == "Random" else MOST_JOBS
    quotas = {"MaxParallelTrainingJobs": MOST_PARALLEL, "MaxRuntimeInSeconds": LONGEST_RUN}
    for member, quota in (quotas | {"MaxNumberOfTrainingJobs": most}).items():
        if limits.get(member, 0) > quota:
            rule = f"The service limit for a {strategy} tuning job is {quota}"
            yield Fault(below(_LIMITS, member), limits[member], rule)
    n_grid = sum(combinations(part.ranges) for part in parts_of(body))
    if strategy == "Grid" and "MaxNumberOfTrainingJobs" not in limits and n_grid > MOST_JOBS:
        rule = f"The service limit for the combinations of a Grid tuning job is {MOST_JOBS}"
        yield Fault(RANGES, n_grid, rule)


def max_resource(config: Body, statics: Mapping[str, str]) -> int | None:
    """Return how many epochs Hyperband gives at most: MaxResource or a static number of epochs."""
    resources = config.get("StrategyConfig", {}).get("HyperbandStrategyConfig", {})
    if "MaxResource" in resources:
        return int(resources["MaxResource"])
    for name in EPOCH_NAMES:
        if re.fullmatch(r"[0-9]{1,9}", statics.get(name, "")):
            return int(statics[name])
    return None


def _one_or_several(body: Body) -> Iterator[Fault]:
    """Give what mixes a job of one definition with a job of several."""
    several = body.get("TrainingJobDefinitions")
    if several is None:
        if "TrainingJobDefinition" not in body:
            yield Fault("trainingJobDefinition", None, "Member must not be null")
        for member in ("TuningObjective", "HyperParameterRanges"):
            if member in body.get("TrainingJobDefinition", {}):
                path = below("trainingJobDefinition", member)
                yield Fault(path, member, f"Member is for trainingJobDefinitions: use {CONFIG}")
        return
    if "TrainingJobDefinition" in body:
        rule = "Only one of trainingJobDefinition and trainingJobDefinitions may be given"
        yield Fault("trainingJobDefinitions", len(several), rule)
    for member in ("ParameterRanges", "HyperParameterTuningJobObjective"):
        if member in body["HyperParameterTuningJobConfig"]:
            rule = "Member is for trainingJobDefinition: each of trainingJobDefinitions has its own"
            yield Fault(below(CONFIG, member), member, rule)
    yield from _distinct(several)


def _distinct(several: Sequence[Body]) -> Iterator[Fault]:
    """Give what keeps several definitions from being told apart, or from being compared."""
    path = "trainingJobDefinitions"
    for n, definition in enumerate(several, 1):
        if "DefinitionName" not in definition:
            yield Fault(below(item(path, n), "DefinitionName"), None, "Member must not be null")
    names = [each["DefinitionName"] for each in several if "DefinitionName" in each]
    yield from once(names, path, "definitionName")
    ways = {each["TuningObjective"]["Type"] for each in several if "TuningObjective" in each}
    if len(ways) > 1:
        rule = "The tuningObjective of every definition must have the same type"
        yield Fault(path, ", ".join(sorted(ways)), rule)


def _limits(limits: Mapping[str, int], strategy: str) -> Iterator[Fault]:
    most, parallel = limits.get("MaxNumberOfTrainingJobs"), limits["MaxParallelTrainingJobs"]
    if most is None and strategy != "Grid":
        rule = f"Member must not be null: {strategy} needs to know how many training jobs to run"
        yield Fault(below(_LIMITS, "MaxNumberOfTrainingJobs"), None, rule)
    if most is not None and parallel > most:
        rule = f"Member must be less than or equal to maxNumberOfTrainingJobs, which is {most}"
        yield Fault(below(_LIMITS, "MaxParallelTrainingJobs"), parallel, rule)


def _strategy(config: Body) -> Iterator[Fault]:
    strategy = config["Strategy"]
    if strategy == "Hyperband" and config.get("TrainingJobEarlyStoppingType") == "Auto":
        rule = "Member must be Off for Hyperband, which stops training jobs by its own rule"
        yield Fault(below(CONFIG, "TrainingJobEarlyStoppingType"), "Auto", rule)
    if strategy != "Hyperband" and "HyperbandStrategyConfig" in config.get("StrategyConfig", {}):
        rule = f"Member may be given only if strategy is Hyperband, not {strategy}"
        yield Fault(_HYPERBAND, config["StrategyConfig"]["HyperbandStrategyConfig"], rule)


def _grid(config: Body, parts: Sequence[Part]) -> Iterator[Fault]:
    for part in parts:
        for kind in ("IntegerParameterRanges", "ContinuousParameterRanges", "AutoParameters"):
            if part.ranges.get(kind):
                rule = "Grid has only categorical ranges: list the values to try"
                names = ", ".join(each["Name"] for each in part.ranges[kind])
                yield Fault(below(part.ranges_path, kind), names, rule)
    most = config["ResourceLimits"].get("MaxNumberOfTrainingJobs")
    product = sum(combinations(part.ranges) for part in parts)
    if most not in (None, product):
        rule = f"Grid runs each of its {product} combinations once: say {product}, or leave it out"
        yield Fault(below(_LIMITS, "MaxNumberOfTrainingJobs"), most, rule)


def _hyperband(config: Body, part: Part) -> Iterator[Fault]:
    """Give what is wrong with the resource of Hyperband, its epochs."""
    resources = config.get("StrategyConfig", {}).get("HyperbandStrategyConfig", {})
    low, high = resources.get("MinResource", 1), max_resource(config, part.statics)
    if high is None:
        rule = (
            "Hyperband needs maxResource, or a whole number as static hyperparameter"
            f" {', '.join(EPOCH_NAMES[:-1])} or {EPOCH_NAMES[-1]}"
        )
        yield Fault(below(_HYPERBAND, "MaxResource"), None, rule)
    elif not 1 <= high <= MOST_EPOCHS:
        rule = f"Hyperband needs a maxResource from 1 to {MOST_EPOCHS}"
        yield Fault(below(_HYPERBAND, "MaxResource"), high, rule)
    elif low > high:
        rule = f"Member must be less than or equal to maxResource, which is {high}"
        yield Fault(below(_HYPERBAND, "MinResource"), low, rule)


def _autotuned(body: Body, part: Part) -> Iterator[Fault]:
    if part.ranges.get("AutoParameters") and "Autotune" not in body:
        names = ", ".join(each["Name"] for each in part.ranges["AutoParameters"])
        rule = "Member may be given only if autotune.mode is Enabled"
        yield Fault(below(part.ranges_path, "AutoParameters"), names, rule)


def _warm_start(body: Body) -> Iterator[Fault]:
    """Give what is wrong with a warm start before anything is known of the parents."""
    if "WarmStartConfig" not in body:
        return
    strategy = body["HyperParameterTuningJobConfig"]["Strategy"]
    if strategy not in ("Bayesian", "Random"):
        rule = f"A warm start is for Bayesian and Random, not for {strategy}"
        yield Fault("warmStartConfig", body["WarmStartConfig"]["WarmStartType"], rule)
    path = "warmStartConfig.parentHyperParameterTuningJobs"
    parents = body["WarmStartConfig"]["ParentHyperParameterTuningJobs"]
    names = [each.get("HyperParameterTuningJobName") for each in parents]
    for n, name in enumerate(names, 1):
        here = below(item(path, n), "HyperParameterTuningJobName")
        if name is None:
            yield Fault(here, None, "Member must not be null")
        elif name.lower() == body["HyperParameterTuningJobName"].lower():
            yield Fault(here, name, "A tuning job cannot be its own parent")
    known = [name.lower() for name in names if name is not None]
    yield from once(known, path, "hyperParameterTuningJobName")
