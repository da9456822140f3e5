"""The SDK's second generation: fit, wait, best job, table, a warm-started child."""

import boto3
import sagemaker
from sagemaker.estimator import Estimator
from sagemaker.tuner import (
    ContinuousParameter,
    HyperparameterTuner,
    WarmStartConfig,
    WarmStartTypes,
)

ROLE = "arn:aws:iam::123456789012:role/tuning"
METRIC = [{"Name": "loss", "Regex": "loss=(.*?);"}]


def tuner(session, name, jobs, **more):
    """A random search for the lowest loss in [0, 1]."""
    estimator = Estimator(
        image_uri="bowl",
        role=ROLE,
        instance_count=1,
        instance_type="ml.m5.large",
        output_path="s3://local/out",
        sagemaker_session=session,
        hyperparameters={"epochs": 3},
    )
    return HyperparameterTuner(
        estimator,
        "loss",
        {"x": ContinuousParameter(0, 1)},
        metric_definitions=METRIC,
        strategy="Random",
        objective_type="Minimize",
        max_jobs=jobs,
        max_parallel_jobs=2,
        random_seed=3,
        base_tuning_job_name=name,
        **more,
    )


def main():
    boto = boto3.Session()
    session = sagemaker.Session(
        boto_session=boto, sagemaker_client=boto.client("sagemaker"), default_bucket="local"
    )
    parent = tuner(session, "parent", 5)
    parent.fit(wait=False)
    parent.wait()
    table = parent.analytics().dataframe()
    assert len(table) == 5, table
    best = table.sort_values("FinalObjectiveValue").TrainingJobName.iloc[0]
    assert parent.best_training_job() == best
    name = parent.latest_tuning_job.name
    warm = WarmStartConfig(WarmStartTypes.IDENTICAL_DATA_AND_ALGORITHM, {name})
    child = tuner(session, "child", 2, warm_start_config=warm)
    child.fit(wait=False)
    child.wait()
    assert child.describe()["HyperParameterTuningJobStatus"] == "Completed"
    print(f"sagemaker {sagemaker.__version__}: 5 and 2 training jobs, best {best}")


main()
