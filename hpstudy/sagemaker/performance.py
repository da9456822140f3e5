"""A training job at work: its process is started, read, told to stop, and started again.

    process → line → metrics → Reported ┐
            → exit code      → Ended    ┴→ the queue of the conductor

Only the thread that reads the process runs beside the conductor's, and all it does is put events in
the queue.
"""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from hpstudy.sagemaker.buckets import Buckets
from hpstudy.sagemaker.metrics import Metrics
from hpstudy.sagemaker.runner import Launcher, Order, Run
from hpstudy.sagemaker.training import Outcome, TrainingJob

# Seconds that a process may take to be gone once it has been killed.
_PATIENCE = 5


class Reported(NamedTuple):
    """A training job has printed a line with metrics."""

    performance: Performance
    metrics: Metrics


class Ended(NamedTuple):
    """The process of a training job has ended."""

    performance: Performance
    code: int
    last_line: str


Event = Reported | Ended | None  # None: something else has changed


class Stage(NamedTuple):
    """What all performances share: launcher, folders of data and of logs, seconds to save."""

    launcher: Launcher
    buckets: Buckets
    logs: Path
    grace: float


class Performance:
    """The process of a training job, from its start; `lock` guards what others see of the job.

    deaf: its fate is sealed, and what it still prints counts no more
    """

    def __init__(
        self, job: TrainingJob, lock: threading.RLock, stage: Stage, events: SimpleQueue[Event]
    ) -> None:
        self.job, self.deaf = job, False
        self._lock, self._stage, self._events = lock, stage, events
        self._attempts = 0
        self._stopped: str | None = None  # the secondary status to end with, once told to stop
        self._limit = time.monotonic() + job.definition.seconds
        self._kill_at = math.inf
        self._run = self._start()

    # -- its process --

    def _start(self) -> Run:
        """Start the process; a second time it begins from the beginning."""
        self._attempts += 1
        now = time.time()
        with self._lock:
            self.job.metrics = {}
            self.job.started = self.job.started or now
            self.job.enter("Training", now, "Training the model.")
        run = self._stage.launcher.launch(self._order())
        self._reader = threading.Thread(target=self._read, args=(run,), daemon=True)
        self._reader.start()
        return run

    def _order(self) -> Order:
        definition, buckets = self.job.definition, self._stage.buckets
        assert definition.algorithm
        return Order(
            definition.algorithm.function,
            definition.hyperparameters(self.job.trial.configuration),
            buckets.channels(definition.body),
            str(buckets.path_of(self.job.output)),
            dict(definition.body.get("Environment", {})),
        )

    def _read(self, run: Run) -> None:
        last = ""
        with _log(self._stage.logs / f"{self.job.name}.log") as write:
            for line in run.lines():
                write(line)
                last = line.strip() or last
                if metrics := self.job.definition.reader.read(line):
                    self._events.put(Reported(self, metrics))
        code = run.wait()
        run.close()
        self._events.put(Ended(self, code, last))

    # -- its end --

    @property
    def due(self) -> float:
        """When the clock must be looked at again."""
        return min(self._limit, self._kill_at)

    def look_at_the_clock(self) -> None:
        """Stop what has run too long, and end by force what was told to stop long ago."""
        now = time.monotonic()
        if now >= self._limit:
            self._limit = math.inf
            self.stop("The run time is over.", "MaxRuntimeExceeded")
        if now >= self._kill_at:
            self._kill_at = math.inf
            self._run.kill()

    def stop(self, message: str, secondary: str = "Stopped") -> None:
        """Ask the process to end; if it has not done so in time, it will be ended."""
        if self._stopped:
            return
        self._stopped = secondary
        self._kill_at = time.monotonic() + self._stage.grace
        with self._lock:
            self.job.status = "Stopping"
            self.job.enter("Stopping", time.time(), message)
        self._run.terminate()

    def abandon(self) -> None:
        """End the process now, and wait until it is gone."""
        self._run.abandon()
        self._reader.join(timeout=_PATIENCE)

    def outcome(self, ended: Ended) -> Outcome | None:
        """Return how the training job has ended; None if its process is started once more."""
        if self._stopped:
            return Outcome("Stopped", self._stopped, "The training job was stopped.")
        if ended.code == 0:
            return Outcome("Completed", "Completed", "The training job completed.")
        if ended.code > 0:
            reason = f"AlgorithmError: {ended.last_line}, exit code: {ended.code}"
            return Outcome("Failed", "Failed", reason, "NonRetryableError")
        reason = f"InternalServerError: the training process was ended by signal {-ended.code}."
        if self._attempts > self.job.definition.retries:
            return Outcome("Failed", "Failed", reason, "RetryableError")
        with self._lock:
            self.job.enter("Restarting", time.time(), reason)
        self._run = self._start()
        return None


@contextlib.contextmanager
def _log(path: Path) -> Iterator[Callable[[str], None]]:
    """Give a function that writes a line to the log; a full disk does not stop the training."""
    with contextlib.ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = stack.enter_context(path.open("a", encoding="utf-8"))
        except OSError:
            yield lambda line: None
            return

        def write(line: str) -> None:
            with contextlib.suppress(OSError):
                file.write(line + "\n")
                file.flush()

        stack.enter_context(contextlib.suppress(OSError))
        yield write
