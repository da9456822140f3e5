"""Requests are checked in three layers: the legal are taken, a fault is named by path and rule.

HPSTUDY_TEST_SCALE=1 takes 1,000 generated requests, and 1,000 with one constraint broken.
"""

from __future__ import annotations

import copy
import os
import random
import re
import subprocess
import sys
import time
from typing import Any

import pytest

from hpstudy.sagemaker.errors import STATUSES, Fault, ServiceError, refuse
from hpstudy.sagemaker.request import OPERATIONS, validate
from hpstudy.sagemaker.shapes import _compiled, operation_model, output_faults, service_model
from tests.sagemaker_requests import (
    CREATE,
    DELETE,
    Breakage,
    Maker,
    breakages,
    grid_size,
    matching,
    plain_request,
)

SCALE = float(os.environ.get("HPSTUDY_TEST_SCALE", "0.1"))
N_CASES = round(1000 * SCALE)
CONFIG = "hyperParameterTuningJobConfig"
LIMITS = f"{CONFIG}.resourceLimits"
RANGES = f"{CONFIG}.parameterRanges"
DEFINITION = "trainingJobDefinition"


def refusal(operation: str, body: Any, metrics: Any = None) -> ServiceError:
    with pytest.raises(ServiceError) as raised:
        validate(operation, body, metrics)
    return raised.value


def changed(body: Any, path: str, value: Any) -> Any:
    """Return the body with the value put at a path like "A.B.0.C"."""
    steps = tuple(int(step) if step.isdigit() else step for step in path.split("."))
    return Breakage(steps, value, "", "").apply(body)


class TestLegal:
    def test_a_request_as_a_person_writes_it(self) -> None:
        validate(CREATE, plain_request())
        validate(CREATE, plain_request(), {"bowl": []})

    @pytest.mark.parametrize("seed", range(N_CASES))
    def test_whatever_the_shapes_allow(self, seed: int) -> None:
        body = Maker(random.Random(seed)).create()
        before = copy.deepcopy(body)
        validate(CREATE, body, {"bowl": []})
        assert body == before

    def test_the_generated_requests_are_not_all_alike(self) -> None:
        made = [Maker(random.Random(seed)).create() for seed in range(60)]
        strategies = {body["HyperParameterTuningJobConfig"]["Strategy"] for body in made}
        assert strategies == {"Grid", "Random", "Bayesian", "Hyperband"}
        members = {member for body in made for member in body}
        assert members >= {"TrainingJobDefinition", "TrainingJobDefinitions", "WarmStartConfig"}

    @pytest.mark.parametrize("operation", sorted(set(OPERATIONS) - {CREATE}))
    def test_the_other_operations(self, operation: str) -> None:
        for seed in range(30):
            validate(
                operation, Maker(random.Random(seed)).make(operation_model(operation).input_shape)
            )

    def test_words_of_every_language_in_a_tag(self) -> None:
        tags = [{"Key": "Größe 大きさ", "Value": "übermäßig\u00a0groß"}]
        validate(CREATE, plain_request() | {"Tags": tags})


class TestOneConstraintBroken:
    @pytest.mark.parametrize("seed", range(N_CASES))
    def test_what_the_model_says(self, seed: int) -> None:
        rng = random.Random(seed)
        operation = CREATE if seed % 4 else rng.choice(sorted(OPERATIONS))
        shape = operation_model(operation).input_shape
        body = Maker(rng).create() if operation == CREATE else Maker(rng).make(shape)
        broken = rng.choice(list(breakages(shape, body)))
        error = refusal(operation, broken.apply(body))
        assert error.code == "ValidationException"
        assert broken.path in error.message
        assert broken.rule in error.message

    def test_every_kind_of_constraint_is_among_them(self) -> None:
        shape = operation_model(CREATE).input_shape
        rules = {
            " ".join(each.rule.split()[:4])
            for seed in range(20)
            for each in breakages(shape, Maker(random.Random(seed)).create())
        }
        assert rules >= {
            "Missing",
            "Unknown",
            "Invalid type",
            "valid min length",
            "must be a number",
            "must satisfy enum value",
            "must satisfy regular expression",
            "length less than or",
            "value less than or",
        }


INTEGER = f"{RANGES}.integerParameterRanges.1.member"
CONTINUOUS = f"{RANGES}.continuousParameterRanges.1.member"
HYPERBAND = f"{CONFIG}.strategyConfig.hyperbandStrategyConfig"
C, R = "HyperParameterTuningJobConfig", "HyperParameterTuningJobConfig.ParameterRanges"
T = "TrainingJobDefinition"
A = f"{T}.AlgorithmSpecification"
CHANNEL = {
    "ChannelName": "train",
    "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://local/train"}},
}


def warm(*parents: str | None, kind: str = "TransferLearning") -> Any:
    named = [{"HyperParameterTuningJobName": each} if each else {} for each in parents]
    return {"ParentHyperParameterTuningJobs": named, "WarmStartType": kind}


def units(low: str, high: str, scale: str = "Auto") -> Any:
    return [{"Name": "units", "MinValue": low, "MaxValue": high, "ScalingType": scale}]


def many(n: int, first: int = 0) -> Any:
    return [{"Name": f"c{i}", "Values": ["a"]} for i in range(first, first + n)]


# What to put where in the plain request, and the path and the rule that the refusal must name.
CROSS_FIELD: list[tuple[dict[str, Any], str, str]] = [
    ({f"{R}.IntegerParameterRanges": units("9", "9")}, f"{INTEGER}.minValue", "less than maxValue"),
    ({f"{R}.IntegerParameterRanges": units("9", "4")}, f"{INTEGER}.minValue", "which is '4'"),
    ({f"{R}.IntegerParameterRanges": units("1.5", "4")}, f"{INTEGER}.minValue", "whole number"),
    ({f"{R}.IntegerParameterRanges": units("1_0", "40")}, f"{INTEGER}.minValue", "whole number"),
    ({f"{R}.IntegerParameterRanges": units("1", "٤")}, f"{INTEGER}.maxValue", "whole number"),
    ({f"{R}.IntegerParameterRanges": units("1", "9" * 30)}, f"{INTEGER}.maxValue", "whole"),
    ({f"{R}.IntegerParameterRanges": units("1", str(2**60))}, INTEGER, "too wide to search"),
    (
        {f"{R}.IntegerParameterRanges": units("0", "9", "Logarithmic")},
        f"{INTEGER}.scalingType",
        "minValue greater than 0, not '0'",
    ),
    (
        {f"{R}.IntegerParameterRanges": units("0", "9", "ReverseLogarithmic")},
        f"{INTEGER}.scalingType",
        "continuous ranges only",
    ),
    *(
        ({f"{R}.ContinuousParameterRanges": units(*bounds)}, f"{CONTINUOUS}.{end}", rule)
        for bounds, end, rule in [
            (("1", "0.5"), "minValue", "less than maxValue"),
            (("a", "1"), "minValue", "a finite number, as a string"),
            (("nan", "1"), "minValue", "a finite number"),
            (("", "1"), "minValue", "a finite number"),
            (("0", "inf"), "maxValue", "a finite number"),
            (("0", "1e999"), "maxValue", "a finite number"),
            (("0", "1", "Logarithmic"), "scalingType", "minValue greater than 0"),
            (("-1", "1", "Logarithmic"), "scalingType", "minValue greater than 0"),
            (("1e-400", "1", "Logarithmic"), "scalingType", "minValue greater than 0"),
            (("0.5", "1", "ReverseLogarithmic"), "scalingType", "0 <= x < 1"),
            (("-0.1", "0.5", "ReverseLogarithmic"), "scalingType", "0 <= x < 1"),
        ]
    ),
    (
        {f"{R}.CategoricalParameterRanges": [{"Name": "a", "Values": ["x", "y", "x"]}]},
        f"{RANGES}.categoricalParameterRanges.1.member.values",
        "only once",
    ),
    (
        {f"{R}.CategoricalParameterRanges": [{"Name": "units", "Values": ["1"]}]},
        f"{INTEGER}.name",
        "only once",
    ),
    ({f"{T}.StaticHyperParameters": {"units": "4"}}, f"{INTEGER}.name", "must not be static too"),
    ({f"{T}.StaticHyperParameters": {"_tuning_objective_metric": "x"}}, DEFINITION, "service"),
    ({f"{R}.CategoricalParameterRanges": many(29)}, RANGES, "at most 30 hyperparameters"),
    (
        {f"{T}.StaticHyperParameters": {f"s{i}": "1" for i in range(97)}},
        f"{DEFINITION}.staticHyperParameters",
        "at most 100",
    ),
    ({R: {}}, RANGES, "at least one hyperparameter"),
    ({R: DELETE}, RANGES, "at least one hyperparameter"),
    (
        {f"{R}.AutoParameters": [{"Name": "depth", "ValueHint": "4"}]},
        f"{RANGES}.autoParameters",
        "autotune.mode is Enabled",
    ),
    (
        {f"{C}.ResourceLimits.MaxParallelTrainingJobs": 5},
        f"{LIMITS}.maxParallelTrainingJobs",
        "maxNumberOfTrainingJobs, which is 4",
    ),
    (
        {f"{C}.ResourceLimits": {"MaxParallelTrainingJobs": 1}},
        f"{LIMITS}.maxNumberOfTrainingJobs",
        "must not be null",
    ),
    ({f"{C}.Strategy": "Grid"}, f"{RANGES}.integerParameterRanges", "only categorical"),
    ({f"{C}.Strategy": "Grid"}, f"{RANGES}.continuousParameterRanges", "only categorical"),
    (
        {f"{C}.Strategy": "Grid", R: {"CategoricalParameterRanges": many(2)}},
        f"{LIMITS}.maxNumberOfTrainingJobs",
        "say 1, or leave it out",
    ),
    (
        {f"{C}.Strategy": "Hyperband", f"{C}.TrainingJobEarlyStoppingType": "Auto"},
        f"{CONFIG}.trainingJobEarlyStoppingType",
        "must be Off",
    ),
    (
        {f"{C}.Strategy": "Hyperband", f"{T}.StaticHyperParameters": {"depth": "3"}},
        f"{HYPERBAND}.maxResource",
        "epochs, numepochs, n-epochs, n_epochs or num_epochs",
    ),
    (
        {f"{C}.Strategy": "Hyperband", f"{T}.StaticHyperParameters": {"epochs": "20001"}},
        f"{HYPERBAND}.maxResource",
        "from 1 to 20000",
    ),
    (
        {
            f"{C}.Strategy": "Hyperband",
            f"{C}.StrategyConfig": {"HyperbandStrategyConfig": {"MinResource": 10}},
        },
        f"{HYPERBAND}.minResource",
        "maxResource, which is 9",
    ),
    (
        {f"{C}.StrategyConfig": {"HyperbandStrategyConfig": {"MaxResource": 10}}},
        HYPERBAND,
        "only if strategy is Hyperband",
    ),
    (
        {f"{C}.HyperParameterTuningJobObjective": DELETE},
        f"{CONFIG}.hyperParameterTuningJobObjective",
        "must not be null",
    ),
    (
        {f"{C}.HyperParameterTuningJobObjective.MetricName": "accuracy"},
        f"{CONFIG}.hyperParameterTuningJobObjective.metricName",
        "Provide a metric in the metric definitions. Defined are [loss].",
    ),
    (
        {f"{A}.MetricDefinitions": DELETE},
        f"{CONFIG}.hyperParameterTuningJobObjective.metricName",
        "A metric is required for this hyperparameter tuning job objective."
        " Provide a metric in the metric definitions.",
    ),
    (
        {f"{A}.MetricDefinitions.0.Regex": "loss=("},
        f"{DEFINITION}.algorithmSpecification.metricDefinitions.1.member.regex",
        "must be a regular expression: missing )",
    ),
    (
        {f"{A}.MetricDefinitions": [{"Name": "loss", "Regex": "a"}] * 2},
        f"{DEFINITION}.algorithmSpecification.metricDefinitions",
        "Each name may stand only once",
    ),
    (
        {f"{A}.TrainingImage": DELETE},
        f"{DEFINITION}.algorithmSpecification.trainingImage",
        "must not be null",
    ),
    (
        {f"{A}.AlgorithmName": "bowl"},
        f"{DEFINITION}.algorithmSpecification.trainingImage",
        "Only one of trainingImage and algorithmName",
    ),
    (
        {f"{T}.HyperParameterTuningResourceConfig": {"InstanceCount": 1}},
        f"{DEFINITION}.hyperParameterTuningResourceConfig",
        "Only one of",
    ),
    (
        {f"{T}.StoppingCondition.MaxWaitTimeInSeconds": 9},
        f"{DEFINITION}.stoppingCondition.maxWaitTimeInSeconds",
        "maxRuntimeInSeconds, which is 600",
    ),
    (
        {f"{T}.InputDataConfig": [CHANNEL, CHANNEL]},
        f"{DEFINITION}.inputDataConfig",
        "Each channelName may stand only once",
    ),
    (
        {f"{T}.InputDataConfig": [CHANNEL | {"DataSource": {}}]},
        f"{DEFINITION}.inputDataConfig.1.member.dataSource",
        "local service reads s3DataSource only",
    ),
    (
        {f"{T}.TuningObjective": {"Type": "Minimize", "MetricName": "loss"}},
        f"{DEFINITION}.tuningObjective",
        "is for trainingJobDefinitions",
    ),
    ({T: DELETE}, DEFINITION, "must not be null"),
    ({"Tags": [{"Key": "a", "Value": "b"}] * 2}, "tags", "Each key may stand only once"),
    ({"WarmStartConfig": warm("p", "P")}, "warmStartConfig.parent", "may stand only once"),
    ({"WarmStartConfig": warm("p", None)}, "TuningJobs.2.member.", "must not be null"),
    ({"WarmStartConfig": warm("Digits")}, "TuningJobs.1.member.", "cannot be its own parent"),
    (
        {"WarmStartConfig": warm("p"), f"{C}.Strategy": "Hyperband"},
        "warmStartConfig",
        "not for Hyperband",
    ),
]


class TestAcrossFields:
    @pytest.mark.parametrize(("changes", "path", "rule"), CROSS_FIELD)
    def test_one_rule(self, changes: dict[str, Any], path: str, rule: str) -> None:
        body = plain_request()
        for at, value in changes.items():
            body = changed(body, at, value)
        error = refusal(CREATE, body)
        assert error.code == "ValidationException"
        assert re.search(rf"at '[^']*{re.escape(path)}[^']*' failed", error.message)
        assert rule in error.message

    @pytest.mark.parametrize(
        ("changes", "quota"),
        [
            ({"Strategy": "Bayesian", "MaxNumberOfTrainingJobs": 751}, 750),
            ({"Strategy": "Random", "MaxNumberOfTrainingJobs": 10_001}, 10_000),
            ({"Strategy": "Random", "MaxParallelTrainingJobs": 101}, 100),
            ({"Strategy": "Random", "MaxRuntimeInSeconds": 30 * 86400 + 1}, 30 * 86400),
        ],
    )
    def test_a_quota(self, changes: dict[str, Any], quota: int) -> None:
        strategy, member = changes.pop("Strategy"), next(iter(changes))
        limits = {"MaxNumberOfTrainingJobs": 500, "MaxParallelTrainingJobs": 2}
        at_most = limits | {member: quota}
        validate(CREATE, plain_request(Strategy=strategy, ResourceLimits=at_most))
        error = refusal(CREATE, plain_request(Strategy=strategy, ResourceLimits=limits | changes))
        assert error.code == "ResourceLimitExceeded"
        assert f"{LIMITS}.{member[0].lower()}{member[1:]}" in error.message
        assert str(quota) in error.message

    def test_the_quota_on_the_combinations_of_a_grid(self) -> None:
        ranges = {
            "CategoricalParameterRanges": [
                {"Name": name, "Values": [str(i) for i in range(28)]} for name in "ab"
            ]
        }
        body = plain_request(
            Strategy="Grid", ParameterRanges=ranges, ResourceLimits={"MaxParallelTrainingJobs": 2}
        )
        assert grid_size([{}], body["HyperParameterTuningJobConfig"]) == 784
        error = refusal(CREATE, body)
        assert error.code == "ResourceLimitExceeded"
        assert "'784'" in error.message
        assert "750" in error.message

    def test_scales_at_their_edges_are_legal(self) -> None:
        for bounds in (("0", "0.999", "ReverseLogarithmic"), ("1e-300", "1e300", "Logarithmic")):
            ranges = {"ContinuousParameterRanges": units(*bounds)}
            validate(CREATE, plain_request(ParameterRanges=ranges))
        for bounds in (("1", "2", "Logarithmic"), ("-5", "+5", "Linear")):
            validate(
                CREATE, plain_request(ParameterRanges={"IntegerParameterRanges": units(*bounds)})
            )

    @pytest.mark.parametrize("name", ["epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs"])
    def test_hyperband_reads_its_resource_from_a_static_hyperparameter(self, name: str) -> None:
        body = plain_request(Strategy="Hyperband")
        body["TrainingJobDefinition"]["StaticHyperParameters"] = {name: "27"}
        validate(CREATE, body)

    def test_several_definitions_are_told_apart_and_compared(self) -> None:
        body = plain_request()
        config = body["HyperParameterTuningJobConfig"]
        one = body.pop("TrainingJobDefinition") | {
            "HyperParameterRanges": config.pop("ParameterRanges"),
            "TuningObjective": config.pop("HyperParameterTuningJobObjective"),
        }
        other = changed(one, "TuningObjective.Type", "Maximize") | {"DefinitionName": "b"}
        legal = body | {"TrainingJobDefinitions": [one | {"DefinitionName": "a"}]}
        validate(CREATE, legal)
        error = refusal(CREATE, body | {"TrainingJobDefinitions": [one, other]})
        assert "trainingJobDefinitions.1.member.definitionName" in error.message
        assert "the same type" in error.message
        both = plain_request() | {"TrainingJobDefinitions": legal["TrainingJobDefinitions"]}
        message = refusal(CREATE, both).message
        assert "Only one of trainingJobDefinition and trainingJobDefinitions" in message
        assert f"'{RANGES}'" in message
        broken = changed(legal, "TrainingJobDefinitions.0.HyperParameterRanges", {})
        path = "trainingJobDefinitions.1.member.hyperParameterRanges"
        assert path in refusal(CREATE, broken).message

    def test_an_auto_parameter_with_autotune_is_legal(self) -> None:
        hint = [{"Name": "depth", "ValueHint": "4"}]
        body = changed(plain_request(), f"{R}.AutoParameters", hint)
        validate(CREATE, body | {"Autotune": {"Mode": "Enabled"}})


REGISTERED: dict[str, list[str]] = {"bowl": [], "hpstudy/digits-net": ["validation:loss"]}


class TestAlgorithms:
    def test_an_image_that_nobody_registered_is_refused_with_the_names_of_those_that_are(self):
        body = changed(plain_request(), f"{A}.TrainingImage", "rm -rf /")
        message = refusal(CREATE, body, REGISTERED).message
        assert "Member must name a registered algorithm: [bowl, hpstudy/digits-net]" in message

    def test_a_built_in_algorithm_brings_its_metrics(self) -> None:
        objective = {"Type": "Minimize", "MetricName": "validation:loss"}
        body = plain_request(HyperParameterTuningJobObjective=objective)
        body = changed(body, f"{A}.TrainingImage", "hpstudy/digits-net")
        body = changed(body, f"{A}.MetricDefinitions", DELETE)
        validate(CREATE, body, REGISTERED)
        validate(CREATE, body)
        body = changed(body, f"{C}.HyperParameterTuningJobObjective.MetricName", "accuracy")
        assert "Defined are [validation:loss]" in refusal(CREATE, body, REGISTERED).message

    def test_an_algorithm_may_be_given_by_name(self) -> None:
        body = changed(plain_request(), f"{A}.AlgorithmName", "bowl")
        validate(CREATE, changed(body, f"{A}.TrainingImage", DELETE), REGISTERED)


class TestMessages:
    def test_the_wording_is_the_service_s(self) -> None:
        assert refusal(CREATE, plain_request(Strategy="Genetic")).message == (
            "1 validation error detected: Value 'Genetic' at"
            " 'hyperParameterTuningJobConfig.strategy' failed to satisfy constraint: Member must"
            " satisfy enum value set: [Bayesian, Random, Hyperband, Grid]"
        )

    def test_what_is_missing_is_null(self) -> None:
        body = changed(plain_request(), T, DELETE)
        assert refusal(CREATE, body).message == (
            "1 validation error detected: Value null at 'trainingJobDefinition' failed to satisfy"
            " constraint: Member must not be null"
        )

    def test_all_the_faults_of_a_layer_are_listed_at_once(self) -> None:
        missing = refusal(CREATE, {"HyperParameterTuningJobConfig": {"Strategie": "Random"}})
        assert len(missing.message.splitlines()) == 5
        values = refusal(CREATE, plain_request("under_score", Strategy="Genetic"))
        assert values.message.startswith("2 validation errors detected: ")
        rules = plain_request(
            ParameterRanges={"IntegerParameterRanges": units("3", "2", "Linear")},
            ResourceLimits={"MaxParallelTrainingJobs": 2},
        )
        assert refusal(CREATE, rules).message.startswith("2 validation errors detected: ")

    def test_a_message_is_never_as_long_as_what_it_complains_about(self) -> None:
        body = plain_request("x" * 10**6)
        assert len(refusal(CREATE, body).message) < 500
        body = plain_request(Tags=["y" * 10**6])
        assert len(refusal(CREATE, body).message) < 10_000
        with pytest.raises(ServiceError) as raised:
            refuse(Fault("a.path", "z", "Member must not be") for _ in range(10**4))
        assert len(raised.value.message) < 10_000

    def test_an_unknown_operation_names_those_there_are(self) -> None:
        error = refusal("CreateTrainingJob", {})
        assert error.code == "UnknownOperationException"
        assert all(operation in error.message for operation in OPERATIONS)

    def test_every_code_has_a_status_that_no_client_repeats(self) -> None:
        assert all(400 <= status < 500 for status in STATUSES.values())


class TestModel:
    def test_every_operation_is_the_model_s(self) -> None:
        from botocore import xform_name

        known = service_model().operation_names
        for operation, method in OPERATIONS.items():
            assert operation in known
            assert method == xform_name(operation)

    def test_every_pattern_of_the_model_can_be_said_in_python(self) -> None:
        patterns, seen = set(), set()

        def collect(shape: Any) -> None:
            if shape is None or shape.name in seen:
                return
            seen.add(shape.name)
            patterns.add(shape.metadata.get("pattern", "x"))
            for inside in getattr(shape, "members", {}).values():
                collect(inside)
            for part in ("member", "key", "value"):
                collect(getattr(shape, part, None))

        for operation in OPERATIONS:
            collect(operation_model(operation).input_shape)
            collect(operation_model(operation).output_shape)
        assert len(patterns) > 20
        for pattern in patterns:
            compiled = _compiled(pattern)
            assert compiled is not None, pattern
            assert compiled.fullmatch(matching(pattern, random.Random(0))), pattern

    def test_an_output_is_walked_too(self) -> None:
        create = "CreateHyperParameterTuningJob"
        arn = "arn:aws:sagemaker:local:000000000000:hyper-parameter-tuning-job/digits"
        assert output_faults(create, {"HyperParameterTuningJobArn": arn}) == []
        assert "Missing required parameter" in output_faults(create, {})[0]
        assert (
            "Unknown parameter"
            in output_faults(create, {"HyperParameterTuningJobArn": arn, "Arn": arn})[0]
        )
        assert (
            "regular expression"
            in output_faults(create, {"HyperParameterTuningJobArn": "digits"})[0]
        )
        assert output_faults("StopHyperParameterTuningJob", {}) == []
        assert output_faults("StopHyperParameterTuningJob", {"Stopped": True}) != []


class TestWithoutBotocore:
    def run(self, code: str) -> subprocess.CompletedProcess[str]:
        barred = "import sys; sys.modules['botocore'] = None\n"
        return subprocess.run(
            [sys.executable, "-c", barred + code], capture_output=True, text=True, check=False
        )

    def test_importing_the_request_side_needs_nothing(self) -> None:
        done = self.run("import hpstudy.sagemaker.request, hpstudy.sagemaker.endpoint")
        assert done.returncode == 0, done.stderr

    def test_the_first_use_says_what_to_install(self) -> None:
        done = self.run(
            "from hpstudy.sagemaker.request import validate\n"
            "validate('DescribeTrainingJob', {'TrainingJobName': 'a'})"
        )
        assert done.returncode == 1
        last = done.stderr.splitlines()[-1]
        assert last.startswith("ModuleNotFoundError: ")
        assert last.endswith('pip install "hpstudy[aws]"')


def test_botocore_is_loaded_at_the_first_request_and_not_before() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import hpstudy.sagemaker.answer, hpstudy.sagemaker.local, sys\n"
            "print('botocore' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


def test_a_check_costs_less_than_its_share_of_a_call() -> None:
    """Printed, not asserted on time: `pytest -s -k share`; the goal is 5 ms once loaded."""
    body = plain_request()
    validate(CREATE, body)
    begin = time.perf_counter()
    for _ in range(50):
        validate(CREATE, body)
    print(f"{(time.perf_counter() - begin) * 20:.2f} ms a request")
