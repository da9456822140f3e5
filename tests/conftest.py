"""Fixtures that several test modules ask for."""

from tests.browser import chrome, lab, open_notebook

__all__ = ["chrome", "lab", "open_notebook"]
