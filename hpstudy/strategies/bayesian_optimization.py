"""Bayesian optimization: guess, measure, update.

The surrogate (surrogate.py) says of every configuration which loss to expect and how far off that
may be; its own hyperparameters are learnt from the losses (evidence.py), which are first brought to
a scale that suits it (losses.py). The acquisition function (acquisition.py) turns the belief into
worth, and the next trial is the configuration that is worth most among those looked at
(neighbourhood.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from hpstudy.acquisition import log_expected_improvement
from hpstudy.evidence import SHARED, Committee, Prior, committee
from hpstudy.space import Configuration, SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.losses import normalized
from hpstudy.strategies.neighbourhood import Neighbourhood
from hpstudy.surrogate import GaussianProcess, Kernel
from hpstudy.trial import Trial

Array = NDArray[np.float64]

_MEMBERS = 8
_MOST_TRIALS = 200  # more than that make the surrogate slow, and tell little about the best
_BOWL = 0.3  # variance of the trend's weights
_FEW = 300  # configurations: then all of them are looked at
_WIDE, _NEAR, _BEST = 150, 150, 3
_PAIRS = 2500  # of points, predicted at once: arrays too large for the cache take twice as long


class BayesianOptimization(Strategy):
    """Learn where low losses are to be expected from all trials so far, and try there next.

    The first trials, two more than there are hyperparameters and ten at most, are spread evenly.
    """

    def __init__(self, space: SearchSpace, *, seed: int | None = None) -> None:
        super().__init__(space, seed=seed)
        self.neighbourhood = Neighbourhood(space)
        self.prior = Prior.of_dimension(len(space))
        self.n_start = min(len(space) + 2, 10)
        self._points: dict[int, Array] = {}  # of each trial told, by its number
        self._failed: set[bytes] = set()
        self._committee: Committee | None = None
        self._n_learnt = 0  # trials that the committee was drawn from

    def learn(self, trial: Trial, loss: float | None) -> None:
        """Keep the trial's place in the unit cube."""
        point = self.space.to_unit(trial.configuration)
        self._points[trial.number] = point
        if loss is None:
            self._failed.add(point.tobytes())

    def propose(self, number: int) -> Configuration | None:
        """Return the configuration that is expected to improve most on the best loss so far."""
        rng = self.rng(number)
        known = {point.tobytes(): point for point in (*self._points.values(), *self._pending())}
        if len(known) >= self.neighbourhood.n_different:
            return self._again(known, rng)
        n_losses = sum(loss is not None for _, loss in self.finished.values())
        if number < self.n_start or n_losses < 2:
            first = self._spread(number) if number < self.n_start else rng.random(len(self.space))
            return self._unknown([first], known, rng)
        surrogate = self._surrogate()
        looked_at, worth = self._search(surrogate, rng)
        return self._unknown(looked_at[np.argsort(-worth)], known, rng)

    # What is believed

    def _surrogate(self) -> GaussianProcess:
        """Return the belief of each member of the committee after all trials told and pending."""
        n_told = len(self.finished)
        n = n_to_learn_from(n_told)
        if self._committee is None or n != self._n_learnt:
            self._committee, self._n_learnt = self._learnt_from(n), n
        gp, (X, losses) = self._committee.belief, self._told(n_told)
        if len(X) < n_told:  # a choice of all, and another one than that learnt from
            gp = self._believing(gp.kernel, X)
        elif n < n_told:
            gp = gp.with_more(X[n:], np.zeros(n_told))
        gp = self._with_losses(gp, losses)
        pending = self._pending()
        return gp.with_believed(np.array(pending)) if pending else gp

    def _learnt_from(self, n: int) -> Committee:
        """Return the committee drawn after the first n trials told: a function of these alone."""
        X, losses = self._told(n)
        gp = self._believing(Kernel.from_log(self.prior.mean, SHARED), X)
        gp = self._with_losses(gp, losses)
        return committee(gp, self.prior, _MEMBERS, np.random.default_rng([self.seed, n, 2]))

    def _believing(self, kernel: Kernel, X: Array) -> GaussianProcess:
        """Return what is believed of points X (n, d) with the kernel, their losses being open."""
        return GaussianProcess(
            kernel, X, np.zeros(len(X)), self.neighbourhood.unordered, self._trend
        )

    def _with_losses(self, gp: GaussianProcess, losses: Array) -> GaussianProcess:
        """Return the belief after the losses (n,), on the scale that suits its first member."""
        n = len(losses)
        first = gp.L_inverse.reshape(-1, n, n)[0]
        return gp.with_losses(normalized(losses, lambda y: first @ y))

    def _told(self, n: int) -> tuple[Array, Array]:
        """Return points (m, d) and losses (m,) of the first n trials told, the best among them.

        A failed trial counts as the worst loss. Of many trials the better half is taken, and as
        many of the others, evenly from the good to the bad.
        """
        numbers = list(self.finished)[:n]
        known = [self.finished[number][1] for number in numbers]
        worst = max((loss for loss in known if loss is not None), default=0.0)
        losses = np.array([worst if loss is None else loss for loss in known])
        X = np.array([self._points[number] for number in numbers])
        if n > _MOST_TRIALS:
            order = np.argsort(losses, kind="stable")
            half = _MOST_TRIALS // 2
            rest = order[half:][np.linspace(0, n - half - 1, half).astype(int)]
            chosen = np.concatenate([order[:half], rest])
            X, losses = X[chosen], losses[chosen]
        return X, losses

    def _trend(self, U: Array) -> Array:
        """Return the features (n, f) that the losses at U (n, d) follow roughly: level and bowls.

        A range is mostly chosen so that neither of its ends is best: what is tried too little is
        bad, and what is tried too much. Each bowl is Legendre's polynomial (3 x^2 - 1) / 2.
        """
        x = 2 * U[:, ~self.neighbourhood.unordered] - 1
        bowls = math.sqrt(_BOWL) * (1.5 * x * x - 0.5)
        return np.hstack([np.ones((len(U), 1)), bowls])

    # Where to look

    def _search(self, surrogate: GaussianProcess, rng: np.random.Generator) -> tuple[Array, Array]:
        """Return the configurations looked at (m, d) and what each is worth (m,).

        First anywhere and around good trials; then ever closer around those worth most.
        """
        if self.neighbourhood.n_different <= _FEW:
            every = self.neighbourhood.every()
            return every, self._worth(surrogate, every)
        good = surrogate.X[np.argsort(surrogate.y if surrogate.y.ndim == 1 else surrogate.y[0])]
        wide = self.neighbourhood.snap(rng.random((_WIDE, len(self.space))))
        rank = (rng.geometric(0.2, _NEAR) - 1) % len(good)
        scale = np.exp(rng.uniform(math.log(0.01), math.log(0.4), _NEAR))
        U = np.vstack([wide, self.neighbourhood.around(good[rank], scale, rng)])
        worth = self._worth(surrogate, U)
        for closer in (0.1, 0.025, 0.006):
            centres = np.repeat(U[np.argsort(-worth)[:_BEST]], 16, axis=0)
            near = self.neighbourhood.around(centres, np.full(len(centres), closer), rng)
            U, worth = np.vstack([U, near]), np.append(worth, self._worth(surrogate, near))
        return U, worth

    def _worth(self, surrogate: GaussianProcess, U: Array) -> Array:
        """Return the logarithm of the expected improvement at U (m, d), over the committee."""
        assert self._committee is not None
        n_blocks = math.ceil(len(U) * len(surrogate.X) / _PAIRS)
        blocks = [surrogate.predict(block) for block in np.array_split(U, n_blocks)]
        mean, sd = (np.concatenate(each, axis=-1) for each in zip(*blocks, strict=True))
        best = surrogate.y.min(axis=-1, keepdims=True)
        each = log_expected_improvement(mean, np.maximum(sd, 1e-6), best)
        worth: Array = np.logaddexp.reduce(each + self._committee.log_weight[:, None], axis=0)
        return worth

    # What may be asked

    def _pending(self) -> list[Array]:
        return [self.space.to_unit(trial.configuration) for trial in self.pending.values()]

    def _spread(self, number: int) -> Array:
        """Return point `number` of a Latin hypercube: each hyperparameter's range, cut into as many
        parts as there are first trials, has one of them in each part.
        """
        rng = np.random.default_rng([self.seed, 0, 1])
        parts = np.tile(np.arange(self.n_start), (len(self.space), 1))
        return (rng.permuted(parts, axis=1)[:, number] + rng.random()) / self.n_start

    def _unknown(
        self, points: Iterable[Array], known: dict[bytes, Array], rng: np.random.Generator
    ) -> Configuration | None:
        """Return the first configuration among the points that is not known, or else any other."""
        for point in points:
            configuration = self.space.from_unit(point)
            if self.space.to_unit(configuration).tobytes() not in known:
                return configuration
        if self.neighbourhood.n_different <= 4 * len(known) + 10_000:
            others: Array = rng.permutation(self.neighbourhood.every())
        else:
            others = rng.random((1000, len(self.space)))
        for point in others:
            configuration = self.space.from_unit(point)
            if self.space.to_unit(configuration).tobytes() not in known:
                return configuration
        return self._again(known, rng)

    def _again(self, known: dict[bytes, Array], rng: np.random.Generator) -> Configuration | None:
        """Return the known configuration that is worth most a second time; None if all failed."""
        usable = [point for key, point in known.items() if key not in self._failed]
        if not usable:
            return None
        if sum(loss is not None for _, loss in self.finished.values()) < 2:
            return self.space.from_unit(usable[int(rng.integers(len(usable)))])
        worth = self._worth(self._surrogate(), np.array(usable))
        return self.space.from_unit(usable[int(np.argmax(worth))])


def n_to_learn_from(n_told: int) -> int:
    """Return the largest of 2, 3, ..., 19, 20, 22, 24, ... up to `n_told`, each a tenth larger.

    What is learnt about the kernel changes ever more slowly. Since the number depends on `n_told`
    alone, a resumed search learns from the very trials that an uninterrupted one did.
    """
    n = 2
    while (larger := n + max(1, n // 10)) <= n_told:
        n = larger
    return n
