"""A tuning job really runs: it ends when it should, counts what it does, and obeys its limits."""

import itertools
import json
import time

import botocore.loaders
import psutil
import pytest
from botocore.model import ServiceModel

from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.service import TuningService
from tests.tuning_jobs import (
    ALGORITHMS,
    curve,
    describe,
    finished,
    request,
    run,
    scripted,
    trainings,
    until,
    value,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def service(folder):
    service = TuningService(folder / "store.db", ALGORITHMS, grace=0.5)
    yield service
    service.close()


def ways(names):
    """Return a categorical range for a grid."""
    return {"CategoricalParameterRanges": [{"Name": n, "Values": v} for n, v in names.items()]}


def statuses(service, name):
    return [summary["TrainingJobStatus"] for summary in trainings(service, name)]


class TestStrategies:
    @pytest.mark.parametrize("strategy", ["Random", "Bayesian"])
    def test_a_seed_gives_the_same_configurations_again(self, service, strategy):
        names = [f"{strategy}-{i}" for i in range(2)]
        for name in names:
            assert (
                run(service, request(name, n=6, strategy=strategy))["HyperParameterTuningJobStatus"]
                == "Completed"
            )
        first, second = ([t["TunedHyperParameters"] for t in trainings(service, n)] for n in names)
        assert first == second
        assert len({str(each) for each in first}) == 6

    def test_the_best_is_the_lowest(self, service):
        description = run(service, request("lowest", n=8, parallel=3))
        values = [value(summary) for summary in trainings(service, "lowest")]
        assert value(description["BestTrainingJob"]) == min(values)

    def test_or_the_highest(self, service):
        description = run(service, request("highest", n=8, parallel=3, objective="Maximize"))
        values = [value(summary) for summary in trainings(service, "highest")]
        assert value(description["BestTrainingJob"]) == max(values)

    def test_bayesian_looks_where_the_objective_is_large_if_told_to(self, service):
        run(service, request("upwards", n=12, strategy="Bayesian", objective="Maximize"))
        tuned = [float(t["TunedHyperParameters"]["x"]) for t in trainings(service, "upwards")]
        assert max(tuned) > 0.99  # (x - 0.3)^2 is largest at 1

    def test_a_grid_has_every_combination_once(self, service):
        ranges = ways({"x": ["0.1", "0.2"], "kind": ["a", "b", "c"]})
        run(service, request("grid", n=None, parallel=2, strategy="Grid", ranges=ranges))
        tuned = [t["TunedHyperParameters"] for t in trainings(service, "grid")]
        every = itertools.product(["0.1", "0.2"], "abc")
        assert sorted((each["x"], each["kind"]) for each in tuned) == sorted(every)

    def test_several_definitions_take_turns_and_share_one_best(self, service):
        body = request("two", n=6)
        config, definition = (
            body["HyperParameterTuningJobConfig"],
            body.pop("TrainingJobDefinition"),
        )
        objective = config.pop("HyperParameterTuningJobObjective")
        ranges = config.pop("ParameterRanges")
        body["TrainingJobDefinitions"] = [
            definition
            | {"DefinitionName": name, "TuningObjective": objective, "HyperParameterRanges": ranges}
            | {"StaticHyperParameters": {"epochs": epochs}}
            for name, epochs in {"short": "1", "long": "4"}.items()
        ]
        description = run(service, body)
        assert "TrainingJobDefinition" not in description
        names = [t["TrainingJobDefinitionName"] for t in trainings(service, "two")]
        assert names == ["short", "long"] * 3
        assert description["BestTrainingJob"]["TrainingJobDefinitionName"] == "long"

    def test_what_the_service_chooses_for_a_hint(self, service):
        ranges = {"AutoParameters": [{"Name": "x", "ValueHint": "0.3"}]}
        run(service, request("hint", ranges=ranges) | {"Autotune": {"Mode": "Enabled"}})
        tuned = [float(t["TunedHyperParameters"]["x"]) for t in trainings(service, "hint")]
        assert all(0.03 <= x <= 3 for x in tuned)


TO_THREE = {"HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 3}}


class TestHyperband:
    def test_jobs_are_stopped_at_a_rung(self, service, folder):
        # Brackets of 3 and 2 trials: jobs are dealt 0 1 0 1 0. Only bracket 0 has a rung, at epoch
        # 1: there the first (5) goes on, the second (6) is not the best of two, the third (4) is.
        curves = [[5, 5, 5], [9, 9, 9], [6, 1, 1], [8, 8, 8], [4, 4, 4]]
        body = scripted(folder, "rungs", *curves, strategy="Hyperband", StrategyConfig=TO_THREE)
        run(service, body)
        assert statuses(service, "rungs") == [
            *("Completed", "Completed", "Stopped", "Completed", "Completed")
        ]
        seen = [curve(service, each) for each in trainings(service, "rungs")]
        assert seen == [*curves[:2], [6], *curves[3:]]
        assert [value(each) for each in trainings(service, "rungs")] == [5, 9, 6, 8, 4]

    def test_more_than_the_largest_resource_is_stopped(self, service, folder):
        body = scripted(
            folder,
            "largest",
            [3, 2, 1, 0.5, 0.25],
            strategy="Hyperband",
            StrategyConfig=TO_THREE,
        )
        run(service, body)
        assert statuses(service, "largest") == ["Stopped"]
        assert curve(service, trainings(service, "largest")[0]) == [3, 2, 1]

    def test_the_largest_resource_may_be_a_static_hyperparameter(self, service):
        body = request("epochs", n=5, strategy="Hyperband", static={"epochs": "9"})
        run(service, body)
        lengths = [len(curve(service, each)) for each in trainings(service, "epochs")]
        assert max(lengths) == 9
        assert set(lengths) <= {1, 3, 9}

    @pytest.mark.parametrize("static", [{}, {"epochs": "many"}, {"epochs": "0"}])
    def test_without_it_there_are_no_rungs(self, service, static):
        with pytest.raises(ServiceError, match="MaxResource"):
            service.create_hyper_parameter_tuning_job(
                request("none", strategy="Hyperband", static=static)
            )


class TestEarlyStopping:
    def test_the_median_rule(self, service, folder):
        # Means after two epochs: 4, 5, 6; the fourth has 5.5 there. With its 4.75 it is among them
        # from then on, so that the median is 4.875 for the fifth, which has 4.8.
        curves = [[5, 3, 3], [6, 4, 4], [7, 5, 5], [4, 5.5, 0], [4, 4.8, 4]]
        body = scripted(folder, "median", *curves, TrainingJobEarlyStoppingType="Auto")
        description = run(service, body)
        assert statuses(service, "median") == ["Completed"] * 3 + ["Stopped", "Completed"]
        stopped = trainings(service, "median")[3]
        assert curve(service, stopped) == [4, 5.5]
        assert value(stopped) == 5.5  # what a stopped job has come to counts
        assert description["ObjectiveStatusCounters"]["Succeeded"] == 5

    def test_of_a_metric_to_maximize_the_low_are_stopped(self, service, folder):
        curves = [[0.5, 0.5]] * 3 + [[0.6, 0.6], [0.4, 0.9]]
        body = scripted(
            folder, "high", *curves, TrainingJobEarlyStoppingType="Auto", objective="Maximize"
        )
        run(service, body)
        assert statuses(service, "high") == ["Completed"] * 4 + ["Stopped"]

    def test_off_stops_nobody(self, service, folder):
        run(service, scripted(folder, "off", *[[1, 1]] * 3, [9, 9]))
        assert statuses(service, "off") == ["Completed"] * 4


class TestCompletion:
    def completed(self, service, body):
        description = run(service, body)
        assert description["HyperParameterTuningJobStatus"] == "Completed"
        return description

    def test_the_number_of_training_jobs(self, service):
        description = self.completed(service, request("number", n=3, parallel=2))
        assert description["TrainingJobStatusCounters"]["Completed"] == 3

    def test_a_target(self, service, folder):
        criteria = {"TargetObjectiveMetricValue": 1.0}
        scripts = [[3], [2], [1], [0]]
        body = scripted(folder, "target", *scripts, TuningJobCompletionCriteria=criteria)
        self.completed(service, body)
        assert [value(each) for each in trainings(service, "target")] == [3, 2, 1]

    def test_a_target_stops_those_that_still_run(self, service, folder):
        criteria = {"TargetObjectiveMetricValue": 1.0}
        scripts = [[2, ["sleep", 60]], [2, ["sleep", 60]], [["sleep", 0.2], 1], [1]]
        body = scripted(
            folder, "others", *scripts, parallel=3, TuningJobCompletionCriteria=criteria
        )
        description = self.completed(service, body)
        assert description["TrainingJobStatusCounters"]["Stopped"] == 2
        assert sum(description["TrainingJobStatusCounters"].values()) == 3

    def test_no_improvement(self, service, folder):
        criteria = {"BestObjectiveNotImproving": {"MaxNumberOfTrainingJobsNotImproving": 3}}
        scripts = [[1], [0.995], [2], [0.9], [0.895], [0.895], [3], [0]]  # 1 % of 0.9 is 0.009
        body = scripted(folder, "still", *scripts, TuningJobCompletionCriteria=criteria)
        description = self.completed(service, body)
        assert len(trainings(service, "still")) == 7
        details = description["TuningJobCompletionDetails"]
        assert details["NumberOfTrainingJobsObjectiveNotImproving"] == 3

    def test_convergence(self, service, folder):
        criteria = {"ConvergenceDetected": {"CompleteOnConvergence": "Enabled"}}
        scripts = [[9 - i] for i in range(6)] + [[4]] * 14  # the sixth is the last that improves
        body = scripted(folder, "converged", *scripts, TuningJobCompletionCriteria=criteria)
        description = self.completed(service, body)
        assert len(trainings(service, "converged")) == 12
        assert description["TuningJobCompletionDetails"]["ConvergenceDetectedTime"] > 0

    def test_its_run_time(self, service, folder):
        body = scripted(folder, "time", [1], [1, ["sleep", 60]], n=9)
        limits = body["HyperParameterTuningJobConfig"]["ResourceLimits"]
        limits["MaxRuntimeInSeconds"] = 1
        begun = time.monotonic()
        description = self.completed(service, body)
        assert time.monotonic() - begun > 0.9
        assert statuses(service, "time") == ["Completed", "Stopped"]
        assert description["ConsumedResources"]["RuntimeInSeconds"] >= 1


class TestFailures:
    def test_whoever_raises_or_exits_has_failed_and_the_search_goes_on(self, service, folder):
        scripts = [[1], [5, ["fail", "no luck"]], [["exit", 3]], [["exit", 0], 7], [2]]
        description = run(service, scripted(folder, "failing", *scripts))
        assert description["HyperParameterTuningJobStatus"] == "Completed"
        assert description["TrainingJobStatusCounters"] == {
            "Completed": 3,
            "InProgress": 0,
            "RetryableError": 0,
            "NonRetryableError": 2,
            "Stopped": 0,
        }
        assert description["ObjectiveStatusCounters"] == {"Succeeded": 2, "Pending": 0, "Failed": 3}
        one, raised, code, silent, _ = trainings(service, "failing")
        assert raised["FailureReason"] == "AlgorithmError: ValueError: no luck, exit code: 1"
        assert code["FailureReason"].endswith("exit code: 3")
        assert silent["TrainingJobStatus"] == "Completed"
        assert silent["ObjectiveStatus"] == "Failed"
        assert "FailureReason" not in one

    def test_nan_is_no_objective(self, service, folder):
        run(service, scripted(folder, "nan", [1, "nan"], ["inf"], ["nan", 1]))
        assert [t["ObjectiveStatus"] for t in trainings(service, "nan")] == [
            *("Failed", "Failed", "Succeeded")
        ]

    def test_five_that_fail_end_it(self, service, folder):
        description = run(service, scripted(folder, "five", *[[["fail", "no"]]] * 9))
        assert description["HyperParameterTuningJobStatus"] == "Failed"
        assert description["FailureReason"].startswith("No training job succeeded after 5 attempts")
        assert description["TrainingJobStatusCounters"]["NonRetryableError"] == 5

    def test_five_that_print_nothing_end_it_with_the_reason(self, service, folder):
        description = run(service, scripted(folder, "silent", *[[["say", "loss: 1"]]] * 9))
        assert description["HyperParameterTuningJobStatus"] == "Failed"
        assert description["FailureReason"].startswith("No objective metrics found after running 5")

    def test_one_success_is_enough(self, service, folder):
        scripts = [*[[["fail", "no"]]] * 4, [1], *[[["fail", "no"]]] * 4]
        description = run(service, scripted(folder, "one", *scripts))
        assert description["HyperParameterTuningJobStatus"] == "Completed"

    def test_fewer_than_five_that_all_fail_have_failed_as_well(self, service, folder):
        description = run(service, scripted(folder, "few", [["fail", "no"]], [["fail", "no"]]))
        assert description["HyperParameterTuningJobStatus"] == "Failed"

    def test_what_a_signal_ends_is_tried_again(self, service, folder):
        scripts = [[9, ["signal", 9]], [8, ["signal", 11]], [1], [2]]
        retries = {"RetryStrategy": {"MaximumRetryAttempts": 2}}
        description = run(service, scripted(folder, "again", *scripts, n=2, definition=retries))
        assert description["TrainingJobStatusCounters"]["Completed"] == 2
        first, _ = trainings(service, "again")
        assert curve(service, first) == [1]  # it began from the beginning
        steps = service.describe_training_job({"TrainingJobName": first["TrainingJobName"]})
        told = [each["Status"] for each in steps["SecondaryStatusTransitions"]]
        assert told.count("Restarting") == 2

    def test_but_not_more_often_than_asked(self, service, folder):
        retries = {"RetryStrategy": {"MaximumRetryAttempts": 1}}
        scripts = [[["signal", 9]], [["signal", 9]], [1]]
        description = run(service, scripted(folder, "enough", *scripts, n=2, definition=retries))
        assert description["TrainingJobStatusCounters"]["RetryableError"] == 1
        assert "signal 9" in trainings(service, "enough")[0]["FailureReason"]

    def test_an_algorithm_that_is_not_there_fails_in_words(self, service):
        with pytest.raises(ServiceError, match=r"'nobody'.*hpstudy/digits-net"):
            service.create_hyper_parameter_tuning_job(request("nobody", "nobody"))


class TestStopping:
    def test_stop_ends_everything_and_whoever_listens_may_save(self, service, folder):
        scripts = [[1], [2, ["save"], 3, ["sleep", 60]], [4, ["sleep", 60]]]
        body = scripted(folder, "stop", *scripts, n=9, parallel=2)
        service.create_hyper_parameter_tuning_job(body)
        until(lambda: sum(len(curve(service, t)) for t in trainings(service, "stop")) == 4)
        service.stop_hyper_parameter_tuning_job({"HyperParameterTuningJobName": "stop"})
        assert describe(service, "stop")["HyperParameterTuningJobStatus"] in ("Stopping", "Stopped")
        assert finished(service, "stop")["HyperParameterTuningJobStatus"] == "Stopped"
        values = sorted(value(each) for each in trainings(service, "stop"))
        assert values == [0.125, 1, 4]
        assert len(list((folder / "s3").rglob("saved"))) == 1

    def test_who_does_not_end_is_ended(self, service, folder):
        body = scripted(folder, "stubborn", [["stay"], 1, ["sleep", 60]])
        service.create_hyper_parameter_tuning_job(body)
        until(
            lambda: (
                trainings(service, "stubborn") and curve(service, trainings(service, "stubborn")[0])
            )
        )
        service.stop_hyper_parameter_tuning_job({"HyperParameterTuningJobName": "stubborn"})
        finished(service, "stubborn", seconds=20)
        assert statuses(service, "stubborn") == ["Stopped"]

    def test_what_it_has_started_is_ended_as_well(self, service, folder):
        run(service, scripted(folder, "children", [["child"], 1]))
        (noted,) = (folder / "s3" / "local" / "output").glob("children-*/output/child")
        until(lambda: gone(int(noted.read_text())))

    def test_a_training_job_has_a_run_time(self, service, folder):
        limit = {"StoppingCondition": {"MaxRuntimeInSeconds": 1}}
        run(service, scripted(folder, "slow", [1, ["sleep", 60]], definition=limit))
        (summary,) = trainings(service, "slow")
        told = service.describe_training_job({"TrainingJobName": summary["TrainingJobName"]})
        assert told["TrainingJobStatus"] == "Stopped"
        assert told["SecondaryStatus"] == "MaxRuntimeExceeded"
        assert value(summary) == 1

    def test_one_that_has_ended_stays_as_it_is(self, service):
        run(service, request("ended"))
        service.stop_hyper_parameter_tuning_job({"HyperParameterTuningJobName": "ended"})
        assert describe(service, "ended")["HyperParameterTuningJobStatus"] == "Completed"


def gone(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class TestWhatAnAlgorithmIsGiven:
    def test_hyperparameters_channels_environment_and_a_folder(self, service, folder):
        body = request(
            "told",
            "confess",
            n=1,
            static={"epochs": "3"},
            channels={"train": "s3://local/data/train", "test": "s3://other/test"},
            definition={"Environment": {"GREETING": "hello"}},
            ranges={"IntegerParameterRanges": [{"Name": "k", "MinValue": "1", "MaxValue": "9"}]},
        )
        run(service, body)
        (path,) = (folder / "s3" / "local" / "output").glob("told-*/output/told.json")
        told = json.loads(path.read_text())
        (summary,) = trainings(service, "told")
        assert told["hyperparameters"] == {
            "epochs": "3",
            "k": summary["TunedHyperParameters"]["k"],
            "_tuning_objective_metric": "loss",
        }
        assert told["channels"] == {
            "train": str(folder / "s3/local/data/train"),
            "test": str(folder / "s3/other/test"),
        }
        assert set(told["types"]) == {"PosixPath"}
        assert told["environment"] == "hello"
        assert told["directory"]

    def test_no_more_at_once_than_allowed(self, service, folder):
        (folder / "s3/local/log").mkdir(parents=True)
        run(
            service, request("crowd", "crowd", n=20, parallel=3, channels={"log": "s3://local/log"})
        )
        spans = [map(float, f.read_text().split()) for f in (folder / "s3/local/log").iterdir()]
        moments = sorted(
            (moment, step) for span in spans for moment, step in zip(span, (1, -1), strict=True)
        )
        at_once = list(itertools.accumulate(step for _, step in moments))
        assert len(moments) == 40
        assert 2 <= max(at_once) <= 3

    def test_lines_come_as_they_are_printed(self, service, folder):
        body = scripted(folder, "live", [1, ["sleep", 0.3], 2, ["sleep", 60]])
        service.create_hyper_parameter_tuning_job(body)
        until(lambda: trainings(service, "live"))
        (summary,) = trainings(service, "live")
        until(lambda: curve(service, summary) == [1])
        until(lambda: curve(service, summary) == [1, 2])
        service.stop_hyper_parameter_tuning_job({"HyperParameterTuningJobName": "live"})
        finished(service, "live")

    def test_a_line_without_an_end_and_one_that_is_no_text(self, service, folder):
        odd = [["write", "loss=1;\rloss=2;"], ["say", "\udcff"], ["read"], ["write", "loss=3;"]]
        run(service, scripted(folder, "odd", odd))
        (summary,) = trainings(service, "odd")
        assert curve(service, summary) == [1, 2, 3]
        log = (folder / "logs" / f"{summary['TrainingJobName']}.log").read_text()
        assert "read 0 bytes" in log


class TestNames:
    def test_a_name_in_use(self, service):
        run(service, request("taken", n=1))
        with pytest.raises(ServiceError) as caught:
            service.create_hyper_parameter_tuning_job(request("Taken"))
        assert caught.value.code == "ResourceInUse"

    @pytest.mark.parametrize(
        "operation",
        [
            "describe_hyper_parameter_tuning_job",
            "stop_hyper_parameter_tuning_job",
            "delete_hyper_parameter_tuning_job",
            "list_training_jobs_for_hyper_parameter_tuning_job",
        ],
    )
    def test_a_name_that_is_not_there(self, service, operation):
        with pytest.raises(ServiceError, match="nobody") as caught:
            getattr(service, operation)({"HyperParameterTuningJobName": "nobody"})
        assert caught.value.code == "ResourceNotFound"

    def test_a_training_job_that_is_not_there(self, service):
        with pytest.raises(ServiceError, match="nobody-001") as caught:
            service.describe_training_job({"TrainingJobName": "nobody-001"})
        assert caught.value.code == "ResourceNotFound"

    def test_deleted_its_name_is_free_and_its_training_jobs_stay(self, service):
        run(service, request("again-1", n=1))
        (old,) = trainings(service, "again-1")
        assert (
            service.delete_hyper_parameter_tuning_job({"HyperParameterTuningJobName": "again-1"})
            == {}
        )
        with pytest.raises(ServiceError):
            describe(service, "again-1")
        run(service, request("again-1", n=1))
        (new,) = trainings(service, "again-1")
        assert new["TrainingJobName"] != old["TrainingJobName"]
        for summary in (old, new):
            told = service.describe_training_job({"TrainingJobName": summary["TrainingJobName"]})
            assert told["TrainingJobName"] == summary["TrainingJobName"]

    def test_one_that_runs_cannot_be_deleted(self, service, folder):
        service.create_hyper_parameter_tuning_job(scripted(folder, "busy", [["sleep", 60]]))
        with pytest.raises(ServiceError, match="busy is InProgress"):
            service.delete_hyper_parameter_tuning_job({"HyperParameterTuningJobName": "busy"})
        service.stop_hyper_parameter_tuning_job({"HyperParameterTuningJobName": "busy"})
        finished(service, "busy")

    @pytest.mark.parametrize("uri", ["s3://local/../x", "s3://..", "s3://local/a/../../../x"])
    def test_a_place_outside_the_buckets(self, service, uri):
        body = request("outside", definition={"OutputDataConfig": {"S3OutputPath": uri}})
        with pytest.raises(ServiceError, match="leads out of its bucket"):
            service.create_hyper_parameter_tuning_job(body)
        body = request("outside", channels={"train": uri})
        with pytest.raises(ServiceError, match="leads out of its bucket"):
            service.create_hyper_parameter_tuning_job(body)


@pytest.fixture(scope="module")
def listed(service, folder):
    scripts = [[3], [["fail", "no"]], [1], [2, ["signal", 9]], [2], [["say", "quiet"]]]
    run(service, scripted(folder, "listed", *scripts, n=25, parallel=1))
    return "listed"


class TestLists:
    @pytest.mark.parametrize("size", [1, 7, 25, 100])
    def test_pages_lose_and_double_nothing(self, service, listed, size):
        names = [t["TrainingJobName"] for t in trainings(service, listed, MaxResults=size)]
        assert names == sorted(set(names))
        assert len(names) == 25
        back = trainings(service, listed, MaxResults=size, SortOrder="Descending")
        assert [t["TrainingJobName"] for t in back] == names[::-1]

    def test_ten_a_page(self, service, listed):
        answer = service.list_training_jobs_for_hyper_parameter_tuning_job(
            {"HyperParameterTuningJobName": listed}
        )
        assert len(answer["TrainingJobSummaries"]) == 10

    def test_by_objective_those_that_have_one(self, service, listed):
        shown = trainings(service, listed, SortBy="FinalObjectiveMetricValue", MaxResults=2)
        assert [value(each) for each in shown] == [1, 2, 2, 3]
        shown = trainings(
            service, listed, SortBy="FinalObjectiveMetricValue", SortOrder="Descending"
        )
        assert [value(each) for each in shown] == [3, 2, 2, 1]

    def test_by_status(self, service, listed):
        shown = trainings(service, listed, StatusEquals="Failed")
        assert len(shown) == 2
        sorted_by = [t["TrainingJobStatus"] for t in trainings(service, listed, SortBy="Status")]
        assert sorted_by == sorted(sorted_by)

    @pytest.mark.parametrize("token", ["x", "bm8=", "WzFd", "e30="])
    def test_a_token_of_elsewhere(self, service, listed, token):
        with pytest.raises(ServiceError, match="NextToken"):
            trainings(service, listed, NextToken=token)

    def test_tuning_jobs_by_name_time_and_status(self, service, listed):
        def names(**how):
            answer = service.list_hyper_parameter_tuning_jobs({"MaxResults": 100} | how)
            return [
                each["HyperParameterTuningJobName"]
                for each in answer["HyperParameterTuningJobSummaries"]
            ]

        created = describe(service, listed)["CreationTime"]
        assert names(NameContains="LISTE") == [listed]
        assert names(NameContains="LISTE", StatusEquals="Failed") == []
        assert listed in names(CreationTimeAfter=created - 1, CreationTimeBefore=created + 1)
        assert listed not in names(CreationTimeAfter=created + 1e-3)
        assert listed not in names(LastModifiedTimeBefore=created)
        assert names() == sorted(names(), key=str.lower)
        in_time = names(SortBy="CreationTime", SortOrder="Descending")
        assert sorted(in_time, key=str.lower) == names()


def test_an_algorithm_may_come_by_name_and_a_notebook_s_own_may_not(tmp_path):
    def inner(hyperparameters, channels, output):
        pass

    for algorithm in (inner, lambda *_: None):
        with pytest.raises(ValueError, match="a module"):
            TuningService(tmp_path / "store.db", {"mine": algorithm})
    for name in ("no_such_module:train", "hpstudy.nothing:train"):
        with pytest.raises(ValueError, match="no module"):
            TuningService(tmp_path / "store.db", {"mine": name})
    with pytest.raises(ValueError, match=r"package\.module:function"):
        TuningService(tmp_path / "store.db", {"mine": "train"})
    assert not (tmp_path / "store.db").exists()


# What the answers look like

MODEL = ServiceModel(
    botocore.loaders.Loader().load_service_model("sagemaker", "service-2"), "sagemaker"
)


def check(shape, told, path):
    """See that an answer has every required member of its shape and none that is unknown."""
    kinds = {"string": str, "integer": int, "long": int, "boolean": bool, "map": dict, "list": list}
    if shape.type_name == "structure":
        assert isinstance(told, dict), path
        assert set(shape.required_members) <= set(told), f"{path}: {shape.required_members}"
        assert set(told) <= set(shape.members), f"{path}: {set(told) - set(shape.members)}"
        for name, inside in told.items():
            check(shape.members[name], inside, f"{path}.{name}")
    elif shape.type_name in ("float", "double", "timestamp"):
        assert isinstance(told, float | int), path
    else:
        assert isinstance(told, kinds[shape.type_name]), path
        if getattr(shape, "enum", None):
            assert told in shape.enum, path
        least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 10**9)
        assert least <= (told if isinstance(told, int) else len(told)) <= most, path
    if shape.type_name == "list":
        for i, each in enumerate(told):
            check(shape.member, each, f"{path}[{i}]")


def answer(service, operation, body):
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in operation)[1:]
    told = json.loads(json.dumps(getattr(service, snake)(body), allow_nan=False))
    shape = MODEL.operation_model(operation).output_shape
    if shape is None:
        assert told == {}
    else:
        check(shape, told, operation)
    return told


def test_answers_have_the_shape_of_the_service_s(service, folder):
    scripts = [[1], [["fail", "x" * 3000]], ["nan"], [2, ["signal", 9]], [3, ["sleep", 60]]]
    job = {"HyperParameterTuningJobName": "shapes"}

    def look():
        answer(service, "DescribeHyperParameterTuningJob", job)
        answer(service, "ListHyperParameterTuningJobs", {})
        for each in answer(
            service, "ListTrainingJobsForHyperParameterTuningJob", job | {"MaxResults": 100}
        )["TrainingJobSummaries"]:
            answer(service, "DescribeTrainingJob", {"TrainingJobName": each["TrainingJobName"]})

    answer(service, "CreateHyperParameterTuningJob", scripted(folder, "shapes", *scripts))
    until(lambda: look() or len(trainings(service, "shapes")) == 5)
    answer(service, "StopHyperParameterTuningJob", job)
    until(lambda: look() or "HyperParameterTuningEndTime" in describe(service, "shapes"))
    answer(service, "DeleteHyperParameterTuningJob", job)
