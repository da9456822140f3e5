"""d.next: worth by three rules; the formula agrees with draws, greedy is stuck, doubt roams."""

import numpy as np
import pytest

from hpstudy.acquisition import expected_improvement
from hpstudy.demos.band import RATES, Surrogate
from hpstudy.demos.next import N_STEPS, RULES, STARTS, ended, look_at, next, step, ten_steps
from hpstudy.widgets.demos.next import DEMO, answer
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.spec import describe


@pytest.mark.parametrize("rate", [1e-3, 0.1, 0.4])
@pytest.mark.parametrize("xi", [0.0, 0.1])
def test_the_formula_agrees_with_the_draws(rate, xi):
    look = next(0, rate=rate, xi=xi).look
    spread = 5 * np.sqrt(look.below) * look.sd / np.sqrt(100_000)
    assert look.improvement == pytest.approx(look.drawn, abs=spread + 1e-6)


def test_a_wider_bell_is_worth_more_and_a_higher_line_too():
    surrogate = Surrogate(next(0).known)
    line = next(0).line
    near, between = (look_at(surrogate, rate, line, 0) for rate in (0.99, 0.4))
    assert between.sd > near.sd
    assert look_at(surrogate, 0.4, line + 0.2, 0).improvement > between.improvement
    assert next(0, rate=0.4, xi=0.2).look.improvement < between.improvement


@pytest.mark.parametrize("rule", RULES)
def test_worth_runs_from_0_to_1_and_its_top_is_trained_next(rule):
    before = next(2, rule=rule)
    assert before.worth.min() == 0
    assert before.worth.max() == pytest.approx(1)
    (after,) = step(2, rule=rule)
    assert after.known.rates[-1] == before.best
    assert len(after.known) == len(STARTS) + 1


def test_worth_is_expected_improvement():
    numbers = next(0)
    mean, sd = Surrogate(numbers.known).predict(RATES)
    new = ~np.isin(RATES, STARTS)
    expected = expected_improvement(mean[new], sd[new], numbers.line)
    assert numbers.worth[new] == pytest.approx(expected / expected.max(), abs=1e-6)


def test_each_rule_keeps_steps_of_its_own():
    (one,) = step(0)
    (other,) = step(0, rule="greedy", before=one)
    assert {rule: len(steps) for rule, steps in other.steps.items()} == {
        "improvement": 1,
        "greedy": 1,
    }
    assert len(next(0, before=other).known) == len(STARTS) + 1
    assert len(next(0, rule="uncertainty", before=other).known) == len(STARTS)
    assert len([*ten_steps(0)]) == N_STEPS


def test_greedy_is_stuck_doubt_never_settles_and_improvement_does_both():
    """The effect holds for nine seeds in ten."""
    seeds = range(10)
    improvement, greedy, doubt = (ended(rule, seeds) for rule in RULES)
    assert sum(rates <= 2 for rates, _, _ in greedy) >= 9
    assert sum(near <= 3 for _, near, _ in doubt) >= 9
    assert sum(4 <= near <= 9 for _, near, _ in improvement) >= 9
    lower = [mine < theirs for (*_, mine), (*_, theirs) in zip(improvement, greedy, strict=True)]
    assert sum(lower) >= 9


def test_a_larger_xi_looks_farther_away():
    now = [*ten_steps(0)][-1]
    at = now.known.rates[now.known.losses.argmin()]
    away = [abs(np.log10(next(0, xi=xi, before=now).best / at)) for xi in (0, 0.5)]
    assert away[1] > away[0]


def test_what_is_predicted_is_not_seen_nor_told():
    live = LiveDemo(DEMO)
    spec = describe(live, predict=True)
    assert spec["predict"]["rest"] is True
    assert spec["predict"]["axes"] == 1
    best, top = answer(0)
    assert best == live.numbers.best
    assert top == pytest.approx(1)
    assert f"{best:.2g}" not in live.sentence
    assert f"{best:.2g}" not in live.frame().alt


def test_the_sentence_compares_the_rules():
    live = LiveDemo(DEMO)
    for rule in RULES:
        live.set(rule=rule)
        live.press("10 steps")
    for name in ("greedy", "uncertainty", "expected improvement"):
        assert name in live.sentence
    assert len(live.sentence) < 300
