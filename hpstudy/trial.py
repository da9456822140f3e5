"""A trial: one configuration that is to be run, or has been, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from hpstudy.space import Configuration


@dataclass(frozen=True)
class Trial:
    """One run of the objective: plain data that never changes.

    number:        its place in the search, from 0
    configuration: the hyperparameters to run with
    resource:      epochs to train in total, from epoch 0; None where the objective decides
    parent:        number of the trial that this one promotes to a larger resource, or None
    loss:          what the objective returned, lower is better; None before that, or if it failed
    failure:       why there is no loss, in one sentence, or None
    curve:         the loss after each epoch, where the objective yields them
    """

    number: int
    configuration: Configuration
    resource: int | None = None
    parent: int | None = None
    loss: float | None = None
    failure: str | None = None
    curve: tuple[float, ...] = ()
