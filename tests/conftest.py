"""Fixtures that several test modules ask for, and one thread for the small nets of the tests."""

import os
import signal
import threading

# Before numpy is loaded: threads that wait for each other slow small products down tenfold.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A shell that starts a command in the background has it ignore Ctrl-C, which some tests send.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)

import pytest
from xdist.scheduler import LoadFileScheduling

from tests.browser import chrome, lab, open_notebook

__all__ = ["chrome", "lab", "open_notebook"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files with browser tests come last: Playwright leaves a loop in the main thread."""
    last = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path in last)


class _ByFile(LoadFileScheduling):
    """Share the tests among the processes, file by file; but lessons in the browser one by one."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if "test_lessons_browser.py" in nodeid else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    """Have the tests shared our way."""
    return _ByFile(config, log)
