"""Training against scikit-learn's step, its own promises, and the directions the lessons teach."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neural_network import MLPClassifier

from hpstudy.data import Split, circles, diabetes, digits, risk
from hpstudy.network import as_layers, initialize, loss_gradient, n_weights, predict
from hpstudy.optimizers import heavy_ball
from hpstudy.schedules import constant, step
from hpstudy.training import (
    Epoch,
    Hyperparameters,
    best_epoch,
    early_stopping,
    run_epoch,
    train,
)

DATA = digits(120, 80)
TARGETS = np.eye(10, dtype=np.float32)[DATA.y_train]
WIDTHS = (64, 9, 10)


def last(data: Split, seed: int = 0, **hyperparameters: object) -> Epoch:
    *_, epoch = train(data, seed=seed, **hyperparameters)
    return epoch


def weights(epoch: Epoch) -> np.ndarray:
    return np.concatenate([W.ravel() for W, _ in epoch.layers])


def one_step(**hyperparameters: object) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return parameters before and after one step on all of `DATA`, and the gradient there."""
    before = initialize(WIDTHS, "rectifier", np.random.default_rng(0))
    settings = Hyperparameters(hidden=(9,), batch_size=120, **hyperparameters)  # type: ignore[arg-type]
    rng = np.random.default_rng(1)
    after, *_ = run_epoch(
        (before,), DATA.X_train, TARGETS, 0.1, settings, output="classes", rng=rng
    )
    return before, after, loss_gradient(as_layers(before, WIDTHS), DATA.X_train, TARGETS)


# -- one step --


@pytest.mark.parametrize("l2", [0.0, 0.01])
def test_a_step_is_scikit_learns_from_the_same_weights(l2: float) -> None:
    before, after, _ = one_step(l2=l2)
    theirs = MLPClassifier(
        (9,),
        solver="sgd",
        momentum=0,
        learning_rate_init=0.1,
        batch_size=120,
        alpha=l2 * 120,  # theirs is divided by the size of the batch
        random_state=0,
    )
    theirs.partial_fit(DATA.X_train, DATA.y_train, classes=np.arange(10))
    for k, (W, b) in enumerate(as_layers(before, WIDTHS)):
        theirs.coefs_[k][:], theirs.intercepts_[k][:] = W, b
    theirs.partial_fit(DATA.X_train, DATA.y_train)
    for k, (W, b) in enumerate(as_layers(after, WIDTHS)):
        np.testing.assert_allclose(W, theirs.coefs_[k], atol=1e-6)
        np.testing.assert_allclose(b, theirs.intercepts_[k], atol=1e-6)


def test_penalties_hold_back_weights_and_leave_biases_alone() -> None:
    before, _, gradient = one_step()
    free = before - 0.1 * gradient
    held = slice(n_weights(WIDTHS))
    for name, expected in (
        ("l1", np.sign(free) * np.maximum(np.abs(free) - 0.1 * 0.3, 0)),
        ("l2", free - 0.1 * 0.3 * before),
        ("weight_decay", free * (1 - 0.1 * 0.3)),
    ):
        _, after, _ = one_step(**{name: 0.3})
        np.testing.assert_allclose(after[held], expected[held], atol=1e-6)
        np.testing.assert_allclose(after[n_weights(WIDTHS) :], free[n_weights(WIDTHS) :], atol=1e-7)


# -- a run --


def test_an_epoch_counts_its_steps_and_judges_the_net_it_carries() -> None:
    epochs = list(train(DATA, epochs=3, batch_size=50, hidden=(9, 5), activation="tanh"))
    assert [epoch.number for epoch in epochs] == [1, 2, 3]
    assert [epoch.updates for epoch in epochs] == [3, 6, 9]  # 50, 50 and the 20 left over
    for epoch in epochs:
        P = predict(epoch.layers, DATA.X_validation, "tanh")
        true = P[np.arange(80), DATA.y_validation]
        assert epoch.validation_loss == pytest.approx(-np.mean(np.log(true)), rel=1e-4)
        hits = P.argmax(axis=1) == DATA.y_validation
        assert epoch.validation_accuracy == pytest.approx(np.mean(hits))
    assert epochs[-1].training_loss < epochs[0].training_loss


def test_only_what_is_asked_for_is_measured() -> None:
    epoch = next(train(DATA, measure=("validation",)))
    assert math.isnan(epoch.training_loss)
    assert math.isnan(epoch.training_accuracy)
    assert epoch.validation_loss > 0


def test_measuring_and_stopping_change_nothing() -> None:
    watched = list(itertools.islice(train(DATA, epochs=50), 3))
    unwatched = list(train(DATA, epochs=3, measure=()))
    np.testing.assert_array_equal(weights(watched[-1]), weights(unwatched[-1]))


def test_the_same_seed_is_the_same_run_and_another_is_not() -> None:
    assert last(DATA, 1, dropout=0.3) == last(DATA, 1, dropout=0.3)
    assert last(DATA, 1, dropout=0.3) != last(DATA, 2, dropout=0.3)


def classes_seen(seed: int = 0, **hyperparameters: object) -> np.ndarray:
    """Return the classes (epochs, n) in the order of training, of a net that is held still."""
    seen = []

    def watch(weights: np.ndarray, gradient: np.ndarray, rate: float) -> tuple[np.ndarray]:
        seen.append(gradient[-10:].argmin())  # the slope of a bias is negative for the true class
        return (weights,)

    settings = {"epochs": 3, "batch_size": 1, "optimizer": watch, **hyperparameters}
    list(train(DATA, seed=seed, measure=(), **settings))
    return np.reshape(seen, (3, -1))


def test_every_epoch_sees_every_example_once_in_an_order_of_its_own() -> None:
    seen = classes_seen()
    for order in seen:
        np.testing.assert_array_equal(np.sort(order), np.sort(DATA.y_train))
        assert (order != DATA.y_train).any()
    assert (seen[0] != seen[1]).any()
    assert (seen != classes_seen(1)).any()


def test_dropping_units_leaves_the_order_alone() -> None:
    np.testing.assert_array_equal(classes_seen(dropout=0.5), classes_seen())


def test_runs_with_other_hyperparameters_begin_alike() -> None:
    # With a rate of next to nothing the weights are still the first ones.
    plain, dropped = (last(DATA, 3, epochs=1, learning_rate=1e-30, dropout=p) for p in (0.0, 0.5))
    np.testing.assert_array_equal(weights(plain), weights(dropped))


def test_dropout_is_off_when_the_net_is_judged() -> None:
    plain, dropped = (last(DATA, 3, epochs=1, learning_rate=1e-30, dropout=p) for p in (0.0, 0.9))
    assert plain == dropped


def test_earlier_epochs_keep_their_own_weights() -> None:
    run = train(DATA, epochs=5, l1=0.01, weight_decay=0.1)
    first = next(run)
    kept = weights(first).copy()
    list(run)
    np.testing.assert_array_equal(weights(first), kept)


def test_a_schedule_sets_the_rate_of_each_epoch() -> None:
    assert last(DATA, learning_rate=partial(constant, rate=0.2)) == last(DATA, learning_rate=0.2)
    epochs = list(train(DATA, learning_rate=partial(step, rate=0.1, every=2, factor=0), epochs=4))
    assert (weights(epochs[0]) != weights(epochs[1])).any()
    np.testing.assert_array_equal(weights(epochs[1]), weights(epochs[3]))


def test_a_rate_in_double_precision_does_not_slow_the_net_down() -> None:
    assert weights(last(DATA, learning_rate=np.float64(0.1), epochs=1)).dtype == np.float32


def test_l1_zeroes_weights_of_a_net_and_l2_does_not() -> None:
    sparse = weights(last(DATA, l1=0.01))
    small = weights(last(DATA, l2=0.01))
    assert np.mean(sparse == 0) > 0.3
    assert small.all()


def test_decay_is_l2_for_gradient_descent_and_not_for_adam() -> None:
    def apart(**hyperparameters: object) -> float:
        decayed, pulled = (
            weights(last(DATA, epochs=3, **{name: 0.02}, **hyperparameters))
            for name in ("weight_decay", "l2")
        )
        return float(np.abs(decayed - pulled).max())

    # Decay comes after the step and L2 with it: they differ by rate^2 times strength times slope.
    assert apart(learning_rate=0.01) < 1e-4
    assert apart(learning_rate=0.01, optimizer="adam") > 1e-2


def test_numbers_are_predicted_with_the_squared_loss() -> None:
    raw = diabetes()
    data = raw._replace(
        **{
            name: (getattr(raw, name) - raw.y_train.mean()) / raw.y_train.std()
            for name in ("y_train", "y_validation")
        }
    )
    epochs = list(train(data, learning_rate=0.01, epochs=10))
    assert math.isnan(epochs[-1].validation_accuracy)
    predicted = predict(epochs[-1].layers, data.X_train.astype(np.float32), output="numbers")[:, 0]
    assert epochs[-1].training_loss == pytest.approx(np.mean((predicted - data.y_train) ** 2) / 2)
    assert epochs[-1].validation_loss < np.var(data.y_validation) / 2  # better than the mean


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("rate", [10.0, 1e6, 1e30])
def test_a_run_that_diverges_does_so_quietly(rate: float) -> None:
    epochs = list(train(DATA, learning_rate=rate, hidden=(16, 16), epochs=4))
    assert len(epochs) == 4
    assert not epochs[-1].validation_loss < 1


@pytest.mark.filterwarnings("error")
def test_without_validation_part_there_is_nothing_to_judge_it_by() -> None:
    none = DATA._replace(X_validation=DATA.X_validation[:0], y_validation=DATA.y_validation[:0])
    epoch = next(train(none))
    assert math.isnan(epoch.validation_loss)
    assert epoch.training_loss > 0


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"lerning_rate": 0.1}, "did you mean 'learning_rate'"),
        ({"activation": "relu"}, "choose from rectifier, tanh, sigmoid, none"),
        ({"optimizer": "adma"}, "did you mean 'adam'"),
        ({"epochs": 0}, "epochs must be a whole number from 1"),
        ({"batch_size": 0}, "batch_size must be a whole number from 1"),
        ({"batch_size": 2.5}, "batch_size must be a whole number"),
        ({"learning_rate": 0.0}, "learning_rate must be above 0"),
        ({"hidden": 32}, r"as \(32,\), not 32"),
        ({"hidden": (32, 0)}, "units"),
        ({"hidden": (32.0,)}, "units"),
        ({"l2": -1.0}, "l2 must be 0 or more"),
        ({"dropout": 1.0}, "below 1"),
        ({"learning_rate": "0.1"}, "a number, not '0.1'"),
        ({"l2": None}, "l2 must be 0 or more, a number"),
        ({"dropout": "half"}, "dropout must be at least 0"),
        ({"activation": None}, "no activation None"),
        ({"activation": ["tanh"]}, "no activation"),
        ({"optimizer": 5}, "optimizer is a name or a function, not 5"),
        ({"measure": ("test",)}, "part to measure"),
    ],
)
def test_a_mistake_is_named_when_it_is_made(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        train(DATA, **wrong)  # type: ignore[arg-type]


def test_classes_that_do_not_count_from_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="from 0"):
        train(DATA._replace(y_train=DATA.y_train - 1))


def test_true_and_false_are_two_classes() -> None:
    odd = DATA._replace(y_train=DATA.y_train % 2 == 1, y_validation=DATA.y_validation % 2 == 1)
    counted = DATA._replace(y_train=DATA.y_train % 2, y_validation=DATA.y_validation % 2)
    assert last(odd, epochs=2) == last(counted, epochs=2)


# -- early stopping --


def records(losses: list[float]) -> list[Epoch]:
    blank = next(train(DATA))
    return [replace(blank, number=i, validation_loss=x) for i, x in enumerate(losses, 1)]


@given(
    st.lists(st.one_of(st.integers(0, 9).map(float), st.just(math.nan)), min_size=1, max_size=30),
    st.integers(1, 6),
)
def test_patience_ends_at_the_first_long_enough_wait(losses: list[float], patience: int) -> None:
    kept = list(early_stopping(records(losses), patience))
    # The slow definition: the first epoch with `patience` epochs in a row that set no record.
    bests = [
        x < min((y for y in losses[:i] if not math.isnan(y)), default=math.inf)
        for i, x in enumerate(losses)
    ]
    ends = [i for i in range(patience, len(losses) + 1) if not any(bests[i - patience : i])]
    assert len(kept) == (ends[0] if ends else len(losses))
    if not all(map(math.isnan, losses[: len(kept)])):
        best = best_epoch(kept)
        assert best.validation_loss == np.nanmin(losses[: len(kept)])
        assert best.number == 1 + losses.index(best.validation_loss)


def test_early_stopping_trains_no_further() -> None:
    data = digits(100, 200, wrong_labels=0.4)
    run = train(data, hidden=(64,), optimizer="adam", learning_rate=0.01, epochs=500)
    kept = list(early_stopping(run, patience=4))
    assert kept[-1].number < 100
    assert best_epoch(kept).number == kept[-1].number - 4


def test_there_is_no_best_of_none() -> None:
    with pytest.raises(ValueError, match="at least one"):
        best_epoch([])


# -- directions that the lessons rely on, each in at least nine of ten paired seeds --

SEEDS = range(10)


def test_small_rates_are_slow_and_large_ones_diverge() -> None:
    ordered = 0
    for seed in SEEDS:
        data = digits(300, 300, seed)
        slow, better, best, wild = (
            last(data, seed, learning_rate=rate, epochs=10).validation_accuracy
            for rate in (0.001, 0.03, 0.3, 3.0)
        )
        ordered += slow < better < best > wild
    assert ordered >= 9


def test_momentum_is_worth_a_larger_rate() -> None:
    wins = 0
    for seed in SEEDS:
        data = digits(300, 300, seed)
        without, ball = (
            last(data, seed, learning_rate=0.01, optimizer=optimizer).validation_accuracy
            for optimizer in ("gradient_descent", partial(heavy_ball, momentum=0.9))
        )
        wins += ball > without
    assert wins >= 9


def test_only_a_bend_separates_circles() -> None:
    settings = {"optimizer": "adam", "learning_rate": 0.01, "epochs": 40, "hidden": (16,)}
    wins = 0
    for seed in SEEDS:
        data = circles(150, 150, seed)
        straight, bent = (
            last(data, seed, activation=activation, **settings).validation_accuracy
            for activation in ("none", "rectifier")
        )
        wins += straight < 0.75 and bent > 0.9
    assert wins >= 9


def test_dropout_helps_where_there_is_overfitting() -> None:
    wins = 0
    for seed in SEEDS:
        data = risk(150, 292, seed)
        without, dropped = (
            list(
                train(
                    data,
                    seed=seed,
                    hidden=(64, 64),
                    optimizer="adam",
                    learning_rate=5e-3,
                    batch_size=32,
                    epochs=60,
                    dropout=rate,
                )
            )[-1]
            for rate in (0.0, 0.5)
        )
        gaps = [e.training_accuracy - e.validation_accuracy for e in (without, dropped)]
        better = dropped.validation_accuracy > without.validation_accuracy
        wins += better and gaps[1] < gaps[0]
    assert wins >= 9


def test_dropout_hurts_a_net_too_small_to_overfit() -> None:
    losses = 0
    for seed in SEEDS:
        data = digits(400, 600, seed, wrong_labels=0.2)
        without, dropped = (
            last(
                data,
                seed,
                hidden=(8,),
                optimizer="adam",
                learning_rate=5e-3,
                batch_size=64,
                epochs=60,
                dropout=rate,
            ).validation_accuracy
            for rate in (0.0, 0.5)
        )
        losses += dropped < without
    assert losses >= 9
