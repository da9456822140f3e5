"""A capstone keeps its budget, outlives its kernel, and counts every look at the test set."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpstudy.capstone.example import RANGES, filled, finished, from_parent, narrowed, request
from hpstudy.capstone.jobs import BUDGET, Capstone
from hpstudy.capstone.reading import NEAR, Job, Round, explained
from hpstudy.capstone.seal import Opening, bootstrap, default_net
from hpstudy.capstone.training import DATA, KNOBS, LIMITS, MODEL, epochs, load, right
from hpstudy.journal import JournalError
from hpstudy.labs import check_lab
from hpstudy.sagemaker.ranges import space_of
from hpstudy.space import Integer, SearchSpace

SPACE = space_of(RANGES)
PLACES = st.lists(st.floats(0, 1), min_size=5, max_size=5)


@pytest.fixture
def capstone(tmp_path):
    return Capstone("digits", tmp_path)


def round_with_best_at(places):
    """A round of one job, at these places of the ranges."""
    job = Job("a", SPACE.from_unit(places), 0.1, 0.1, "Completed", 1.0, "s3://a/b", False)
    return Round("round", "", {}, SPACE, (job,))


# -- rounds --


def test_a_job_is_the_training_that_its_configuration_says():
    first = finished().capstone.rounds()[0]
    job = first.best
    *_, last = epochs(**job.configuration)
    assert job.objective == pytest.approx(last.validation_loss, rel=1e-3)
    folder = finished().capstone.folder / "s3" / job.model.partition("://")[2]
    data = DATA["digits"]()
    hits = right(load(folder / MODEL), data.X_validation, data.y_validation)
    assert hits.mean() == pytest.approx(last.validation_accuracy, abs=0.01)


def test_running_a_round_again_trains_nothing(capstone):
    asked = request(capstone, "round-1", 3, RANGES)
    before, after = capstone.run(asked), capstone.run(asked)
    assert [job.name for job in after.jobs] == [job.name for job in before.jobs]


def test_a_gap_is_named_and_nothing_is_sent(capstone):
    ranges = RANGES | {"IntegerParameterRanges": [...]}
    answer = capstone.run(request(capstone, "round-1", 3, ranges))
    assert "gap in IntegerParameterRanges" in str(answer)
    assert not answer.jobs
    assert not capstone.rounds()
    assert answer.around("width") == {"Name": "width", "MinValue": "", "MaxValue": ""}


@pytest.mark.parametrize("nothing", [..., None])
def test_no_request_at_all_is_a_gap(capstone, nothing):
    assert "gap in the request" in str(capstone.run(nothing))


def test_what_no_edge_and_no_single_net_could_be_read_from_is_refused(capstone):
    sizes = {"CategoricalParameterRanges": [{"Name": "width", "Values": ["16", "32"]}]}
    assert "range of numbers" in str(capstone.run(request(capstone, "round-1", 2, sizes)))
    asked = request(capstone, "round-1", 2, RANGES)
    several = asked | {"TrainingJobDefinitions": [asked.pop("TrainingJobDefinition")]}
    assert "TrainingJobDefinition." in str(capstone.run(several))
    assert not capstone.rounds()


def test_a_request_without_its_configuration_is_the_services_to_refuse(capstone):
    asked = request(capstone, "round-1", 2, RANGES) | {"HyperParameterTuningJobConfig": None}
    assert "ValidationException" in str(capstone.run(asked))


def test_the_service_says_what_it_refuses(capstone):
    asked = request(capstone, "round 1", 3, RANGES)
    assert "hyperParameterTuningJobName" in str(capstone.run(asked))
    assert not capstone.rounds()


def test_more_than_the_budget_is_refused(capstone):
    assert f"asks for {BUDGET + 1}" in str(
        capstone.run(request(capstone, "round-1", BUDGET + 1, RANGES))
    )
    capstone.run(request(capstone, "round-1", 2, RANGES))
    answer = capstone.run(request(capstone, "round-2", BUDGET - 1, RANGES))
    assert f"{BUDGET - 2} are left" in str(answer)


def test_another_request_of_the_same_name_is_refused(capstone):
    capstone.run(request(capstone, "round-1", 2, RANGES))
    for name in ("round-1", "Round-1"):
        assert "another name" in str(capstone.run(request(capstone, name, 3, RANGES)))


def test_the_data_has_a_name_that_exists(tmp_path):
    with pytest.raises(ValueError, match="choose from digits, cancer"):
        Capstone("faces", tmp_path)
    assert "jobs: 0 of 40" in repr(Capstone("cancer", tmp_path))


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(JournalError, match="name another"):
        Capstone("digits", tmp_path / "file")


ROUND = """
import sys
from hpstudy.capstone.example import RANGES, request
from hpstudy.capstone.jobs import Capstone
capstone = Capstone("digits", sys.argv[1])
kill_after = int(sys.argv[2]) if len(sys.argv) > 2 else None
answer = capstone.run(request(capstone, "round-1", 10, RANGES), kill_after=kill_after)
for job in answer.jobs:
    print(f"#{job.name} {job.objective!r} {job.restarted}")
"""


@pytest.mark.slow
def test_a_kill_loses_nothing_that_had_ended(tmp_path):
    import sqlite3

    def run(*arguments):
        command = [sys.executable, "-c", ROUND, str(tmp_path), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=120)

    assert run("4").returncode < 0
    with sqlite3.connect(tmp_path / "digits" / "jobs.sqlite") as store:
        ended = [
            number
            for (number,) in store.execute(
                "SELECT json_extract(entry, '$.number') FROM tuning_events"
                " WHERE json_extract(entry, '$.event') = 'finished' ORDER BY id"
            )
        ]
    assert len(ended) >= 4
    done = run()
    assert done.returncode == 0, done.stderr
    lines = [
        line.partition("#")[2].split() for line in done.stdout.splitlines() if "#h" not in line
    ]
    jobs = [line for line in lines if line and line[0].startswith("round-1-")]
    assert len(jobs) == 10
    restarted = {i for i, (_, _, again) in enumerate(jobs, start=1) if again == "True"}
    assert not restarted & set(ended)
    assert len(restarted) <= 4


# -- reading --


@given(PLACES)
def test_an_edge_is_near_a_bound_that_can_be_moved(places):
    found = round_with_best_at(places)
    for name, edge in found.edges.items():
        knob, place = SPACE[name], found.places[name]
        assert place < NEAR if edge == "lower" else place > 1 - NEAR
        bound, end = (knob.low, 0) if edge == "lower" else (knob.high, 1)
        assert bound != LIMITS[name][end]


@pytest.mark.parametrize("name", ["batch_size", "epochs", "seed"])
def test_a_sixth_knob_has_edges_too(name):
    space = SearchSpace({**SPACE, name: Integer(2, 64)})
    job = Job("a", space.from_unit([0.5] * 5 + [0]), 0.1, 0.1, "Completed", 1.0, "s3://a/b", False)
    found = Round("round", "", {}, space, (job,))
    assert found.edges == {name: "lower"}
    assert 0 <= int(found.around(name)["MinValue"]) < 2


@given(PLACES, st.floats(0.1, 0.9))
def test_the_next_range_holds_the_best_and_moves_edges_only(places, share):
    found = round_with_best_at(places)
    entries = {
        kind: [found.around(each["Name"], share) for each in listed]
        for kind, listed in RANGES.items()
    }
    new = space_of(entries)
    for name in SPACE:
        old, value = SPACE[name], found.best.configuration[name]
        slack = 1e-3 * (old.high - old.low)
        assert new[name].low - slack <= value <= new[name].high + slack
        assert (new[name].high > old.high + slack) <= (found.edges.get(name) == "upper")
        assert new[name].low >= LIMITS[name][0]
        assert new[name].high <= LIMITS[name][1]


@pytest.mark.parametrize("active", range(3))
def test_the_knob_that_matters_is_found(active):
    rng = np.random.default_rng(active)
    X = rng.random((40, 3))
    losses = np.exp(3 * X[:, active]) + 0.05 * rng.random(40)
    found = explained(X, losses)
    assert found.argmax() == active
    assert found[active] > 0.5
    assert (found >= 0).all()
    assert found.sum() <= 1.1


def test_narrower_ranges_make_a_legal_child():
    first, second = finished().capstone.rounds()
    assert second.parents == [first.name]
    assert isinstance(second.space, SearchSpace)
    assert narrowed(first).keys() == RANGES.keys()


# -- the seal --


def opening(n=797, both=700, only_tuned=40, only_default=20):
    return Opening("now", {}, "a", n, both, only_tuned, only_default)


def test_the_interval_is_that_of_resampled_examples():
    found = opening()
    rng = np.random.default_rng(1)
    means = [rng.choice(found.differences, found.n).mean() for _ in range(4000)]
    assert found.interval == pytest.approx(np.quantile(means, [0.025, 0.975]), abs=0.002)
    assert found.gain == pytest.approx(20 / 797)
    assert found.interval[0] < found.gain < found.interval[1]


def test_a_net_is_no_better_than_itself():
    assert bootstrap(np.zeros(100, dtype=int)) == (0, 0)
    same = opening(only_tuned=0, only_default=0)
    assert not same.sure
    assert "nobody can be sure" in str(same)


def test_more_examples_make_the_interval_narrower():
    widths = [np.ptp(bootstrap(np.repeat([1, 0, -1], [3 * n, 14 * n, n]))) for n in (5, 50, 500)]
    assert widths == sorted(widths, reverse=True)


def test_every_new_look_is_counted_and_the_same_look_is_not(capstone):
    assert "stays sealed" in str(capstone.open_test({}))
    asked = request(capstone, "round-1", 3, RANGES)
    capstone.run(asked)
    first = capstone.open_test({"learning_rate": 0.1})
    assert capstone.open_test({"learning_rate": 0.1}) == first
    assert len(capstone.test.openings()) == 1
    second = capstone.open_test({"learning_rate": 0.01})
    assert second.n_openings == 2
    assert "opening 2" in str(second)
    assert [each.n_openings for each in capstone.test.openings()] == [1, 2]
    data = DATA["digits"]()
    careless = right(default_net("digits", {"learning_rate": 0.01}), data.X_test, data.y_test)
    assert second.default == pytest.approx(careless.mean())
    assert second.n == len(data.y_test) == 797
    capstone.run(from_parent(request(capstone, "round-2", 2, RANGES), "round-1"))
    assert not check_lab("capstone", capstone.report()).passed


def test_opening_twice_is_told(tmp_path):
    capstone = Capstone("digits", tmp_path)
    first = capstone.run(request(capstone, "round-1", 6, RANGES))
    asked = request(capstone, "round-2", 2, narrowed(first), TrainingJobEarlyStoppingType="Auto")
    capstone.run(from_parent(asked, "round-1"))
    capstone.open_test({})
    assert check_lab("capstone", filled(capstone)).passed
    capstone.open_test({"learning_rate": 0.1})
    assert "opened 2 times" in check_lab("capstone", filled(capstone)).message


# -- the page --


def test_the_page_has_the_blanks_it_has():
    report = finished().capstone.report()
    with pytest.raises(AttributeError, match="no blank 'profit'"):
        report.profit = 1
    assert repr(report) == "A page with 0 of 10 blanks filled in."
    assert report._repr_markdown_().count("| … |") == 10


def test_numbers_are_as_precise_as_a_page_says_them():
    report = filled(finished().capstone)
    report.seconds = round(report.stored()["seconds"], 1)
    report.interval = list(report.interval)
    assert check_lab("capstone", report).passed
    report.best = round(report.stored()["best"] + 0.002, 3)
    assert "best" in check_lab("capstone", report).message


@pytest.mark.parametrize("name", KNOBS)
def test_each_knob_changes_the_training(name):
    base = {"learning_rate": 0.1, "epochs": 2}
    other = {"learning_rate": 0.2, "momentum": 0.5, "l2": 0.01, "dropout": 0.3, "width": 8}[name]
    *_, before = epochs(**base)
    *_, after = epochs(**(base | {name: str(other)}))
    assert before.validation_loss != after.validation_loss


def test_a_knob_that_there_is_not_is_told():
    with pytest.raises(ValueError, match="choose from learning_rate"):
        epochs(rate=0.1)
    with pytest.raises(ValueError, match="cannot be 'fast'"):
        epochs(learning_rate="fast")


def test_a_failed_round_has_no_best():
    found = replace(round_with_best_at([0.5] * 5), jobs=())
    assert found.best is None
    assert found.edges == found.places == found.importance == {}
