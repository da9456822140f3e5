"""A trial is plain data: it never changes, it travels, equal trials are equal."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from hpstudy.trial import Trial

TRIAL = Trial(3, {"x": 0.5}, resource=9, parent=1, loss=0.25, curve=(0.5, 0.25))


def test_it_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        TRIAL.loss = 0.0  # type: ignore[misc]
    assert replace(TRIAL, loss=0.0).loss == 0.0 != TRIAL.loss


def test_it_travels() -> None:
    assert pickle.loads(pickle.dumps(TRIAL)) == TRIAL


def test_fresh_it_knows_nothing_of_its_end() -> None:
    fresh = Trial(0, {"x": 0.5})
    assert (fresh.resource, fresh.parent, fresh.loss, fresh.failure) == (None,) * 4
    assert fresh.curve == ()
