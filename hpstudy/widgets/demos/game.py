"""d.game: the manual tuning game, against random and Bayesian search."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hpstudy.demos._game_rules import (
    BLIND,
    BUDGET,
    COSTS,
    MODES,
    NOISY,
    OPEN,
    TWO,
    Rules,
    incumbent,
    spent,
)
from hpstudy.demos._players import SPACE
from hpstudy.demos.game import PLAYERS, Game, game, judge
from hpstudy.plots.game import HEIGHT, KNOBS, WIDTH, draw_game
from hpstudy.plots.search import short
from hpstudy.widgets.demo import Action, Demo, Menu, Options, Slider, Toggle

LABELS = {"learning_rate": "Learning rate", "l2": "L2", "momentum": "Momentum", "width": "Width"}
WIDTHS = (4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128)

RULES = {
    OPEN: "The net has four knobs; you see what you turn.",
    BLIND: "Four knobs without names, mixed up, some turned backwards: is experience worth much?",
    TWO: "Two knobs: width 32, no momentum.",
    NOISY: "Each job draws other pictures and weights; in the end your best is trained once more.",
    COSTS: "Width is paid for: up to 32 units a job costs 1, with 128 it costs 4.",
}


def sentence(numbers: Game) -> str:
    """The rules, then how the last job did, in the end who won and how you played."""
    if not numbers.yours:
        return f"{BUDGET} jobs for each of three players. {RULES[numbers.rules.mode]}"
    if len(numbers.training):
        return f"Job {len(numbers.yours) + 1} is training."
    return _ended(numbers) if numbers.over else _going(numbers)


def _going(numbers: Game) -> str:
    last, best = numbers.yours[-1], incumbent(numbers.yours)
    left = BUDGET - spent(numbers.yours)
    paid = f" It cost {last.cost:.2g}." if numbers.rules.mode == COSTS else ""
    return (
        f"Job {len(numbers.yours)}: loss {last.loss:.3f}{_called(numbers)}.{paid} Lowest so far: "
        f"you {best.loss:.3f}, {_rivals(numbers)}. {left:.3g} of {BUDGET} jobs left."
    )


def _called(numbers: Game) -> str:
    """Whether the last job was the lowest, if you said so of it; the first one always is."""
    if len(numbers.yours) < 2 or not numbers.yours[-1].called:
        return ""
    return ", your lowest, as you said" if numbers.style.lowest[-1] else ", not your lowest"


def _rivals(numbers: Game) -> str:
    jobs = {"Bayesian": numbers.bayesian, "random": numbers.random}
    return ", ".join(f"{who} {incumbent(n).loss:.3f}" for who, n in jobs.items() if n)


def _ended(numbers: Game) -> str:
    you, bayesian, random = numbers.ends
    if numbers.judgement is None:
        place = 1 + sum(loss < you for loss in (bayesian, random))
        who = {1: "you win", 2: "you are second", 3: "you are third"}[place]
        start = f"You {you:.3f}, Bayesian {bayesian:.3f}, random {random:.3f}: {who}."
    else:
        start = _judged(numbers, you)
    return f"{start} {_style(numbers)} Code: {numbers.code}"


def _judged(numbers: Game, you: float) -> str:
    judged = numbers.judgement
    assert judged is not None
    search = f"A search of {judged.n_jobs} jobs reaches {judged.lowest:.3f}"
    if not len(judged.ends):
        return f"{search}."
    regret = you - judged.lowest
    than = "and so do you" if regret <= 0 else f"{regret:.3f} below you"
    return f"{search}, {than}; you beat {numbers.beaten:.0%} of {PLAYERS:,} random players."


def _style(numbers: Game) -> str:
    """How you played, from your jobs alone."""
    style, n = numbers.style, len(numbers.yours)
    called = style.called[1:]  # the first is the lowest so far, whatever it is
    right = int(np.sum(called & style.lowest[1:]))
    calls = f" Of {called.sum()} jobs called your lowest, {right} were." if called.any() else ""
    if numbers.judgement is not None:
        calls = ""  # said before; the judge needs the room
    if not style.moved.any():
        return f"You never moved a knob.{calls}"
    most = list(KNOBS.values())[int(style.moved.argmax())]
    ones = np.mean(style.at_once <= 1)
    how = "one knob at a time" if ones >= 2 / 3 else f"{style.at_once.mean():.1f} knobs at once"
    moved = f"You moved {how}, {most} most"
    return f"{moved}; {style.alike} of {n} rates lie within a factor of 3.{calls}"


def alt(numbers: Game) -> str:
    """The three panels, in words."""
    beside = "the loss along each knob through your best"
    if numbers.judgement is None:
        beside = "the learning curve of your latest job"
    return (
        f"Lowest loss so far of you, Bayesian and random search, by jobs spent; beside it {beside};"
        f" below, a table of your {len(numbers.yours)} jobs. {sentence(numbers)}"
    )


def offer(numbers: Game) -> str | None:
    """What the judge's button says: it is for after the end, and once."""
    if not numbers.over or (numbers.judgement and numbers.judgement.done == 1):
        return None
    return "Judge it"


def _position(name: str) -> Callable[[float], str]:
    return lambda value: f"{100 * SPACE[name].to_unit(value):.0f}"


def _slider(name: str, values: tuple[float, ...], start: float) -> Slider:
    return Slider(name, label=LABELS[name], values=values, start=start, format=short_or_zero)


def short_or_zero(value: float) -> str:
    """Return a value as a reader writes it."""
    return short(value) if value else "0"


SLIDERS = [
    _slider("learning_rate", tuple(np.geomspace(1e-4, 1, 81).round(10)), 1e-2),
    _slider("l2", tuple(np.geomspace(1e-6, 1e-1, 101).round(12)), 3.2e-4),
    Slider(
        "momentum",
        label=LABELS["momentum"],
        values=np.linspace(0, 0.99, 100).round(2),
        start=0.5,
        format="{:.2f}",
    ),
    Slider("width", label=LABELS["width"], values=WIDTHS, start=23, format="{:.0f} units"),
]
UNNAMED = [
    Slider(
        slider.name,
        label=f"Knob {letter}",
        values=slider.values,
        start=slider.values[slider.start],
        format=_position(slider.name),
    )
    for letter, slider in zip("ABCD", SLIDERS, strict=True)
]

DEMO = Demo(
    name="d.game",
    question="Twelve jobs each: can you beat the searches?",
    compute=game,
    draw=draw_game,
    controls=[
        *SLIDERS,
        Toggle("called", label="Will be my lowest"),
        Menu(
            "mode",
            label="Rules",
            options={"four knobs": OPEN, **{mode: mode for mode in MODES[1:]}},
            start=OPEN,
            instead={
                BLIND: {slider.name: slider for slider in UNNAMED},
                TWO: {"momentum": None, "width": None},
            },
        ),
    ],
    predict=Options(
        "Who ends with the lowest loss?",
        options=["me", "Bayesian", "random"],
    ),
    button="Train it",
    offer=lambda numbers: None if numbers.over else "Train it",
    actions=[Action("Judge it", judge, offer=offer)],
    opening=lambda seed, mode=OPEN: Game(Rules(mode, seed)),
    progress=lambda numbers: numbers.judgement.done if numbers.judgement else 0.0,
    sentence=sentence,
    alt=alt,
    width=WIDTH,
    height=HEIGHT,
)
