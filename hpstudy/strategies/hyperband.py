"""Hyperband: successive halving from several starting points (Li et al. 2018).

Successive halving must be told how early to cut: early saves much, but misjudges who starts slowly.
Hyperband hedges. It runs a bracket for every answer, from bold, many trials cut after an epoch, to
cautious, a few trials trained in full, and spends about as many epochs on each. One pass through
the brackets is the paper's algorithm 1, and the whole search.
"""

from __future__ import annotations

from hpstudy.space import SearchSpace
from hpstudy.strategies.base import Strategy
from hpstudy.strategies.successive_halving import Bracket, Rung, halve, most_halvings
from hpstudy.trial import Trial


class Hyperband(Strategy):
    """Run brackets of successive halving one after another, from the boldest to the most cautious.

    min_resource: epochs that the first rung of the boldest bracket grants at least
    max_resource: epochs of every bracket's last rung
    eta:          how many are compared for one that goes on
    After the last bracket the search is finished; one with another seed begins anew.
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
        self.brackets = [Bracket(rungs) for rungs in brackets(min_resource, max_resource, eta)]
        self._home: dict[int, Bracket | None] = {}  # of every trial told, its bracket

    def __len__(self) -> int:
        return sum(len(bracket) for bracket in self.brackets)

    def propose(self, number: int) -> Trial | None:
        """Return what the first unfinished bracket lacks; None while that waits for a trial."""
        for bracket in self.brackets:
            running = [t for t in self.pending.values() if self.bracket_of(t) is bracket]
            trial = bracket.next_trial(number, self.draw, running)
            if trial or running:
                return trial
        return None

    def learn(self, trial: Trial, loss: float | None) -> None:
        """Rank the trial on its rung of its bracket."""
        bracket = self._home[trial.number] = self.bracket_of(trial)
        if bracket is not None:
            bracket.add(trial, loss)

    def bracket_of(self, trial: Trial) -> Bracket | None:
        """Return the parent's bracket, or for a first run the one that begins with its epochs."""
        if trial.parent in self._home:
            return self._home[trial.parent]
        begun = [bracket for bracket in self.brackets if bracket.rung_of(trial) >= 0]
        return begun[-1] if begun else None


def brackets(min_resource: int = 1, max_resource: int = 27, eta: int = 3) -> list[list[Rung]]:
    """Return the rungs of every bracket, the boldest first.

    The bracket that is cut s times begins with n = ceil((s_max + 1) eta^s / (s + 1)) trials, so
    that its s + 1 rungs cost about (s_max + 1) max_resource epochs, whatever s.

    >>> [rungs[0].n_trials for rungs in brackets(1, 81, 3)]
    [81, 34, 15, 8, 5]
    """
    s_max = most_halvings(min_resource, max_resource, eta)
    return [
        halve(-(-(s_max + 1) * eta**s // (s + 1)), s, max_resource, eta)
        for s in range(s_max, -1, -1)
    ]
