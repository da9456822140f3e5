"""A search on four processes, to be killed: `python -m tests.search_to_kill STORE LOG`.

It prints the number of each trial that the tuner calls finished; the objective notes in LOG which
process runs which trial.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from hpstudy.space import Categorical, Float, SearchSpace
from hpstudy.tuner import Tuner

WORKERS = 4
SEED = 7
SPACE = SearchSpace(x=Float(1e-6, 1, "log"), kind=Categorical([None, True, 1.0]))


def loss_of(configuration):
    """What the objective finds, sooner or later."""
    return (configuration["x"] - 0.3) ** 2 + (configuration["kind"] is None)


@dataclass
class NotedObjective:
    """Notes in a file that it runs, takes some milliseconds and finds a loss."""

    log: str

    def __call__(self, configuration):
        line = f"{os.getpid()} {configuration['x']!r}\n"
        with open(self.log, "a") as log:
            log.write(line)
        time.sleep(0.02 * configuration["x"])
        return loss_of(configuration)


def main(store, log):
    with ProcessPoolExecutor(WORKERS) as executor:
        tuner = Tuner(
            NotedObjective(log), SPACE, "random", 10**6, seed=SEED, executor=executor, store=store
        )
        print("begun", flush=True)
        for trial in tuner:
            print(trial.number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
