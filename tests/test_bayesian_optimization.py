"""Bayesian optimization: better than chance where it should be, and blind to what means nothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from hpstudy.space import Categorical, Configuration, Float, Integer, SearchSpace
from hpstudy.strategies import bayesian_optimization
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.bayesian_optimization import BayesianOptimization, n_to_learn_from
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.trial import Trial
from tests.strategy_contract import LINE, MIXED, loss_of, loss_with_failures, run

Objective = Callable[[Configuration], float]

SQUARE = SearchSpace(x=Float(0, 1), y=Float(1e-3, 1e3, "log"))
STEPS = SearchSpace(depth=Integer(1, 40), leaf=Integer(1, 60, "log"), rate=Float(1e-3, 1, "log"))
IDLE = SearchSpace(
    kernel=Categorical(["linear", "rbf", "poly"]),
    C=Float(1e-3, 1e3, "log"),
    gamma=Float(1e-4, 1e1, "log"),
    degree=Integer(2, 6),
)


def valley(configuration: Configuration) -> float:
    """Smooth, bent, its minimum 0 at x = 0.7, y = 0.1."""
    x, y = SQUARE.to_unit(configuration)
    return float((x - 0.7) ** 2 + 5 * (y - 1 / 3 - 0.5 * (x - 0.7)) ** 2)


def stairs(configuration: Configuration) -> float:
    """Nothing but plateaus: two whole numbers and a rate that counts in steps of a tenth."""
    depth, leaf, rate = STEPS.to_unit(configuration)
    return float(round(8 * abs(depth - 0.3)) + round(8 * abs(leaf - 0.6)) + round(10 * rate) / 2)


def kernels(configuration: Configuration) -> float:
    """The best kernel minds gamma and not the degree, another neither, the third both."""
    _, C, gamma, degree = IDLE.to_unit(configuration)
    bowl = (C - 0.6) ** 2
    match configuration["kernel"]:
        case "linear":
            return float(bowl + 0.1)
        case "rbf":
            return float(bowl + 2 * (gamma - 0.4) ** 2)
    return float(bowl + 2 * (gamma - 0.8) ** 2 + 0.1 * degree + 0.05)


def magnitudes(configuration: Configuration) -> float:
    """Ten orders of magnitude from the best to the worst."""
    return 10 ** (10 * valley(configuration) - 5)


def best(strategy: Strategy, objective: Objective, n: int) -> float:
    return min(objective(t.configuration) for t in run(strategy, n, told(objective)))


def told(objective: Objective) -> Callable[[Strategy, Trial], float]:
    return lambda _, trial: objective(trial.configuration)


# Better than chance


@pytest.mark.parametrize(
    ("space", "objective", "at_most"),
    [(SQUARE, valley, 0.02), (STEPS, stairs, 0.4), (IDLE, kernels, 0.6), (SQUARE, magnitudes, 0.5)],
)
def test_it_beats_random_search(space: SearchSpace, objective: Objective, at_most: float) -> None:
    """Thirty trials come to a fraction of what thirty random ones come to, in the mean of seeds."""
    lowest = magnitudes(SQUARE.from_unit([0.7, 1 / 3])) if objective is magnitudes else 0.0
    ours, random = (
        np.mean([best(make(space, seed=s), objective, 30) - lowest for s in range(6)])
        for make in (BayesianOptimization, RandomSearch)
    )
    assert ours < at_most * random


def test_it_avoids_where_trials_fail() -> None:
    """A failure counts as the worst loss: the half that fails is left within a few trials."""

    def fails_above(_: Strategy, trial: Trial) -> float | None:
        return None if trial.configuration["x"] > 0.5 else valley(trial.configuration)

    failed = [
        trial.configuration["x"] > 0.5
        for seed in range(4)
        for trial in run(BayesianOptimization(SQUARE, seed=seed), 25, fails_above)[10:]
    ]
    assert np.mean(failed) < 0.35  # the best is at the border itself


def test_a_failure_is_believed_to_be_as_bad_as_the_worst() -> None:
    def worst_for_failed(strategy: Strategy, trial: Trial) -> float:
        losses = [loss_with_failures(strategy, Trial(n, t.configuration)) for n, t in asked.items()]
        return max(loss for loss in losses if loss is not None)

    asked = {t.number: t for t in run(BayesianOptimization(MIXED, seed=2), 12, loss_with_failures)}
    left, right = BayesianOptimization(MIXED, seed=2), BayesianOptimization(MIXED, seed=2)
    for trial in asked.values():
        loss = loss_with_failures(left, trial)
        left.tell(trial, loss)
        right.tell(trial, worst_for_failed(right, trial) if loss is None else loss)
    assert left.ask() == right.ask()


# What it must not mind


def bent_by(scale: float, shift: float) -> Callable[[Strategy, Trial], float]:
    return lambda _, trial: scale * valley(trial.configuration) + shift


@pytest.mark.parametrize("scale", [2.0**-30, 2.0**40])
def test_the_losses_unit_plays_no_part(scale: float) -> None:
    trials = run(BayesianOptimization(SQUARE, seed=0), 30, bent_by(1, 0))
    assert run(BayesianOptimization(SQUARE, seed=0), 30, bent_by(scale, 0)) == trials


@pytest.mark.parametrize(("scale", "shift"), [(1, 3), (0.3, -7)])
def test_the_losses_zero_plays_no_part(scale: float, shift: float) -> None:
    """But for rounding, which later trials feel."""
    pair = [bent_by(1, 0), bent_by(scale, shift)]
    here, there = (
        [SQUARE.to_unit(t.configuration) for t in run(BayesianOptimization(SQUARE, seed=0), 15, f)]
        for f in pair
    )
    np.testing.assert_allclose(here, there, atol=1e-4)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("space", [MIXED, LINE])
@pytest.mark.parametrize(
    "bend",
    [
        lambda bowl, n: 1.0,
        lambda bowl, n: 1e300,
        lambda bowl, n: 1e300 * bowl,
        lambda bowl, n: 1.7e308 * math.sin(9 * bowl),
        lambda bowl, n: 1e-320 * bowl,
        lambda bowl, n: 10 ** min(300 * bowl - 150, 300),
        lambda bowl, n: 1e300 if n == 3 else bowl,
        lambda bowl, n: -1e300 if n == 3 else bowl,
        lambda bowl, n: 1 + 1e-15 * bowl,
        lambda bowl, n: float(n == 7),
        lambda bowl, n: None if n < 9 else bowl,
    ],
)
def test_losses_of_any_size_and_shape(
    space: SearchSpace, bend: Callable[[float, int], float | None]
) -> None:
    trials = run(
        BayesianOptimization(space, seed=0), 20, lambda s, t: bend(loss_of(s, t), t.number)
    )
    points = {space.to_unit(trial.configuration).tobytes() for trial in trials}
    assert len(points) == 20


# What is asked


def test_the_first_trials_are_a_latin_hypercube() -> None:
    strategy = BayesianOptimization(MIXED, seed=4)
    U = np.array([strategy._spread(k) for k in range(strategy.n_start)])
    parts = np.floor(U * len(U)).astype(int)
    assert strategy.n_start == len(MIXED) + 2
    assert all(sorted(column) == list(range(len(U))) for column in parts.T)
    asked = [MIXED.to_unit(trial.configuration) for trial in run(strategy, len(U))]
    np.testing.assert_allclose(np.array(asked)[:, 0], U[:, 0])


@pytest.mark.parametrize(
    ("space", "n"),
    [
        (SearchSpace(depth=Integer(1, 4), criterion=Categorical(["a", "b", "c"])), 12),
        (SearchSpace(depth=Integer(1, 20), leaf=Integer(1, 20)), 60),
    ],
)
def test_no_configuration_twice_while_there_are_others(space: SearchSpace, n: int) -> None:
    """Even where all losses are alike, so that no place looks better than another."""
    for objective in (loss_of, lambda *_: 1.0):
        trials = run(BayesianOptimization(space, seed=1), n, objective)
        assert len({tuple(trial.configuration.values()) for trial in trials}) == n


def test_what_was_tried_elsewhere_is_not_tried_again() -> None:
    space = SearchSpace(depth=Integer(1, 12))
    strategy = BayesianOptimization(space, seed=0)
    for depth in range(1, 12, 2):
        strategy.tell(Trial(20 + depth, {"depth": depth}), abs(depth - 7.2))
    assert {t.configuration["depth"] for t in run(strategy, 6)} == set(range(2, 13, 2))


def test_once_all_are_known_the_best_is_tried_again() -> None:
    space = SearchSpace(depth=Integer(1, 9))
    trials = run(BayesianOptimization(space, seed=0), 29, lambda _, t: t.configuration["depth"])
    ((favourite, n),) = Counter(t.configuration["depth"] for t in trials[9:]).most_common(1)
    assert favourite <= 2
    assert n > 10


class Deaf(BayesianOptimization):
    """Knows nothing of the trials that still run."""

    def _pending(self) -> list[np.ndarray]:
        return []


def test_a_batch_spreads() -> None:
    """Four asked at once lie far apart, as those of a search deaf to pending trials do not."""

    def nearest_pair(make: type[BayesianOptimization], seed: int) -> float:
        strategy = make(SQUARE, seed=seed)
        run(strategy, 16, told(valley))
        U = [SQUARE.to_unit(strategy.ask().configuration) for _ in range(4)]  # type: ignore[union-attr]
        return min(math.dist(a, b) for i, a in enumerate(U) for b in U[:i])

    ours, deaf = (
        np.median([nearest_pair(m, s) for s in range(7)]) for m in (BayesianOptimization, Deaf)
    )
    assert ours > 3 * deaf


# What is learnt when


def test_numbers_to_learn_from() -> None:
    learnt = [n_to_learn_from(n) for n in range(2, 1000)]
    assert learnt[:20] == [*range(2, 21), 20]
    assert learnt == sorted(learnt)
    assert all(0.9 * n <= m <= n for n, m in enumerate(learnt, start=2))


def test_the_committee_is_drawn_from_the_first_told_alone() -> None:
    """Drawn anew by a resumed search, it is the same committee."""
    strategy = BayesianOptimization(MIXED, seed=3)
    trials = run(strategy, 35)
    n = n_to_learn_from(35)
    assert n == 33
    fresh = BayesianOptimization(MIXED, seed=3)
    for trial in trials:
        fresh.tell(trial, loss_of(fresh, trial) if trial.number < n else 9.0)
    strategy.ask()
    fresh.ask()
    assert strategy._committee is not None
    assert fresh._committee is not None
    np.testing.assert_array_equal(strategy._committee.theta, fresh._committee.theta)
    np.testing.assert_array_equal(strategy._committee.log_weight, fresh._committee.log_weight)


def test_it_learns_when_there_is_enough_news(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt_from: list[int] = []
    draw = bayesian_optimization.committee

    def counted(gp, *others):  # type: ignore[no-untyped-def]
        learnt_from.append(len(gp.X))
        return draw(gp, *others)

    monkeypatch.setattr(bayesian_optimization, "committee", counted)
    run(BayesianOptimization(LINE, seed=0), 40)
    assert learnt_from == sorted({n_to_learn_from(n) for n in range(3, 40)})


@pytest.mark.parametrize("killed", [21, 34, 38])
def test_a_long_search_resumes_between_two_lessons(killed: int) -> None:
    trials = run(BayesianOptimization(STEPS, seed=5), 42, told(stairs))
    resumed = BayesianOptimization(STEPS, seed=5)
    for trial in trials[:killed]:
        resumed.tell(trial, stairs(trial.configuration))
    assert run(resumed, 42 - killed, told(stairs)) == trials[killed:]


def test_what_is_believed_between_two_lessons_is_as_if_believed_anew() -> None:
    """Only the trials told since the last lesson are added, and those that still run."""
    strategy = BayesianOptimization(MIXED, seed=3)
    run(strategy, 35)
    strategy.ask()
    grown = strategy._surrogate()
    assert len(grown.X) == 36 > n_to_learn_from(35) + 1
    anew = strategy._believing(grown.kernel, grown.X).with_losses(grown.y)
    U = np.random.default_rng(0).random((20, len(MIXED)))
    np.testing.assert_allclose(grown.predict(U), anew.predict(U), rtol=1e-8)


def test_of_many_trials_the_better_half_is_kept() -> None:
    strategy = BayesianOptimization(LINE, seed=0)
    rng = np.random.default_rng(0)
    losses = rng.permutation(1000) / 1000
    for number, loss in enumerate(losses):
        strategy.tell(Trial(number, LINE.sample(rng)), float(loss))
    X, kept = strategy._told(1000)
    half = len(X) // 2
    np.testing.assert_array_equal(np.sort(kept)[:half], np.arange(half) / 1000)
    assert kept.max() == 0.999
    assert len(np.unique(X)) == len(X)
