"""Small sums of practice: fits, known results, rates and averages, what tuning saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import decimal, pick, table, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np


def cross_validation_time(rng: np.random.Generator) -> Variant:
    """How long a cross-validated comparison takes, with the last fit on everything."""
    n, folds, minutes = whole(rng, 4, 40), whole(rng, 3, 10), whole(rng, 2, 15)
    answer = (n * folds + 1) * minutes
    return Variant(
        params={
            "n": n,
            "folds": folds,
            "minutes": minutes,
            "working": f"({n} × {folds} + 1) × {minutes} = {n * folds + 1} × {minutes} = {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(n * folds * minutes, "no-refit", "The winner's last fit is missing.", 0.5),
                Slip((n + 1) * minutes, "one-each", "Every configuration is fitted once a fold."),
                Slip((n + folds) * minutes, "added", "Configurations and folds multiply."),
                Slip(n * folds + 1, "fits", "Those are fits; minutes are asked for."),
            ],
        ),
        unit="min",
    )


def known_results(rng: np.random.Generator) -> Variant:
    """How many results a strategy knows when it chooses one of the later jobs."""
    parallel, rounds = whole(rng, 2, 12), whole(rng, 3, 12)
    jobs = parallel * rounds
    job = whole(rng, parallel + 1, jobs)
    answer = (job - 1) // parallel * parallel
    done = "one round" if answer == parallel else f"{answer // parallel} rounds"
    return Variant(
        params={
            "jobs": jobs,
            "parallel": parallel,
            "job": job,
            "working": f"before its round begins, {done} of {parallel} jobs "
            f"{'is' if answer == parallel else 'are'} done, that is {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(job - 1, "one-by-one", "Those of its own round are still running.", 0.5),
                Slip(answer // parallel, "rounds", "Those are rounds; each has several jobs."),
                Slip(jobs - parallel, "last-round", "So many does the last round know."),
                Slip(0, "none", "Only the first round knows nothing."),
            ],
        ),
        unit="results",
    )


def decayed_rate(rng: np.random.Generator) -> Variant:
    """The learning rate at an epoch when it is cut every few epochs."""
    start, factor = pick(rng, (0.05, 0.1, 0.2, 0.3, 0.5, 0.8)), pick(rng, (0.1, 0.2, 0.5, 0.8))
    every = whole(rng, 3, 15)
    epoch = whole(rng, every + 1, 4 * every)
    cuts = (epoch - 1) // every
    answer = start * factor**cuts
    told, power = (
        ("One cut", f"{factor:g}") if cuts == 1 else (f"{cuts} cuts", f"{factor:g}^{cuts}")
    )
    return Variant(
        params={
            "start": start,
            "factor": factor,
            "every": every,
            "epoch": epoch,
            "working": f"{told} before epoch {epoch}: {start:g} × {power} = {answer:.4g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(start, "constant", "The rule has cut it since."),
                Slip(start * factor ** (cuts + 1), "one-more", "One cut too many."),
                Slip(start * factor**epoch, "every-epoch", "It is not cut after every epoch."),
                Slip(start * factor * cuts, "linear", "Cuts multiply."),
            ],
            rtol=0.01,
        ),
        rtol=0.01,
    )


def errors_removed(rng: np.random.Generator) -> Variant:
    """Which share of the errors is gone when the accuracy rises."""
    before = decimal(rng, 60, 96, 1)
    after = round(before + (100 - before) * float(rng.uniform(0.1, 0.7)), 1)
    answer = 100 * (after - before) / (100 - before)
    return Variant(
        params={
            "before": before,
            "after": after,
            "points": f"{after - before:.1f}",
            "working": f"Errors fall from {100 - before:.1f} % to {100 - after:.1f} %, by "
            f"{after - before:.1f} / {100 - before:.1f} = {answer:.1f} %",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(after - before, "points", "Those are points of accuracy."),
                Slip(100 - answer, "left", "That is the share of errors that is left."),
                Slip(100 * (after - before) / before, "of-accuracy", "Compare with the errors."),
                Slip(
                    100 * (after - before) / (100 - after),
                    "of-what-is-left",
                    "Compare with the errors that there were, not with those that are left.",
                ),
            ],
            rtol=0.015,
        ),
        unit="%",
        rtol=0.015,
    )


def running_mean(rng: np.random.Generator) -> Variant:
    """Adam's first average after a few gradients, corrected for its start at zero."""
    beta, n = pick(rng, (0.5, 0.8, 0.9)), whole(rng, 2, 3)
    gradients = [decimal(rng, -0.9, 0.9, 1) or 0.1 for _ in range(n)]
    mean = 0.0
    for gradient in gradients:
        mean = beta * mean + (1 - beta) * gradient
    answer = mean / (1 - beta**n)
    return Variant(
        params={
            "gradients": ", ".join(f"{g:g}" for g in gradients),
            "beta": beta,
            "working": f"{mean:.4g} / (1 - {beta:g}^{n}) = {answer:.4g}",
            "mean": f"{mean:.4g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(mean, "no-correction", "It began at zero, which pulls it there.", 0.5),
                Slip(sum(gradients) / n, "plain-mean", "Later gradients count for more."),
                Slip(gradients[-1], "last", "Earlier gradients are remembered."),
                Slip(mean / (1 - beta), "one-step", "That corrects for a single gradient."),
            ],
            rtol=0.01,
        ),
        rtol=0.01,
    )


def trials_to_match(rng: np.random.Generator) -> Variant:
    """How many times as many trials random search needs for what Bayesian search reached."""
    counts = (5, 10, 20, 40, 80, 160)
    at = whole(rng, 1, 2)
    needed = whole(rng, at + 1, 5)
    start = decimal(rng, 0.8, 1.2)
    guided, drawn = [start], [start + decimal(rng, 0.0, 0.1)]
    for _ in counts[1:]:
        guided.append(guided[-1] - decimal(rng, 0.03, 0.12))
    step = (drawn[0] - guided[at]) / needed
    for i in range(1, 6):
        drawn.append(drawn[0] - i * step - (0.004 if i >= needed else -0.004))
    rows = [(n, f"{a:.2f}", f"{b:.2f}") for n, a, b in zip(counts, guided, drawn, strict=True)]
    answer = counts[needed] / counts[at]
    return Variant(
        params={
            "trials": counts[at],
            "table": table([("trials", "Bayesian", "random"), *rows]),
            "working": f"random search is there after {counts[needed]}: {counts[needed]} / "
            f"{counts[at]} = {answer:g}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(1 / answer, "upside-down", "Random search needs more, not fewer."),
                Slip(counts[needed], "trials", "So many trials; divide by those of the other."),
                Slip(
                    counts[needed] - counts[at], "difference", "How many more, not how many times."
                ),
            ],
        ),
        unit="times",
    )
