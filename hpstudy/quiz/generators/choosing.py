"""Choices under a budget: which strategy, which trial, how many jobs, which range to move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import decimal, listed, pick, some, table, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np

# For whom each strategy is, and what speaks against it where another one is right.
_SUITS = {
    "Bayesian": "Few and dear trials, nearly one after the other: every result guides the next.",
    "Random": "All start at once, so nothing can be learned on the way, and nothing is lost by it.",
    "Hyperband": "Long runs that report on the way: the poor ones are cut and free their epochs.",
    "Grid": "A short list of combinations, each of which has to be run once.",
}
_AGAINST = {
    ("Bayesian", "Random"): "Its advantage is learning from results, and none comes in time.",
    ("Bayesian", "Hyperband"): "It would run each of the many to its last epoch.",
    ("Bayesian", "Grid"): "It may repeat some combinations and leave others out.",
    ("Random", "Bayesian"): "It draws without a look at the results that are there.",
    ("Random", "Hyperband"): "It trains hopeless settings to the end.",
    ("Random", "Grid"): "Random draws promise no complete table.",
    ("Hyperband", "Bayesian"): "It needs the metric on the way, and there is none.",
    ("Hyperband", "Random"): "It needs the metric on the way, and there is none.",
    ("Hyperband", "Grid"): "It cuts runs short; the table asks for complete ones.",
    ("Grid", "Bayesian"): "Between the lines of so coarse a grid nothing is tried.",
    ("Grid", "Random"): "On so many axes it has two values for each at best.",
    ("Grid", "Hyperband"): "It trains every combination to the end.",
}


def strategy_choice(rng: np.random.Generator) -> Variant:
    """Which strategy suits a budget, a number of machines and what the jobs report."""
    strategy = pick(rng, tuple(_SUITS))
    story = {
        "Bayesian": _few_and_dear,
        "Random": _all_at_once,
        "Hyperband": _long_runs,
        "Grid": _complete_table,
    }[strategy]
    slips = tuple(
        Slip(other, other.lower(), _AGAINST[other, strategy])
        for other in _SUITS
        if other != strategy
    )
    return Variant(
        params={"story": story(rng), "working": _SUITS[strategy]},
        answer=strategy,
        slips=slips,
        why=_SUITS[strategy],
    )


def _few_and_dear(rng: np.random.Generator) -> str:
    knobs, trials = pick(rng, ("two", "three")), whole(rng, 15, 40)
    return (
        f"{knobs.capitalize()} continuous hyperparameters, {trials} trials of {whole(rng, 2, 9)} "
        f"hours each, {pick(rng, ('one machine', 'two machines'))}; the metric is printed once, at "
        "the end"
    )


def _all_at_once(rng: np.random.Generator) -> str:
    trials = 10 * whole(rng, 6, 30)
    return (
        f"{pick(rng, ('Five', 'Six', 'Seven'))} continuous hyperparameters, {trials} trials of "
        f"{5 * whole(rng, 4, 11)} minutes each, {trials} machines, and the answer is due in an "
        "hour; the metric is printed once, at the end"
    )


def _long_runs(rng: np.random.Generator) -> str:
    trials, epochs = 10 * whole(rng, 8, 30), 10 * whole(rng, 8, 30)
    return (
        f"{pick(rng, ('Three', 'Four', 'Five'))} continuous hyperparameters, {trials} "
        f"configurations to look at, {epochs} epochs for a full run, {whole(rng, 4, 10)} machines, "
        f"and epochs for {whole(rng, 8, 20)} full runs in all; the metric is printed after every "
        "epoch"
    )


def _complete_table(rng: np.random.Generator) -> str:
    counts = [whole(rng, 2, 5) for _ in range(whole(rng, 2, 3))]
    knobs = listed(f"one with {n} values" for n in counts)
    return (
        f"Categorical hyperparameters, {knobs}, trials of {whole(rng, 5, 60)} minutes, "
        f"{whole(rng, 2, 8)} machines, and a report that has to show every combination; the metric "
        "is printed after every epoch"
    )


def pick_by_goal(rng: np.random.Generator) -> Variant:
    """Which of four trials a goal with a constraint picks."""
    column = pick(rng, ("accuracy", "recall"))
    limit = 5 * whole(rng, 3, 12)
    while True:
        rows = [
            (n, decimal(rng, 0.8, 0.97), decimal(rng, 0.4, 0.9), whole(rng, 4, 2 * limit))
            for n in "ABCD"
        ]
        merit = {n: accuracy if column == "accuracy" else recall for n, accuracy, recall, _ in rows}
        allowed = [n for n, *_, ms in rows if ms <= limit]
        order = sorted(merit, key=lambda name: -merit[name])
        best = [name for name in order if name in allowed]
        if len(best) >= 2 and order[0] not in allowed and merit[best[0]] > merit[best[1]] + 0.015:
            break
    wanted = {
        "accuracy": "be right as often as possible",
        "recall": "miss as few of the rare cases as possible",
    }
    slips = tuple(
        Slip(name, "too-slow", f"It takes more than {limit} ms: the constraint rules it out.")
        if name not in allowed
        else Slip(name, "not-best", "Another one that is quick enough does better.")
        for name in order
        if name != best[0]
    )
    cells = [(n, f"{a:.2f}", f"{r:.2f}", ms) for n, a, r, ms in rows]
    return Variant(
        params={
            "goal": f"{wanted[column]}, with every answer within {limit} ms",
            "table": table([("trial", "accuracy", "recall", "ms"), *cells]),
            "working": f"Within {limit} ms are {', '.join(sorted(best))}; of these {best[0]} has "
            f"the highest {column}",
        },
        answer=best[0],
        slips=slips,
        why=f"Of those that are quick enough it has the highest {column}.",
    )


def jobs_in_budget(rng: np.random.Generator) -> Variant:
    """How many training jobs money and a deadline allow; the scarcer of the two decides."""
    while True:
        minutes, parallel = pick(rng, (10, 12, 15, 20, 30, 40)), whole(rng, 2, 8)
        hours, euros = whole(rng, 2, 12), 5 * whole(rng, 2, 30)
        cents = minutes * pick(rng, (1, 2, 3, 4))  # a job: the price an hour is 60 times as much
        by_money = 100 * euros // cents
        in_a_row = 60 * hours // minutes
        by_time = parallel * in_a_row
        if by_money != by_time and max(by_money, by_time) < 3 * min(by_money, by_time):
            break
    answer = min(by_money, by_time)
    return Variant(
        params={
            "euros": euros,
            "price": f"{60 * cents / minutes / 100:.2f}",
            "minutes": minutes,
            "parallel": parallel,
            "hours": hours,
            "working": f"money for {by_money}, time for {parallel} × {in_a_row} = {by_time}; "
            f"the smaller is {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(
                    max(by_money, by_time),
                    "one-limit",
                    "One limit allows that many; the other is reached before.",
                    0.5,
                ),
                Slip(in_a_row, "one-at-a-time", "So many fit one after the other."),
                Slip(by_money + by_time, "added", "Both limits hold: the smaller one counts."),
            ],
        ),
        unit="training jobs",
    )


# No range ends where none of its values could lie beyond.
_RANGES: tuple[tuple[str, tuple[float, ...], tuple[float, ...], str], ...] = (
    ("learning rate", (1e-6, 1e-5, 1e-4), (0.1, 1.0), "log"),
    ("L2 strength", (1e-8, 1e-7, 1e-6), (0.01, 0.1), "log"),
    ("hidden units", (8, 16), (512, 1024), "log"),
    ("dropout rate", (0.1, 0.2), (0.5, 0.6), "linear"),
    ("momentum", (0.1, 0.2), (0.9, 0.95), "linear"),
    ("share of columns", (0.2, 0.3), (0.8, 0.9), "linear"),
)


def edge_alarm(rng: np.random.Generator) -> Variant:
    """Which range has its best value at an edge, each on its own scale."""
    chosen = some(rng, _RANGES, 4)
    rows, answer = [], chosen[whole(rng, 0, 3)][0]
    for name, lows, highs, scale in chosen:
        low, high = pick(rng, lows), pick(rng, highs)
        at = float(rng.uniform(0.3, 0.7))
        if name == answer:
            near = float(rng.uniform(0.01, 0.035))
            at = pick(rng, (near, 1 - near))
        best = low * (high / low) ** at if scale == "log" else low + at * (high - low)
        best = float(round(best)) if name == "hidden units" else float(f"{best:.2g}")
        rows.append((name, f"{low:g}", f"{high:g}", scale, f"{best:g}"))
    inside = {
        "log": "On its log scale the best lies well inside, however small the number looks.",
        "linear": "The best lies well inside.",
    }
    slips = tuple(Slip(r[0], f"inside-{r[3]}", inside[r[3]]) for r in rows if r[0] != answer)
    return Variant(
        params={
            "table": table([("", "from", "to", "scale", "best"), *rows]),
            "working": f"The best value of the {answer} lies within five per cent of an end, "
            "on its own scale",
        },
        answer=answer,
        slips=slips,
        why="It lies within five per cent of an end: the optimum may be beyond.",
    )


def exhaustive_days(rng: np.random.Generator) -> Variant:
    """How long all combinations of some values take, run one after the other."""
    knobs, values, minutes = whole(rng, 3, 7), whole(rng, 3, 6), 5 * whole(rng, 2, 24)
    runs = values**knobs
    answer = runs * minutes / (60 * 24)
    return Variant(
        params={
            "knobs": knobs,
            "values": values,
            "minutes": minutes,
            "working": f"{values}^{knobs} = {runs:,} runs of {minutes} minutes: "
            f"{f'{answer:.3g}' if answer < 100 else f'{answer:,.0f}'} days",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(
                    knobs * values * minutes / 1440, "added", "Values of different knobs multiply."
                ),
                Slip(
                    knobs**values * minutes / 1440,
                    "base-and-power",
                    "The values are raised to the number of knobs, not the other way round.",
                ),
                Slip(24 * answer, "hours", "Those are hours.", 0.5),
                Slip(float(runs), "runs", "Those are runs, not days."),
            ],
            rtol=0.01,
        ),
        unit="days",
        rtol=0.01,
    )
