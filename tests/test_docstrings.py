"""What a docstring shows is what comes out."""

import doctest
import importlib

import pytest

from tests.test_layers import MODULES

SHOWN = [
    f"hpstudy.{name}"
    for name, path in MODULES.items()
    if "    >>> " in path.read_text(encoding="utf-8")
]


def test_there_are_some():
    assert "hpstudy.space" in SHOWN


@pytest.mark.parametrize("module", SHOWN)
def test_examples_print_what_they_say(module):
    failed, tried = doctest.testmod(importlib.import_module(module))
    assert tried
    assert not failed
