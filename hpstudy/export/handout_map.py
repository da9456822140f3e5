"""The map: every topic of the course with a box to tick, and beside it what to know by heart."""

from __future__ import annotations

from html import escape
from typing import Any

import yaml

from hpstudy import places
from hpstudy.export.handouts import Handout
from hpstudy.quiz.topics import Topic, load_topics

# Each part's colour, by its role in the kit's palette.
PARTS = {"A": "seen", "B": "unseen", "C": "bayesian", "D": "accent", "E": "halving"}

TWO_COLUMNS = {
    "parameter": ("learned from the data", "saved with the model", "used to predict"),
    "hyperparameter": ("set by the user", "fixed while a job runs", "no part of the model"),
}

# What the guide's questions ask for; the notes say where today's service differs.
BY_HEART = {
    "Three types": [
        "<b>Model</b>: hidden units, layers",
        "<b>Optimizer</b>: learning rate, minibatch size, epochs",
        "<b>Data</b>: resize, crop",
    ],
    "Searching: the strategies": [
        "<b>Grid</b>: every combination",
        "<b>Random</b>: independent draws, until a limit",
        "<b>Bayesian</b>: a model of past results guides the next choice",
        "<b>Hyperband</b>, not in the guide: many short runs, few long ones",
    ],
    "A tuning job's three inputs": [
        "<b>Name</b>: <code>HyperParameterTuningJobName</code>",
        "<b>Config</b>: what is searched, and how",
        "<b>Training job definition</b>: how one job runs",
    ],
    "Four things its JSON says": [
        "<b>Hyperparameters</b>: which are tuned",
        "<b>Ranges</b>: from where to where, on which scale",
        "<b>Resource limits</b>: how many jobs, how many at once",
        "<b>Objective metric</b>: what is to get better",
    ],
    "Six practices": [
        "few hyperparameters",
        "small ranges",
        "log scales, named as such",
        "concurrency: speed against quality",
        "several instances: report the right metric",
        "Bayesian search",
    ],
    "Against overfitting": [
        "<b>L1</b>, lasso: absolute values, exact zeros",
        "<b>L2</b>, ridge: squares, all smaller, none zero",
        "<b>Dropout</b>: a new random mask each step, in training only",
    ],
    "The step": [
        "<b>Learning rate</b>: small is slow, large oscillates or runs away",
        "<b>Momentum</b>: less oscillation, and a way out of some local minima",
    ],
    "The aim": [
        "<b>The best value of the objective on unseen data.</b> Validation data choose; test data"
        " are opened once."
    ],
}


def handout() -> Handout:
    """Return the map."""
    listed, topics = _listed(), load_topics()
    names = listed["parts"]
    part_of = {entry["id"]: entry["part"] for entry in listed["topics"]}
    parts = [
        _part(letter, names[letter], [t for t in topics.values() if part_of[t.id] == letter])
        for letter in names
    ]
    heart = [_two_columns(), *(_box(title, lines) for title, lines in BY_HEART.items())]
    return Handout(
        "Hyperparameter optimization",
        "Tick what you could explain; the number is the lesson.",
        f'<div class="columns"><div class="parts">{"".join(parts)}</div>'
        f'<div class="heart">{"".join(heart)}</div></div>',
    )


def _part(letter: str, name: str, topics: list[Topic]) -> str:
    ticks = "".join(
        f'<li>{escape(topic.title)}&nbsp;<span class="lesson">{topic.lessons[0][:2]}</span></li>'
        for topic in topics
    )
    colour = f"--part: var(--{PARTS[letter]})"
    return (
        f'<section class="part" style="{colour}"><h2>{letter} · {escape(name)}</h2>'
        f"<ul>{ticks}</ul></section>"
    )


def _two_columns() -> str:
    cells = [
        f"<div><h3>{head}</h3>{'<br>'.join(lines)}</div>" for head, lines in TWO_COLUMNS.items()
    ]
    return f'<div class="box"><h2>Whose numbers?</h2><div class="two">{"".join(cells)}</div></div>'


def _box(title: str, lines: list[str]) -> str:
    items = "".join(f"<li>{line}</li>" for line in lines)
    body = f"<ol>{items}</ol>" if len(lines) > 1 else f"<p>{lines[0]}</p>"
    return f'<div class="box"><h2>{title}</h2>{body}</div>'


def _listed() -> dict[str, Any]:
    text = (places.quizzes() / "topics.yaml").read_text(encoding="utf-8")
    listed: dict[str, Any] = yaml.safe_load(text)
    return listed
