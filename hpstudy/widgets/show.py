"""`show_demo("d.ravine")`: a live demo in the notebook.

What nearly every demo needs is imported with this module, so that it is the cell with the import
that takes the second, and the first demo stands there at once.
"""

from __future__ import annotations

import base64
import importlib
from typing import TYPE_CHECKING, Any

import matplotlib.backends.backend_agg  # noqa: F401
import PIL.PngImagePlugin  # noqa: F401
import sklearn.datasets  # noqa: F401

from hpstudy.demos import check_name, check_seed
from hpstudy.demos import names as names_in
from hpstudy.widgets import demos, page, presenter
from hpstudy.widgets.demo import Demo
from hpstudy.widgets.film import Film
from hpstudy.widgets.live import LiveDemo

if TYPE_CHECKING:
    from hpstudy.widgets.job import ShownJob


class ShownDemo(LiveDemo):
    """A demo on the page; a cell that ends with it shows nothing twice."""

    def __init__(self, demo: Demo, *, seed: int, predict: bool) -> None:
        super().__init__(demo, seed=seed)
        self.film: Film | None = None
        self._predict = predict

    def show(self) -> None:
        """Show it below the cell: the live page, and a still picture for where none can be."""
        if self.film is None:
            self.film = Film(self, predict=self._predict)
        page.put(self._bundle(self.film))

    def _bundle(self, film: Film) -> dict[str, Any]:
        return {
            **page.view_of(film.screen),
            "image/png": base64.b64encode(self.drawing.png()).decode(),
            "text/plain": f"{self.demo.question} {self.sentence}",
        }

    def _ipython_display_(self) -> None:
        pass


def names() -> list[str]:
    """The demos there are, such as "d.first"."""
    return names_in(demos.__path__)


def find_demo(name: str) -> Demo:
    """A demo by its name; a `ValueError` that names the nearest if there is none."""
    short = check_name(name, names())
    demo = importlib.import_module(f"{demos.__name__}.{short}").DEMO
    assert isinstance(demo, Demo)
    return demo


def live_demo(name: str) -> Film | ShownJob:
    """Return a demo to be put on a page of another; `.screen` is what the browser shows."""
    if name == demos.JOB:
        return _job(seed=0, predict=True)
    return Film(ShownDemo(find_demo(name), seed=0, predict=True))


def show_demo(name: str, *, seed: int = 0, predict: bool = True) -> ShownDemo | ShownJob:
    """Show a live demo below the cell, and return it: `.numbers`, `.sentence`, `.set(...)`.

    `predict=False` opens it unlocked, for a presenter or a test.
    """
    shown: ShownDemo | ShownJob
    if name == demos.JOB:
        shown = _job(seed=check_seed(seed), predict=predict)
    else:
        demo = presenter.for_a_class(find_demo(name))
        shown = ShownDemo(demo, seed=check_seed(seed), predict=predict)
    shown.show()
    return shown


def _job(*, seed: int, predict: bool) -> ShownJob:
    from hpstudy.widgets.job import ShownJob  # with botocore behind it

    return ShownJob(seed=seed, predict=predict)
