"""A real JupyterLab and a real Chromium, for the tests marked `browser`.

One JupyterLab serves the whole session, with the settings that `hpstudy lab` gives it. A test asks
for the fixture `open_notebook`:

    def test_it_moves(open_notebook):
        page = open_notebook('from hpstudy import show_demo', 'show_demo("d.first", predict=False)')
        page.get_by_label("Strength of the penalty").press("ArrowRight")

Without a Chromium these tests are skipped, and say so; where `CI` is set they fail.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from hpstudy.cli import _lab_environment

LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_SECONDS = 60  # a machine may be busy
# What JupyterLab's own scripts say when a kernel is killed under them.
CANCELED = re.compile(r"Canceled future for \w+ message before replies were done")
_OPEN = "name => window.jupyterapp.shell.currentWidget?.context?.path === name"
_CLOSE_ALL = """async () => {
    for (const tab of [...window.jupyterapp.shell.widgets('main')]) tab.dispose()
    await window.jupyterapp.serviceManager.sessions.shutdownAll()
}"""
IDLE = """() => window.jupyterapp?.shell?.currentWidget
    ?.sessionContext?.session?.kernel?.status === 'idle'"""


def chromium() -> str:
    """The browser; without one the test is skipped, or fails where `CI` is set."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        reason = "no Chromium on this machine: install the distribution's, or set CHROMIUM"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return path


class Lab:
    """`jupyter lab` on a folder, as a process of its own."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        places = {"SETTINGS_DIR": "settings", "WORKSPACES_DIR": "workspaces"}
        env = _lab_environment() | {
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONPATH": str(Path(__file__).parents[1]),  # for demos that only tests have
            "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
            "IPYTHONDIR": str(home / "ipython"),
            **{f"JUPYTERLAB_{name}": str(home / place) for name, place in places.items()},
        }
        options = {
            "ServerApp.root_dir": folder,
            "ServerApp.port": self.url.rpartition(":")[2],
            "ServerApp.port_retries": 0,
            "IdentityProvider.token": "",
        }
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        self._log = home / "log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [*command, *(f"--{name}={value}" for name, value in options.items())],
                env=env, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/api/status", timeout=5)
                return
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start:\n{self._log.read_text()}")

    def close(self) -> None:
        """End the server and the kernels that it started."""
        for ending in (signal.SIGTERM, signal.SIGKILL):  # now and then the first leaves it waiting
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, ending)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_SECONDS / 6)
                return


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab on an empty folder, for the whole session."""
    chromium()
    server = Lab(tmp_path_factory.mktemp("workbook"), tmp_path_factory.mktemp("lab"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def chrome() -> Iterator[Any]:
    """One headless Chromium, for the whole session."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


_numbers = itertools.count()


@pytest.fixture
def open_notebook(lab: Lab, chrome: Any) -> Iterator[Callable[..., Any]]:
    """Opens a notebook of these cells in JupyterLab, runs it, and gives the page.

    `name` opens one that lies in the lab's folder; `run=False` leaves it as it was saved; `zoom`
    and `size` are those of the browser. Errors in the page's scripts fail the test.
    """
    pages = []

    def open_it(
        *cells: str,
        name: str | None = None,
        run: bool = True,
        zoom: float = 1.0,
        size: tuple[int, int] = (1280, 720),
    ) -> Any:
        name = name or write_notebook(lab.folder, *cells)
        page = _page(lab, chrome, size, zoom)
        pages.append(page)
        run_command(page, "docmanager:open", path=name)
        page.wait_for_function(_OPEN, arg=name)
        page.wait_for_function(IDLE)
        if run:
            run_command(page, "notebook:run-all-cells")
        return page

    yield open_it
    errors = [error for page in pages for error in _put_away(page)]
    if errors:
        pytest.fail("\n".join(["the page's scripts failed:", *errors]))


_idle: dict[Any, list[Any]] = {}  # pages that wait for the next test, by their window
_errors: dict[Any, list[str]] = {}  # what went wrong in a page's scripts


def _page(lab: Lab, chrome: Any, size: tuple[int, int], zoom: float) -> Any:
    """A page with JupyterLab and nothing open; to load it takes longer than most tests."""
    window = _window(chrome, size, zoom)
    if _idle.get(window):
        return _idle[window].pop()
    page = window.new_page()
    page.set_default_timeout(1000 * _SECONDS)
    failed = _errors.setdefault(page, [])
    page.on("pageerror", lambda error: failed.append(error.stack or error.message))
    page.goto(f"{lab.url}/lab?reset", wait_until="domcontentloaded")
    page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget")
    page.evaluate("async () => { await jupyterapp.restored; jupyterapp.shell.collapseLeft() }")
    return page


def _put_away(page: Any) -> list[str]:
    """Close what a test has open in a page and keep the page; the errors of its scripts."""
    if not page.is_closed():
        page.evaluate(_CLOSE_ALL)
        if page.locator(".jp-Dialog").count():  # such as one about a dead kernel
            page.close()
        else:
            _idle.setdefault(page.context, []).append(page)
    errors, _errors[page][:] = list(_errors[page]), []
    return [error for error in errors if not _is_labs_own(error)]


def _is_labs_own(error: str) -> bool:
    """Say whether a failure is JupyterLab's; a script of ours on its way makes it ours."""
    return bool(CANCELED.search(error)) or ("/static/lab/" in error and "blob:" not in error)


@functools.cache
def _window(chrome: Any, size: tuple[int, int], zoom: float) -> Any:
    """A window of this size for the whole session: what it has loaded once, it loads faster."""
    viewport = {"width": round(size[0] / zoom), "height": round(size[1] / zoom)}
    return chrome.new_context(viewport=viewport, device_scale_factor=zoom)


def write_notebook(folder: Path, *cells: str) -> str:
    """Write a notebook of code cells; its file name."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    name = f"{next(_numbers)}.ipynb"
    nbformat.write(notebook, folder / name)
    return name


def run_command(page: Any, command: str, **arguments: Any) -> None:
    """Run one of JupyterLab's commands, such as "docmanager:save", to its end."""
    page.evaluate(
        """([command, args, seconds]) => Promise.race([
            window.jupyterapp.commands.execute(command, args).then(() => {}),
            new Promise((_, fail) => setTimeout(
                () => fail(new Error(`${command} took more than ${seconds} s`)), 1000 * seconds)),
        ])""",
        [command, arguments, 2 * _SECONDS],
    )


def kill_kernel(page: Any) -> None:
    """Let the page's kernel die as if the system had killed it."""
    page.wait_for_function(IDLE)
    page.evaluate(
        """() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
            .requestExecute({ code: 'import os; os.kill(os.getpid(), 9)' }) }"""
    )
    page.wait_for_selector(".jp-Dialog")  # "the kernel appears to have died"
    page.keyboard.press("Escape")
    page.wait_for_selector(".jp-Dialog", state="detached")
