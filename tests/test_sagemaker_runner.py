"""Processes that train: forked by a nursery or started afresh, they behave the same."""

import json
import os
import signal
import time

import psutil
import pytest

from hpstudy.sagemaker.runner import Nurseries, Order, Spawner, make_launcher

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and signals"),
]


@pytest.fixture(scope="module", params=[Nurseries, Spawner])
def launcher(request):
    launcher = request.param()
    yield launcher
    launcher.close()


@pytest.fixture
def launch(launcher, tmp_path):
    """Launch a process that plays a script."""

    def launch(*script, **hyperparameters):
        (tmp_path / "scripts.json").write_text(json.dumps([script]))
        function = "tests.sagemaker_algorithms:play"
        channels = {"script": str(tmp_path)}
        return launcher.launch(
            Order(function, hyperparameters, channels, str(tmp_path / "output"), {})
        )

    return launch


def test_the_fastest_that_there_is():
    launcher = make_launcher()
    assert isinstance(launcher, Nurseries)
    launcher.close()


@pytest.mark.parametrize(
    ("steps", "lines", "code"),
    [
        ([1, 2], ["loss=1;", "loss=2;"], 0),
        ([["exit", 7]], [], 7),
        ([1, ["exit", "no data"]], ["loss=1;", "no data"], 1),
        ([1, ["signal", signal.SIGKILL]], ["loss=1;"], -signal.SIGKILL),
        ([["write", "50 %\r100 %\n"]], ["50 %", "100 %"], 0),
    ],
    ids=str,
)
def test_lines_and_how_it_ended(launch, steps, lines, code):
    run = launch(*steps)
    assert list(run.lines()) == lines
    assert run.wait() == code
    run.close()


def test_who_raises_leaves_a_traceback(launch):
    run = launch(["fail", "no luck"])
    *_, last = run.lines()
    assert last == "ValueError: no luck"
    assert run.wait() == 1
    run.close()


def test_an_order_larger_than_a_pipe(launch):
    run = launch(1, **{f"h{i}": "x" * 2500 for i in range(98)})
    assert list(run.lines()) == ["loss=1;"]
    assert run.wait() == 0
    run.close()


def first_line(run):
    lines = run.lines()
    next(lines)
    return lines


def test_told_to_end_it_may_save(launch, tmp_path):
    run = launch(["save"], 1, ["sleep", 60])
    lines = first_line(run)
    run.terminate()
    assert list(lines) == ["loss=0.125;"]
    assert run.wait() == 0
    assert (tmp_path / "output" / "saved").exists()
    run.close()


def test_killed(launch):
    run = launch(["stay"], 1, ["sleep", 60])
    lines = first_line(run)
    run.terminate()
    time.sleep(0.05)
    run.kill()
    assert list(lines) == []
    assert run.wait() == -signal.SIGKILL
    run.close()


def test_abandoned_it_ends_with_all_it_has_started(launch, tmp_path):
    run = launch(["stay"], ["child"], 1, ["sleep", 60])
    lines = first_line(run)
    child = psutil.Process(int((tmp_path / "output" / "child").read_text()))
    run.abandon()
    assert list(lines) == []
    assert run.wait() == -signal.SIGKILL
    assert not psutil.wait_procs([child], timeout=20)[1]
    run.close()


def test_ended_before_it_began(launch):
    run = launch(1, ["sleep", 60])
    run.kill()
    assert run.wait() == -signal.SIGKILL  # a nursery hears of it in its own time
    assert list(run.lines()) == []
    run.close()
