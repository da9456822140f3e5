"""The conductor of one tuning job: asks the strategy, has training jobs run, watches and ends them.

    strategy → training job → metrics → go on or stop → journal → strategy

Everything is decided on one thread, event by event. What has finished is committed to the journal
before anything else: a kill at any moment loses no training job that has finished.
"""

from __future__ import annotations

import threading
import time
from queue import Empty, SimpleQueue

from hpstudy.sagemaker.completion import Ending
from hpstudy.sagemaker.job import TuningJob
from hpstudy.sagemaker.memory import Record
from hpstudy.sagemaker.performance import Ended, Event, Performance, Reported, Stage
from hpstudy.sagemaker.search import rule_of, strategy_of
from hpstudy.sagemaker.training import LONGEST_REASON, Outcome, TrainingJob, new_name
from hpstudy.sagemaker.warm_start import told_by
from hpstudy.strategies.base import Strategy


class Conductor:
    """Runs a tuning job on a thread of its own, from `start` to its end, or to `close`."""

    def __init__(self, job: TuningJob, record: Record, stage: Stage) -> None:
        self.job = job
        self._record, self._stage = record, stage
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._performances: dict[int, Performance] = {}  # by the number of the training job
        self._ending: Ending | None = None  # no more begin, and those that run are stopped
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
            now = time.time()
            self._record.append("stopping", job=self.job.id, time=now)
            self.job.stop(now)
        self._events.put(None)

    def close(self) -> None:
        """Interrupt the tuning job: a service with the same store goes on with it."""
        self._closed = True
        self._events.put(None)
        self._thread.join()

    # -- the loop --

    def _guarded(self) -> None:
        try:
            self._conduct()
        except Exception as problem:  # a full disk, say: what the journal has is safe
            with self.job.lock:
                self.job.end(Ending("Failed", str(problem)[:LONGEST_REASON]), time.time())
        finally:
            for performance in self._performances.values():
                performance.abandon()

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
        self._strategies: list[Strategy] = []
        for each in self.job.definitions:
            if each.algorithm is None:
                raise LookupError(
                    f"The algorithm {each.image} is not registered any more, so that the tuning job"
                    " cannot go on: start the service with it."
                )
            told = told_by(self.job.parents, each)
            self._strategies.append(
                strategy_of(self.job.config["Strategy"], each.space, self.job.seed, told)
            )
        self._rules = [
            rule_of(self.job.config, each.static, auto=self.job.autotuned)
            for each in self.job.definitions
        ]
        for job in self.job.finished:
            self._teach(job)
        interrupted = [job for job in self.job.trainings if job.running]
        for job in interrupted:  # or else the strategy would give out their numbers once more
            self._strategies[self._place(job)].pending[job.trial.number] = job.trial
        for job in interrupted:
            self._resume(job)

    def _resume(self, job: TrainingJob) -> None:
        """Run a training job again that ran when the service ended."""
        if self.job.status == "Stopping":
            self._finish(job, Outcome("Stopped", "Stopped", "The training job was stopped."))
            return
        with self.job.lock:
            job.enter("Restarting", time.time(), "The service was started anew.")
        self._begin(job)

    # -- training jobs begin --

    def _fill(self) -> bool:
        """Launch training jobs while there is room; return whether any is running."""
        while self._wants_more() and (job := self._next_job()):
            self._begin(job)
        return bool(self._performances)

    def _wants_more(self) -> bool:
        return (
            self.job.status == "InProgress"
            and not (self._ending or self._closed)
            and len(self._performances) < self.job.parallel
            and len(self.job.trainings) < self.job.most
        )

    def _next_job(self) -> TrainingJob | None:
        """Return a new training job, of the definitions in turn; None if no strategy has one."""
        number = len(self.job.trainings) + 1
        n = len(self.job.definitions)
        for place in ((number - 1 + shift) % n for shift in range(n)):
            trial = self._strategies[place].ask()
            if trial is not None:
                name, definition = new_name(self.job.name, number), self.job.definitions[place]
                job = TrainingJob(name, self.job.name, number, definition, trial, time.time())
                self._record.append("launched", job=self.job.id, **job.birth(place))
                with self.job.lock:
                    self.job.add(job)
                return job
        return None

    def _begin(self, job: TrainingJob) -> None:
        self._performances[job.number] = Performance(job, self.job.lock, self._stage, self._events)

    # -- and go on --

    def _listen(self, event: Reported) -> None:
        """Take in the metrics of a line; stop the training job if the rule says so."""
        performance, metrics = event
        if performance.deaf:
            return
        job = performance.job
        rule = self._rules[self._place(job)]
        is_epoch = any(name == job.definition.metric for name, _ in metrics)
        if is_epoch and rule.most is not None and len(job.values) >= rule.most:
            performance.deaf = True
            performance.stop("It has had the largest resource.")
            return
        with self.job.lock:
            for name, value in metrics:
                job.metrics.setdefault(name, []).append(value)
        if is_epoch and rule.stops(job.trial.number, job.losses):
            performance.deaf = True
            performance.stop("Stopped early: others do better.")

    # -- and end --

    def _take_leave(self, event: Ended) -> None:
        outcome = event.performance.outcome(event)
        if outcome is not None:
            self._finish(event.performance.job, outcome)

    def _finish(self, job: TrainingJob, outcome: Outcome) -> None:
        """Commit how the training job ended; only then let it be seen, and learn from it."""
        entry = outcome.entry(job, time.time())
        self._record.append("finished", job=self.job.id, number=job.number, **entry)
        self._performances.pop(job.number, None)
        with self.job.lock:
            ending = self.job.finish(job, entry)
        self._teach(job)
        self._ending = self._ending or ending

    def _teach(self, job: TrainingJob) -> None:
        place = self._place(job)
        self._strategies[place].tell(job.trial, job.loss)
        self._rules[place].learn(job.trial.number, job.losses)

    def _place(self, job: TrainingJob) -> int:
        return self.job.definitions.index(job.definition)

    def _next_event(self) -> Event:
        """Wait for an event, but not beyond the next moment at which something is due."""
        wait = min(each.due for each in self._performances.values()) - time.monotonic()
        if (left := self.job.seconds_left()) is not None:
            wait = min(wait, left)
        try:
            return self._events.get(timeout=min(max(wait, 0.001), threading.TIMEOUT_MAX))
        except Empty:
            return None

    def _look_at_the_clock(self) -> None:
        """Stop what is to stop."""
        left = self.job.seconds_left()
        if left is not None and left <= 0:
            self._ending = self._ending or Ending("Completed")
        for performance in self._performances.values():
            if self._ending or self.job.status == "Stopping":
                performance.stop("The tuning job ends.")
            performance.look_at_the_clock()

    def _end(self) -> None:
        """Commit how the tuning job ended."""
        if self.job.status == "Stopping":
            ending = Ending("Stopped")
        else:
            ending = self._ending or self.job.progress.failed() or Ending("Completed")
        now = time.time()
        self._record.append("ended", job=self.job.id, time=now, **ending._asdict())
        with self.job.lock:
            self.job.end(ending, now)
