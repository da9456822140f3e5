"""What is known on the day of the exam and a month later: this kit's schedule beside others.

    python -m tests.benchmarks.review [--items 60] [--days 30] [--seed 0]

FSRS is the truth: a learner meets `--items` questions on the first day, answers what a schedule
asks for each evening, and knows each with the probability that the model of forgetting says. In the
first table every answer is right and an item gets four of them; in the second lots are drawn, and a
schedule may ask as often as it likes. Recall is the mean over the items.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from hpstudy.quiz import Record, load_bank
from hpstudy.quiz.review import due, log_losses, recall
from hpstudy.quiz.verdict import Grade

RIGHT, WRONG = Grade("right", 1.0), Grade("wrong", 0.0)
START = datetime(2030, 1, 1, 18, tzinfo=UTC)
FOUR = 4

# Given the record, all items, the day and the day of the exam: what to ask.
Schedule = Callable[["Learner", int, int], list[str]]


class Learner:
    """Somebody who forgets as FSRS says, and what they are asked."""

    def __init__(self, folder: Path, items: list[str], rng: np.random.Generator | None) -> None:
        self.record = Record(folder)
        self.items = items
        self.bank = load_bank()
        self.rng = rng
        self.count = dict.fromkeys(items, 0)

    def answer(self, item: str, day: int) -> None:
        """Answer: always right without `rng`, else as likely as the model says."""
        at = START + timedelta(days=day, seconds=sum(self.count.values()))
        known = recall(self.record, item, at)
        knows = self.rng is None or self.rng.random() < (0.5 if known is None else known)
        question = self.bank[item]
        self.record.add(question, None, RIGHT if knows else WRONG, seed=self.count[item], at=at)
        self.count[item] += 1

    def recall(self, day: int) -> float:
        """Return the mean recall on that day."""
        at = START + timedelta(days=day, hours=5)
        return float(np.mean([recall(self.record, item, at) or 0.0 for item in self.items]))


def ours(learner: Learner, day: int, exam: int) -> list[str]:
    """What is due, aimed at the exam."""
    date = (START + timedelta(days=exam)).date()
    return due(learner.record, learner.items, START + timedelta(days=day, hours=3), date)


def no_exam(learner: Learner, day: int, exam: int) -> list[str]:
    """What is due at a recall of 0.90, whenever the exam is: FSRS as it comes."""
    return due(learner.record, learner.items, START + timedelta(days=day, hours=3))


def evenly(learner: Learner, day: int, exam: int) -> list[str]:
    """Everything, on four days evenly spread."""
    return learner.items if day in np.linspace(0, exam - 1, FOUR).round() else []


def first_day(learner: Learner, day: int, exam: int) -> list[str]:
    """Everything four times on the first day."""
    return learner.items * (FOUR - 1) if day == 0 else []


def crammer(learner: Learner, day: int, exam: int) -> list[str]:
    """Everything four times on the eve."""
    return learner.items * FOUR if day == exam - 1 else []


SCHEDULES: dict[str, Schedule] = {
    "ours": ours,
    "FSRS, no exam in sight": no_exam,
    "evenly spread": evenly,
    "all on the first day": first_day,
    "all on the eve": crammer,
}


def follow(
    schedule: Schedule, items: list[str], days: int, most: int, rng: np.random.Generator | None
) -> tuple[float, float, float, tuple[float, float] | None]:
    """Follow a schedule; return recall on the day and a month later, answers an item, losses."""
    with tempfile.TemporaryDirectory() as folder:
        learner = Learner(Path(folder), items, rng)
        if schedule is not crammer:
            for item in items:
                learner.answer(item, 0)
        for day in range(days):
            for item in schedule(learner, day, days):
                if learner.count[item] < most and not (day == 0 and schedule is evenly):
                    learner.answer(item, day)
        answers = sum(learner.count.values()) / len(items)
        losses = log_losses(learner.record)
        found = learner.recall(days), learner.recall(days + 30), answers, losses
        learner.record.close()
        return found


def line(name: str, on_day: float, later: float, answers: float) -> str:
    """Return a line of a table."""
    return f"  {name:<24} exam {on_day:.3f}   month later {later:.3f}   answers {answers:.1f}"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    items = [question.id for question in load_bank()][: options.items]

    print(f"Four right answers an item before day {options.days}")
    for name, schedule in SCHEDULES.items():
        on_day, later, answers, _ = follow(schedule, items[:1], options.days, FOUR, None)
        print(line(name, on_day, later, answers))

    print(f"{len(items)} items, half of them known at first, forgotten as the model says")
    for name, schedule in SCHEDULES.items():
        rng = np.random.default_rng(options.seed)
        on_day, later, answers, losses = follow(schedule, items, options.days, 99, rng)
        gain = f"   log loss {losses[0]:.3f}, of the mean {losses[1]:.3f}" if losses else ""
        print(line(name, on_day, later, answers) + gain, flush=True)


if __name__ == "__main__":
    main()
