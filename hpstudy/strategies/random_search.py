"""Random search: independent draws (Bergstra and Bengio 2012)."""

from __future__ import annotations

from hpstudy.space import Configuration
from hpstudy.strategies.base import Strategy


class RandomSearch(Strategy):
    """Draw every configuration anew from the whole space, whatever was found before."""

    def propose(self, number: int) -> Configuration:
        """Return the draw that belongs to trial `number`."""
        return self.draw(number)
