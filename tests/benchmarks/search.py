"""How good is the search? Our strategies beside other libraries', on real fits of bundled data.

    OPENBLAS_NUM_THREADS=1 python -m tests.benchmarks.search [--seeds 10] [--budget 50]
        [--slow-seeds 3] [--peers bayesian,tpe] [--objectives svc_wine] [--json FILE] [--markdown]

Every trial is a fit (fits.py), nothing is interpolated. Regret is 0 for the lowest loss that any
search of this run saw and 1 for the median random configuration; its geometric mean counts nothing
below a thousandth. A seed is a search; intervals are 95 %, by the bootstrap over the seeds of every
objective. Time is CPU time of ask and tell alone. A library that is not installed is left out.
With --json, runs are kept in FILE, and those found there are not run again.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import time
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy
import sklearn
from numpy.typing import NDArray

from hpstudy.evaluation import Objective
from hpstudy.space import Configuration
from tests.benchmarks.fits import OBJECTIVES
from tests.benchmarks.peers import PEERS

Array = NDArray[np.float64]
Interval = tuple[float, float, float]  # estimate, low, high

FLOOR = 1e-3  # of the regret, before its logarithm is taken
THIRTIETH = 30  # the trial whose worth is told in random trials


class Run(NamedTuple):
    """One search: its losses in order, and the milliseconds of each suggestion."""

    peer: str
    objective: str
    seed: int
    losses: list[float]
    ms: list[float]


def search(peer: str, name: str, seed: int, budget: int) -> Run:
    """Search the objective `name` until the budget is spent or the search has ended."""
    objective, space = OBJECTIVES[name]()
    made = PEERS[peer].make(space, seed, budget)
    run = Run(peer, name, seed, [], [])
    while len(run.losses) < budget:
        start = time.process_time()
        if (configuration := made.ask()) is None:
            break
        asked = time.process_time() - start
        loss = loss_of(objective, configuration)
        start = time.process_time()
        made.tell(loss)
        run.losses.append(loss)
        run.ms.append(round(1000 * (asked + time.process_time() - start), 3))
    return run


def loss_of(objective: Objective, configuration: Configuration) -> float:
    """Return the loss, the last one of an objective that yields them."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # a fit that has not converged is a loss like any other
        loss = objective(configuration)
        return float(list(loss)[-1] if isinstance(loss, Iterator) else loss)


def runs_of(options: argparse.Namespace) -> Iterator[Run]:
    """Yield every run that is asked for: seed by seed, so that what is cut short is balanced."""
    path: Path | None = options.json
    kept = path.read_text().splitlines() if path and path.exists() else []
    known = {
        (run.peer, run.objective, run.seed): run for run in (Run(*json.loads(k)) for k in kept)
    }
    for seed in range(options.seeds):
        for name in options.objectives:
            for peer in options.peers:
                if PEERS[peer].slow and seed >= options.slow_seeds:
                    continue
                run = known.get((peer, name, seed))
                if run is None or (len(run.losses) < options.budget and peer != "grid"):
                    run = search(peer, name, seed, options.budget)
                    if path:
                        with path.open("a") as file:
                            print(json.dumps(run), file=file)
                yield run._replace(losses=run.losses[: options.budget])


class Scores:
    """What the runs came to. A table of them has a row an objective, a column a seed."""

    def __init__(self, runs: list[Run]) -> None:
        self.runs = {(run.peer, run.objective, run.seed): run for run in runs}
        self.peers = list(dict.fromkeys(run.peer for run in runs))
        self.objectives = list(dict.fromkeys(run.objective for run in runs))
        self.lowest = [
            min(min(r.losses) for r in runs if r.objective == o) for o in self.objectives
        ]
        self.random = [self._losses("random", o) for o in self.objectives]

    def _losses(self, peer: str, objective: str) -> Array:
        each = [self.runs[peer, objective, seed].losses for seed in self.seeds(peer)]
        return np.concatenate(each)

    def seeds(self, peer: str) -> list[int]:
        """Return the seeds that the peer was run with."""
        return sorted({seed for name, _, seed in self.runs if name == peer})

    def best(self, peer: str, n: int) -> Array:
        """Return the table of the lowest losses among the first n trials."""
        runs, seeds = self.runs, self.seeds(peer)
        return np.array(
            [[min(runs[peer, o, seed].losses[:n]) for seed in seeds] for o in self.objectives]
        )

    def regret(self, peer: str, n: int) -> Array:
        """Return the table of regrets after n trials."""
        lowest = np.array(self.lowest)[:, None]
        middle = np.array([np.median(losses) for losses in self.random])[:, None]
        regret: Array = (self.best(peer, n) - lowest) / (middle - lowest)
        return regret

    def log_regret(self, peer: str, n: int) -> Array:
        """Return its logarithm, cut at the floor."""
        logarithm: Array = np.log(np.maximum(self.regret(peer, n), FLOOR))
        return logarithm

    def ranks(self, n: int) -> dict[str, float]:
        """Return each peer's rank by mean regret, in the mean of the objectives; 1 is best."""
        means = np.array([self.regret(peer, n).mean(axis=1) for peer in self.peers])
        others = means[:, None] - means
        rank = 1 + (others > 0).sum(axis=1) + ((others == 0).sum(axis=1) - 1) / 2
        return dict(zip(self.peers, rank.mean(axis=1).tolist(), strict=True))

    def ms(self, peer: str) -> float:
        """Return the time of a suggestion late in a search: the median of the last five."""
        last = [run.ms[-5:] for run in self.runs.values() if run.peer == peer]
        return float(np.median(np.concatenate(last)))

    def random_trials(self, peer: str) -> dict[str, float]:
        """Return for each objective how many random trials come, more often than not, as low as
        the peer's thirtieth; infinite if none of all random trials is as low.
        """
        reached = np.median(self.best(peer, THIRTIETH), axis=1)
        shares = [np.mean(pool <= loss) for pool, loss in zip(self.random, reached, strict=True)]
        n = [math.log(0.5) / math.log1p(-min(p, 0.5)) if p else math.inf for p in shares]
        return dict(zip(self.objectives, n, strict=True))


def bootstrapped(logarithms: Array, n_draws: int = 2000) -> Interval:
    """Return exp of the table's mean, with its interval: seeds drawn anew for every objective."""
    n_rows, n_seeds = logarithms.shape
    drawn = np.random.default_rng(0).integers(n_seeds, size=(n_draws, n_rows, n_seeds))
    means = logarithms[np.arange(n_rows)[:, None], drawn].mean(axis=(1, 2))
    low, high = np.exp(np.percentile(means, [2.5, 97.5]))
    return float(np.exp(logarithms.mean())), float(low), float(high)


def report(scores: Scores, budget: int, markdown: bool) -> Iterator[str]:
    """Yield the lines of the table, a row a peer, and what stands below it."""
    early, rank = budget * 2 // 5, scores.ranks(budget)
    head = [f"regret at {early}", f"at {budget}", "to TPE's", "rank", "ms"]
    yield row("search", head, markdown)
    if markdown:
        yield "|---" + "|---:" * len(head) + "|"
    for peer in sorted(scores.peers, key=lambda p: float(scores.log_regret(p, budget).mean())):
        cells = [shown(bootstrapped(scores.log_regret(peer, n))) for n in (early, budget)]
        if peer != "tpe" and "tpe" in scores.peers:
            ours, theirs = (scores.log_regret(name, budget) for name in (peer, "tpe"))
            n = min(ours.shape[1], theirs.shape[1])
            cells.append(shown(bootstrapped(ours[:, :n] - theirs[:, :n]), "{:.2f}"))
        else:
            cells.append("")
        cells += [f"{rank[peer]:.1f}", f"{scores.ms(peer):.1f}"]
        yield row(PEERS[peer].title, cells, markdown)
    yield ""
    if "bayesian" in scores.peers and budget >= THIRTIETH:
        n = scores.random_trials("bayesian")
        most = f"over {len(scores.random[0])}"
        told = ", ".join(f"{o} {k:.0f}" if k < math.inf else f"{o} {most}" for o, k in n.items())
        yield f"Random trials that come as low as the thirtieth Bayesian one: {told}."
    yield circumstances(scores, budget)


def row(title: str, cells: list[str], markdown: bool) -> str:
    """Return a line of the table."""
    if markdown:
        return f"| {title} | {' | '.join(cells)} |"
    widths = (26, 26, 26, 6, 8)
    return f"{title:20}" + "".join(f"{c:>{w}}" for c, w in zip(cells, widths, strict=True))


def shown(interval: Interval, form: str = "{:.3f}") -> str:
    """Return the estimate and its interval as text."""
    estimate, low, high = (form.format(x) for x in interval)
    return f"{estimate} ({low} to {high})"


def circumstances(scores: Scores, budget: int) -> str:
    """Say what was run, when, with which versions, on how many cores."""
    libraries = {v: None for peer in scores.peers for v in PEERS[peer].versions()}
    versions = [f"{m.__name__} {m.__version__}" for m in (np, scipy, sklearn)]
    seeds = " or ".join(map(str, sorted({len(scores.seeds(peer)) for peer in scores.peers})))
    return (
        f"{len(scores.objectives)} objectives, {seeds} seeds, {budget} trials; {date.today()};"
        f" Python {platform.python_version()}, {', '.join([*versions, *libraries])};"
        f" one of {os.cpu_count()} cores."
    )


def options_given() -> argparse.Namespace:
    """Read the command line; leave out, with a sentence, whose library is not installed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--slow-seeds", type=int, default=3, help="for peers that take long")
    parser.add_argument("--budget", type=int, default=50)
    parser.add_argument("--peers", type=lambda s: s.split(","), default=list(PEERS))
    parser.add_argument("--objectives", type=lambda s: s.split(","), default=list(OBJECTIVES))
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    for peer in [p for p in options.peers if PEERS[p].missing()]:
        lacking = " and ".join(PEERS[peer].missing())
        print(f"{PEERS[peer].title} is left out: {lacking} is not installed.")
        options.peers.remove(peer)
    if "random" not in options.peers:  # regret is measured by it
        options.peers.append("random")
    return options


def main() -> None:
    """Run what is asked for and print the table."""
    options = options_given()
    scores = Scores(list(runs_of(options)))
    print("\n".join(report(scores, options.budget, options.markdown)))


if __name__ == "__main__":
    main()
