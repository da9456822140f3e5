"""d.job: a real tuning job, what is said of it, and a store that survives the kernel."""

import asyncio
import json
import signal
import subprocess
import sys
import time

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from hpstudy import demos
from hpstudy.demos import compute
from hpstudy.demos.job import Job, Row, as_text, first_request, refusal, sentence
from hpstudy.widgets import job_store
from hpstudy.widgets.job import ShownJob, places_of, problem_of
from hpstudy.widgets.job_spec import PARTS
from hpstudy.widgets.show import show_demo


@pytest.fixture
def store(tmp_path):
    yield tmp_path / "tuning" / "jobs.sqlite"
    job_store.close_all()


@pytest.fixture(scope="module")
def ended():
    return compute("d.job", jobs=6, parallel=2, strategy="Random")


def until(condition, seconds=60):
    """Wait until it holds."""
    give_up = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < give_up
        time.sleep(0.05)
    return found


def wait_for(shown):
    return until(lambda: shown.look().ended and shown.numbers)


# -- the numbers --


def test_it_is_a_demo_by_its_name():
    assert "d.job" in demos.names()
    with pytest.raises(ValueError, match="did you mean 'strategy'"):
        compute("d.job", stratgy="Grid")


def test_as_many_models_as_training_jobs(ended):
    assert ended.status == "Completed"
    assert len(ended.trained) == len(ended.rows) == ended.most == 6
    assert "6 training jobs" in sentence(ended)
    assert "6 models" in sentence(ended)


def test_the_counters_add_up_and_the_best_is_the_lowest(ended):
    assert sum(ended.counters.values()) == len(ended.rows)
    assert ended.counters["Stopped"] == sum(row.early for row in ended.rows)
    assert ended.winner.objective == min(row.objective for row in ended.rows)
    assert f"{ended.winner.objective:.3f}" in sentence(ended)


def test_it_is_seen_growing():
    seen = list(demos.function("d.job")(3, jobs=3, strategy="Random"))
    counts = [len(job.rows) for job in seen]
    assert counts == sorted(counts)
    assert counts[-1] == 3
    assert [job.ended for job in seen] == [False] * (len(seen) - 1) + [True]
    for job in seen:
        assert sum(job.counters.values()) == len(job.rows)


def test_the_same_seed_tries_the_same():
    one, two = (compute("d.job", 4, jobs=3) for _ in range(2))
    assert [(row.tuned, row.objective) for row in one.rows] == [
        (row.tuned, row.objective) for row in two.rows
    ]


def test_maximize_takes_the_highest():
    request = first_request(jobs=3, strategy="Random")
    request["HyperParameterTuningJobConfig"]["HyperParameterTuningJobObjective"] = {
        "Type": "Maximize",
        "MetricName": "validation:accuracy",
    }
    job = compute("d.job", request=request)
    assert job.winner.objective == max(row.objective for row in job.rows)


def test_jobs_that_fail_are_counted_and_leave_no_model():
    request = first_request(jobs=2, strategy="Random")
    request["TrainingJobDefinition"]["StaticHyperParameters"] = {"epochs": "many"}
    job = compute("d.job", request=request)
    assert (job.counters["NonRetryableError"], job.trained, job.winner) == (2, [], None)
    assert "2 training jobs, and so 0 models" in sentence(job)
    assert "epochs is a whole number" in str(job)


def test_the_table_has_a_line_a_training_job_and_marks_the_best(ended):
    head, *rows = ended.table()
    assert head[2:5] == ["validation:loss", "width", "learning_rate"]
    assert [row[0] for row in rows] == [row.name for row in ended.rows]
    assert [row[-1] for row in rows].count("best") == 1
    lines = ended._repr_markdown_().splitlines()
    assert len({line.count("|") for line in lines[: len(rows) + 2]}) == 1


def test_a_job_that_runs_is_told_by_its_begun_and_its_best():
    rows = (Row("a-1", "Completed", 0.5, {"x": "1"}), Row("a-2", "InProgress", None, {"x": "2"}))
    job = Job("a", "InProgress", "loss", "Minimize", 4, rows, {"Completed": 1}, "a-1")
    assert sentence(job) == (
        "a is InProgress: 2 of 4 training jobs begun, 1 run. Best so far: loss 0.500."
    )


# -- the request --


def test_the_first_request_is_accepted_and_its_text_is_json():
    request = first_request()
    assert refusal(request) == ""
    assert json.loads(as_text(request)) == request


def test_every_field_of_the_form_stands_in_the_first_request():
    for part in PARTS:
        for path in [field["path"] for field in part["fields"]] + [
            part[rows] for rows in ("ranges", "statics") if rows in part
        ]:
            at = first_request()
            for key in path:
                at = at[key]
            assert at


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1', "line 1, column 8"),
        ("[]", "type: <class 'list'>"),
        ("{}", 'Missing required parameter in input: "HyperParameterTuningJobName"'),
    ],
)
def test_what_is_no_request_is_told_where(text, words):
    assert words.lower() in problem_of(text).lower()


def test_a_refusal_names_the_place_of_the_field():
    request = first_request()
    config = request["HyperParameterTuningJobConfig"]
    config["ParameterRanges"]["ContinuousParameterRanges"][0]["MinValue"] = "0"
    path = ["HyperParameterTuningJobConfig", "ParameterRanges", "ContinuousParameterRanges", 0]
    assert places_of(problem_of(as_text(request))) == [[*path, "ScalingType"]]
    config["ParameterRanges"]["ContinuousParameterRanges"][0]["MinValue"] = 0.1
    assert places_of(problem_of(as_text(request))) == [[*path, "MinValue"]]


# -- on the page --


def test_the_output_is_a_live_page_and_the_request_as_text(store, monkeypatch):
    monkeypatch.setattr(job_store, "default_store", lambda: store)
    InteractiveShell.instance()
    try:
        with capture_output() as captured:
            shown = show_demo("d.job", seed=7)
    finally:
        InteractiveShell.clear_instance()
    (output,) = captured.outputs
    model = output.data["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert model == shown.screen.model_id
    assert "&quot;RandomSeed&quot;: 7" in output.data["text/html"]
    assert shown.sentence in output.data["text/plain"]
    assert shown.screen.spec["predict"]
    assert not store.exists()


def test_a_job_is_created_watched_and_stopped(store):
    shown = ShownJob(store=store)
    shown.create(as_text(first_request(jobs=40, parallel=2)))
    until(lambda: len(shown.look().rows) > 2)
    shown.stop()
    job = wait_for(shown)
    assert job.status == "Stopped"
    assert len(job.rows) < 40
    assert sum(job.counters.values()) == len(job.rows)
    assert shown.screen.view["job"]["status"] == "Stopped"


def test_a_name_that_is_taken_is_refused_and_the_next_cell_takes_another(store):
    shown = ShownJob(store=store)
    shown.create(as_text(first_request(jobs=2)))
    wait_for(shown)
    shown.create(as_text(first_request(jobs=2)))
    assert "already exists" in shown._problem
    assert '"digits-2"' in ShownJob(store=store).screen.text


def test_another_cell_of_the_kernel_shows_the_job_that_runs(store):
    ShownJob(store=store).create(as_text(first_request(jobs=4)))
    second = ShownJob(store=store)
    assert second.numbers.name == "digits-1"
    assert wait_for(second).most == 4


def test_messages_of_the_page_are_done_and_their_failures_told(store):
    shown = ShownJob(store=store)
    shown._receive(shown.screen, {"kind": "check", "text": "{", "turn": 3}, None)
    assert shown.screen.view["turn"] == 3
    assert "no JSON" in shown.screen.view["problem"]
    shown._receive(shown.screen, {"kind": "predicted", "said": "two"}, None)
    assert shown.screen.prediction == "two"
    text = as_text(first_request(jobs=2))
    shown._receive(shown.screen, {"kind": "create", "text": text, "turn": 4}, None)
    assert shown.screen.view["job"]["name"] == "digits-1"
    wait_for(shown)


def test_a_watch_that_fails_tells_the_reader(store, monkeypatch):
    def look():
        raise OSError("No space left on device")

    shown = ShownJob(store=store)
    monkeypatch.setattr(shown, "look", look)
    asyncio.run(shown._watching())
    assert shown.screen.view["trouble"] == "No space left on device"


KILLED = """
import os, signal, sys, time
from pathlib import Path
from hpstudy.demos.job import as_text, first_request
from hpstudy.widgets.job import ShownJob
shown = ShownJob(store=Path(sys.argv[1]))
shown.create(as_text(first_request(jobs=8, parallel=1, strategy="Random")))
while sum(not row.running for row in shown.look().rows) < 3:
    time.sleep(0.02)
for row in shown.numbers.rows:
    if not row.running:
        print(row.name, row.objective, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_after_a_kill_the_job_is_offered_and_goes_on(store):
    command = [sys.executable, "-c", KILLED, str(store)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr
    kept = [line.split() for line in done.stdout.splitlines()]
    assert len(kept) >= 3
    shown = ShownJob(store=store)
    assert shown.screen.view["resume"] == "digits-1"
    assert "digits-1 was interrupted after" in shown.sentence
    assert shown.numbers is None
    shown.resume()
    job = wait_for(shown)
    assert (job.status, len(job.rows)) == ("Completed", 8)
    objectives = {row.name: str(row.objective) for row in job.rows}
    assert all(objectives[name] == value for name, value in kept)


@pytest.mark.slow
def test_a_store_that_another_kernel_has_open_is_told(store):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from hpstudy.widgets import job_store;"
            "job_store.service(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()",
            str(store),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout.readline() == "open\n"
        shown = ShownJob(store=store)
        assert str(store) in shown.screen.view["trouble"]
    finally:
        holder.communicate("", timeout=30)
