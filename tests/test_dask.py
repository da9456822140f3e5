"""The same search on a real Dask cluster, through its standard executor."""

import os
import signal
import time

import pytest

from hpstudy.space import Categorical, Float, SearchSpace
from hpstudy.store import Store
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.trial import Trial
from hpstudy.tuner import Tuner, tune

distributed = pytest.importorskip("distributed", reason="Dask is not installed: hpstudy[dask]")

pytestmark = pytest.mark.slow

SPACE = SearchSpace(x=Float(0, 1), kind=Categorical([None, True, (1, 2)]))


class Rungs(RandomSearch):
    """Random search that gives every trial five epochs."""

    def propose(self, number):
        return Trial(number, super().propose(number), resource=5)


@pytest.fixture(scope="module")
def client():
    """A cluster of two worker processes with one thread each."""
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",
            memory_limit=0,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def by_number(result):
    return [(t.number, t.configuration, t.loss, t.failure, t.curve) for t in result.trials]


# Dask sends functions that are defined inside others to its workers by value: neither a lambda
# nor a notebook's function is a hindrance.
def objectives():
    def returns(configuration):
        if configuration["x"] > 0.7:
            raise ValueError("x is too large")
        return (configuration["x"] - 0.3) ** 2

    def yields(configuration):
        epoch = 0
        while True:
            epoch += 1
            yield configuration["x"] + 1 / epoch

    return {"returns": (returns, RandomSearch), "yields": (yields, Rungs)}


@pytest.mark.parametrize("kind", ["returns", "yields"])
def test_dask_finds_what_one_after_the_other_finds(client, kind):
    objective, strategy = objectives()[kind]
    executor = client.get_executor()
    together = tune(objective, SPACE, strategy(SPACE, seed=1), 20, executor=executor)
    assert by_number(together) == by_number(tune(objective, SPACE, strategy(SPACE, seed=1), 20))


def test_as_many_trials_are_in_flight_as_the_cluster_has_threads(client):
    assert Tuner(abs, SPACE, "random", executor=client.get_executor()).parallel == 2


def test_trials_run_in_the_workers(client):
    def where(configuration):
        return float(os.getpid())

    result = tune(where, SPACE, "random", 12, executor=client.get_executor())
    workers = client.run(os.getpid).values()
    assert {trial.loss for trial in result.trials} <= {float(pid) for pid in workers}


def test_resumed_on_dask_equals_uninterrupted(client, tmp_path):
    objective, _ = objectives()["returns"]
    options = {"seed": 2, "store": tmp_path / "s.db", "executor": client.get_executor()}
    for trial in Tuner(objective, SPACE, "random", 12, **options):
        if trial.number == 5:
            break
    resumed = tune(objective, SPACE, "random", 12, **options)
    assert by_number(resumed) == by_number(tune(objective, SPACE, "random", 12, seed=2))


def test_what_was_cancelled_can_be_run_again(client):
    """Dask takes a call with the same arguments for the same call, cancelled for good."""

    def objective(configuration):
        time.sleep(0.01)
        return configuration["x"]

    for seed in range(3):
        executor = client.get_executor()
        tuner = Tuner(objective, SPACE, "random", 12, seed=seed, executor=executor, parallel=6)
        for _ in tuner:
            break
        list(tuner)
        assert by_number(tuner.result) == by_number(tune(objective, SPACE, "random", 12, seed=seed))


def test_left_early_the_trials_that_wait_are_cancelled(client, tmp_path):
    def note(configuration):
        (tmp_path / str(configuration["x"])).touch()
        time.sleep(0.2)
        return 0.0

    tuner = Tuner(note, SPACE, "random", 30, executor=client.get_executor(), parallel=20)
    for _ in tuner:
        break
    time.sleep(1)
    assert len(list(tmp_path.iterdir())) < 10


def test_dasks_client_itself_is_no_executor(client):
    with pytest.raises(TypeError, match=r"client\.get_executor"):
        tune(lambda c: 1.0, SPACE, "random", 2, executor=client, parallel=2)


def test_workers_that_keep_dying_are_one_sentence(tmp_path):
    def die(configuration):
        os.kill(os.getpid(), signal.SIGKILL)

    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address=":0", memory_limit=0
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        executor = client.get_executor(retries=0)
        tuner = Tuner(die, SPACE, "random", 2, seed=0, executor=executor, store=tmp_path / "s.db")
        with pytest.raises(RuntimeError, match="The executor could not run a trial") as caught:
            list(tuner)
        client.wait_for_workers(1, timeout=60)  # one that is starting anew cannot be closed
    assert "KilledWorker" in str(caught.value)
    assert "go on with a new executor" in str(caught.value)
    with Store(tmp_path / "s.db", RandomSearch(SPACE, seed=0)) as store:
        assert list(store) == []
