"""A tuning service to be killed: `python -m tests.sagemaker_server STORE`.

It runs one tuning job, goes on with it if the store has it already, and prints the name of each
training job that it calls finished.
"""

from __future__ import annotations

import os
import sys
import time

from hpstudy.sagemaker.service import TuningService
from tests.tuning_jobs import ALGORITHMS, request, trainings

SCALE = float(os.environ.get("HPSTUDY_TEST_SCALE", "0.1"))

NAME, PARALLEL = "killed", 3
N = round(24 + 100 * max(0, SCALE - 0.1))


def job():
    static = {"epochs": "4", "pause": "0.02"}
    return request(NAME, n=N, parallel=PARALLEL, static=static)


def main(store):
    service = TuningService(store, ALGORITHMS)
    if not service.list_hyper_parameter_tuning_jobs({})["HyperParameterTuningJobSummaries"]:
        service.create_hyper_parameter_tuning_job(job())
    printed = set()
    while True:
        for summary in trainings(service, NAME):
            name = summary["TrainingJobName"]
            if "TrainingEndTime" in summary and name not in printed:
                printed.add(name)
                print(name, flush=True)
        time.sleep(0.002)


if __name__ == "__main__":
    main(*sys.argv[1:])
