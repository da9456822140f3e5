"""ASHA, asynchronous successive halving: promotions without waiting (Li et al. 2020).

A rung of successive halving waits for its slowest trial, and all workers with it. ASHA promotes a
trial as soon as it is among the best 1/eta of those that have finished on its rung so far. It may
promote one that later comers would have beaten; in return nobody ever waits.
"""

from __future__ import annotations

from hpstudy.space import SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.successive_halving import Bracket, rungs
from hpstudy.trial import Trial


class ASHA(Strategy):
    """Promote whoever is among the best 1/eta of a rung so far; if nobody is, begin a new trial.

    min_resource: epochs that the first rung grants at least
    max_resource: epochs of the last rung
    eta:          how many are compared for one that goes on
    The first rung takes any number of trials: the search ends when you end it.
    """

    def __init__(
        self,
        space: SearchSpace,
        *,
        min_resource: int = 1,
        max_resource: int = 27,
        eta: int = 3,
        seed: int | None = None,
    ) -> None:
        super().__init__(space, seed=seed)
        self.min_resource, self.max_resource, self.eta = min_resource, max_resource, eta
        self.bracket = Bracket(rungs(min_resource, max_resource, eta))

    def propose(self, number: int) -> Trial:
        """Return a promotion, from the highest rung that has one to give, or else a new draw."""
        for i in reversed(range(len(self.bracket.rungs) - 1)):
            n_best = len(self.bracket.ranking[i]) // self.eta
            if parent := self.bracket.best(i, among=n_best):
                return self.bracket.promote(parent, number)
        return Trial(number, self.draw(number), self.bracket.rungs[0].resource)

    def learn(self, trial: Trial, loss: float | None) -> None:
        """Rank the trial on its rung."""
        self.bracket.add(trial, loss)
