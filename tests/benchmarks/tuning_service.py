"""How fast the tuning service answers: `python -m tests.benchmarks.tuning_service [--jobs 750]`.

Milliseconds from launch to the first line, of Create, and of Describe and List with many training
jobs; the share of time that starting processes takes of a lesson's tuning job.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from hpstudy.sagemaker.algorithms import BUILT_IN
from hpstudy.sagemaker.runner import Launcher, Nurseries, Order, Spawner
from hpstudy.sagemaker.service import TuningService
from tests.tuning_jobs import ALGORITHMS, finished, request, run

BOWL = "tests.sagemaker_algorithms:bowl"
DIGITS = BUILT_IN["hpstudy/digits-net"].function


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=750, help="training jobs of the large one")
    n = parser.parse_args().jobs
    with tempfile.TemporaryDirectory() as folder:
        for launcher in (Nurseries(), Spawner()):
            time.sleep(3)  # the nursery has imported everything by then
            kind = type(launcher).__name__
            for function in (BOWL, DIGITS):
                times = [launched(launcher, function, folder) for _ in range(20)]
                say(f"launch to first line, {kind}, {function.split(':')[1]}", times)
            launcher.close()
        measure(TuningService(Path(folder) / "store.db", ALGORITHMS), n)


def launched(launcher: Launcher, function: str, folder: str) -> float:
    """Return the seconds from launch to the first line of a training job of one epoch."""
    knobs = {"x": "0.5"} if function == BOWL else {"epochs": "1"}
    begun = time.perf_counter()
    process = launcher.launch(Order(function, knobs, {}, folder, {}))
    lines = process.lines()
    next(lines)
    taken = time.perf_counter() - begun
    list(lines)
    process.wait()
    process.close()
    return taken


def measure(service: TuningService, n: int) -> None:
    """Print how long each operation takes, and how long n training jobs do."""
    created = []
    for i in range(20):
        body = request(f"small-{i}", n=1)
        created += timed(lambda body=body: service.create_hyper_parameter_tuning_job(body), 1)
        finished(service, f"small-{i}")
    say("create", created)
    begun = time.perf_counter()
    run(service, request("large", n=n, parallel=4), seconds=600)
    print(f"{n} light training jobs, 4 at once: {time.perf_counter() - begun:.1f} s")
    large = {"HyperParameterTuningJobName": "large"}
    page = large | {"MaxResults": 100, "SortBy": "FinalObjectiveMetricValue"}
    say("describe", timed(lambda: service.describe_hyper_parameter_tuning_job(large), 100))
    listing = service.list_training_jobs_for_hyper_parameter_tuning_job
    say("list 100, by objective", timed(lambda: listing(page), 100))
    service.close()


def timed(function: Callable[[], object], times: int) -> list[float]:
    """Return how many seconds each call took."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        function()
        taken.append(time.perf_counter() - begun)
    return taken


def say(what: str, seconds: list[float]) -> None:
    """Print the median and the 95th percentile in milliseconds."""
    median, high = 1e3 * np.percentile(seconds, [50, 95])
    print(f"{what}: {median:.1f} ms, 95 % within {high:.1f} ms")


if __name__ == "__main__":
    main()
