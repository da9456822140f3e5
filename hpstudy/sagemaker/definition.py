"""What a request says of the training: one `TrainingJobDefinition`, made ready for use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from hpstudy.sagemaker.algorithms import Algorithm
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.metrics import MetricReader
from hpstudy.sagemaker.ranges import as_texts, space_of
from hpstudy.space import Configuration, SearchSpace

Body = Mapping[str, Any]


def definitions_of(body: Body, algorithms: Mapping[str, Algorithm]) -> list[Definition]:
    """Return the definitions of a request: one with the job's ranges, or several with their own."""
    config = body["HyperParameterTuningJobConfig"]
    if "TrainingJobDefinitions" in body:
        return [
            Definition(each, each["HyperParameterRanges"], each["TuningObjective"], algorithms)
            for each in body["TrainingJobDefinitions"]
        ]
    ranges = config.get("ParameterRanges", {})
    objective = config["HyperParameterTuningJobObjective"]
    return [Definition(body["TrainingJobDefinition"], ranges, objective, algorithms)]


class Definition:
    """One `TrainingJobDefinition`: algorithm, ranges and objective of some training jobs."""

    def __init__(
        self, body: Body, ranges: Body, objective: Body, algorithms: Mapping[str, Algorithm]
    ) -> None:
        self.body = body
        self.ranges = ranges
        self.metric: str = objective["MetricName"]
        self.type: str = objective["Type"]
        self.image: str = image_of(body)
        # None: of a job in the store, for which it was registered then
        self.algorithm: Algorithm | None = algorithms.get(self.image)
        self.space: SearchSpace = space_of(ranges)
        self.reader = MetricReader(self.metric_definitions)

    @property
    def name(self) -> str | None:
        """The definition's name, where it has one."""
        return self.body.get("DefinitionName")

    @cached_property
    def metric_definitions(self) -> list[dict[str, str]]:
        """Those of the request, or else those that come with the algorithm."""
        given = self.body["AlgorithmSpecification"].get("MetricDefinitions")
        return list(given or (self.algorithm.metric_definitions if self.algorithm else ()))

    @property
    def described(self) -> dict[str, Any]:
        """The definition as Describe gives it: the service adds the objective to the static ones.

        The SDK's `HyperparameterTuner.attach` takes it out again, and fails if it is not there.
        """
        static = {**self.static, "_tuning_objective_metric": self.metric}
        return {**self.body, "StaticHyperParameters": static}

    @property
    def static(self) -> dict[str, str]:
        """The hyperparameters that are the same in every training job."""
        return dict(self.body.get("StaticHyperParameters", {}))

    @property
    def retries(self) -> int:
        """How often a training job that a fault has ended is run again."""
        return int(self.body.get("RetryStrategy", {}).get("MaximumRetryAttempts", 0))

    @property
    def seconds(self) -> float:
        """How long a training job may run."""
        return float(self.body["StoppingCondition"].get("MaxRuntimeInSeconds", 86400))

    def hyperparameters(self, configuration: Configuration) -> dict[str, str]:
        """Return all that the algorithm is given: static ones, tuned ones and the service's own."""
        return self.static | as_texts(configuration) | {"_tuning_objective_metric": self.metric}

    def loss(self, value: float) -> float:
        """Return the value of the objective so that lower is better; its own inverse."""
        return -value if self.type == "Maximize" else value


def image_of(body: Body) -> str:
    """Return the name under which the definition's algorithm is registered."""
    specification = body["AlgorithmSpecification"]
    return str(specification.get("TrainingImage") or specification.get("AlgorithmName") or "")


def check_algorithm(definition: Definition, algorithms: Mapping[str, Algorithm]) -> None:
    """Raise a ValidationException if the definition names no algorithm that is registered."""
    if definition.algorithm is None:
        raise ServiceError(
            "ValidationException",
            f"There is no algorithm {definition.image!r} for TrainingImage here: registered are"
            f" {', '.join(algorithms)}.",
        )
