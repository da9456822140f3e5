"""Fixtures that several test modules ask for, and one thread for the small nets of the tests."""

import os

# Before numpy is loaded: threads that wait for each other slow small products down tenfold.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from tests.browser import chrome, lab, open_notebook

__all__ = ["chrome", "lab", "open_notebook"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the browser's tests come last: Playwright leaves a loop running in the main thread."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
