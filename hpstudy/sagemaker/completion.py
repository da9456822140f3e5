"""When a tuning job ends: by its limits, by its completion criteria, or because nothing succeeds.

MaxNumberOfTrainingJobs        no more are started; those running end by themselves
MaxRuntimeInSeconds            those running are stopped
TargetObjectiveMetricValue     the final objective of any training job is as good
BestObjectiveNotImproving      so many in a row, none better than the best by more than 1 %
ConvergenceDetected            `Progress.converged`, a rule of our own: the service's is unpublished
no success after five          the tuning job fails
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hpstudy.sagemaker.training import TrainingJob

ATTEMPTS = 5
_IMPROVEMENT = 0.01
_FEWEST_TO_CONVERGE = 10


class Ending(NamedTuple):
    """How a tuning job ends: its last status, and of a failed one the reason."""

    status: str
    reason: str | None = None


class Progress:
    """What the training jobs that have ended came to, told in the order of their ends.

    converge: whether to complete on convergence where the request does not say
    """

    def __init__(self, config: Mapping[str, Any], *, converge: bool = False) -> None:
        self._criteria: Mapping[str, Any] = config.get("TuningJobCompletionCriteria", {})
        self.n_ended = 0
        self.n_succeeded = 0
        self.n_not_improving = 0
        self.convergence_time: float | None = None
        self._best: float | None = None
        self._converge = converge
        self._silent = 0  # completed, but printed no objective

    def learn(self, job: TrainingJob) -> Ending | None:
        """Take in a training job that has ended; return how the tuning job ends if that ends it."""
        self.n_ended += 1
        self._silent += job.status == "Completed" and job.objective is None
        if job.loss is not None:
            self.n_succeeded += 1
        if self._improves(job.loss):
            self._best, self.n_not_improving = job.loss, 0
        elif self.n_succeeded:
            self.n_not_improving += 1
        if self._reaches_target(job) or self._stands_still():
            return Ending("Completed")
        if self._wants_convergence() and self.converged():
            self.convergence_time = job.ended
            return Ending("Completed")
        return self.failed() if self.n_ended == ATTEMPTS else None

    def failed(self) -> Ending | None:
        """Return the failure that it is if no training job has succeeded so far."""
        if self.n_succeeded or not self.n_ended:
            return None
        if self._silent == self.n_ended:
            return Ending(
                "Failed",
                f"No objective metrics found after running {self.n_ended} training jobs. Please"
                " ensure that the custom algorithm is emitting the objective metric as defined by"
                " the regular expression provided.",
            )
        return Ending(
            "Failed",
            f"No training job succeeded after {self.n_ended} attempts. For additional details,"
            " please take a look at the training job failures by listing training jobs for the"
            " hyperparameter tuning job.",
        )

    def converged(self) -> bool:
        """Return whether half of all training jobs, the later half, have improved nothing.

        Ten must have succeeded. If every job were a draw from the same lot, the best of n would
        lie in the later half of them as often as not; once it has long lain in the earlier one,
        as many jobs again would promise less than 1 % more often than not.
        """
        return self.n_succeeded >= _FEWEST_TO_CONVERGE and 2 * self.n_not_improving >= self.n_ended

    def _improves(self, loss: float | None) -> bool:
        """Return whether `loss` is better than the best that counted by more than 1 % of it."""
        if loss is None or self._best is None:
            return loss is not None
        return self._best - loss > _IMPROVEMENT * abs(self._best)

    def _reaches_target(self, job: TrainingJob) -> bool:
        target = self._criteria.get("TargetObjectiveMetricValue")
        if target is None or job.loss is None:
            return False
        return job.loss <= job.definition.loss(target)

    def _stands_still(self) -> bool:
        most = self._criteria.get("BestObjectiveNotImproving", {}).get(
            "MaxNumberOfTrainingJobsNotImproving"
        )
        return most is not None and self.n_not_improving >= most

    def _wants_convergence(self) -> bool:
        default = "Enabled" if self._converge else "Disabled"
        asked = self._criteria.get("ConvergenceDetected", {})
        return bool(asked.get("CompleteOnConvergence", default) == "Enabled")
