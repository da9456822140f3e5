"""The SDK's third generation: its resources, generated from the model of the service."""

from importlib.metadata import version

from sagemaker.core.resources import HyperParameterTuningJob
from sagemaker.core.shapes import (
    ContinuousParameterRange,
    HyperParameterAlgorithmSpecification,
    HyperParameterTrainingJobDefinition,
    HyperParameterTuningJobConfig,
    HyperParameterTuningJobObjective,
    MetricDefinition,
    OutputDataConfig,
    ParameterRanges,
    ResourceConfig,
    ResourceLimits,
    StoppingCondition,
)

ROLE = "arn:aws:iam::123456789012:role/tuning"


def main():
    job = HyperParameterTuningJob.create(
        hyper_parameter_tuning_job_name="third",
        hyper_parameter_tuning_job_config=HyperParameterTuningJobConfig(
            strategy="Random",
            hyper_parameter_tuning_job_objective=HyperParameterTuningJobObjective(
                type="Minimize", metric_name="loss"
            ),
            resource_limits=ResourceLimits(
                max_number_of_training_jobs=5, max_parallel_training_jobs=2
            ),
            parameter_ranges=ParameterRanges(
                continuous_parameter_ranges=[
                    ContinuousParameterRange(name="x", min_value="0", max_value="1")
                ]
            ),
            random_seed=3,
        ),
        training_job_definition=HyperParameterTrainingJobDefinition(
            static_hyper_parameters={"epochs": "3"},
            algorithm_specification=HyperParameterAlgorithmSpecification(
                training_image="bowl",
                training_input_mode="File",
                metric_definitions=[MetricDefinition(name="loss", regex="loss=(.*?);")],
            ),
            role_arn=ROLE,
            output_data_config=OutputDataConfig(s3_output_path="s3://local/out"),
            resource_config=ResourceConfig(
                instance_type="ml.m5.large", instance_count=1, volume_size_in_gb=1
            ),
            stopping_condition=StoppingCondition(max_runtime_in_seconds=600),
        ),
    )
    job.wait(poll=1)
    job.refresh()
    jobs = list(job.get_all_training_jobs())
    assert len(jobs) == 5, jobs
    assert job.hyper_parameter_tuning_job_status == "Completed"
    best = job.best_training_job
    losses = {
        each.training_job_name: each.final_hyper_parameter_tuning_job_objective_metric.value
        for each in jobs
    }
    assert best.training_job_name == min(losses, key=losses.get)
    print(f"sagemaker {version('sagemaker')}: 5 training jobs, best {best.training_job_name}")


main()
