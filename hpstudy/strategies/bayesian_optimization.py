"""Bayesian optimization: guess, measure, update; a surrogate says where a trial is worth most."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hpstudy.acquisition import log_expected_improvement
from hpstudy.evidence import Prior, Summit, climb, laplace_draws
from hpstudy.space import Categorical, Configuration, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.surrogate import GaussianProcess, Kernel
from hpstudy.trial import Trial

Array = NDArray[np.float64]


class BayesianOptimization(Strategy):
    """Fit the surrogate to the losses so far, then ask where improvement is expected."""

    def __init__(self, space: SearchSpace, *, seed: int | None = None) -> None:
        super().__init__(space, seed=seed)
        self.unordered = np.array([isinstance(h, Categorical) for h in space.values()])
        self.prior = Prior.of_dimension(len(space))
        self.summit: Summit | None = None
        self.members = np.empty((0, 0))
        self.n_fitted = 0
        self.points: dict[int, Array] = {}

    def learn(self, trial: Trial, loss: float | None) -> None:
        """Keep the trial's point of the unit cube."""
        self.points[trial.number] = self.space.to_unit(trial.configuration)

    def propose(self, number: int) -> Configuration | None:
        """Return where the ensemble of surrogates expects the largest improvement."""
        rng = self.rng(number)
        losses = [loss for _, loss in self.finished.values() if loss is not None]
        if number < len(self.space) + 2 or len(losses) < 2:
            return self._unknown(rng.random((64, len(self.space))))
        X, y = self._told()
        self._update_members(X, y)
        gp = GaussianProcess(Kernel.from_log(self.members), X, y, self.unordered)
        Z = np.vstack([rng.random((200, len(self.space))), _around(X[np.argsort(y)[:10]], rng)])
        Z = np.array([self.space.to_unit(self.space.from_unit(z)) for z in Z])
        mean, sd = gp.predict(Z)
        value = np.logaddexp.reduce(
            log_expected_improvement(mean, np.maximum(sd, 1e-9), y.min()), axis=0
        )
        return self._unknown(Z[np.argsort(-value)])

    def _told(self) -> tuple[Array, Array]:
        X = np.array([self.points[number] for number in self.finished])
        worst = max(loss for _, loss in self.finished.values() if loss is not None)
        y = np.array([worst if loss is None else loss for _, loss in self.finished.values()])
        spread = y.std()
        return X, (y - y.mean()) / (spread if spread > 0 else 1.0)

    def _update_members(self, X: Array, y: Array) -> None:
        start = self.prior.mean
        self.summit = climb(start, self.prior, X, y, self.unordered)
        self.members = laplace_draws(self.summit, 8, np.random.default_rng([self.seed, len(y)]))

    def _unknown(self, points: Array) -> Configuration | None:
        trials = [*(t for t, _ in self.finished.values()), *self.pending.values()]
        known = {self.space.to_unit(t.configuration).tobytes() for t in trials}
        configuration = None
        for point in points:
            configuration = self.space.from_unit(point)
            if self.space.to_unit(configuration).tobytes() not in known:
                return configuration
        return configuration


def _around(centres: Array, rng: np.random.Generator) -> Array:
    base = np.repeat(centres, 20, axis=0)
    return np.clip(base + rng.normal(size=base.shape) * 0.05, 0, 1)
