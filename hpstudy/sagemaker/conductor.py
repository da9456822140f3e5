"""The conductor of one tuning job: asks the strategy, has training jobs run, watches and ends them.

    strategy → launch → lines → metrics → stop or go on → journal → strategy

Everything is decided on one thread, event by event; the threads that read what training jobs print
only put events in its queue. Committed to the journal before anything else: a kill at any moment
loses no training job that has finished.
"""

from __future__ import annotations

import contextlib
import math
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from hpstudy.sagemaker.buckets import Buckets
from hpstudy.sagemaker.completion import Ending
from hpstudy.sagemaker.job import TuningJob
from hpstudy.sagemaker.memory import Record
from hpstudy.sagemaker.metrics import Metrics
from hpstudy.sagemaker.runner import Launcher, Order, Run
from hpstudy.sagemaker.search import rule_of, strategy_of
from hpstudy.sagemaker.training import TrainingJob, new_name
from hpstudy.sagemaker.warm_start import told_by
from hpstudy.strategies.base import Strategy

_LONGEST_REASON = 1024


@dataclass
class Performance:
    """A training job at work: the process, and when it must have ended.

    attempts: how often it has been started
    limit:    when its run time is over
    stopped:  the secondary status it is to end with, once it has been told to stop
    kill_at:  when a process that was told to stop is ended by force
    deaf:     its fate is sealed, and what it still prints counts no more
    """

    job: TrainingJob
    run: Run
    limit: float
    attempts: int = 1
    stopped: str | None = None
    kill_at: float = math.inf
    deaf: bool = False


class Reported(NamedTuple):
    """A training job has printed a line with metrics."""

    performance: Performance
    metrics: Metrics


class Ended(NamedTuple):
    """The process of a training job has ended."""

    performance: Performance
    code: int
    last_line: str


class Stage(NamedTuple):
    """What conductors share: journal, launcher, folders of data and of logs, seconds to save."""

    record: Record
    launcher: Launcher
    buckets: Buckets
    logs: Path
    grace: float


class Conductor:
    """Runs a tuning job on a thread of its own, from `start` to its end, or to `close`."""

    def __init__(self, job: TuningJob, stage: Stage) -> None:
        self.job, self.stage = job, stage
        self._events: queue.SimpleQueue[Reported | Ended | None] = queue.SimpleQueue()
        self._performances: dict[int, Performance] = {}
        self._ending: Ending | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._guarded, daemon=True)

    def start(self) -> None:
        """Begin, or go on after an interruption."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the tuning job: those of its training jobs that run are stopped, then it ends."""
        with self.job.lock:
            if self.job.status != "InProgress":
                return
            self.stage.record.append("stopping", job=self.job.id, time=time.time())
            self.job.status = "Stopping"
        self._events.put(None)

    def close(self) -> None:
        """Interrupt the tuning job: a service with the same store goes on with it."""
        self._closed = True
        self._events.put(None)
        if self._thread.is_alive():
            self._thread.join()

    # -- the loop --

    def _guarded(self) -> None:
        try:
            self._conduct()
        except Exception as problem:  # a full disk, say: what the journal has is safe
            with self.job.lock:
                self.job.status, self.job.failure = "Failed", str(problem)[:_LONGEST_REASON]
                self.job.ended = time.time()
        finally:
            for performance in self._performances.values():
                performance.run.kill()

    def _conduct(self) -> None:
        self._prepare()
        while self._fill() and not self._closed:
            event = self._next_event()
            if isinstance(event, Reported):
                self._listen(event)
            elif isinstance(event, Ended):
                self._take_leave(event)
            self._look_at_the_clock()
        if not self._closed:
            self._end()

    def _prepare(self) -> None:
        """Make the strategies and tell them all that is known; run again what was interrupted."""
        for definition in self.job.definitions:
            if definition.algorithm is None:
                raise LookupError(
                    f"The algorithm {definition.image!r} is not registered any more, so that the"
                    " tuning job cannot go on."
                )
        config, definitions = self.job.config, self.job.definitions
        self._strategies: list[Strategy] = [
            strategy_of(
                config["Strategy"],
                definition.space,
                self.job.seed,
                told_by(self.job.parents, definition),
            )
            for definition in definitions
        ]
        self._rules = [
            rule_of(config, definition.static, auto=self.job.autotuned)
            for definition in definitions
        ]
        for job in self.job.finished:
            self._teach(job)
        for job in self.job.trainings:
            if job.running:
                # Its number is taken: or else the strategy would give it out once more.
                self._strategy(job).pending[job.trial.number] = job.trial
        for job in [each for each in self.job.trainings if each.running]:
            if self.job.status == "Stopping":
                self._finish(job, "Stopped", "Stopped", "The training job was stopped.")
            else:
                self._begin(job)

    def _fill(self) -> bool:
        """Launch training jobs while there is room; return whether any is running."""
        while self._wants_more():
            job = self._next_job()
            if job is None:
                break
            self._begin(job)
        return bool(self._performances)

    def _wants_more(self) -> bool:
        return (
            self.job.status == "InProgress"
            and self._ending is None
            and not self._closed
            and len(self._performances) < self.job.parallel
            and len(self.job.trainings) < self.job.most
        )

    def _next_job(self) -> TrainingJob | None:
        """Return a new training job, of the definitions in turn; None if no strategy has one."""
        number = len(self.job.trainings) + 1
        n = len(self.job.definitions)
        for i in ((number - 1 + shift) % n for shift in range(n)):
            trial = self._strategies[i].ask()
            if trial is not None:
                job = TrainingJob(
                    new_name(self.job.name, number),
                    self.job.name,
                    number,
                    self.job.definitions[i],
                    trial,
                    time.time(),
                )
                self.stage.record.append("launched", job=self.job.id, **job.birth(i))
                with self.job.lock:
                    self.job.add(job)
                return job
        return None

    # -- one training job --

    def _begin(self, job: TrainingJob) -> None:
        limit = time.monotonic() + job.definition.seconds
        performance = Performance(job, self._launch(job), limit)
        self._performances[job.number] = performance
        self._attend(performance)

    def _launch(self, job: TrainingJob) -> Run:
        """Start the process; a second time it begins from the beginning."""
        body, now = job.definition.body, time.time()
        with self.job.lock:
            job.metrics = {}
            job.enter("Training", now, "Training the model.")
            job.started = job.started or now
        assert job.definition.algorithm
        return self.stage.launcher.launch(
            Order(
                job.definition.algorithm.function,
                job.definition.hyperparameters(job.trial.configuration),
                self.stage.buckets.channels(body),
                str(self.stage.buckets.path_of(job.output)),
                dict(body.get("Environment", {})),
            )
        )

    def _attend(self, performance: Performance) -> None:
        """Read what the process prints, on a thread of its own."""
        threading.Thread(target=self._read, args=(performance,), daemon=True).start()

    def _read(self, performance: Performance) -> None:
        job, run = performance.job, performance.run
        last = ""
        with _log(self.stage.logs / f"{job.name}.log") as write:
            for line in run.lines():
                write(line)
                last = line.strip() or last
                if metrics := job.definition.reader.read(line):
                    self._events.put(Reported(performance, metrics))
        code = run.wait()
        run.close()
        self._events.put(Ended(performance, code, last))

    def _listen(self, event: Reported) -> None:
        """Take in the metrics of a line; stop the training job if the rule says so."""
        performance, job = event.performance, event.performance.job
        if performance.deaf:
            return
        definition = job.definition
        reports = any(name == definition.metric for name, _ in event.metrics)
        rule = self._rules[self.job.definitions.index(definition)]
        full = rule.most is not None and len(job.values) >= rule.most
        if not (reports and full):
            with self.job.lock:
                for name, value in event.metrics:
                    job.metrics.setdefault(name, []).append(value)
        if reports and (full or rule.stops(job.trial.number, job.losses)):
            performance.deaf = True
            self._stop(performance, "Stopped", "Stopped early: others do better.")

    def _stop(self, performance: Performance, secondary: str, message: str) -> None:
        """Ask the process to end; if it has not done so in time, it will be ended."""
        if performance.stopped:
            return
        performance.stopped = secondary
        performance.kill_at = time.monotonic() + self.stage.grace
        with self.job.lock:
            performance.job.status = "Stopping"
            performance.job.enter("Stopping", time.time(), message)
        performance.run.terminate()

    def _take_leave(self, event: Ended) -> None:
        """See how the process has ended, and run it again, or finish the training job."""
        performance, job, code = event.performance, event.performance.job, event.code
        if performance.stopped:
            self._finish(job, "Stopped", performance.stopped, "The training job was stopped.")
        elif code == 0:
            self._finish(job, "Completed", "Completed", "The training job completed.")
        elif code > 0:
            reason = f"AlgorithmError: {event.last_line}, exit code: {code}"
            self._finish(job, "Failed", "Failed", reason, error="NonRetryableError")
        elif performance.attempts <= job.definition.retries and not self._closed:
            performance.attempts += 1
            with self.job.lock:
                job.enter("Restarting", time.time(), f"The process was ended by signal {-code}.")
            performance.run = self._launch(job)
            self._attend(performance)
        else:
            reason = f"InternalServerError: the training process was ended by signal {-code}."
            self._finish(job, "Failed", "Failed", reason, error="RetryableError")

    def _finish(
        self, job: TrainingJob, status: str, secondary: str, message: str, error: str | None = None
    ) -> None:
        """Commit how the training job ended; only then let it be seen, and learn from it."""
        outcome = {
            "status": status,
            "secondary": secondary,
            "message": message[:_LONGEST_REASON],
            "error": error,
            "started": job.started,
            "metrics": job.metrics,
            "time": time.time(),
        }
        self.stage.record.append("finished", job=self.job.id, number=job.number, **outcome)
        self._performances.pop(job.number, None)
        with self.job.lock:
            ending = self.job.finish(job, outcome)
        self._teach(job)
        self._ending = self._ending or ending

    def _teach(self, job: TrainingJob) -> None:
        self._strategy(job).tell(job.trial, job.loss)
        self._rules[self.job.definitions.index(job.definition)].learn(job.trial.number, job.losses)

    def _strategy(self, job: TrainingJob) -> Strategy:
        return self._strategies[self.job.definitions.index(job.definition)]

    # -- time --

    def _next_event(self) -> Reported | Ended | None:
        """Wait for an event, but not beyond the next moment at which something is due."""
        due = [min(each.limit, each.kill_at) for each in self._performances.values()]
        wait = min(due) - time.monotonic()
        if self.job.seconds is not None:
            wait = min(wait, self.job.began + self.job.seconds - time.time())
        try:
            return self._events.get(timeout=min(max(wait, 0.001), threading.TIMEOUT_MAX))
        except queue.Empty:
            return None

    def _look_at_the_clock(self) -> None:
        """Stop what is to stop, and end by force what has not done so in time."""
        if self.job.seconds is not None and time.time() >= self.job.began + self.job.seconds:
            self._ending = self._ending or Ending("Completed")
        all_stop = self._ending is not None or self.job.status == "Stopping"
        now = time.monotonic()
        for performance in self._performances.values():
            if all_stop:
                self._stop(performance, "Stopped", "The tuning job has ended.")
            if now >= performance.limit:
                performance.limit = math.inf
                self._stop(performance, "MaxRuntimeExceeded", "The run time is over.")
            if now >= performance.kill_at:
                performance.kill_at = math.inf
                performance.run.kill()

    def _end(self) -> None:
        """Commit how the tuning job ended."""
        if self.job.status == "Stopping":
            ending = Ending("Stopped")
        else:
            ending = self._ending or self.job.progress.failed() or Ending("Completed")
        now = time.time()
        self.stage.record.append("ended", job=self.job.id, time=now, **ending._asdict())
        with self.job.lock:
            self.job.end(ending, now)


@contextlib.contextmanager
def _log(path: Path) -> Iterator[Callable[[str], None]]:
    """Give a function that writes a line to the log; a full disk does not stop the training."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a", encoding="utf-8")
    except OSError:
        yield lambda line: None
        return

    def write(line: str) -> None:
        with contextlib.suppress(OSError):
            file.write(line + "\n")
            file.flush()

    try:
        yield write
    finally:
        with contextlib.suppress(OSError):
            file.close()
