"""Fixtures that several test modules ask for, and one thread for the small nets of the tests."""

import os

# Before numpy is loaded: threads that wait for each other slow small products down tenfold.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.browser import chrome, lab, open_notebook

__all__ = ["chrome", "lab", "open_notebook"]
