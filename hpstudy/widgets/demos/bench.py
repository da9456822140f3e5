"""d.bench: the practices on trial, each against its opposite, as often as it takes."""

from __future__ import annotations

from hpstudy.demos._replays import (
    ADVISED,
    AT_ONCE,
    BAYESIAN,
    JOBS,
    KNOBS,
    LINEAR,
    LOG,
    RANDOM,
    RANGES,
    RIGHT,
    STRATEGIES,
    WRONG,
    Setting,
    replay,
    rounds,
)
from hpstudy.demos.bench import REPLAYS, Bench, bench, every_at_once
from hpstudy.plots.bench import HEIGHT, WIDTH, draw_bench
from hpstudy.widgets.demo import Action, Demo, Menu, Options, Slider

PREDICTED = {
    "linear scale": ADVISED._replace(scale=LINEAR),
    "misplaced range": ADVISED._replace(ranges=WRONG),
    "all at once": ADVISED._replace(at_once=JOBS),
    "random search": ADVISED._replace(strategy=RANDOM),
}
PLAYED = 5  # replays that answer the prediction: the costliest mistake is so on every split


def sentence(numbers: Bench) -> str:
    """How much the change costs on average, how often, and what it takes."""
    n, setting = numbers.liked.replays, numbers.liked.setting
    if not n:
        return f"Change one thing: both searches are then played {REPLAYS} times, on the same data."
    replays, jobs = _counted(n, "replay"), _counted(numbers.jobs, "job")
    said = f"{_changed(setting)}: mean error of {replays} after {jobs} "
    ends = [lane.end(numbers.jobs) for lane in (numbers.liked, numbers.advised)]
    said += f"{ends[0]:.2f} against {ends[1]:.2f}"
    if setting != ADVISED:
        said += f", higher in {(numbers.dearer > 0).sum()}, lower in {(numbers.dearer < 0).sum()}"
    said += f"; {_counted(rounds(numbers.jobs, setting.at_once), 'hour')} against {numbers.jobs}."
    return f"{said} {_alarm(numbers)}".strip()


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _changed(setting: Setting) -> str:
    """What is otherwise than advised."""
    words = {
        "knobs": f"{setting.knobs} knobs",
        "ranges": f"ranges {setting.ranges}",
        "scale": f"{setting.scale} scale",
        "at_once": f"{setting.at_once} at once",
        "strategy": f"{setting.strategy} search",
    }
    changed = [
        word for name, word in words.items() if getattr(setting, name) != getattr(ADVISED, name)
    ]
    said = ", ".join(changed) or "All as advised"
    return f"{said[0].upper()}{said[1:]}"


def _alarm(numbers: Bench) -> str:
    alarm = numbers.liked.alarm(numbers.jobs)
    if alarm is None:
        return ""
    end = "upper" if alarm.upper else "lower"
    return f"In {alarm.replays} the best lies at the {end} end of {alarm.knob}."


def alt(numbers: Bench) -> str:
    """All three panels in words."""
    ends = ", ".join(
        f"{n} at once {lane.end(numbers.jobs):.2f}" for n, lane in numbers.trade.items()
    )
    return (
        "Mean of the lowest error by jobs and by hours, as advised and as you like; below, the "
        f"difference of both in each replay. {sentence(numbers)} By jobs at once: {ends or 'none'}."
    )


def answer(seed: int) -> str:
    """Which change costs most on average, by running each."""

    def mean(setting: Setting) -> float:
        seeds = range(REPLAYS * seed, REPLAYS * seed + PLAYED)
        return sum(float(replay(setting, each).run().losses.min()) for each in seeds)

    return max(PREDICTED, key=lambda option: mean(PREDICTED[option]))


DEMO = Demo(
    name="d.bench",
    question="Which practice counts, and how much?",
    compute=bench,
    draw=draw_bench,
    controls=[
        Menu("knobs", label="Knobs", options={str(n): n for n in KNOBS}, start=2),
        Menu("ranges", label="Ranges", options=RANGES, start=RIGHT),
        Menu("scale", label="Scale", options=(LOG, LINEAR), start=LOG),
        Menu("strategy", label="Strategy", options=STRATEGIES, start=BAYESIAN),
        Slider("at_once", label="Jobs at once", values=AT_ONCE, start=1, format="{:.0f}"),
        Slider(
            "jobs", label="Budget, jobs", values=range(1, JOBS + 1), start=JOBS, format="{:.0f}"
        ),
    ],
    predict=Options(
        f"{JOBS} jobs, one thing otherwise than advised: which costs most?",
        options=list(PREDICTED),
        answer=answer,
    ),
    actions=[Action("Every number at once", every_at_once)],
    progress=lambda numbers: numbers.done,
    sentence=sentence,
    alt=alt,
    width=WIDTH,
    height=HEIGHT,
)
