"""What a round says: its best job, whether an edge was in the way, which knob matters, where next.

place       where in its range a value lies, from 0 to 1 on the range's own scale
edge        the best within 5 % of a bound: what lies beyond may be better, so move the bound
importance  the share of the surrogate's ups and downs that one knob explains alone
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hpstudy.capstone.training import LIMITS
from hpstudy.evidence import SHARED, Prior, climb
from hpstudy.space import Configuration, Float, Integer, SearchSpace
from hpstudy.surrogate import GaussianProcess, Kernel

Array = NDArray[np.float64]

NEAR = 0.05
_DRAWS, _STEPS = 400, 21
_SCALINGS = {"linear": "Linear", "log": "Logarithmic", "reverse_log": "ReverseLogarithmic"}


@dataclass(frozen=True)
class Job:
    """A training job that was run; `loss` is its objective, lower for better, None if it failed.

    model: the address of what it left behind
    restarted: whether it was begun again after its service had died
    """

    name: str
    configuration: Configuration
    loss: float | None
    objective: float | None
    status: str
    seconds: float
    model: str
    restarted: bool

    @classmethod
    def from_answers(
        cls, summary: Mapping[str, Any], told: Mapping[str, Any], configuration: Configuration
    ) -> Job:
        """Return the job that the service's list and its description tell of."""
        final = summary.get("FinalHyperParameterTuningJobObjectiveMetric", {})
        objective = final.get("Value") if summary["ObjectiveStatus"] == "Succeeded" else None
        sign = -1 if final.get("Type") == "Maximize" else 1
        return cls(
            summary["TrainingJobName"],
            configuration,
            None if objective is None else sign * objective,
            objective,
            summary["TrainingJobStatus"],
            _seconds(summary.get("TrainingStartTime"), summary.get("TrainingEndTime")),
            told["ModelArtifacts"]["S3ModelArtifacts"],
            any(each["Status"] == "Restarting" for each in told["SecondaryStatusTransitions"]),
        )


@dataclass(frozen=True)
class Round:
    """A tuning job: `refusal` says why it has not begun, `told` is the service's description."""

    name: str
    refusal: str = ""
    told: Mapping[str, Any] = field(default_factory=dict, repr=False)
    space: SearchSpace | None = None
    jobs: tuple[Job, ...] = field(default=(), repr=False)

    @property
    def ended(self) -> bool:
        """Whether it has run to its end."""
        return self.told.get("HyperParameterTuningJobStatus") == "Completed"

    @property
    def most(self) -> int:
        """How many training jobs it may have."""
        return int(self._config["ResourceLimits"]["MaxNumberOfTrainingJobs"])

    @property
    def parents(self) -> list[str]:
        """The names of the tuning jobs that it started from."""
        started = self.told.get("WarmStartConfig", {})
        listed = started.get("ParentHyperParameterTuningJobs", ())
        return [each["HyperParameterTuningJobName"] for each in listed]

    @property
    def _config(self) -> Mapping[str, Any]:
        config: Mapping[str, Any] = self.told["HyperParameterTuningJobConfig"]
        return config

    @property
    def best(self) -> Job | None:
        """The job with the lowest loss."""
        known = [job for job in self.jobs if job.loss is not None]
        return min(known, key=lambda job: job.loss or 0.0, default=None)

    @property
    def seconds(self) -> float:
        """Seconds of training, over all jobs: what an instance would be paid for."""
        return sum(job.seconds for job in self.jobs)

    @property
    def places(self) -> dict[str, float]:
        """Where in its range each knob of the best job lies."""
        if self.space is None or self.best is None:
            return {}
        return dict(zip(self.space, self.space.to_unit(self.best.configuration), strict=True))

    @property
    def edges(self) -> dict[str, str]:
        """The knobs whose best value lies at an edge of its range that could be moved."""
        found = {}
        for name, place in self.places.items():
            assert self.space
            low, high = _bounds(self.space[name])
            least, most = LIMITS[name]
            if place < NEAR and low > least:
                found[name] = "lower"
            elif place > 1 - NEAR and high < most:
                found[name] = "upper"
        return found

    @property
    def importance(self) -> dict[str, float]:
        """The share of the expected loss's spread that each knob explains alone."""
        known = [job for job in self.jobs if job.loss is not None]
        if self.space is None or len(known) < 3:
            return {}
        X = np.array([self.space.to_unit(job.configuration) for job in known])
        losses = np.array([job.loss for job in known], dtype=float)
        return dict(zip(self.space, explained(X, losses), strict=True))

    def around(self, name: str, share: float = 0.5) -> dict[str, str]:
        """Return a range for the next request: `share` as wide, the best value in its middle.

        It ends where the old one did, unless the best lay at that edge: then it goes beyond.
        """
        if self.space is None or self.best is None:
            return {"Name": name, "MinValue": "", "MaxValue": ""}
        knob, place = self.space[name], self.places[name]
        low, high = (_beyond(knob, place + side * share / 2) for side in (-1, 1))
        least, most = _bounds(knob)
        if (edge := self.edges.get(name)) == "lower":
            least = LIMITS[name][0]
        elif edge == "upper":
            most = LIMITS[name][1]
        low, high = max(low, least), min(high, most)
        if isinstance(knob, Integer):
            low, high = round(low), max(round(high), round(low) + 1)
        assert isinstance(knob, Float | Integer)
        texts = (f"{bound:.4g}" if isinstance(knob, Float) else str(bound) for bound in (low, high))
        bounds = dict(zip(("MinValue", "MaxValue"), texts, strict=True))
        return {"Name": name, **bounds, "ScalingType": _SCALINGS[knob.scale]}

    def __str__(self) -> str:
        if self.refusal:
            return f"Not run. {self.refusal}"
        best, losses = self.best, [job.loss for job in self.jobs if job.loss is not None]
        stopped = sum(job.status == "Stopped" for job in self.jobs)
        restarted = sum(job.restarted for job in self.jobs)
        facts = [
            f"{self.name}: {self.told['HyperParameterTuningJobStatus']}, {len(self.jobs)} jobs",
            f"{stopped} stopped early" if stopped else "",
            f"{restarted} begun again after a kill" if restarted else "",
            f"{self.seconds:.1f} s of training",
            f"best {best.objective:.4f}, median {np.median(np.abs(losses)):.4f}"
            if best
            else "none succeeded",
        ]
        return "; ".join(fact for fact in facts if fact) + "."

    def _repr_markdown_(self) -> str:
        if self.refusal or self.space is None or self.best is None:
            return str(self)
        shares = self.importance
        rows = [
            f"| {name} | {_said(knob)} | {self.best.configuration[name]:.4g} "
            f"| {self.places[name]:.0%} | {self.edges.get(name, '')} | {shares.get(name, 0):.0%} |"
            for name, knob in self.space.items()
        ]
        head = "| knob | range | best | its place | at an edge | importance |"
        return "\n".join([str(self), "", head, "|---|---|---:|---:|---|---:|", *rows])


def explained(X: Array, losses: Array) -> Array:
    """Return the share (d,) of the expected loss's variance that each column of X explains alone.

    A Gaussian process is fitted to the losses (n,), their ranks put on a normal scale, so that one
    diverged training does not count for all. Then each knob is moved over its range, the others
    drawn at random: the variance of the mean curve, over that of all expected losses (Hutter et al.
    2014, with a forest).
    """
    surrogate, d = _fitted(X, losses), X.shape[1]
    others = np.random.default_rng(0).random((_DRAWS, d))
    found = np.zeros(d)
    for knob in range(d):
        surface = np.empty((_STEPS, _DRAWS))
        for i in range(_STEPS):
            others[:, knob] = (i + 0.5) / _STEPS
            surface[i], _ = surrogate.predict(others)
        found[knob] = surface.mean(axis=1).var() / max(surface.var(), 1e-12)
        others[:, knob] = np.random.default_rng(knob + 1).random(_DRAWS)
    return found


def _fitted(X: Array, losses: Array) -> GaussianProcess:
    from scipy.stats import norm

    ranks = losses.argsort().argsort()
    y = norm.ppf((ranks + 0.5) / len(losses))
    prior = Prior.of_dimension(X.shape[1])
    gp = GaussianProcess(Kernel.from_log(prior.mean, SHARED), X, y / y.std())
    return gp.with_kernel(Kernel.from_log(climb(gp, prior).theta, SHARED))


def _bounds(knob: Any) -> tuple[float, float]:
    return float(knob.low), float(knob.high)


def _beyond(knob: Any, u: float) -> float:
    """Return the value at place `u` of a range, which may lie outside of 0 to 1."""
    scaled: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
        "linear": (float, float),
        "log": (np.log, np.exp),
        "reverse_log": (lambda x: -np.log1p(-x), lambda t: -np.expm1(-t)),
    }
    there, back = scaled[knob.scale]
    low, high = (there(bound) for bound in _bounds(knob))
    return float(back(low + u * (high - low)))


def _said(knob: Any) -> str:
    return f"{knob.low:g} to {knob.high:g}, {knob.scale.replace('_', ' ')}"


def _seconds(start: datetime | None, end: datetime | None) -> float:
    return (end - start).total_seconds() if start and end else 0.0
