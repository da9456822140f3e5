"""Wrong answers to the labs of lesson 10."""

from math import ceil, log

import numpy as np

from hpstudy.labs import load
from tests.wrong_answers import wrong


@wrong("aggregate", "ready last")
def _(parts):
    return [f"accuracy={right / seen:.4f};" for right, seen in parts]


@wrong("aggregate", "small shard counts as much")
def _(parts):
    return [f"accuracy={sum(right / seen for right, seen in parts) / len(parts):.4f};"]


@wrong("aggregate", "luckiest shard")
def _(parts):
    return [f"accuracy={max(right / seen for right, seen in parts):.4f};"]


@wrong("aggregate", "finds no number")
def _(parts):
    return [f"accuracy: {sum(p[0] for p in parts) / sum(p[1] for p in parts):.4f}"]


@wrong("aggregate", "near jobs look alike")
def _(parts):
    return [f"accuracy={sum(p[0] for p in parts) / sum(p[1] for p in parts):.2f};"]


@wrong("aggregate", "print one")
def _(parts):
    each = [f"accuracy={right / seen:.4f};" for right, seen in parts]
    return [*each, *load("aggregate").reference(parts)]


@wrong("aggregate", "list of the lines")
def _(parts):
    return load("aggregate").reference(parts)[0]


def parts_of(n, seed, shuffled=True):
    order = np.random.default_rng(seed).permutation(n) if shuffled else np.arange(n)
    return np.split(order, [n // 2, 3 * n // 4])


@wrong("three-way-split", "what validation promises")
def _(X, y, fit, settings, seed):
    train, validation, _ = parts_of(len(X), seed)
    scores = [fit(X[train], y[train], s).score(X[validation], y[validation]) for s in settings]
    return settings[int(np.argmax(scores))], max(scores)


@wrong("three-way-split", "judge every setting on the test part")
def _(X, y, fit, settings, seed):
    train, validation, test = parts_of(len(X), seed)
    models = [fit(X[train], y[train], s) for s in settings]
    chosen = [model.score(X[validation], y[validation]) for model in models]
    tests = [model.score(X[test], y[test]) for model in models]
    return settings[int(np.argmax(chosen))], tests[int(np.argmax(chosen))]


@wrong("three-way-split", "right on everything")
def _(X, y, fit, settings, seed):
    train, _, test = parts_of(len(X), seed)
    models = [fit(X[train], y[train], s) for s in settings]
    best = int(np.argmax([model.score(X[train], y[train]) for model in models]))
    return settings[best], models[best].score(X[test], y[test])


@wrong("three-way-split", "shuffle first")
def _(X, y, fit, settings, seed):
    train, validation, test = parts_of(len(X), seed, shuffled=False)
    models = [fit(X[train], y[train], s) for s in settings]
    best = int(np.argmax([model.score(X[validation], y[validation]) for model in models]))
    return settings[best], models[best].score(X[test], y[test])


@wrong("three-way-split", "test rows helped to choose")
def _(X, y, fit, settings, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    train, validation, test = order[:150], order[150:260], order[225:]
    models = [fit(X[train], y[train], s) for s in settings]
    best = int(np.argmax([model.score(X[validation], y[validation]) for model in models]))
    return settings[best], models[best].score(X[test], y[test])


@wrong("three-way-split", "do not belong together")
def _(X, y, fit, settings, seed):
    train, _, test = parts_of(len(X), seed)
    return settings[0], fit(X[train], y[: len(train)], settings[0]).score(X[test], y[test])


@wrong("three-way-split", "give it more")
def _(X, y, fit, settings, seed):
    train, validation, test = np.split(np.random.default_rng(seed).permutation(len(X)), [200, 290])
    models = [fit(X[train], y[train], s) for s in settings]
    best = int(np.argmax([model.score(X[validation], y[validation]) for model in models]))
    return settings[best], models[best].score(X[test], y[test])


def stories(**changed):
    return lambda: load("five-stories").reference() | changed


wrong("five-stories", "worst model with great care")(stories(rain=("log-loss", "Maximize")))
wrong("five-stories", "99.8 %")(stories(fraud=("accuracy", "Maximize")))
wrong("five-stories", "remembers best")(stories(letters=("training loss", "Minimize")))
wrong("five-stories", "hides the one")(stories(signs=("accuracy", "Maximize")))
wrong("five-stories", "how sure it was")(stories(rain=("accuracy", "Maximize")))
wrong("five-stories", "each euro")(stories(houses=("log-loss", "Minimize")))
wrong("five-stories", "no objective yet")(lambda: {"letters": ("accuracy", "Maximize")})
wrong("five-stories", "an objective and a direction")(stories(letters="accuracy"))


def planned(**changed):
    """A plan with some answers changed, each a function of the right plan, dollars and hours."""

    def answer(better, target, dollars, hours):
        plan = load("plan").reference(better, target, dollars, hours)
        return plan | {name: change(plan, dollars, hours) for name, change in changed.items()}

    return answer


wrong("plan", "the direction is Minimize")(planned(direction=lambda plan, d, h: "Maximize"))
wrong("plan", "reason to stop")(planned(target=lambda plan, d, h: None))
wrong("plan", "jobs cost")(planned(jobs=lambda plan, dollars, h: ceil(dollars / 4)))
wrong("plan", "too late")(planned(parallel=lambda plan, d, h: 1))
wrong("plan", "rounds to learn from")(planned(parallel=lambda plan, d, h: plan["jobs"]))
wrong("plan", "the money buys")(planned(jobs=lambda plan, d, h: min(plan["jobs"], 10)))
wrong("plan", "next to nothing")(planned(strategy=lambda plan, d, h: "Bayesian"))
wrong("plan", "8 $, 24 h: 2 rounds")(
    planned(strategy=lambda plan, d, hours: "Bayesian" if hours >= 3 else "Random")
)
wrong("plan", "that learns from them")(planned(strategy=lambda plan, d, h: "Random"))


@wrong("checklist", "best may lie beyond")
def _(ranges, winner, lead, spread):
    return ["repeat"] if lead < spread else []


@wrong("checklist", "measured on its log scale")
def _(ranges, winner, lead, spread):
    at_edge = [
        f"edge: {name}"
        for name, (low, high, _) in ranges.items()
        if not 0.05 <= (winner[name] - low) / (high - low) <= 0.95
    ]
    return at_edge


@wrong("checklist", "on a linear scale")
def _(ranges, winner, lead, spread):
    right = load("checklist").reference(ranges, winner, lead, spread)
    return [each for each in right if "log" not in each]


@wrong("checklist", "seeds alone make")
def _(ranges, winner, lead, spread):
    right = load("checklist").reference(ranges, winner, lead, spread)
    return [each for each in right if each != "repeat"]


@wrong("checklist", "log already")
def _(ranges, winner, lead, spread):
    right = load("checklist").reference(ranges, winner, lead, spread)
    wide = [name for name, (low, high, _) in ranges.items() if low and log(high / low) > 4]
    return [*right, *(f"log: {name}" for name in wide)]


def experiment(play, *, change=None, others=None, seeds=range(24), second=None, jobs=30):
    """A sound experiment on scales, unless told otherwise; the gains of the advised lane."""
    advised = [play(seed, **(others or {})) for seed in seeds]
    change = {"scale": "linear"} if change is None else change
    other = [play(seed, jobs=jobs, **change) for seed in second or seeds]
    return np.array(other) - np.array(advised)


def clearly(gain):
    return bool(gain.mean() + 2 * gain.std(ddof=1) / len(gain) ** 0.5 < 0)


wrong("refute-a-practice", "never called play")(lambda play: False)
wrong("refute-a-practice", "settings that you play: 1.")(
    lambda play: clearly(experiment(play, change={}))
)
wrong("refute-a-practice", "larger budget wins")(lambda play: clearly(experiment(play, jobs=20)))
wrong("refute-a-practice", "differ in scale and strategy")(
    lambda play: clearly(experiment(play, change={"scale": "linear", "strategy": "random"}))
)
wrong("refute-a-practice", "Neither lane follows")(
    lambda play: clearly(experiment(play, change={"knobs": 3}, others={"knobs": 4}))
)
wrong("refute-a-practice", "different seeds")(
    lambda play: clearly(experiment(play, second=range(24, 48)))
)
wrong("refute-a-practice", "no new evidence")(
    lambda play: clearly(experiment(play, seeds=[0, 1] * 12))
)
wrong("refute-a-practice", "3 pairs are luck")(
    lambda play: clearly(experiment(play, seeds=range(3)))
)
wrong("refute-a-practice", "True if the practice")(lambda play: experiment(play).mean())
wrong("refute-a-practice", "mind the sign")(lambda play: clearly(-experiment(play)))
wrong("refute-a-practice", "cannot fail")(lambda play: len(experiment(play)) < 0)
wrong("refute-a-practice", "that is chance")(lambda play: bool(experiment(play).mean() < 0))
wrong("refute-a-practice", "knows no parallel")(
    lambda play: clearly(experiment(play, change={"parallel": 5}))
)
wrong("refute-a-practice", "not 5")(lambda play: clearly(experiment(play, change={"knobs": 5})))


def zoom(loss, ranges, n, seed, *, shrink=0.5, pick=min, coarse=None, clip=True, log=np.log):
    """Coarse, then fine, with one thing wrong."""
    exp = np.exp if log is np.log else lambda x: x
    rng = np.random.default_rng(seed)
    low, high = log(np.array(list(ranges.values()))).T
    middle, width = (low + high) / 2, high - low
    half = n // 2 if coarse is None else coarse
    tried = []
    for job in range(n):
        if job == half:
            middle = log(np.array(list(pick(tried, key=lambda t: t[1])[0].values())))
            width = width * shrink
        drawn = middle + width * rng.uniform(-0.5, 0.5, len(low))
        drawn = exp(np.clip(drawn, low, high) if clip else drawn)
        configuration = dict(zip(ranges, drawn.tolist(), strict=True))
        tried.append((configuration, loss(configuration)))
    return min(tried, key=lambda t: t[1])


wrong("coarse-then-fine", "leaves the ranges")(lambda *a: zoom(*a, clip=False))
wrong("coarse-then-fine", "around the worst")(lambda *a: zoom(*a, pick=max, shrink=0.3))
wrong("coarse-then-fine", "still looks everywhere")(lambda *a: zoom(*a, shrink=1))
wrong("coarse-then-fine", "hardly moves")(lambda *a: zoom(*a, shrink=0.001))
wrong("coarse-then-fine", "Draw the logarithm uniformly")(lambda *a: zoom(*a, log=np.array))
wrong("coarse-then-fine", "your search runs 10")(
    lambda loss, ranges, n, seed: zoom(loss, ranges, n // 2, seed)
)
wrong("coarse-then-fine", "not once more")(
    lambda loss, ranges, n, seed: zoom(loss, ranges, n + 5, seed)
)
wrong("coarse-then-fine", "of both halves")(lambda *a: (zoom(*a)[0], 0.0))
wrong("coarse-then-fine", "Return two things")(lambda *a: zoom(*a)[0])
wrong("coarse-then-fine", "hand the seed")(lambda loss, ranges, n, seed: zoom(loss, ranges, n, 0))
wrong("coarse-then-fine", "with the same seed")(
    lambda loss, ranges, n, seed: zoom(loss, ranges, n, None)
)
