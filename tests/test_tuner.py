"""The tuner runs each trial once, keeps what has finished, and goes on where it left off."""

import itertools
import math
import os
import pickle
import re
import signal
import sys
import threading
import time
import warnings
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from fractions import Fraction

import numpy as np
import pytest

from hpstudy.journal import Journal
from hpstudy.result import Result
from hpstudy.space import Categorical, Float, Integer, SearchSpace
from hpstudy.store import Store, StoreError
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.grid_search import GridSearch
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.trial import Trial
from hpstudy.tuner import Tuner, tune
from hpstudy.watching import progress_line, watch

SPACE = SearchSpace(x=Float(0, 1), n=Integer(1, 3), kind=Categorical([None, True, (1, 2)]))


def bowl(configuration):
    """A loss with its minimum at x = 0.3."""
    return (configuration["x"] - 0.3) ** 2 + configuration["n"]


def slow_bowl(configuration):
    time.sleep(0.01 * configuration["x"])
    return bowl(configuration)


def fail_sometimes(configuration):
    if configuration["x"] > 0.5:
        raise ValueError("x is too large")
    return bowl(configuration)


def learning_curve(configuration):
    """Yield a loss that falls with the epochs, for ever."""
    for epoch in itertools.count(1):
        yield configuration["x"] + 1 / epoch


def kill_worker(configuration):
    if configuration["x"] > 0.5:
        os.kill(os.getpid(), signal.SIGKILL)
    return configuration["x"]


class Rungs(Strategy):
    """Give every trial's configuration one epoch and then three, one after the other."""

    def propose(self, number):
        resource, parent = (3, number - 1) if number % 2 else (1, None)
        return Trial(number, self.space.sample(self.rng(number // 2)), resource, parent)


class Watchful(RandomSearch):
    """Look into the store's file when told: does it hold the trial already?"""

    def __init__(self, space, path, *, seed=None):
        super().__init__(space, seed=seed)
        self.file = path
        self.seen = []

    def learn(self, trial, loss):
        self.seen.append(f'"number": {trial.number},'.encode() in self.file.read_bytes())


def by_number(result):
    return [(t.number, t.configuration, t.resource, t.loss, t.failure) for t in result.trials]


# One trial after the other


@pytest.mark.parametrize("name", ["grid", "random"])
def test_a_search_runs_what_the_strategy_asks_for(name):
    result = tune(bowl, SPACE, name, 10, seed=1)
    strategy = {"grid": GridSearch, "random": RandomSearch}[name](SPACE, seed=1)
    assert [t.configuration for t in result.trials] == [
        strategy.ask().configuration for _ in range(10)
    ]
    assert [t.loss for t in result.trials] == [bowl(t.configuration) for t in result.trials]
    assert [t.number for t in result.trials] == list(range(10))


def test_a_grid_ends_by_itself():
    assert len(tune(bowl, SPACE, GridSearch(SPACE, resolution=2), 1000).trials) == 2 * 2 * 3


def test_each_trial_comes_as_it_finishes():
    calls = []
    tuner = Tuner(lambda c: calls.append(c) or 1.0, SPACE, "random", 3)
    for n, trial in enumerate(tuner, start=1):
        assert trial.number == n - 1
        assert trial.loss == 1.0
        assert len(calls) == len(tuner.result.trials) == n


def test_a_search_left_early_goes_on():
    tuner = Tuner(bowl, SPACE, "random", 6, seed=3)
    for trial in tuner:
        if trial.number == 2:
            break
    assert len(tuner.result.trials) == 3
    assert [trial.number for trial in tuner] == [3, 4, 5]
    assert by_number(tuner.result) == by_number(tune(bowl, SPACE, "random", 6, seed=3))


def test_no_trials_is_an_empty_result():
    result = tune(bowl, SPACE, "random", 0)
    assert result.trials == ()
    assert result.incumbent is None
    assert result.trajectory.shape == (0,)


def test_the_objective_may_change_its_configuration():
    result = tune(lambda c: c.pop("x"), SPACE, "random", 2)
    assert all("x" in trial.configuration for trial in result.trials)


# What an objective may answer


@pytest.mark.parametrize("loss", [2, 2.0, np.float32(2), np.int64(2), np.array(2.0), Fraction(2)])
def test_any_real_number_is_a_loss(loss):
    (trial,) = tune(lambda c: loss, SPACE, "random", 1).trials
    assert trial.loss == 2.0
    assert type(trial.loss) is float


FAILURES = {
    "nan": (lambda c: math.nan, "nan"),
    "infinite": (lambda c: math.inf, "inf"),
    "numpy's nan": (lambda c: np.float32("nan"), "nan"),
    "beyond a double": (lambda c: 10**400, "inf"),
    "text": (lambda c: "0.5", "'0.5'"),
    "complex": (lambda c: 1j, "1j"),
    "numpy's complex": (lambda c: np.complex128(1), "(1+0j)"),
    "nothing": (lambda c: None, "None"),
    "an array": (lambda c: np.zeros(2), "array"),
    "an exception": (lambda c: 1 / 0, "ZeroDivisionError: division by zero"),
    "an exception without a word": (lambda c: next(iter(())), "StopIteration"),
    "an exit": (lambda c: sys.exit(2), "SystemExit: 2"),
    "no epoch": (lambda c: (x for x in ()), "no loss"),
    "an epoch of text": (lambda c: (x for x in (1.0, "a")), "'a'"),
    "nan at last": (lambda c: (x for x in (1.0, math.nan)), "nan"),
}


@pytest.mark.parametrize(("objective", "said"), FAILURES.values(), ids=FAILURES)
def test_a_wrong_answer_is_a_failed_trial_and_the_search_goes_on(objective, said):
    answers = iter([lambda c: 5.0, objective, lambda c: 4.0])
    result = tune(lambda c: next(answers)(c), SPACE, "random", 3)
    assert [trial.loss for trial in result.trials] == [5.0, None, 4.0]
    failure = result.trials[1].failure
    assert said in failure
    assert "\n" not in failure
    assert result.incumbent.number == 2
    np.testing.assert_array_equal(result.trajectory, [5.0, 5.0, 4.0])


def test_a_failure_of_many_lines_is_one_sentence():
    def objective(configuration):
        raise ValueError("first\n  second\n" + "x" * 10_000)

    (trial,) = tune(objective, SPACE, "random", 1).trials
    assert trial.failure.startswith("ValueError: first second xxx")
    assert len(trial.failure) <= 500


# Objectives that yield


def test_a_generator_is_driven_as_far_as_the_resource_says_and_closed():
    log = []

    def objective(configuration):
        try:
            for epoch in itertools.count(1):
                log.append(epoch)
                yield 1 / epoch
        finally:
            log.append("closed")

    result = tune(objective, SPACE, Rungs(SPACE, seed=0), 2)
    assert log == [1, "closed", 1, 2, 3, "closed"]
    assert [trial.curve for trial in result.trials] == [(1.0,), (1.0, 1 / 2, 1 / 3)]
    assert [trial.loss for trial in result.trials] == [1.0, 1 / 3]
    assert [trial.resource for trial in result.trials] == [1, 3]
    assert [trial.parent for trial in result.trials] == [None, 0]


def test_without_a_resource_a_generator_says_itself_when_it_is_done():
    (trial,) = tune(lambda c: iter_losses(3, 2, 1), SPACE, "random", 1).trials
    assert (trial.loss, trial.curve) == (1.0, (3.0, 2.0, 1.0))


def iter_losses(*losses):
    yield from losses


def test_a_generator_may_stop_before_its_resource_is_used_up():
    result = tune(lambda c: iter_losses(2, 1), SPACE, Rungs(SPACE, seed=0), 2)
    assert [trial.curve for trial in result.trials] == [(2.0,), (2.0, 1.0)]


def test_a_failure_keeps_the_curve_up_to_there():
    def objective(configuration):
        yield 3.0
        yield math.inf
        raise RuntimeError("out of memory")

    (trial,) = tune(objective, SPACE, "random", 1).trials
    assert (trial.loss, trial.curve) == (None, (3.0, math.inf))
    assert trial.failure == "RuntimeError: out of memory"


def test_epochs_need_an_objective_that_yields():
    with pytest.raises(ValueError, match="yield the loss after every epoch"):
        tune(bowl, SPACE, Rungs(SPACE), 4)
    with ThreadPoolExecutor(2) as executor, pytest.raises(ValueError, match="yield the loss"):
        tune(bowl, SPACE, Rungs(SPACE), 4, executor=executor)


def test_nothing_is_stored_of_an_objective_that_does_not_yield(tmp_path):
    with ThreadPoolExecutor(3) as executor, pytest.raises(ValueError, match="yield the loss"):
        tune(bowl, SPACE, Rungs(SPACE, seed=0), 9, executor=executor, store=tmp_path / "s.db")
    with Store(tmp_path / "s.db", Rungs(SPACE, seed=0)) as store:
        assert list(store) == []


# The result


def finished(number, loss, resource=None):
    return Trial(number, {}, resource, loss=loss, failure=None if loss is not None else "failed")


def test_the_incumbent_is_the_best_of_those_trained_longest():
    result = Result(
        (
            finished(3, 0.5, 9),
            finished(0, 0.1, 3),
            finished(2, 0.5, 9),
            finished(1, 0.7, 9),
            finished(4, None, 27),
        )
    )
    assert result.incumbent.number == 2
    assert [trial.number for trial in result.trials] == [0, 1, 2, 3, 4]


def test_the_trajectory_follows_the_order_of_finishing():
    result = Result((finished(2, None), finished(0, 3.0), finished(1, 5.0), finished(3, 1.0)))
    np.testing.assert_array_equal(result.trajectory, [np.nan, 3.0, 3.0, 1.0])


def test_without_a_success_there_is_no_incumbent():
    result = Result((finished(0, None),))
    assert result.incumbent is None
    assert np.isnan(result.trajectory).all()
    assert "no incumbent" in repr(result)


def test_a_search_of_failures_says_why_they_failed():
    result = tune(lambda x, y: x, SearchSpace(x=Float(0, 1), y=Float(0, 1)), "random", 3)
    assert "3 trials, no incumbent: TypeError" in repr(result)
    assert "'y'" in repr(result)


# Executors


@pytest.fixture(scope="module")
def threads():
    with ThreadPoolExecutor(4) as executor:
        yield executor


@pytest.fixture(scope="module")
def processes():
    with ProcessPoolExecutor(2) as executor:
        yield executor


@pytest.mark.parametrize("parallel", [1, 3, 4, 50])
@pytest.mark.parametrize("name", ["grid", "random"])
def test_threads_find_what_one_after_the_other_finds(threads, name, parallel):
    alone = tune(bowl, SPACE, name, 30, seed=5)
    together = tune(slow_bowl, SPACE, name, 30, seed=5, executor=threads, parallel=parallel)
    assert by_number(together) == by_number(alone)
    assert together.incumbent == alone.incumbent


def test_processes_find_what_one_after_the_other_finds(processes):
    together = tune(fail_sometimes, SPACE, "random", 12, seed=5, executor=processes)
    assert by_number(together) == by_number(tune(fail_sometimes, SPACE, "random", 12, seed=5))
    assert any(trial.failure for trial in together.trials)


def test_a_generator_is_driven_in_the_process(processes):
    result = tune(learning_curve, SPACE, Rungs(SPACE, seed=0), 4, executor=processes)
    assert [len(trial.curve) for trial in result.trials] == [1, 3, 1, 3]


def test_choices_come_back_as_themselves_from_a_process(processes):
    class Unlike:  # equal to nothing but itself
        pass

    space = SearchSpace(kind=Categorical([math.sqrt, frozenset({1}), sys.maxsize]))
    for trial in tune(has_kind, space, "grid", 3, executor=processes).trials:
        space.to_unit(trial.configuration)


def has_kind(configuration):
    return float("kind" in configuration)


@pytest.mark.parametrize("parallel", [None, 1, 3])
def test_never_more_in_flight_than_asked_for(threads, parallel):
    lock, running, most = threading.Lock(), set(), []

    def objective(configuration):
        with lock:
            running.add(configuration["x"])
            most.append(len(running))
        time.sleep(0.005)
        with lock:
            running.remove(configuration["x"])
        return 0.0

    tune(objective, SPACE, "random", 24, executor=threads, parallel=parallel)
    assert max(most) == (parallel or 4)


def test_the_first_to_finish_makes_room():
    """While the first trial waits, all others run: nobody waits for a batch."""
    others = threading.Semaphore(0)

    def objective(configuration):
        if configuration["x"] == first["x"]:
            assert all(others.acquire(timeout=10) for _ in range(9))
        else:
            others.release()
        return 0.0

    first = RandomSearch(SPACE, seed=0).ask().configuration
    with ThreadPoolExecutor(2) as executor:
        result = tune(objective, SPACE, "random", 10, seed=0, executor=executor)
    assert [trial.failure for trial in result.trials] == [None] * 10


def test_a_lambda_cannot_be_sent_to_a_process(processes):
    with pytest.raises(pickle.PicklingError, match="define them at the top of a module"):
        tune(lambda c: 1.0, SPACE, "random", 3, executor=processes)
    assert len(tune(bowl, SPACE, "random", 3, executor=processes).trials) == 3


def test_a_killed_worker_loses_nothing_that_has_finished(tmp_path):
    path = tmp_path / "search.db"
    with ProcessPoolExecutor(1) as executor:
        tuner = Tuner(kill_worker, SPACE, "random", 50, seed=8, executor=executor, store=path)
        with pytest.raises(BrokenExecutor, match="go on with a new executor"):
            list(tuner)
    done = by_number(tuner.result)
    assert done
    with Store(path, RandomSearch(SPACE, seed=8)) as store:
        assert by_number(Result(tuple(store))) == done
    resumed = tune(fail_sometimes, SPACE, "random", 50, seed=8, store=path)
    assert [trial.number for trial in resumed.trials] == list(range(50))


def test_an_executor_that_was_shut_down_says_so():
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(RuntimeError, match="go on with a new executor"):
        tune(bowl, SPACE, "random", 3, executor=executor)


class Cancelling(Executor):
    """An executor whose cluster is gone: every future is cancelled."""

    def submit(self, function, /, *arguments):
        future = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


def test_a_trial_that_the_executor_cancels_says_so():
    with pytest.raises(CancelledError, match="was cancelled by the executor"):
        tune(bowl, SPACE, "random", 3, executor=Cancelling(), parallel=1)


class Queue(Executor):
    """An executor that runs nothing until told which."""

    def __init__(self):
        self.calls = []

    def submit(self, function, /, *arguments):
        self.calls.append((Future(), function, arguments))
        return self.calls[-1][0]

    def run(self, index):
        future, function, arguments = self.calls[index]
        future.set_running_or_notify_cancel()
        future.set_result(function(*arguments))


def test_left_early_what_has_finished_is_kept_and_the_rest_cancelled():
    queue = Queue()
    tuner = Tuner(bowl, SPACE, "random", 9, seed=2, executor=queue, parallel=4)
    trials = iter(tuner)
    threading.Timer(0.05, lambda: [queue.run(i) for i in (1, 3)]).start()
    assert next(trials).number in (1, 3)
    while not queue.calls[3][0].done():
        time.sleep(0.001)
    trials.close()
    assert {trial.number for trial in tuner.result.trials} == {1, 3}
    assert queue.calls[0][0].cancelled()
    assert queue.calls[2][0].cancelled()

    tuner.executor = ThreadPoolExecutor(2)
    list(tuner)
    tuner.executor.shutdown()
    assert by_number(tuner.result) == by_number(tune(bowl, SPACE, "random", 9, seed=2))


@pytest.mark.parametrize("workers", [0, 2])
def test_ctrl_c_keeps_what_has_finished(tmp_path, workers):
    calls = itertools.count()

    def objective(configuration):
        if next(calls) == 5:
            signal.raise_signal(signal.SIGINT)  # the main thread is the one it interrupts
            time.sleep(0.05)
        return bowl(configuration)

    executor = ThreadPoolExecutor(workers) if workers else None
    options = {"seed": 1, "store": tmp_path / "search.db"}
    with pytest.raises(KeyboardInterrupt):
        tune(objective, SPACE, "random", 50, executor=executor, **options)
    if executor is not None:
        executor.shutdown()
    with Store(tmp_path / "search.db", RandomSearch(SPACE, seed=1)) as store:
        assert 4 <= len(list(store)) <= 6
    resumed = tune(bowl, SPACE, "random", 12, **options)
    assert by_number(resumed) == by_number(tune(bowl, SPACE, "random", 12, seed=1))


# The store


@pytest.mark.parametrize("stop", [0, 1, 4, 7])
@pytest.mark.parametrize("parallel", [1, 3])
@pytest.mark.parametrize("name", ["grid", "random"])
def test_resumed_equals_uninterrupted(tmp_path, threads, name, parallel, stop):
    options = {"seed": 4, "executor": threads, "parallel": parallel}
    whole = tune(bowl, SPACE, name, 9, **options)
    tuner = Tuner(slow_bowl, SPACE, name, 9, store=tmp_path / "s.db", **options)
    for _ in itertools.islice(tuner, stop):
        pass
    resumed = tune(slow_bowl, SPACE, name, 9, store=tmp_path / "s.db", **options)
    assert by_number(resumed) == by_number(whole)
    assert resumed.finished[: len(tuner.result.finished)] == tuner.result.finished


def test_resumed_with_a_resource_equals_uninterrupted(tmp_path):
    tune(learning_curve, SPACE, Rungs(SPACE, seed=1), 3, store=tmp_path / "s.db")
    resumed = tune(learning_curve, SPACE, Rungs(SPACE, seed=1), 8, store=tmp_path / "s.db")
    assert resumed == tune(learning_curve, SPACE, Rungs(SPACE, seed=1), 8)


# What to run, and how many trials of it: enough for promotions, and for a surrogate.
ALL = {
    "grid": (bowl, 20),
    "random": (bowl, 20),
    "bayesian": (bowl, 12),
    "halving": (learning_curve, 40),
    "hyperband": (learning_curve, 60),
    "asha": (learning_curve, 40),
}


@pytest.mark.parametrize("stop", [1, 7, -3])
@pytest.mark.parametrize("name", ALL)
def test_every_strategy_goes_on_the_same_with_one_in_flight(tmp_path, name, stop):
    objective, trials = ALL[name]
    some = stop % trials
    first = tune(objective, SPACE, name, some, store=tmp_path / "s.db")
    resumed = tune(objective, SPACE, name, trials, store=tmp_path / "s.db")
    assert resumed.finished[:some] == first.finished
    assert resumed == tune(objective, SPACE, name, trials, seed=stored_seed(tmp_path / "s.db"))
    assert len(resumed.trials) == trials


@pytest.mark.parametrize(("name", "n_trials"), [("halving", 40), ("hyperband", 69)])
def test_brackets_that_are_cut_short_are_warned_of(name, n_trials):
    with pytest.warns(UserWarning, match=f"max_trials=30 ends .*max_trials={n_trials} lets"):
        tune(learning_curve, SPACE, name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(tune(learning_curve, SPACE, name, n_trials).trials) == n_trials
        tune(learning_curve, SPACE, "asha", 5)
        tune(bowl, SPACE, "grid", 5)


def stored_seed(path):
    with Journal(path, "trials", 1) as journal:
        return next(iter(journal))["seed"]


@pytest.mark.parametrize("name", ALL)
def test_every_strategy_keeps_several_in_flight(threads, name):
    objective, trials = ALL[name]
    result = tune(objective, SPACE, name, trials, seed=1, executor=threads)
    assert [trial.number for trial in result.trials] == list(range(trials))


def test_without_a_seed_the_search_goes_on_too(tmp_path):
    first = tune(bowl, SPACE, "random", 3, store=tmp_path / "s.db")
    second = tune(bowl, SPACE, "random", 6, store=tmp_path / "s.db")
    assert second.trials[:3] == first.trials
    strategy = RandomSearch(SPACE)
    Store(tmp_path / "s.db", strategy, seeded=False).close()
    for trial in second.trials:
        assert trial.configuration == strategy.ask().configuration


def test_a_full_store_runs_nothing(tmp_path):
    first = tune(bowl, SPACE, "random", 5, seed=0, store=tmp_path / "s.db")

    def never(configuration):
        raise AssertionError

    assert tune(never, SPACE, "random", 5, seed=0, store=tmp_path / "s.db") == first
    assert tune(never, SPACE, "random", 2, seed=0, store=tmp_path / "s.db") == first


def test_stored_before_told(tmp_path):
    strategy = Watchful(SPACE, tmp_path / "s.db", seed=0)
    tune(bowl, SPACE, strategy, 5, store=tmp_path / "s.db")
    assert strategy.seen == [True] * 5


def test_what_could_not_be_stored_is_not_told(tmp_path, monkeypatch):
    monkeypatch.setattr(Store, "append", lambda store, trial: (_ for _ in ()).throw(StoreError()))
    strategy = RandomSearch(SPACE)
    with pytest.raises(StoreError):
        tune(bowl, SPACE, strategy, 5, store=tmp_path / "s.db")
    assert strategy.finished == {}


def test_another_search_leaves_the_store_alone(tmp_path):
    tune(bowl, SPACE, "random", 2, seed=0, store=tmp_path / "s.db")
    before = (tmp_path / "s.db").read_bytes()
    for space, name, seed in [
        (SPACE, "random", 1),
        (SPACE, "grid", 0),
        (SearchSpace(x=Float(0, 1)), "random", 0),
    ]:
        with pytest.raises(StoreError, match="holds another search"):
            tune(bowl, space, name, 5, seed=seed, store=tmp_path / "s.db")
        assert (tmp_path / "s.db").read_bytes() == before


def test_the_store_is_free_after_the_search_and_after_a_break(tmp_path):
    tuner = Tuner(bowl, SPACE, "random", 5, seed=0, store=tmp_path / "s.db")
    for _ in tuner:
        break
    assert len(tune(bowl, SPACE, "random", 5, seed=0, store=tmp_path / "s.db").trials) == 5
    assert [trial.number for trial in tuner] == []
    assert len(tuner.result.trials) == 5


# A strategy told before


def test_a_strategy_goes_on_from_what_it_was_told():
    strategy = GridSearch(SPACE, resolution=2)
    for _ in range(5):
        strategy.tell(strategy.ask(), 1.0)
    result = tune(bowl, SPACE, strategy, 100)
    assert [trial.number for trial in result.trials] == list(range(5, 12))


def test_to_resume_takes_a_fresh_strategy(tmp_path):
    strategy = RandomSearch(SPACE, seed=0)
    tune(bowl, SPACE, strategy, 3, store=tmp_path / "s.db")
    with pytest.raises(ValueError, match="resume with a fresh one"):
        tune(bowl, SPACE, strategy, 6, store=tmp_path / "s.db")


# What a user may get wrong


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"strategy": "randm"}, ValueError, "did you mean 'random'"),
        ({"strategy": "Bayes"}, ValueError, "did you mean 'bayesian'"),
        ({"strategy": ""}, ValueError, "There is no strategy ''"),
        ({"strategy": RandomSearch}, TypeError, "an instance such as"),
        ({"strategy": None}, TypeError, "an instance such as"),
        ({"strategy": RandomSearch(SearchSpace(y=Float(0, 1)))}, ValueError, "another space"),
        ({"strategy": RandomSearch(SPACE, seed=1), "seed": 2}, ValueError, "seed=2 serves"),
        ({"seed": -1}, ValueError, "seed"),
        ({"space": {"x": Float(0, 1)}}, TypeError, "SearchSpace"),
        ({"objective": 3}, TypeError, "An objective is a function"),
        ({"max_trials": -1}, ValueError, "max_trials is a whole number from 0 up, not -1"),
        ({"max_trials": 2.5}, TypeError, "max_trials is a whole number, not 2.5"),
        ({"parallel": 2}, ValueError, "parallel=2 needs an executor"),
        ({"parallel": 0}, ValueError, "parallel is a whole number from 1 up, not 0"),
        ({"executor": object()}, TypeError, "method submit"),
        ({"executor": Queue()}, ValueError, "such as parallel=4"),
    ],
)
def test_a_wrong_argument_is_named(options, error, said):
    arguments = {"objective": bowl, "space": SPACE, "strategy": "random", "max_trials": 1}
    with pytest.raises(error, match=re.escape(said)) as caught:
        tune(**arguments | options)
    assert "\n" not in str(caught.value)


def test_an_executor_without_futures_is_named():
    class Eager:
        def submit(self, function, /, *arguments):
            return function(*arguments)

    with pytest.raises(TypeError, match="no future of the standard library"):
        tune(bowl, SPACE, "random", 1, executor=Eager(), parallel=1)


# Progress


def test_progress_shows_a_line_in_the_terminal(capsys):
    result = tune(bowl, SPACE, "random", 4, seed=0, progress=True)
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.rstrip("\n").split("\r")
    assert lines[1].strip() == "0 of 4 trials"
    assert lines[-1].strip() == progress_line(result, 4)
    assert captured.err.endswith("\n")


def test_a_search_is_silent_unless_asked(capsys):
    tune(bowl, SPACE, "random", 4)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("seconds", "left"), [(2.4, "2 s"), (89, "89 s"), (600, "10 min"), (9000, "2.5 h")]
)
def test_the_line_says_how_long_it_takes(seconds, left):
    result = Result((finished(0, None), finished(1, 0.123456)))
    line = progress_line(result, 7, seconds)
    assert line == f"2 of 7 trials, incumbent 0.1235 (trial 1), about {left} left"


def test_the_total_is_the_grids_own_if_that_is_less():
    assert Tuner(bowl, SPACE, GridSearch(SPACE, resolution=2), 100).total == 12
    assert Tuner(bowl, SPACE, "grid", 7).total == 7


def test_progress_in_a_notebook_changes_one_output(monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    shown = []

    def publish(data, metadata=None, *, transient=None, **options):
        shown.append((options.get("update", False), transient, data))

    shell = InteractiveShell()
    monkeypatch.setattr(shell, "kernel", object(), raising=False)
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.setattr(shell.display_pub, "publish", publish)
    monkeypatch.setattr(InteractiveShell, "initialized", lambda: True)
    monkeypatch.setattr(InteractiveShell, "instance", lambda: shell)
    tuner = Tuner(bowl, SPACE, "random", 3, seed=0)
    assert len(list(watch(tuner))) == 3
    assert [update for update, _, _ in shown] == [False] + [True] * (len(shown) - 1)
    assert len({transient["display_id"] for _, transient, _ in shown}) == 1
    last = shown[-1][2]
    assert last["text/plain"] == progress_line(tuner.result, 3)
    assert '<progress value="3" max="3"' in last["text/html"]
