"""What it costs to lose nothing: the time a store adds to each trial, beside Optuna's.

    python -m tests.benchmarks.store [--trials 200] [--rounds 5]

Both search the same five hyperparameters at random with an objective that costs nothing, in turn,
with a SQLite file and without; the difference, divided by the trials, is what durability costs.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import optuna

from hpstudy.space import Categorical, Float, Integer, SearchSpace
from hpstudy.tuner import tune

SPACE = SearchSpace(
    learning_rate=Float(1e-5, 1, "log"),
    momentum=Float(0, 0.99),
    units=Integer(8, 512, "log"),
    layers=Integer(1, 5),
    activation=Categorical(["relu", "tanh", "logistic"]),
)


def ours(trials: int, path: Path | None) -> None:
    """Search with hpstudy."""
    tune(lambda c: c["momentum"], SPACE, "random", trials, seed=0, store=path)


def optunas(trials: int, path: Path | None) -> None:
    """Search with Optuna, its SQLite storage as it comes."""

    def objective(trial: optuna.Trial) -> float:
        trial.suggest_float("learning_rate", 1e-5, 1, log=True)
        trial.suggest_int("units", 8, 512, log=True)
        trial.suggest_int("layers", 1, 5)
        trial.suggest_categorical("activation", ["relu", "tanh", "logistic"])
        return trial.suggest_float("momentum", 0, 0.99)

    optuna.create_study(
        storage=None if path is None else f"sqlite:///{path}",
        sampler=optuna.samplers.RandomSampler(seed=0),
    ).optimize(objective, n_trials=trials)


def seconds(search: Callable[[int, Path | None], None], trials: int, path: Path | None) -> float:
    """Return how long a search of so many trials takes."""
    begun = time.perf_counter()
    search(trials, path)
    return time.perf_counter() - begun


def overhead(search: Callable[[int, Path | None], None], trials: int) -> float:
    """Return in milliseconds what the store adds to a trial.

    A search of one trial is taken off: opening a file is paid once and not for every trial.
    """
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder, "one.db"), Path(folder, "many.db")]
        stored = seconds(search, trials, places[1]) - seconds(search, 1, places[0])
    free = seconds(search, trials, None) - seconds(search, 1, None)
    return (stored - free) / (trials - 1) * 1000


def main() -> None:
    """Measure both in turn and print the medians and their ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    optuna.logging.set_verbosity(optuna.logging.ERROR)

    pairs = [
        (overhead(ours, options.trials), overhead(optunas, options.trials))
        for _ in range(options.rounds)
    ]
    for name, times in zip(
        ("hpstudy", f"optuna {optuna.__version__}"), zip(*pairs, strict=True), strict=True
    ):
        print(
            f"{name:<14} {statistics.median(times):7.3f} ms a trial"
            f"   ({min(times):.3f} to {max(times):.3f} in {options.rounds} rounds)"
        )
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    print(f"ratio          {ratio:7.3f}   (goal: at most 0.1)")


if __name__ == "__main__":
    main()
