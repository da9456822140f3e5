"""Warm start: who may be whose child, and what the child learns."""

import copy

import pytest

from hpstudy.sagemaker.algorithms import Algorithm
from hpstudy.sagemaker.definition import definitions_of
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.job import TuningJob
from hpstudy.sagemaker.service import TuningService
from hpstudy.sagemaker.training import TrainingJob
from hpstudy.sagemaker.warm_start import check_parents, n_changes, told_by
from hpstudy.trial import Trial
from tests.tuning_jobs import ALGORITHMS, describe, request, run, scripted, trainings, value

REGISTERED = {name: Algorithm(f"tests.sagemaker_algorithms:{name}") for name in ALGORITHMS}
RANGES = {
    "ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "1"}],
    "IntegerParameterRanges": [{"Name": "n", "MinValue": "1", "MaxValue": "8"}],
}
STATIC = {f"s{i}": "0" for i in range(12)}


def parent_of(name="parent", status="Completed", job=0, **options):
    body = request(name, ranges=RANGES, static=STATIC, **options)
    parent = TuningJob(job, body, definitions_of(body, REGISTERED), 1, [], 0.0)
    if status not in ("InProgress", "Stopping"):
        parent.ended = 1.0
    parent.status = status
    return parent


def child(kind="IdenticalDataAndAlgorithm", parents=("parent",), ranges=RANGES, **options):
    body = request("child", ranges=ranges, **{"static": STATIC} | options)
    body["WarmStartConfig"] = {
        "WarmStartType": kind,
        "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": p} for p in parents],
    }
    return body


def problem(body, *parents):
    """Return what speaks against these parents, None if nothing does."""
    try:
        check_parents(body, definitions_of(body, REGISTERED), parents or [parent_of()])
    except ServiceError as error:
        return error.message
    return None


def without(ranges, name):
    return {
        kind: [entry for entry in entries if entry["Name"] != name]
        for kind, entries in ranges.items()
    }


def widened():
    ranges = copy.deepcopy(RANGES)
    ranges["ContinuousParameterRanges"][0]["MaxValue"] = "9"
    return ranges


BOTH = ("IdenticalDataAndAlgorithm", "TransferLearning")


class TestLegality:
    @pytest.mark.parametrize("kind", BOTH)
    @pytest.mark.parametrize(
        "options",
        [
            {},
            {"ranges": widened()},
            {"n": 99, "parallel": 7},
            {"strategy": "Bayesian"},
            {"static": STATIC | {f"s{i}": "1" for i in range(10)}},  # ten changes
            {"ranges": without(RANGES, "n"), "static": STATIC | {"n": "4"}},
        ],
        ids=str,
    )
    def test_legal(self, kind, options):
        assert problem(child(kind, **options)) is None

    @pytest.mark.parametrize("kind", BOTH)
    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"objective": "Maximize"}, "objective must stay"),
            ({"strategy": "Grid"}, "Bayesian and Random"),
            ({"static": STATIC | {"more": "1"}}, "more would come or go"),
            ({"ranges": without(RANGES, "n")}, "n would come or go"),
            ({"static": STATIC | {f"s{i}": "1" for i in range(11)}}, "11 changes"),
            (
                {
                    "ranges": without(RANGES, "n"),
                    "static": STATIC | {f"s{i}": "1" for i in range(10)} | {"n": "4"},
                },
                "11 changes",
            ),
            (
                {
                    "ranges": without(RANGES, "n")
                    | {"CategoricalParameterRanges": [{"Name": "n", "Values": ["1"]}]}
                },
                "n must stay Integer",
            ),
        ],
        ids=str,
    )
    def test_illegal(self, kind, options, sentence):
        assert sentence in (problem(child(kind, **options)) or "")

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"image": "confess"}, "needs the algorithm"),
            ({"channels": {"train": "s3://local/other"}}, "needs the input data"),
        ],
        ids=str,
    )
    def test_legal_for_transfer_learning_alone(self, options, sentence):
        assert problem(child("TransferLearning", **options)) is None
        assert sentence in (problem(child(**options)) or "")

    @pytest.mark.parametrize("status", ["Completed", "Stopped", "Failed"])
    def test_parents_that_have_ended(self, status):
        assert problem(child(), parent_of(status=status)) is None

    @pytest.mark.parametrize("status", ["InProgress", "Stopping"])
    def test_parents_that_have_not(self, status):
        assert f"is {status}" in (problem(child(), parent_of(status=status)) or "")

    def test_five_are_the_most_and_none_twice(self):
        parents = [parent_of(f"parent-{i}", job=i) for i in range(6)]
        assert problem(child(), *parents[:5]) is None
        assert "at most 5 parents" in (problem(child(), *parents) or "")
        assert "only once" in (problem(child(), parents[0], parents[0]) or "")

    def test_changes_are_counted_both_ways(self):
        (ours,) = definitions_of(
            child(ranges=without(RANGES, "n"), static=STATIC | {"n": "4", "s0": "5"}), REGISTERED
        )
        (theirs,) = parent_of().definitions
        assert n_changes(ours, theirs) == n_changes(theirs, ours) == 2


def tried(parent, x, n, loss, status="Completed"):
    job = TrainingJob(
        "t",
        parent.name,
        1,
        parent.definitions[0],
        Trial(0, {"x": x, "n": n}),
        0.0,
        0.0,
        1.0,
        status,
    )
    job.metrics = {"loss": [loss]}
    parent.finished.append(job)


class TestWhatTheChildLearns:
    def test_trials_of_all_parents_numbered_from_zero(self):
        one, two = parent_of("one"), parent_of("two", job=1)
        tried(one, 0.5, 3, 7.0)
        tried(one, 0.25, 2, 5.0, status="Failed")
        tried(two, 0.125, 1, 3.0)
        (definition,) = definitions_of(child(), REGISTERED)
        assert list(told_by([one, two], definition)) == [
            (Trial(0, {"n": 3, "x": 0.5}), 7.0),
            (Trial(1, {"n": 2, "x": 0.25}), None),
            (Trial(2, {"n": 1, "x": 0.125}), 3.0),
        ]

    def test_what_lies_outside_is_left_out(self):
        parent = parent_of()
        tried(parent, 0.5, 3, 7.0)
        tried(parent, 0.05, 3, 6.0)
        ranges = copy.deepcopy(RANGES)
        ranges["ContinuousParameterRanges"][0]["MinValue"] = "0.1"
        (definition,) = definitions_of(child(ranges=ranges), REGISTERED)
        assert [trial.configuration["x"] for trial, _ in told_by([parent], definition)] == [0.5]

    def test_what_was_static_has_the_static_value(self):
        parent = parent_of()
        tried(parent, 0.5, 3, 7.0)
        ranges = RANGES | {"CategoricalParameterRanges": [{"Name": "s0", "Values": ["0", "1"]}]}
        static = {name: text for name, text in STATIC.items() if name != "s0"}
        (definition,) = definitions_of(child(ranges=ranges, static=static), REGISTERED)
        ((trial, _),) = told_by([parent], definition)
        assert trial.configuration == {"n": 3, "x": 0.5, "s0": "0"}


def warm(body, kind, *parents):
    names = [{"HyperParameterTuningJobName": parent} for parent in parents]
    warm_start = {"WarmStartType": kind, "ParentHyperParameterTuningJobs": names}
    return body | {"WarmStartConfig": warm_start}


@pytest.mark.slow
def test_a_child_goes_on_where_its_parents_were(tmp_path):
    service = TuningService(tmp_path / "store.db", ALGORITHMS)
    for name, n in {"parent": 6, "longer": 9}.items():
        run(service, request(name, n=n, strategy="Bayesian"))
    again = request("identical", n=3, strategy="Bayesian")
    identical = run(service, warm(again, BOTH[0], "parent"))
    # It knows what the parent knew, and has its seed: so it does what the parent would have done.
    parent, longer, went_on = (
        [t["TunedHyperParameters"] for t in trainings(service, name)]
        for name in ("parent", "longer", "identical")
    )
    assert parent + went_on == longer

    best = [describe(service, name)["BestTrainingJob"] for name in ("parent", "identical")]
    assert identical["OverallBestTrainingJob"] == min(best, key=value)
    transfer = run(service, warm(request("transfer", n=1), BOTH[1], "parent", "identical"))
    assert "OverallBestTrainingJob" not in transfer

    service.create_hyper_parameter_tuning_job(scripted(tmp_path, "busy", [["sleep", 60]]))
    with pytest.raises(ServiceError, match="busy is InProgress"):
        service.create_hyper_parameter_tuning_job(warm(request("c"), BOTH[1], "busy"))
    with pytest.raises(ServiceError, match="nobody") as caught:
        service.create_hyper_parameter_tuning_job(warm(request("c"), BOTH[1], "nobody"))
    assert caught.value.code == "ResourceNotFound"
    service.close()
