"""A search killed at any moment has lost nothing that had finished, and goes on the same.

HPSTUDY_TEST_SCALE=1 kills a search on four processes 100 times, and one without processes at
every line of the machinery.
"""

import collections
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

import hpstudy
from hpstudy.journal import Journal
from hpstudy.store import Store
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.tuner import Tuner, tune
from tests.search_to_kill import SEED, SPACE, WORKERS, loss_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs SIGKILL and fork"),
]

SCALE = float(os.environ.get("HPSTUDY_TEST_SCALE", "0.1"))


def stored_numbers(path):
    """Return the numbers of the stored trials, each as often as it is there."""
    with Store(path, RandomSearch(SPACE, seed=SEED)) as store:
        return [trial.number for trial in store]


def trials_of(result):
    return [(trial.number, trial.configuration, trial.loss) for trial in result.trials]


# At a random moment, with workers


def kill_a_search(store, log, rng):
    """Start the search, kill it at a random moment; return the numbers it called finished."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.search_to_kill", store, log],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of its own, by which to find what it leaves behind
    )
    try:
        assert process.stdout.readline() == "begun\n"
        time.sleep(rng.uniform(0, 0.4))
        assert process.poll() is None
        process.kill()
        process.wait()
        assert_workers_end(process.pid, log)
    finally:
        end_group(process)
    *whole, _cut = process.stdout.read().split("\n")
    return [int(number) for number in whole]


def group(pgid):
    """Return the ids of the processes in the group that still run."""
    found = set()
    for process in psutil.process_iter():
        try:
            if os.getpgid(process.pid) == pgid and process.status() != psutil.STATUS_ZOMBIE:
                found.add(process.pid)
        except (ProcessLookupError, psutil.NoSuchProcess):
            pass
    return found


def assert_workers_end(pgid, log):
    """Wait until no process that has ever run a trial is left of the killed search."""
    worked = {int(line.split()[0]) for line in Path(log).read_text().splitlines()}
    deadline = time.monotonic() + 20
    while left := group(pgid) & worked:
        assert time.monotonic() < deadline, f"workers outlive their search: {left}"
        time.sleep(0.01)


def end_group(process):
    """End what may be left: a worker that was started and killed before its first trial."""
    if group(process.pid):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_a_search_killed_at_random_moments_loses_and_doubles_nothing(tmp_path):
    store, log = tmp_path / "search.db", tmp_path / "runs.log"
    log.touch()
    rng = random.Random(0)
    kills = round(100 * SCALE)
    known = []
    for _ in range(kills):
        printed = kill_a_search(str(store), str(log), rng)
        stored = stored_numbers(store)
        assert len(stored) == len(set(stored)), "a trial is stored twice"
        assert stored[: len(known)] == known, "what was stored before has changed"
        assert set(printed) <= set(stored), "a trial that had finished is lost"
        # What is missing below the highest number was in flight.
        assert len(set(range(max(stored, default=0))) - set(stored)) < WORKERS
        known = stored

    assert len(known) > kills  # or else it was never killed at work
    result = tune(loss_of, SPACE, "random", len(known) + WORKERS, seed=SEED, store=store)
    assert [trial.number for trial in result.finished[: len(known)]] == known
    assert trials_of(result) == trials_of(
        tune(loss_of, SPACE, "random", len(known) + WORKERS, seed=SEED)
    )

    runs = collections.Counter(line.split()[1] for line in log.read_text().splitlines())
    assert sum(runs.values()) <= len(known) + kills * WORKERS, "more was run again than in flight"


# At any line, in one process


def run_until_line(line, path, acknowledge):
    """Run four trials; die at the given line, counted from 1 as they run in the machinery."""
    package = Path(hpstudy.__file__).parent
    files = {str(package / f"{name}.py") for name in ("journal", "store", "tuner")}
    passed = 0

    def trace(frame, event, _argument):
        nonlocal passed
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            passed += 1
            if passed == line:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    try:
        for trial in Tuner(loss_of, SPACE, "random", 4, seed=SEED, store=path):
            acknowledge(trial.number)
    finally:
        sys.settrace(None)
    return passed


def die_at_line(line, path):
    """Have a child process die at the given line; return the numbers it called finished."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            run_until_line(line, path, lambda number: os.write(writer, bytes([number])))
        finally:
            os._exit(1)  # not reached if all is well
    os.close(writer)
    with open(reader, "rb") as pipe:
        finished = list(pipe.read())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    return finished


def test_a_search_killed_at_any_line_goes_on_the_same(tmp_path):
    whole = tune(loss_of, SPACE, "random", 6, seed=SEED)
    lines = run_until_line(None, tmp_path / "whole.db", lambda number: None)
    step = max(1, round(1 / SCALE))
    for line in range(1, lines + 1, step):
        path = tmp_path / f"{line}.db"
        finished = die_at_line(line, path)
        stored = stored_numbers(path)
        assert stored[: len(finished)] == finished
        assert stored == list(range(len(stored)))
        assert len(stored) - len(finished) <= 1
        assert tune(loss_of, SPACE, "random", 6, seed=SEED, store=path) == whole


def test_a_writer_killed_while_others_write_leaves_a_whole_journal(tmp_path):
    """As several kernels do with the learner's record."""
    path = tmp_path / "journal.db"
    code = """
import itertools, sys, time
from hpstudy.journal import Journal
journal = Journal(sys.argv[1], "answers", 1)
for n in itertools.count():
    journal.append({"who": sys.argv[2], "n": n})
    print(n, flush=True)
    time.sleep(0.002)  # else who has just written writes again before the other wakes up
"""
    rng = random.Random(1)
    for turn in range(max(2, round(20 * SCALE))):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(path), f"{turn}{who}"],
                stdout=subprocess.PIPE,
                text=True,
            )
            for who in "ab"
        ]
        for writer in writers:
            writer.stdout.readline()
        time.sleep(rng.uniform(0, 0.1))
        for writer in writers:
            writer.kill()
        with Journal(path, "answers", 1) as journal:
            entries = list(journal)
        for who, writer in zip("ab", writers, strict=True):
            acknowledged = len(writer.communicate()[0].split("\n"))  # the first was read above
            written = [entry["n"] for entry in entries if entry["who"] == f"{turn}{who}"]
            assert written == list(range(len(written)))
            assert len(written) >= acknowledged - 1


# Workers


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_workers_end_with_their_search(method, tmp_path):
    log = tmp_path / "runs.log"
    code = f"""
import multiprocessing, os, signal, sys
from concurrent.futures import ProcessPoolExecutor
from hpstudy.tuner import Tuner, tune
from tests.search_to_kill import NotedObjective, SPACE
if __name__ == "__main__":
    tune(lambda c: 0.0, SPACE, "random", 1)  # what this process remembers, a fork inherits
    context = multiprocessing.get_context({method!r})
    executor = ProcessPoolExecutor(2, mp_context=context)
    for trial in Tuner(NotedObjective({str(log)!r}), SPACE, "random", 100, executor=executor):
        if trial.number == 10:
            os.kill(os.getpid(), signal.SIGKILL)
"""
    process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    try:
        assert process.wait() == -signal.SIGKILL
        assert_workers_end(process.pid, str(log))
    finally:
        end_group(process)
