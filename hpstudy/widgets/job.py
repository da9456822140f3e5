"""d.job: a request as a form and as JSON, and the tuning job that it starts, live.

The text of the JSON is the one truth: the page reads the form from it and writes the form into it,
without asking. The kernel checks the text as the service would, and has the service run it.

From the page: `check` and `create` (a text), `stop`, `resume`, `predicted`. To the page: `view`.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from hpstudy.demos.job import Job, as_text, first_request, look, number, plain, refusal, sentence
from hpstudy.journal import JournalError
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.local import LocalClient
from hpstudy.widgets import job_store, page
from hpstudy.widgets.job_spec import SPEC

_HERE = Path(__file__).parent
_SCRIPTS = ("controls", "kernel", "job_form", "job_table", "job")  # one ES module in five files
SCRIPT = "".join((_HERE / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
_POLL = 0.1  # seconds


class Desk(anywidget.AnyWidget):
    """What the browser shows and saves: the request's text, and the job as last seen."""

    _esm = SCRIPT
    _css = (_HERE / "job.css").read_text(encoding="utf-8")
    spec = traitlets.Dict().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    prediction = traitlets.Any(None, allow_none=True).tag(sync=True)


class ShownJob:
    """d.job on the page: `.numbers` is the tuning job as last seen, `.sentence` what it says."""

    def __init__(self, *, seed: int = 0, predict: bool = True, store: Path | None = None) -> None:
        self.store = store or job_store.default_store()
        self.numbers: Job | None = None
        self._trouble = ""
        self._interrupted: job_store.Interrupted | None = None
        self._task: asyncio.Task[None] | None = None
        names = self._look_around()
        request = first_request(_free(names), seed=seed)
        self._problem = problem_of(as_text(request))
        asks = predict and self.numbers is None and self._interrupted is None  # else it is known
        self.screen = Desk(
            spec=SPEC | {"request": request, "predict": asks},
            text=as_text(request),
            view=self._view(),
        )
        self.screen.on_msg(self._receive)
        self._follow()

    def _look_around(self) -> list[str]:
        """Return the names that are taken; go on with a job that runs, or offer one that could."""
        try:
            if (service := job_store.opened(self.store)) is None:
                names, self._interrupted = job_store.left_behind(self.store)
                return names
            told = LocalClient(service).list_hyper_parameter_tuning_jobs(
                SortBy="CreationTime", SortOrder="Descending", MaxResults=100
            )["HyperParameterTuningJobSummaries"]
            if told and told[0]["HyperParameterTuningJobStatus"] in ("InProgress", "Stopping"):
                self.numbers = look(self._client, told[0]["HyperParameterTuningJobName"])
            return [each["HyperParameterTuningJobName"] for each in told]
        except JournalError as error:
            self._trouble = str(error)
            return []

    @property
    def sentence(self) -> str:
        """What the job says, or what there is to do."""
        if self.numbers is not None:
            return sentence(self.numbers)
        if self._interrupted is not None:
            name, ended, most = self._interrupted
            return (
                f"{name} was interrupted after {ended} of {most} training jobs. They are kept: "
                "resume it, and it goes on from there."
            )
        return "Nothing runs yet: fill in the form, or write the JSON, and create the job."

    @property
    def _client(self) -> LocalClient:
        return LocalClient(job_store.service(self.store))

    # what the reader does

    def check(self, text: str) -> str:
        """Return what the service would say against a request, "" if nothing."""
        self.screen.set_trait("text", text)  # so that a page that is opened anew has it
        self._problem = problem_of(text)
        return self._problem

    def create(self, text: str) -> None:
        """Create the tuning job that the text asks for, and watch it."""
        if self.check(text):
            return
        try:
            body = json.loads(text)
            self._client.create_hyper_parameter_tuning_job(**body)
        except ServiceError as error:
            self._problem = str(error)
            return
        self._watch(body["HyperParameterTuningJobName"])

    def stop(self) -> None:
        """Stop the job that is watched."""
        if self.numbers is not None:
            self._client.stop_hyper_parameter_tuning_job(
                HyperParameterTuningJobName=self.numbers.name
            )

    def resume(self) -> None:
        """Let the job go on that was interrupted, from what is kept of it."""
        if self._interrupted is not None:
            self._watch(self._interrupted.name)

    def _watch(self, name: str) -> None:
        self.numbers, self._interrupted = look(self._client, name), None
        self._follow()

    def look(self) -> Job | None:
        """Look at the job that is watched, and show how it stands."""
        if self.numbers is not None and not self.numbers.ended:
            self.numbers = look(self._client, self.numbers.name, self.numbers)
            self._show()
        return self.numbers

    def _follow(self) -> None:
        """Watch in the background, where there is one; a plain Python session calls `look`."""
        with contextlib.suppress(RuntimeError):
            loop = asyncio.get_running_loop()
            if self.numbers is not None and (self._task is None or self._task.done()):
                self._task = loop.create_task(self._watching())

    async def _watching(self) -> None:
        try:
            while (job := self.look()) is not None and not job.ended:
                await asyncio.sleep(_POLL)
        except Exception as error:  # nobody awaits this task, so the reader is told by the page
            self._trouble = str(error)
            self._show()

    # the page

    def _receive(self, _widget: Any, message: dict[str, Any], _buffers: Any) -> None:
        """Do what a message asks, and show what came of it; tell the reader if it fails."""
        acts: dict[str, Callable[..., Any]] = {
            "check": self.check,
            "create": self.create,
            "stop": self.stop,
            "resume": self.resume,
            "predicted": lambda said: self.screen.set_trait("prediction", said),
        }
        given = {name: value for name, value in message.items() if name not in ("kind", "turn")}
        self._trouble = ""
        try:
            acts[message["kind"]](**given)
        except Exception as error:
            self._trouble = str(error)
        self._show(message.get("turn", 0))

    def _show(self, turn: int | None = None) -> None:
        before = self.screen.view
        self.screen.view = self._view() | {"turn": before.get("turn", 0) if turn is None else turn}

    def _view(self) -> dict[str, Any]:
        return {
            "problem": self._problem,
            "trouble": self._trouble,
            "places": places_of(self._problem),
            "sentence": self.sentence,
            "resume": self._interrupted and self._interrupted.name,
            "job": self.numbers and seen(self.numbers),
        }

    def show(self) -> None:
        """Show it below the cell; where no page can be, the request and how the job stands."""
        said = f"{SPEC['question']} {self.sentence}"
        page.put(
            {
                **page.view_of(self.screen),
                "text/html": f"<p><b>{html.escape(SPEC['question'])}</b></p>"
                f"<pre>{html.escape(self.screen.text)}</pre><p>{html.escape(self.sentence)}</p>",
                "text/plain": f"{said}\n{self.screen.text}",
            }
        )

    def _ipython_display_(self) -> None:
        pass


def problem_of(text: str) -> str:
    """Return why the service would refuse the request, with path and rule; "" if it would not."""
    try:
        return refusal(json.loads(text))
    except json.JSONDecodeError as error:
        return f"This is no JSON yet. Line {error.lineno}, column {error.colno}: {error.msg}."


def places_of(problem: str) -> list[list[str | int]]:
    """Return where the members stand that a refusal names: their keys, and items by number."""
    found: list[list[str | int]] = []
    for path in re.findall(r" at '([^']*)' failed to satisfy", problem):
        keys = re.sub(r"\.(\d+)\.member", r".\1", path).split(".")
        found.append([int(k) - 1 if k.isdigit() else k[:1].upper() + k[1:] for k in keys])
    for path in re.findall(r"parameter ([\w.\[\]]+), ", problem):
        keys = re.findall(r"\w+", path)
        found.append([int(key) if key.isdigit() else key for key in keys])
    return found


def seen(job: Job) -> dict[str, Any]:
    """Return a job as the page shows it."""
    return {
        "name": job.name,
        "status": job.status,
        "ended": job.ended,
        "metric": job.metric,
        "maximize": job.type == "Maximize",
        "most": job.most,
        "knobs": list(job.rows[0].tuned) if job.rows else [],
        "rows": [
            {
                "name": row.name,
                "status": row.status,
                "value": row.objective,
                "objective": number(row.objective),
                "tuned": [plain(text) for text in row.tuned.values()],
                "best": row.name == job.best,
                "early": row.early,
                "why": row.why,
            }
            for row in job.rows
        ],
        "counters": list(job.counters.items()),
    }


def _free(names: list[str]) -> str:
    """Return the first of digits-1, digits-2, … that is not taken."""
    taken = {name.lower() for name in names}
    return next(name for name in _numbered() if name not in taken)


def _numbered() -> Iterator[str]:
    n = 0
    while True:
        yield f"digits-{(n := n + 1)}"
