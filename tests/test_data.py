"""Every data set: parts that share no row, nothing learnt from the parts that judge."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hpstudy.data import Split, cancer, circles, diabetes, digits, moons, parity, risk

LOADERS = {
    "digits": (digits, 1797, 64),
    "parity": (parity, 1797, 64),
    "diabetes": (diabetes, 442, 10),
    "risk": (risk, 442, 10),
    "cancer": (cancer, 569, 30),
    "moons": (moons, 400, 2),
    "circles": (circles, 400, 2),
}
STANDARDISED = ["diabetes", "risk", "cancer"]


def load(name: str, seed: int = 0) -> Split:
    return LOADERS[name][0](60, 40, seed)


def rows(X: np.ndarray) -> set[bytes]:
    return {row.tobytes() for row in X}


@pytest.mark.parametrize("name", LOADERS)
def test_the_parts_cover_the_rows_and_share_none(name: str) -> None:
    _, n, d = LOADERS[name]
    data = load(name)
    assert [len(X) for X in data[::2]] == [len(y) for y in data[1::2]] == [60, 40, n - 100]
    assert {X.shape[1] for X in data[::2]} == {d}
    assert sum(len(rows(X)) for X in data[::2]) == len(rows(np.vstack(data[::2])))


@pytest.mark.parametrize("name", LOADERS)
def test_a_split_is_made_once_and_cannot_be_written(name: str) -> None:
    data = load(name)
    assert load(name) is data
    for array in data:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize("name", LOADERS)
def test_another_seed_is_another_split(name: str) -> None:
    assert rows(load(name, 1).X_train) != rows(load(name).X_train)


@pytest.mark.parametrize("name", STANDARDISED)
def test_only_the_training_part_is_measured_to_standardise(name: str) -> None:
    data = load(name)
    np.testing.assert_allclose(data.X_train.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(data.X_train.std(axis=0), 1, atol=1e-5)
    assert np.abs(data.X_validation.mean(axis=0)).max() > 1e-3


@pytest.mark.parametrize("load_classes", [risk, cancer])
def test_every_part_has_its_share_of_each_class(load_classes: Callable[..., Split]) -> None:
    data = load_classes(150, 200)
    shares = [np.mean(y) for y in data[1::2] if len(y)]
    assert np.ptp(shares) < 0.02


def test_ink_is_from_none_to_full() -> None:
    X = digits().X_train
    assert X.min() == 0
    assert X.max() == 1


def test_parity_has_the_pictures_of_digits() -> None:
    np.testing.assert_array_equal(parity().X_train, digits().X_train)
    np.testing.assert_array_equal(parity().y_validation, digits().y_validation % 2)


def test_wrong_labels_are_in_the_training_part_alone() -> None:
    right, wrong = digits(1000, 600), digits(1000, 600, wrong_labels=0.2)
    changed = np.mean(right.y_train != wrong.y_train)
    assert 0.15 < changed < 0.2  # one in ten of those drawn anew is right again
    np.testing.assert_array_equal(right.X_train, wrong.X_train)
    np.testing.assert_array_equal(right.y_validation, wrong.y_validation)
    np.testing.assert_array_equal(right.y_test, wrong.y_test)


def test_risk_is_high_for_about_half_of_the_patients() -> None:
    assert np.mean(np.concatenate(risk()[1::2])) == pytest.approx(0.5, abs=0.01)


def test_products_are_squares_and_products_of_two() -> None:
    plain, data = diabetes(), diabetes(products=True)
    assert data.X_train.shape == (250, 65)
    np.testing.assert_allclose(data.X_train[:, :10], plain.X_train, atol=1e-12)
    product = plain.X_train[:, 2] * plain.X_train[:, 3]
    best = np.abs(np.corrcoef(data.X_train[:, 10:].T, product)[-1, :-1]).max()
    assert best == pytest.approx(1)
    np.testing.assert_allclose(data.X_train.std(axis=0), 1)


def test_a_share_is_not_a_percentage() -> None:
    with pytest.raises(ValueError, match="share from 0 to 1"):
        digits(wrong_labels=20)


@pytest.mark.parametrize("sizes", [(0, 10), (10, -1), (400, 100)])
def test_sizes_that_do_not_fit_are_refused_with_the_number_of_rows(sizes: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="442"):
        diabetes(*sizes)


def test_unscaled_columns_are_the_same_columns_in_other_units() -> None:
    scaled, unscaled = diabetes(products=True), diabetes(products=True, scaled=False)
    units = unscaled.X_train.std(axis=0)
    assert units.max() > 100 * units.min()
    np.testing.assert_allclose(unscaled.X_train.mean(axis=0) / units, 0, atol=1e-8)
    np.testing.assert_allclose(unscaled.X_validation / units, scaled.X_validation, atol=1e-8)
