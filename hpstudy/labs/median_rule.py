"""Lab: decide in five lines whether a training job is stopped: the median rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import mean, median

import numpy as np

from hpstudy.labs.mistake import Mistake, call, demand
from hpstudy.stopping import falls_behind

Losses = Sequence[float]
Rule = Callable[[Losses, Sequence[Losses]], bool]

PASSED = "It stops whom the service would stop: the last loss against the median of the means."


def reference(losses: Losses, earlier: Sequence[Losses]) -> bool:
    """Return whether the job with these losses so far is to be stopped now."""
    return falls_behind(losses, earlier)


def check(answer: Rule) -> None:
    """Ask it about jobs in many situations, and name the other rule if it follows one."""
    first = call(answer, [9.0], [])
    demand(isinstance(first, bool | np.bool_), f"Return True, to stop, or False, not {first!r}.")
    demand(not first, "The first job has no earlier ones to be compared with: it goes on.")
    cases = situations()
    found = [
        bool(call(answer, list(losses), [list(e) for e in before])) for losses, before in cases
    ]
    right = [reference(*case) for case in cases]
    if found == right:
        return
    for rule, said in OTHERS:
        if found == [rule(*case) for case in cases]:
            raise Mistake(said)
    i = next(i for i, (ours, theirs) in enumerate(zip(right, found, strict=True)) if ours != theirs)
    losses, before = cases[i]
    raise Mistake(
        f"A job with losses {_listed(losses)}, earlier ones {', '.join(map(_listed, before))}: you "
        f"{'stop it' if found[i] else 'let it run'}. Take the mean of each earlier job up to epoch "
        f"{len(losses)}, the median of these means, and stop if the last loss is above it."
    )


def situations() -> list[tuple[list[float], list[list[float]]]]:
    """Return (losses so far, losses of the earlier jobs), some of these stopped, one a draw."""
    rng = np.random.default_rng(0)
    cases: list[tuple[list[float], list[list[float]]]] = [([2.0, 2.0], [[3.0, 1.0]])]
    for _ in range(200):
        curves = np.exp(rng.normal(0, 0.7, (6, 1)) - rng.uniform(0, 0.3, (6, 8)).cumsum(axis=1))
        curves *= np.exp(rng.normal(0, 0.3, curves.shape))
        epochs = int(rng.integers(2, 7))
        lengths = rng.choice([2, 4, 8], 5)
        earlier = [curve[:n].tolist() for curve, n in zip(curves[1:], lengths, strict=True)]
        cases.append((curves[0, :epochs].tolist(), earlier))
    return cases


def _means(earlier: Sequence[Losses], t: int) -> list[float]:
    return [mean(other[:t]) for other in earlier]


def _as_far(losses: Losses, earlier: Sequence[Losses]) -> bool:
    came = [other for other in earlier if len(other) >= len(losses)]
    return bool(came) and losses[-1] > median(_means(came, len(losses)))


OTHERS: list[tuple[Rule, str]] = [
    (
        lambda losses, e: losses[-1] > median(o[: len(losses)][-1] for o in e),
        "You compare with the losses of the earlier jobs at this epoch. The rule takes the mean of "
        "each up to this epoch: that forgives a job one bad epoch.",
    ),
    (
        lambda losses, e: losses[-1] > mean(_means(e, len(losses))),
        "You take the mean of the means. One job that diverged would let all others run; the "
        "median does not mind it.",
    ),
    (
        lambda losses, e: losses[-1] > median(_means(e, 1000)),
        "You take the mean over all epochs of an earlier job. Up to the same epoch only: else a "
        "job in its third epoch is held against what others reached in their last.",
    ),
    (
        lambda losses, e: losses[-1] < median(_means(e, len(losses))),
        "You stop the better half: these are losses, so worse means above the median.",
    ),
    (
        lambda losses, e: losses[-1] >= median(_means(e, len(losses))),
        "You stop a job that is level with the median. It must be worse to be stopped.",
    ),
    (
        lambda losses, e: mean(losses) > median(_means(e, len(losses))),
        "You compare the mean of this job too. The rule takes its last loss: a job that began "
        "badly may have caught up.",
    ),
    (
        lambda losses, e: losses[-1] > min(_means(e, len(losses))),
        "You stop whoever is not the best so far. The rule stops whoever is worse than the median.",
    ),
    (
        _as_far,
        "You leave out jobs that were stopped before this epoch. They count, with the mean of "
        "what they have; else only good ones are left, and the rule grows ever stricter.",
    ),
]


def _listed(losses: Losses) -> str:
    return f"[{', '.join(f'{loss:.2f}' for loss in losses)}]"
