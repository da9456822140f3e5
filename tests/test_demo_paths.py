"""The numbers of d.paths: fits against scikit-learn, and the two lines against what they claim."""

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, Ridge

from hpstudy.demos.paths import COLUMNS, N_SEEN, PAIR, paths, patients
from hpstudy.plots.drawing import Drawing
from hpstudy.plots.paths import draw_paths
from hpstudy.plots.presenting import for_a_class
from hpstudy.plots.style import HEIGHT, WIDTH
from hpstudy.regularization import elastic_net_penalty
from hpstudy.widgets.demos.paths import PENALTIES, STRENGTHS, answer, sentence
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo


def peer(strength, l1_share):
    if l1_share == 0:
        return Ridge(alpha=N_SEEN * strength)
    if l1_share == 1:
        return Lasso(alpha=strength, tol=1e-10, max_iter=100_000)
    return ElasticNet(alpha=strength, l1_ratio=l1_share, tol=1e-10, max_iter=100_000)


@pytest.mark.parametrize("l1_share", PENALTIES.values())
@pytest.mark.parametrize("columns", COLUMNS)
def test_the_fit_is_scikit_learns(columns, l1_share):
    data = patients(1, columns)
    fitted = peer(1.0, l1_share).fit(data.X_train, data.y_train)
    numbers = paths(1, strength=1.0, l1_share=l1_share, columns=columns)
    units = data.X_train.std(axis=0)  # zero for the square of sex, if there are as many of each
    fit = np.divide(numbers.weights, units, out=np.zeros_like(units), where=units > 0)
    np.testing.assert_allclose(fit, fitted.coef_, atol=2e-3 * np.abs(fitted.coef_).max())
    errors = np.square(fitted.predict(data.X_validation) - data.y_validation)
    assert numbers.unseen_error == pytest.approx(np.sqrt(errors.mean()), rel=1e-3)


def test_l1_ends_with_no_weight_and_l2_keeps_them_all():
    assert paths(0, strength=STRENGTHS[-1], l1_share=1.0).left == 0
    for strength in STRENGTHS:
        assert paths(0, strength=strength, l1_share=0.0).left == 65


@pytest.mark.parametrize("l1_share", PENALTIES.values())
@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("strength", [0.1, 3.0, 40.0])
def test_along_each_line_its_quantity_stays_the_same(strength, columns, l1_share):
    data = patients(2, columns)
    X, y = data.X_train[:, PAIR], data.y_train - data.y_train.mean()
    units = X.std(axis=0)
    pair = paths(2, strength=strength, l1_share=l1_share, columns=columns).pair
    losses = [np.square(y - X @ (w / units)).mean() for w in (pair.held, *pair.loss)]
    np.testing.assert_allclose(losses, losses[0])
    penalties = [
        elastic_net_penalty(w / units, strength, l1_share) for w in (pair.held, *pair.budget)
    ]
    np.testing.assert_allclose(penalties, penalties[0], atol=1e-12)
    np.testing.assert_allclose(pair.free / units, LinearRegression().fit(X, y).coef_)


@pytest.mark.parametrize("l1_share", PENALTIES.values())
def test_the_lines_touch_and_do_not_cross(l1_share):
    """No weights with a smaller penalty fit better: the ellipse stays outside the other line."""
    data = patients(0, "features")
    units = data.X_train[:, PAIR].std(axis=0)
    pair = paths(0, strength=5.0, l1_share=l1_share, columns="features").pair
    inside = [elastic_net_penalty(w / units, 1.0, l1_share) for w in pair.loss]
    assert min(inside) >= elastic_net_penalty(pair.held / units, 1.0, l1_share) * (1 - 1e-9)


def test_the_demo_says_what_its_numbers_say():
    live = LiveDemo(find_demo("d.paths"))
    live.set(strength=STRENGTHS[40], l1_share=0.0)
    assert live.sentence == sentence(paths(0, strength=STRENGTHS[40], l1_share=0.0))
    assert "65 of 65" in live.sentence
    live.set(columns="features")
    assert "10 of 10" in live.sentence


def test_the_answer_is_one_of_the_readers_own_positions():
    left = answer(0)
    errors = {paths(0, strength=s).left: paths(0, strength=s).unseen_error for s in STRENGTHS}
    assert errors[left] == min(errors.values())


@pytest.mark.parametrize(
    ("draw", "size"),
    [(draw_paths, (WIDTH, HEIGHT)), (for_a_class(draw_paths, 0.685 * 1280 / 441), (441, 265))],
    ids=["page", "slide"],
)
def test_no_line_of_equal_penalty_runs_through_the_legend(draw, size):
    """Where columns are not scaled it is far higher than the picture."""
    drawing = Drawing(draw, *size)
    drawing.update(paths(columns="unscaled"))
    budget = next(line for line in drawing.moving if line.get_label() == "same penalty")
    assert budget.get_ydata().min() < min(budget.axes.get_ylim())
    assert budget.axes.get_legend().get_window_extent().y1 <= budget.get_clip_box().y0
