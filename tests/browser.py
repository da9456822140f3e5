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
LABS_OWN = re.compile(r"/static/lab/|Canceled future for \w+ message before replies were done")
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
            "LabApp.expose_app_in_browser": True,
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
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(_SECONDS)


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
    """Opens a notebook of these cells in JupyterLab, runs it, and gives the page."""
    with opener(lab, chrome) as open_it:
        yield open_it


@contextlib.contextmanager
def opener(lab: Lab, chrome: Any) -> Iterator[Callable[..., Any]]:
    """What `open_notebook` gives to a test, for fixtures of another scope.

    `name` opens one that lies in the lab's folder; `run=False` leaves it as it was saved; `zoom`
    and `size` are those of the browser. Errors in the page's scripts fail the test.
    """
    contexts, errors = [], []

    def open_it(
        *cells: str,
        name: str | None = None,
        run: bool = True,
        zoom: float = 1.0,
        size: tuple[int, int] = (1280, 720),
    ) -> Any:
        name = name or write_notebook(lab.folder, *cells)
        viewport = {"width": round(size[0] / zoom), "height": round(size[1] / zoom)}
        context = chrome.new_context(viewport=viewport, device_scale_factor=zoom)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(1000 * _SECONDS)
        page.on("pageerror", lambda error: errors.append(error.stack or error.message))
        page.goto(f"{lab.url}/lab/tree/{name}?reset", wait_until="domcontentloaded")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.wait_for_function(IDLE)
        page.evaluate("() => window.jupyterapp.shell.collapseLeft()")  # the list of files
        if run:
            run_command(page, "notebook:run-all-cells")
        return page

    yield open_it
    for context in contexts:
        for page in context.pages:
            page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
        context.close()
    ours = [error for error in errors if "blob:" in error or not LABS_OWN.search(error)]
    if ours:  # and not JupyterLab's own
        pytest.fail("\n".join(["the page's scripts failed:", *ours]))


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
        "async ([command, args]) => { await window.jupyterapp.commands.execute(command, args) }",
        [command, arguments],
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
