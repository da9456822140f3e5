"""A service killed at any moment has lost no training job that had finished, and goes on.

HPSTUDY_TEST_SCALE=1 kills a service with real training processes 30 times.
"""

import os
import random
import subprocess
import sys
import time

import psutil
import pytest

from hpstudy.journal import Journal, JournalError
from hpstudy.sagemaker.service import TuningService
from tests.sagemaker_server import NAME, PARALLEL, SCALE, N, job
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

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs SIGKILL and fork"),
]


@pytest.fixture
def start(tmp_path):
    """Start a service on the store, again and again; the one before is closed first."""
    services = []

    def start(algorithms=ALGORITHMS):
        if services:
            services.pop().close()
        services.append(TuningService(tmp_path / "store.db", algorithms))
        return services[-1]

    yield start
    for service in services:
        service.close()


def kill_a_service(store, rng, known):
    """Start the service, kill it at a random moment when something new has finished.

    Return the names it called finished, and how many processes it left behind.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sagemaker_server", store], stdout=subprocess.PIPE, text=True
    )
    try:
        said = [process.stdout.readline().strip()]
        while said[-1] in known:
            said.append(process.stdout.readline().strip())
        time.sleep(rng.uniform(0, 0.3))
        assert process.poll() is None
        family = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        rest = process.stdout.read()  # waits until nobody holds the pipe any more
    finally:
        process.kill()
        process.wait()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert not alive, "training processes outlive their service"
    *whole, _cut = rest.split("\n")
    return said + whole, len(family)


def events(store, kind):
    with Journal(store, "tuning_events", 1) as journal:
        return [entry for entry in journal if entry["event"] == kind]


def test_a_service_killed_at_random_moments_loses_and_doubles_nothing(tmp_path, start):
    store = tmp_path / "store.db"
    rng = random.Random(0)
    known, names, n_orphans = [], {}, 0
    for _ in range(max(2, round(30 * SCALE))):
        if len(known) > N - 2 * PARALLEL:
            break
        before = [names[entry["number"]] for entry in known]
        printed, n = kill_a_service(str(store), rng, before)
        n_orphans += n
        names = {entry["number"]: entry["name"] for entry in events(store, "launched")}
        ends = events(store, "finished")
        assert len({entry["number"] for entry in ends}) == len(ends), "one has finished twice"
        assert len(names) == len(events(store, "launched")), "a number was given out twice"
        assert ends[: len(known)] == known, "what was stored before has changed"
        assert set(printed) <= {names[entry["number"]] for entry in ends}, "one is lost"
        assert len(names) - len(ends) <= PARALLEL
        known = ends
    assert n_orphans > 2

    service = start()
    assert finished(service, NAME)["TrainingJobStatusCounters"]["Completed"] == N
    after = [(t["TunedHyperParameters"], value(t)) for t in trainings(service, NAME)]
    names = {entry["name"] for entry in events_of(service, "launched")}
    assert {t["TrainingJobName"] for t in trainings(service, NAME)} == names
    run(service, job() | {"HyperParameterTuningJobName": "whole"})
    assert after == [(t["TunedHyperParameters"], value(t)) for t in trainings(service, "whole")]


def events_of(service, kind):
    return [entry for entry in service._memory.record if entry["event"] == kind]


@pytest.mark.parametrize("strategy", ["Random", "Bayesian", "Hyperband"])
def test_interrupted_and_gone_on_with_is_the_same(start, strategy):
    """One at a time, whatever the strategy: the same configurations, curves and ends."""

    def told(service, name):
        return [
            (t["TunedHyperParameters"], t["TrainingJobStatus"], curve(service, t))
            for t in trainings(service, name)
        ]

    options = {"n": 8, "strategy": strategy, "static": {"epochs": "9", "pause": "0.003"}}
    if strategy != "Hyperband":
        options["TrainingJobEarlyStoppingType"] = "Auto"
    service = start()
    service.create_hyper_parameter_tuning_job(request("parts", **options))
    for n in (2, 5):
        until(lambda n=n, service=service: len(trainings(service, "parts")) > n)
        service = start()
    finished(service, "parts")
    run(service, request("whole", **options))
    assert told(service, "parts") == told(service, "whole")
    if strategy != "Bayesian":  # whose every guess may be good enough to run to its end
        assert "Stopped" in [status for _, status, _ in told(service, "whole")]


def test_everything_ended_is_there_again(tmp_path, start):
    service = start()
    run(service, scripted(tmp_path, "kept", [2, 1], [["fail", "no"]], ["nan"], [1, ["signal", 9]]))
    run(service, request("deleted", n=1))
    (orphan,) = trainings(service, "deleted")
    service.delete_hyper_parameter_tuning_job({"HyperParameterTuningJobName": "deleted"})

    def all_of(service):
        names = [t["TrainingJobName"] for t in trainings(service, "kept")]
        return (
            service.secret,
            service.list_hyper_parameter_tuning_jobs({}),
            describe(service, "kept"),
            [
                service.describe_training_job({"TrainingJobName": name})
                for name in (*names, orphan["TrainingJobName"])
            ],
        )

    before = all_of(service)
    service = start()
    assert all_of(service) == before


def test_a_tuning_job_that_was_stopping_stops(tmp_path, start):
    service = start()
    body = scripted(tmp_path, "stopping", [["stay"], 1, ["sleep", 60]], n=5)
    service.create_hyper_parameter_tuning_job(body)
    until(lambda: any(curve(service, each) for each in trainings(service, "stopping")))
    service.stop_hyper_parameter_tuning_job({"HyperParameterTuningJobName": "stopping"})
    service = start()
    assert finished(service, "stopping")["HyperParameterTuningJobStatus"] == "Stopped"
    assert [t["TrainingJobStatus"] for t in trainings(service, "stopping")] == ["Stopped"]


def test_without_its_algorithm_a_tuning_job_fails_in_words(tmp_path, start):
    service = start()
    service.create_hyper_parameter_tuning_job(scripted(tmp_path, "mine", [1, ["sleep", 60]]))
    until(lambda: trainings(service, "mine"))
    service = start({})
    description = until(lambda: [d for d in [describe(service, "mine")] if "FailureReason" in d])
    assert description[0]["HyperParameterTuningJobStatus"] == "Failed"
    assert "play is not registered" in description[0]["FailureReason"]


def test_a_nursery_that_is_killed_is_a_fault_of_the_service(tmp_path, start):
    others = set(psutil.Process().children())  # that earlier tests have left
    service = start()
    retries = {"RetryStrategy": {"MaximumRetryAttempts": 1}}
    body = scripted(tmp_path, "nursery", [5, ["sleep", 60]], [1], n=1, definition=retries)
    service.create_hyper_parameter_tuning_job(body)
    until(lambda: any(curve(service, each) for each in trainings(service, "nursery")))
    (nursery,) = set(psutil.Process().children()) - others
    nursery.kill()
    assert finished(service, "nursery")["TrainingJobStatusCounters"]["Completed"] == 1
    assert [curve(service, each) for each in trainings(service, "nursery")] == [[1]]


def test_one_store_serves_one_service(tmp_path, start):
    start()
    code = "import sys; from hpstudy.sagemaker.service import *; TuningService(sys.argv[1])"
    other = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "store.db"], capture_output=True, text=True
    )
    assert "in use by another running process" in other.stderr


def test_a_store_of_something_else_is_refused(tmp_path):
    Journal(tmp_path / "other.db", "trials", 1).close()
    before = (tmp_path / "other.db").read_bytes()
    with pytest.raises(JournalError, match="holds no tuning_events"):
        TuningService(tmp_path / "other.db")
    assert (tmp_path / "other.db").read_bytes() == before


def test_ctrl_c_does_not_reach_the_training(tmp_path, start):
    """The terminal signals a whole group of processes: those that train are not in it."""
    others = set(psutil.Process().children(recursive=True))
    service = start()
    service.create_hyper_parameter_tuning_job(scripted(tmp_path, "group", [1, ["sleep", 60]]))
    until(lambda: any(curve(service, each) for each in trainings(service, "group")))
    family = list(set(psutil.Process().children(recursive=True)) - others)
    assert len(family) == 2
    assert all(os.getpgid(each.pid) != os.getpgrp() for each in family)
    service.close()
    assert not psutil.wait_procs(family, timeout=20)[1]
