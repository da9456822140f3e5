"""Learning curves of random jobs: a net with four knobs reads digits, a loss an epoch.

What was trained stays in memory, so that another rule, order or claim looks at the same jobs
without training them again.
"""

from __future__ import annotations

import threading
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hpstudy.objectives import DigitsNet
from hpstudy.strategies.random_search import RandomSearch

Array = NDArray[np.float64]

EPOCHS = 27


class Jobs:
    """The first `n` jobs of a random search, each trained as far as anybody asked for.

    losses: (n, 27), validation log-loss after each epoch, NaN where not trained yet
    """

    def __init__(self, seed: int, n: int) -> None:
        net = DigitsNet(4, epochs=EPOCHS, seed=seed)
        strategy = RandomSearch(net.space, seed=seed)
        trials = filter(None, (strategy.ask() for _ in range(n)))
        self.configurations = [trial.configuration for trial in trials]
        self.losses = np.full((n, EPOCHS), np.nan)
        self._runs = [net(configuration) for configuration in self.configurations]
        self._one_at_a_time = threading.Lock()  # a demo and its answer may train at once

    def train(self, job: int, epochs: int = EPOCHS) -> Array:
        """Return the losses (epochs,) of a job, trained on if it has not come so far."""
        with self._one_at_a_time:
            losses = self.losses[job]
            for epoch in range(int(np.isfinite(losses).sum()), epochs):
                losses[epoch] = next(self._runs[job])
        trained: Array = losses[:epochs]
        return trained


@lru_cache(maxsize=32)
def jobs(seed: int, n: int = 30) -> Jobs:
    """Return the jobs of a seed, as far as they are trained."""
    return Jobs(seed, n)


def curves(seed: int, n: int = 30) -> Array:
    """Return the losses (n, 27) of jobs that are trained in full."""
    return np.array([jobs(seed, n).train(job) for job in range(n)])
