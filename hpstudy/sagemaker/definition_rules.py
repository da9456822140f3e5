"""The rules for a training job's definition: algorithm, metrics, objective, channels, limits.

A tuning job has one definition, whose ranges and objective stand in the job's own configuration, or
a list of several, each with its own: a `Part` is one of them with where everything of it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from hpstudy.sagemaker.errors import Fault
from hpstudy.sagemaker.shapes import below, item

# The algorithms that may be named, and the metrics that each brings along.
Metrics = Mapping[str, Collection[str]]

CONFIG = "hyperParameterTuningJobConfig"
RANGES = f"{CONFIG}.parameterRanges"


class Part(NamedTuple):
    """One definition, its ranges and its objective, and the paths of the three."""

    definition: Mapping[str, Any]
    path: str
    ranges: Mapping[str, Any]
    ranges_path: str
    objective: Mapping[str, Any] | None
    objective_path: str

    @property
    def statics(self) -> Mapping[str, str]:
        """The hyperparameters that stay as they are."""
        found: Mapping[str, str] = self.definition.get("StaticHyperParameters", {})
        return found


def parts_of(body: Mapping[str, Any]) -> list[Part]:
    """Return the request's definition, or all of them."""
    config, parts = body["HyperParameterTuningJobConfig"], []
    if "TrainingJobDefinition" in body:
        ranges, objective = (
            config.get(member) for member in ("ParameterRanges", "HyperParameterTuningJobObjective")
        )
        path = below("", "TrainingJobDefinition")
        objective_path = below(CONFIG, "HyperParameterTuningJobObjective")
        one = body["TrainingJobDefinition"]
        parts.append(Part(one, path, ranges or {}, RANGES, objective, objective_path))
    for n, each in enumerate(body.get("TrainingJobDefinitions", ()), 1):
        path = item("trainingJobDefinitions", n)
        ranges, objective = each.get("HyperParameterRanges", {}), each.get("TuningObjective")
        ranges_path, objective_path = (
            below(path, member) for member in ("HyperParameterRanges", "TuningObjective")
        )
        parts.append(Part(each, path, ranges, ranges_path, objective, objective_path))
    return parts


def definition_faults(part: Part, metrics: Metrics | None) -> Iterator[Fault]:
    """Give what is wrong with the definition, and with the objective it is measured by."""
    yield from _algorithm(part, metrics)
    yield from _metric_definitions(part)
    yield from _objective(part, metrics)
    yield from _limits(part)
    yield from _channels(part)


def once(values: Iterable[str], path: str, member: str) -> Iterator[Fault]:
    """Give the values that stand more than once."""
    for value, count in Counter(values).items():
        if count > 1:
            yield Fault(path, value, f"Each {member} may stand only once")


def _algorithm(part: Part, metrics: Metrics | None) -> Iterator[Fault]:
    specification = part.definition["AlgorithmSpecification"]
    given = [each for each in ("TrainingImage", "AlgorithmName") if specification.get(each)]
    member = given[0] if given else "TrainingImage"
    path, image = below(part.path, "AlgorithmSpecification", member), specification.get(member)
    if not given:
        yield Fault(path, image, "Member must not be null: it names the algorithm")
    elif len(given) > 1:
        yield Fault(path, image, "Only one of trainingImage and algorithmName may be given")
    elif metrics is not None and image not in metrics:
        rule = f"Member must name a registered algorithm: [{', '.join(metrics)}]"
        yield Fault(path, image, rule)


def _metric_definitions(part: Part) -> Iterator[Fault]:
    definitions = part.definition["AlgorithmSpecification"].get("MetricDefinitions", ())
    path = below(part.path, "AlgorithmSpecification", "MetricDefinitions")
    for n, definition in enumerate(definitions, 1):
        try:
            re.compile(definition["Regex"])
        except (re.error, OverflowError, RecursionError) as error:
            rule = f"Member must be a regular expression: {error}"
            yield Fault(below(item(path, n), "Regex"), definition["Regex"], rule)
    yield from once([definition["Name"] for definition in definitions], path, "name")


def _objective(part: Part, metrics: Metrics | None) -> Iterator[Fault]:
    """Say so if there is no objective, or none that anybody could read from a log."""
    if part.objective is None:
        rule = "Member must not be null: it says which metric to improve, and which way"
        yield Fault(part.objective_path, None, rule)
        return
    specification = part.definition["AlgorithmSpecification"]
    given = [each["Name"] for each in specification.get("MetricDefinitions", ())]
    image = specification.get("TrainingImage") or specification.get("AlgorithmName") or ""
    if metrics is None and not given and image.startswith("hpstudy/"):
        return  # the kit's own algorithms bring metrics; which, this request alone cannot tell
    known, name = given or (metrics or {}).get(image, ()), part.objective["MetricName"]
    if name not in known:
        rule = (
            "A metric is required for this hyperparameter tuning job objective."
            " Provide a metric in the metric definitions."
        )
        if known:
            rule += f" Defined are [{', '.join(known)}]."
        yield Fault(below(part.objective_path, "MetricName"), name, rule)


def _limits(part: Part) -> Iterator[Fault]:
    both = "HyperParameterTuningResourceConfig"
    if both in part.definition and "ResourceConfig" in part.definition:
        rule = "Only one of resourceConfig and hyperParameterTuningResourceConfig may be given"
        yield Fault(below(part.path, both), part.definition[both], rule)
    stop = part.definition["StoppingCondition"]
    wait, run = stop.get("MaxWaitTimeInSeconds"), stop.get("MaxRuntimeInSeconds", 0)
    if wait is not None and wait < run:
        rule = f"Member must be greater than or equal to maxRuntimeInSeconds, which is {run}"
        yield Fault(below(part.path, "StoppingCondition", "MaxWaitTimeInSeconds"), wait, rule)


def _channels(part: Part) -> Iterator[Fault]:
    channels = part.definition.get("InputDataConfig", ())
    path = below(part.path, "InputDataConfig")
    for n, channel in enumerate(channels, 1):
        here = below(item(path, n), "DataSource")
        source = channel["DataSource"].get("S3DataSource")
        if source is None:
            others = ", ".join(channel["DataSource"]) or None
            yield Fault(here, others, "This local service reads s3DataSource only")
        elif source["S3DataType"] != "S3Prefix":
            rule = "This local service reads folders only: S3Prefix"
            yield Fault(below(here, "S3DataSource", "S3DataType"), source["S3DataType"], rule)
    yield from once([channel["ChannelName"] for channel in channels], path, "channelName")
