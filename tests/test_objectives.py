"""Real trainings: deterministic, cut, picklable, and equal to scikit-learn's where it has them."""

from __future__ import annotations

import math
import pickle
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

import numpy as np
import pytest
from sklearn.kernel_ridge import KernelRidge as TheirKernelRidge
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

from hpstudy.data import diabetes
from hpstudy.objectives import CrossValidated, DigitsNet, KernelRidge
from hpstudy.space import Configuration, Float, SearchSpace

GOOD = {"learning_rate": 0.1, "l2": 1e-4}


def final_loss(objective: DigitsNet, configuration: Configuration) -> float:
    *_, loss = objective(configuration)
    return loss


@pytest.mark.parametrize("knobs", [2, 4])
def test_every_corner_of_the_space_gives_a_loss_an_epoch(knobs: int) -> None:
    net = DigitsNet(knobs, epochs=3)
    assert len(net.space) == knobs
    for corner in np.ndindex(*(2,) * knobs):
        losses = list(net(net.space.from_unit(np.array(corner))))
        assert len(losses) == 3
        assert all(isinstance(loss, float) and 0 < loss <= 4 for loss in losses)


def test_a_net_that_diverged_has_the_worst_loss() -> None:
    assert final_loss(DigitsNet(), {"learning_rate": 1e20, "l2": 1e-4}) == 4


def test_the_two_knob_net_is_the_four_knob_net_with_the_others_at_rest() -> None:
    assert final_loss(DigitsNet(2), GOOD) == final_loss(
        DigitsNet(4), {**GOOD, "momentum": 0.0, "width": 32}
    )


def test_a_loss_belongs_to_the_configuration_and_the_seed() -> None:
    losses = [final_loss(DigitsNet(seed=seed), GOOD) for seed in (0, 0, 1)]
    assert losses[0] == losses[1] != losses[2]


def test_more_epochs_go_on_where_fewer_end() -> None:
    assert list(islice(DigitsNet(epochs=27)(GOOD), 8)) == list(DigitsNet(epochs=8)(GOOD))


@pytest.mark.parametrize("knob", ["learning_rate", "l2", "momentum", "width"])
def test_every_knob_changes_the_loss(knob: str) -> None:
    net = DigitsNet(4, epochs=2)
    start = net.space.from_unit([0.6] * 4)
    turned = {**start, knob: net.space[knob].from_unit(1.0)}
    assert final_loss(net, turned) != final_loss(net, start)


def test_the_learning_rate_matters_in_the_space() -> None:
    net = DigitsNet()
    assert final_loss(net, GOOD) < 1 < final_loss(net, {"learning_rate": 1e-4, "l2": 1e-4})


@pytest.mark.parametrize("name", ["rate", "momentun"])
def test_a_knob_it_does_not_have_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=name):
        DigitsNet()({**GOOD, name: 1})


def test_counts_that_make_no_objective_are_refused() -> None:
    with pytest.raises(ValueError, match="2 or 4 knobs"):
        DigitsNet(3)
    with pytest.raises(ValueError, match="1 to 10 gammas"):
        KernelRidge(11)


@pytest.mark.parametrize("u", [(0.2, 0.4), (0.5, 0.7), (0.9, 0.1), (0, 0), (1, 1)])
def test_kernel_ridge_is_scikit_learns(u: tuple[float, float]) -> None:
    ridge, data = KernelRidge(), diabetes(250, 192)
    configuration = ridge.space.from_unit(u)
    theirs = TheirKernelRidge(kernel="rbf", **configuration)
    theirs.fit(data.X_train, data.y_train - data.y_train.mean())
    missed = theirs.predict(data.X_validation) + data.y_train.mean() - data.y_validation
    assert ridge(configuration) == pytest.approx(np.sqrt(np.mean(missed**2)), rel=1e-6)


@pytest.mark.parametrize("n_gammas", [2, 3, 5, 10])
def test_equal_gammas_are_one(n_gammas: int) -> None:
    many = KernelRidge(n_gammas)
    names = list(many.space)[1:]
    assert len(names) == n_gammas
    configuration = {"alpha": 0.1, **dict.fromkeys(names, 0.01)}
    assert many(configuration) == pytest.approx(KernelRidge()({"alpha": 0.1, "gamma": 0.01}))
    changed = [many({**configuration, name: 1.0}) for name in names]
    assert len(set(changed)) == n_gammas  # each gamma has a say of its own


def test_cross_validation_is_the_mean_over_the_folds() -> None:
    data = diabetes()
    model = make_pipeline(StandardScaler(), SVR())
    space = SearchSpace({"svr__C": Float(0.1, 100, "log")})
    scoring = "neg_root_mean_squared_error"
    objective = CrossValidated(model, space, data.X_train, data.y_train, 4, scoring)
    errors = []
    for train_rows, held_out in KFold(4).split(data.X_train):
        fitted = make_pipeline(StandardScaler(), SVR(C=30.0))
        fitted.fit(data.X_train[train_rows], data.y_train[train_rows])
        missed = fitted.predict(data.X_train[held_out]) - data.y_train[held_out]
        errors.append(math.sqrt(np.mean(missed**2)))
    assert objective({"svr__C": 30.0}) == pytest.approx(np.mean(errors))
    assert model.get_params()["svr__C"] == 1.0  # the caller's own is left as it was


def test_another_process_finds_the_same_loss() -> None:
    configuration = {"alpha": 0.1, "gamma": 0.01}
    ridge = KernelRidge(seed=2)
    with ProcessPoolExecutor(1) as pool:
        theirs = pool.submit(pickle.loads(pickle.dumps(ridge)), configuration).result()
    assert theirs == pytest.approx(ridge(configuration), rel=1e-9)
    assert list(pickle.loads(pickle.dumps(DigitsNet(4)))(GOOD)) == list(DigitsNet(4)(GOOD))
