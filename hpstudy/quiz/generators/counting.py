"""Small sums of practice: fits, known results, decayed rates, errors that tuning removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import decimal, pick, whole
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
    return Variant(
        params={
            "jobs": jobs,
            "parallel": parallel,
            "job": job,
            "working": f"before its round {answer // parallel} rounds of {parallel} are done, "
            f"that is {answer}",
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
    return Variant(
        params={
            "start": start,
            "factor": factor,
            "every": every,
            "epoch": epoch,
            "working": f"{cuts} cuts before epoch {epoch}: {start:g} × {factor:g}^{cuts} "
            f"= {answer:.4g}",
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
