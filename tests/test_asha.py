"""ASHA: promotions without waiting."""

from __future__ import annotations

import math

import pytest

from hpstudy.strategies.asha import ASHA
from hpstudy.trial import Trial
from tests.strategy_contract import run, run_in_parallel
from tests.test_successive_halving import SPACE, ask, by_x, fill


def asha(max_resource: int = 9, **options: int) -> ASHA:
    return ASHA(SPACE, max_resource=max_resource, **{"seed": 0, **options})


def test_the_first_promotion_needs_eta_trials() -> None:
    strategy = asha()
    trials = [ask(strategy) for _ in range(5)]
    assert {trial.resource for trial in trials} == {1}
    strategy.tell(trials[0], 0.3)
    strategy.tell(trials[1], 0.2)
    assert ask(strategy).parent is None
    strategy.tell(trials[2], 0.4)
    promoted = ask(strategy)
    assert (promoted.parent, promoted.resource) == (1, 3)
    assert promoted.configuration == trials[1].configuration
    assert ask(strategy).parent is None  # nobody else is among the best third


def test_by_hand_one_worker() -> None:
    # eta = 2, rungs of 1, 2 and 4 epochs; the higher the number the lower the loss.
    trials = run(asha(4, eta=2), 10, lambda _, trial: -float(trial.number))
    assert [(trial.resource, trial.parent) for trial in trials] == [
        (1, None),
        (1, None),
        (2, 1),  # rung 0 holds 0 1: the best of two goes on
        (1, None),  # rung 0 again, which has sent 1 already; rung 1 holds 2 alone
        (2, 3),  # rung 0 holds 0 1 3: the best of three goes on
        (4, 4),  # rung 1 holds 2 4, and is looked at first
        (1, None),
        (2, 6),  # rung 0 holds 0 1 3 6: of 6 and 3, 6 has not gone yet
        (4, 7),  # rung 1 holds 2 4 7
        (1, None),  # rung 0 has sent both 6 and 3
    ]


def test_nobody_ever_waits() -> None:
    strategy = asha(27)
    asked = [strategy.ask() for _ in range(100)]
    assert None not in asked
    trials = run_in_parallel(asha(27), 200, 16, 0, by_x)
    assert len(trials) == 200
    assert {trial.resource for trial in trials} == {1, 3, 9, 27}


def test_a_promotion_needs_no_complete_rung() -> None:
    strategy = asha()
    slow = ask(strategy)
    fill(strategy, [0.1, 0.2, 0.3])
    assert slow.number in strategy.pending
    assert ask(strategy).parent == 1


@pytest.mark.parametrize("workers", [1, 4, 16])
def test_every_promotion_was_among_the_best_so_far(workers: int) -> None:
    strategy = asha(27)
    original = strategy.propose

    def propose(number: int) -> Trial:
        trial = original(number)
        if trial.parent is not None:
            parent, loss = strategy.finished[trial.parent]
            rung = sorted(
                known
                for other, known in strategy.finished.values()
                if other.resource == parent.resource and known is not None
            )
            assert loss is not None
            assert rung.index(loss) < len(rung) // 3
            assert trial.resource == 3 * (parent.resource or 0)
        return trial

    strategy.propose = propose  # type: ignore[method-assign]
    trials = run_in_parallel(strategy, 150, workers, 1, by_x)
    parents = [trial.parent for trial in trials if trial.parent is not None]
    assert len(parents) == len(set(parents)) > 30


def test_of_two_rungs_the_higher_promotes_first() -> None:
    strategy = asha(9, seed=1)
    for n in range(3):
        strategy.tell(Trial(n, {"x": n / 10}, 1), 1.0)
    for n in range(3, 6):
        strategy.tell(Trial(n, {"x": n / 10}, 3), 1.0)
    assert (ask(strategy).parent, ask(strategy).parent) == (3, 0)  # ties: the lower number


def test_failures_count_on_their_rung_and_stay_there() -> None:
    strategy = asha()
    fill(strategy, [None, math.nan, 0.5])
    assert ask(strategy).parent == 2
    fill(strategy, [None, None, None])
    assert ask(strategy).parent is None  # 2 of 6 would go on; only one has not failed
    assert all(trial.parent is None for trial in run(asha(), 50, lambda *_: None))


def test_nobody_leaves_the_last_rung() -> None:
    trials = run(asha(9), 200, by_x)
    assert max(trial.resource or 0 for trial in trials) == 9
    last = {trial.number for trial in trials if trial.resource == 9}
    assert last
    assert not last & {trial.parent for trial in trials}


def test_one_rung_is_random_search() -> None:
    trials = run(asha(7, min_resource=7), 20, by_x)
    assert {(trial.resource, trial.parent) for trial in trials} == {(7, None)}


def test_trials_from_elsewhere_stand_on_the_rung_of_their_resource() -> None:
    strategy = asha(9)
    for n in range(3):
        strategy.tell(Trial(n, {"x": n / 10}, 5), float(n))
    promoted = ask(strategy)
    assert (promoted.parent, promoted.resource) == (0, 9)


def test_a_configuration_that_has_trained_on_is_not_promoted_again() -> None:
    strategy = asha(9)
    strategy.tell(Trial(0, {"x": 0.5}, 3), 0.0)
    strategy.tell(Trial(1, {"x": 0.5}, 1), 0.0)
    fill(strategy, [1.0] * 4)
    assert ask(strategy).parent is None  # 1 of 5: that is trial 1, and it is up there already


def test_rungs_refused() -> None:
    with pytest.raises(ValueError, match="eta"):
        ASHA(SPACE, eta=1)
