"""Lab: one bracket of successive halving, on real training jobs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from hpstudy.demos._curves import EPOCHS, jobs
from hpstudy.labs.mistake import Mistake, call, demand

Train = Callable[[int, int], float]

PASSED = "27 jobs, then 9, 3 and 1, three times the epochs each: 81 epochs where all take 729."

JOBS = 27
RUNGS = {27: 1, 9: 3, 3: 9, 1: 27}  # jobs: the epochs each has had
BRACKET = Counter({1: 18, 3: 6, 9: 2, 27: 1})  # epochs: the jobs that stay there


def reference(train: Train) -> int:
    """Return the number of the job that is left; `train(job, epochs)` returns its loss by then."""
    left = list(range(JOBS))
    for n, epochs in RUNGS.items():
        left = left[:n]
        losses = {job: train(job, epochs) for job in left}
        left = sorted(left, key=lambda job: losses[job])
    return left[0]


class Trainer:
    """Trains real jobs as far as asked, and notes what it cost."""

    def __init__(self, seed: int) -> None:
        self._jobs = jobs(seed, 30)
        self.epochs: Counter[int] = Counter()

    def __call__(self, job: Any, epochs: Any) -> float:
        """Return the loss of a job after so many epochs."""
        for name, value, most in (("job", job, JOBS - 1), ("epochs", epochs, EPOCHS)):
            least = 0 if name == "job" else 1
            demand(
                isinstance(value, int) and least <= value <= most,
                f"train(job, epochs) wants {name} as a whole number from {least} to {most}, not "
                f"{value!r}.",
            )
        self.epochs[job] = max(self.epochs[job], epochs)
        return float(self._jobs.train(job, epochs)[-1])


def check(answer: Callable[[Train], Any]) -> None:
    """Run the bracket on the jobs of two seeds; a job that goes on pays only for new epochs."""
    for seed in (0, 2):
        trainer, right = Trainer(seed), Trainer(seed)
        wanted = reference(right)
        found = call(answer, trainer)
        _check_cost(trainer.epochs)
        _check_places(trainer.epochs, right.epochs)
        demand(
            isinstance(found, int) and found in range(JOBS),
            f"Return the number of the job that is left, from 0 to {JOBS - 1}, not {found!r}.",
        )
        demand(found == wanted, f"Job {wanted} is left after the last rung; you return {found}.")


def _check_cost(epochs: Counter[int]) -> None:
    spent = epochs.total()
    demand(spent, "Your function never called train(job, epochs), so it cannot know any loss.")
    demand(
        spent < JOBS * EPOCHS,
        f"You train all {JOBS} jobs to the end, {spent} epochs. Stop two thirds at each rung.",
    )
    demand(
        len(epochs) == JOBS,
        f"You begin with {len(epochs)} jobs. Of all {JOBS}, each is trained for one epoch first.",
    )
    counts = Counter(epochs.values())
    if max(counts) < EPOCHS:
        raise Mistake(
            f"Your longest job has {max(counts)} epochs. The last one left is trained for {EPOCHS}."
        )
    demand(
        counts == BRACKET,
        f"You train {_said(counts)} jobs for 1, 3, 9 and 27 epochs; a bracket trains "
        f"{_said(BRACKET)}: a third goes on each time, for three times the epochs.",
    )


def _check_places(found: Counter[int], right: Counter[int]) -> None:
    if found == right:
        return
    went_on = {job for job, epochs in found.items() if epochs > 1}
    should = {job for job, epochs in right.items() if epochs > 1}
    if went_on == set(range(9)):
        raise Mistake("The first nine go on, whatever their loss. Sort the jobs by loss first.")
    if not went_on & should or len(went_on & should) < 3:
        raise Mistake(
            "Those with the highest losses go on. Lower is better: sort from low to high, and keep "
            "the front."
        )
    raise Mistake(
        "Not the best third goes on at every rung. Rank the jobs by the loss at this rung, not by "
        "that of an earlier one."
    )


def _said(counts: Counter[int]) -> str:
    """Return how many jobs had at least the epochs of each rung."""
    had = (sum(n for epochs, n in counts.items() if epochs >= rung) for rung in RUNGS.values())
    return ", ".join(map(str, had))
