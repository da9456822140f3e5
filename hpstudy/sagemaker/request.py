"""A request is checked as the service checks it, in layers; each lists all its faults at once.

1. what every client checks: members required and known, types, minima
2. what only the service's model says: maxima, enums, patterns
3. what no model file says: rules across fields, and quotas
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hpstudy.sagemaker.errors import ServiceError, refuse
from hpstudy.sagemaker.rules import quota_faults, rule_faults
from hpstudy.sagemaker.shapes import member_report, operation_model, value_faults

# The operations, and the methods that do them: here, on the service and on a client of boto3's.
OPERATIONS = {
    "CreateHyperParameterTuningJob": "create_hyper_parameter_tuning_job",
    "DescribeHyperParameterTuningJob": "describe_hyper_parameter_tuning_job",
    "StopHyperParameterTuningJob": "stop_hyper_parameter_tuning_job",
    "DeleteHyperParameterTuningJob": "delete_hyper_parameter_tuning_job",
    "ListHyperParameterTuningJobs": "list_hyper_parameter_tuning_jobs",
    "ListTrainingJobsForHyperParameterTuningJob": (
        "list_training_jobs_for_hyper_parameter_tuning_job"
    ),
    "DescribeTrainingJob": "describe_training_job",
}


def validate(
    operation: str, body: object, metrics: Mapping[str, Collection[str]] | None = None
) -> None:
    """Raise a `ServiceError` that names the path and the rule of everything wrong in `body`.

    metrics: the algorithms that TrainingImage may name, and the metrics that each brings along;
             not given, any image is fine, and hpstudy/ ones are taken to bring theirs
    """
    if operation not in OPERATIONS:
        raise ServiceError(
            "UnknownOperationException",
            f"This local service does not know the operation '{operation[:80]}':"
            f" it has {', '.join(OPERATIONS)}.",
        )
    shape = operation_model(operation).input_shape
    if report := member_report(shape, body):
        raise ServiceError("ValidationException", f"Parameter validation failed:\n{report[:8000]}")
    assert isinstance(body, dict)  # a structure, says the report
    refuse(value_faults(shape, body))
    if operation == "CreateHyperParameterTuningJob":
        refuse(rule_faults(body, metrics))
        refuse(quota_faults(body), "ResourceLimitExceeded")
