"""Each claim of lessons 05 and 06 follows its measurements: turned over, they turn it over."""

import importlib

import numpy as np
import pytest

from hpstudy.claims.table import Table, holds
from hpstudy.demos.paths import fit, prepared

ONE_WAY = {
    "l2_makes_no_zeros": ({"l1": 65.0, "l2": 0.0}, {"l1": 65.0, "l2": 3.0}),
    "l2_limits_no_coefficient": ({"left": 1.0}, {"left": 0.3}),
    "l1_finds_features_to_drop": (
        {"left": 20.0, "l1": 55.0, "l2": 55.0},
        {"left": 20.0, "l1": 60.0, "l2": 55.0},
    ),
    "l1_penalises_small_weights_more": (
        {"l1 small": 0.2, "l2 small": 0.6},
        {"l1 small": 0.6, "l2 small": 0.2},
    ),
    "regularization_biases_data": (
        {"data moved": 5.0, "weights moved": 0.1},
        {"data moved": 0.0, "weights moved": 0.1},
    ),
    "dropout_prevents_overfitting": (
        {"patients with": 73.0, "patients without": 69.0},
        {"patients with": 69.0, "patients without": 73.0},
    ),
    "activations_bring_nonlinearity": (
        {"circles none": 50.0, "circles none deep": 51.0, "circles bent": 99.0},
        {"circles none": 50.0, "circles none deep": 99.5, "circles bent": 99.0},
    ),
    "units_and_layers_shape_the_model": (
        {"width 2": 60.0, "width 16": 99.0},
        {"width 2": 99.0, "width 16": 99.0},
    ),
    "crop_and_resize_are_worth_tuning": (
        {"both": 97.0, "resize": 94.0},
        {"both": 94.0, "resize": 94.0},
    ),
    "tuning_leads_back_to_features": (
        {"ten": 56.0, "sixty-five": 55.0},
        {"ten": 55.0, "sixty-five": 56.0},
    ),
}


def table(row):
    return Table({name: np.full(10, value) for name, value in row.items()})


@pytest.mark.parametrize("name", ONE_WAY)
def test_the_claim_holds_or_falls_with_what_is_measured(name):
    claim = importlib.import_module(f"hpstudy.claims.{name}")
    for row, held in zip(ONE_WAY[name], (True, False), strict=True):
        assert holds(claim.effect(table(row))) is held


@pytest.mark.parametrize("l1_share", [0.0, 1.0])
def test_weights_are_halved_as_said(l1_share):
    from hpstudy.claims.l1_penalises_small_weights_more import _halved

    data = prepared(4, "features")
    total = np.abs(fit(data, 1e-9, 0.0)).sum() / 2
    assert np.abs(_halved(data, l1_share, total)).sum() == pytest.approx(total, rel=1e-6)


def test_the_data_are_looked_at_after_all_fits():
    claim = importlib.import_module("hpstudy.claims.regularization_biases_data")
    measured = claim.measure(range(2))
    assert (measured["weights moved"] > 0).all()
    assert (measured["held varies"] < measured["free varies"]).all()
