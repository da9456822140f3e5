"""What a tuning job leaves behind: names, logs, a table of training jobs, the end of the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpstudy.quiz.generators.draws import decimal, pick, some, table, whole
from hpstudy.quiz.generators.variant import Variant, apart
from hpstudy.quiz.question import Slip

if TYPE_CHECKING:
    import numpy as np

_METRICS = {
    "validation:auc": "Maximize",
    "validation:f1": "Maximize",
    "validation:logloss": "Minimize",
    "validation:rmse": "Minimize",
}


def best_job(rng: np.random.Generator) -> Variant:
    """Which training job is the best: by its final value, also of those stopped early."""
    metric = pick(rng, tuple(_METRICS))
    up = _METRICS[metric] == "Maximize"
    final, passing = _five_jobs(rng, up)
    toward, away = (max, min) if up else (min, max)
    best, worst = final.index(toward(final)), final.index(away(final))
    flash = passing.index(toward(passing))
    jobs = [f"t-{i:03d}" for i in sorted(some(rng, range(1, 60), 6))]
    failed = whole(rng, 0, 5)
    named = jobs[:failed] + jobs[failed + 1 :]
    stopped = pick(rng, (best, whole(rng, 0, 4)))
    rows = [
        (job, "Stopped" if i == stopped else "Completed", f"{final[i]:.3f}", f"{passing[i]:.3f}")
        for i, job in enumerate(named)
    ]
    rows.insert(failed, (jobs[failed], "Failed", "-", "-"))
    reasons = {
        worst: ("direction", "It is the best of the wrong direction."),
        flash: ("ever", "Its best value was passed by: the last one counts."),
    }
    slips = [
        Slip(named[i], *reasons.get(i, ("not-best", "Another job ended with a better value.")))
        for i in range(5)
        if i in reasons or (i == stopped and i != best)
    ]
    slips.append(Slip(jobs[failed], "failed", "A job without an objective value cannot win."))
    head = ("job", "status", "final value", "best on the way")
    return Variant(
        params={
            "metric": metric,
            "direction": _METRICS[metric],
            "table": table([head, *rows]),
            "working": f"{final[best]:.3f} is the {'highest' if up else 'lowest'} final value",
        },
        answer=named[best],
        slips=tuple(slips),
        why="Its final value is the best; a job that was stopped early takes part with its last.",
    )


def _five_jobs(rng: np.random.Generator, up: bool) -> tuple[list[float], list[float]]:
    """Return what each job ended with and its best on the way: two jobs lead, each in one."""
    toward = max if up else min
    while True:
        final = [decimal(rng, 0.3, 0.9, 3) for _ in range(5)]
        passing = [x + (1 if up else -1) * decimal(rng, 0, 0.08, 3) for x in final]
        flash = passing.index(toward(passing))
        apart = len({*final}) == 5 and passing.count(passing[flash]) == 1
        if apart and flash != final.index(toward(final)):
            return final, passing


def tuning_ends(rng: np.random.Generator) -> Variant:
    """After how many training jobs a tuning job ends: at its target or at its limit."""
    up, limit = pick(rng, (True, False)), whole(rng, 5, 9)
    values = [decimal(rng, 0.5, 0.9) for _ in range(limit + 2)]
    target = decimal(rng, 0.78, 0.88) if up else decimal(rng, 0.52, 0.62)
    reached = [i + 1 for i, x in enumerate(values) if (x >= target if up else x <= target)]
    answer = min([*reached, limit])
    best = values.index((max if up else min)(values)) + 1
    met = f"job {answer} reaches the target" if answer in reached else "none reaches it before"
    return Variant(
        params={
            "type": "Maximize" if up else "Minimize",
            "limit": limit,
            "target": f"{target:.2f}",
            "table": table([("job", "value"), *((i, f"{x:.2f}") for i, x in enumerate(values, 1))]),
            "working": f"{met}, the limit is {limit}: {answer}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(limit, "limit", "It ends before its limit: a job reached the target."),
                Slip(best, "best", "It does not know what would come: the first one counts."),
                Slip(len(values), "all", "The last rows are never run."),
                Slip(1, "direction", "Mind the direction: the first job is not there yet."),
            ],
        ),
        unit="training jobs",
    )


def logged_metric(rng: np.random.Generator) -> Variant:
    """Which value a metric's regular expression finds in a log: the last match."""
    name, other = pick(rng, (("val_loss", "train_loss"), ("valid_rmse", "train_rmse")))
    losses = [decimal(rng, 0.3, 0.98, 4) for _ in range(whole(rng, 3, 5))]
    lines = []
    for epoch, loss in enumerate(losses, 1):
        fitted = round(loss - decimal(rng, 0.05, 0.25, 4), 4)
        parts = [f"{name}={loss:.4f};", f"{other}={fitted:.4f};"]
        lines.append(" ".join([f"epoch {epoch}:", *some(rng, parts, 2)]))
    lines.append(pick(rng, ("saved the weights", "done", f"best {name} {min(losses):.4f}")))
    answer = losses[-1]
    fitted_last = float(lines[-2].split(f"{other}=")[1].split(";")[0])
    return Variant(
        params={
            "name": name,
            "regex": f"`{name}=([0-9.]+);`",
            "log": "\n".join(["```", *lines, "```"]),
            "working": f"the last match is {answer:.4f}",
        },
        answer=answer,
        slips=apart(
            answer,
            [
                Slip(min(losses), "best", "The last match counts, not the best."),
                Slip(fitted_last, "training", "That is another metric, by its name."),
                Slip(losses[0], "first", "Later matches replace earlier ones."),
            ],
            rtol=1e-5,
        ),
        rtol=1e-5,
    )


_STEMS = ("digits", "churn", "credit", "pumps", "wheat", "ships", "loans", "clouds", "trams")
_FAULTS = {
    "underscore": "Underscores are not allowed.",
    "dot": "Dots are not allowed.",
    "hyphen-first": "It has to begin with a letter or a digit.",
    "hyphen-last": "It has to end with a letter or a digit.",
    "too-long": "It has more than 32 characters.",
}


def bad_name(rng: np.random.Generator) -> Variant:
    """Which name the service refuses for a tuning job."""
    fault = pick(rng, tuple(_FAULTS))
    stems, number = some(rng, _STEMS, 4), whole(rng, 1, 99)
    name = {
        "underscore": f"{stems[0]}_{number}",
        "dot": f"{stems[0]}-v{number / 10:.1f}",
        "hyphen-first": f"-{stems[0]}-{number}",
        "hyphen-last": f"{stems[0]}-{number}-",
        "too-long": f"{stems[0]}-{stems[1]}-bayesian-search-of-week-{number}",
    }[fault]
    sound = (
        (f"{stems[1].capitalize()}-{number}", "capitals", "Capitals are allowed."),
        (f"{number}-{stems[2]}", "digit-first", "It may begin with a digit."),
        (f"{stems[3]}--{number}", "two-hyphens", "Hyphens may follow each other inside."),
        (f"{stems[2][0]}{number}", "short", "One character would be enough."),
    )
    slips = tuple(Slip(f"`{text}`", slip, why) for text, slip, why in some(rng, sound, 3))
    return Variant(
        params={"what": "a tuning job", "working": _FAULTS[fault]},
        answer=f"`{name}`",
        slips=slips,
        why=_FAULTS[fault],
    )


_INPUT_OF = {
    "names and ranges of what is tuned": "config",
    "the largest number of training jobs": "config",
    "how many training jobs run at once": "config",
    "the objective metric and its direction": "config",
    "the search strategy": "config",
    "whether poor jobs are stopped early": "config",
    "a target value that ends the search": "config",
    "the container image": "training job definition",
    "the regular expressions of the metrics": "training job definition",
    "where the training data lie": "training job definition",
    "where the models are written to": "training job definition",
    "values that are not tuned": "training job definition",
    "type and number of instances": "training job definition",
    "how long one training job may run": "training job definition",
    "the role that training jobs assume": "training job definition",
    "what is unique in the account and Region": "name",
    "what the training jobs' names begin with": "name",
    "1 to 32 letters, digits and hyphens": "name",
}
_WHY_INPUT = {
    "config": "It says what is searched, how, and for how long.",
    "training job definition": "It says how a single training job is run.",
    "name": "It labels the tuning job, and the training jobs take it over.",
}


def place_fields(rng: np.random.Generator) -> Variant:
    """Put parts of a request under the tuning job's three inputs."""
    while True:
        parts = some(rng, tuple(_INPUT_OF), 6)
        if {_INPUT_OF[part] for part in parts} == set(_WHY_INPUT):
            break
    return Variant(
        params={"n": len(parts)},
        answer={part: _INPUT_OF[part] for part in parts},
        why={part: _WHY_INPUT[_INPUT_OF[part]] for part in parts},
    )
