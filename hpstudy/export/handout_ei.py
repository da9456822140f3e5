"""The EI card: the formula, a picture of real trainings, and an example worked out on them."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from html import escape

import numpy as np
from scipy.special import ndtr

from hpstudy.acquisition import expected_improvement, normal_pdf
from hpstudy.demos.band import RATES, Surrogate, Trainings, training
from hpstudy.demos.next import STARTS
from hpstudy.export.handout_picture import picture
from hpstudy.export.handouts import Handout
from hpstudy.export.html import line
from hpstudy.labs.expected_improvement import reference

LOW_TERM, UNSURE_TERM = line(r"$(f^\text{*} - \mu) \Phi(z)$"), line(r"$\sigma \varphi(z)$")
FORMULA = line(r"$\mathrm{EI} = (f^\text{*} - \mu) \Phi(z) + \sigma \varphi(z)$")
Z = line(r"$z = \frac{f^\text{*} - \mu}{\sigma}$")

_SYMBOLS = (r"\mu", r"\sigma", "z", r"\Phi(z)", r"\varphi(z)")

SEED = 0
NEAR, FAR = 0.3, 0.1  # rates to compare with: one that is nearly known, one that is not


@dataclass(frozen=True)
class Worked:
    """Expected improvement at one learning rate, term by term; losses are logarithms."""

    rate: float
    mean: float
    sd: float
    z: float
    below: float
    height: float
    low_term: float
    unsure_term: float
    improvement: float


@dataclass(frozen=True)
class Example:
    """What is known and believed, the loss to beat, three rates, and what came of the best one."""

    known: Trainings
    mean: np.ndarray
    sd: np.ndarray
    improvement: np.ndarray
    line: float
    rows: tuple[Worked, ...]
    came: float

    @property
    def most(self) -> Worked:
        """The rate that is worth most."""
        return max(self.rows, key=lambda row: row.improvement)


@cache
def example() -> Example:
    """Train four nets, believe, and work out what three learning rates are worth."""
    known = Trainings.at(SEED, STARTS)
    known += Trainings.at(SEED, _worth_most(known))
    surrogate, to_beat = Surrogate(known), float(np.log(known.losses.min()))
    mean, sd = surrogate.predict(RATES)
    most = _worth_most(known)
    rows = tuple(work_out(surrogate, rate, to_beat) for rate in (NEAR, most, FAR))
    improvement = expected_improvement(mean, np.maximum(sd, 1e-9), to_beat)
    return Example(known, mean, sd, improvement, to_beat, rows, training(SEED, most))


def _worth_most(known: Trainings) -> float:
    mean, sd = Surrogate(known).predict(RATES)
    worth = expected_improvement(mean, np.maximum(sd, 1e-9), np.log(known.losses.min()))
    worth[np.isin(RATES, known.rates)] = 0
    return float(RATES[int(np.argmax(worth))])


def work_out(surrogate: Surrogate, rate: float, to_beat: float) -> Worked:
    """Return the two terms at a rate and what they are made of."""
    (mean,), (sd,) = surrogate.predict(rate)
    z = (to_beat - mean) / sd
    below, height = float(ndtr(z)), float(normal_pdf(z))
    low, unsure = (to_beat - mean) * below, sd * height
    return Worked(rate, float(mean), float(sd), float(z), below, height, low, unsure, low + unsure)


def handout() -> Handout:
    """Return the card."""
    found = example()
    return Handout(
        "Expected improvement",
        "By how much may a trial beat the best so far, on average?",
        _formula() + _terms() + f"<figure>{picture(found)}</figure>" + _table(found) + _more(),
    )


def _formula() -> str:
    symbols = {
        r"$f^\text{*}$": "the lowest loss so far: the one to beat",
        r"$\mu, \sigma$": "the loss that the surrogate expects, and its standard deviation",
        r"$\Phi(z)$": "the share of the bell below the line",
        r"$\varphi(z)$": "the height of the standard bell there",
    }
    rows = "".join(f"<tr><td>{line(s)}</td><td>{said}</td></tr>" for s, said in symbols.items())
    return f"""<div class="formula"><div class="box">
<p>{Z}</p>
<p>{FORMULA}</p>
</div><table class="symbols">{rows}</table></div>"""


def _terms() -> str:
    return f"""<div class="terms">
<div>{LOW_TERM}<br><b>pays for being low</b>: where a loss below the best is
expected. This term alone would only exploit.</div>
<div>{UNSURE_TERM}<br><b>pays for being unsure</b>: where the loss may turn out
far from what is expected. This term explores.</div></div>"""


def _more() -> str:
    body = inspect.getsource(reference).partition('"""\n')[2].rstrip()
    star = line(r"$f^\text{*}$")
    return f"""<div class="more"><section class="box"><h2>In Python</h2>
<pre>def expected_improvement(mean, sd, best):
{escape(body)}</pre></section>
<section class="box"><h2>Easily wrong</h2><ul>
<li>{star} is the lowest loss that was measured, not the lowest that is expected.</li>
<li>A lower loss is better here; where more is better, the sign of {star} − μ turns.</li>
<li>It is no probability: a small gain that is sure can lose to a large one that is not.</li>
<li>It is never negative; where the loss is known for sure, it is nothing.</li></ul></section>
</div>"""


def _table(found: Example) -> str:
    symbols = [line(f"${symbol}$") for symbol in _SYMBOLS]
    heads = ["learning rate", *symbols, LOW_TERM, UNSURE_TERM, line(r"$\mathrm{EI}$")]
    rows = "".join(
        f"<tr{' class=most' if row is found.most else ''}><td>{row.rate:.3g}</td>"
        + "".join(f"<td>{_signed(value)}</td>" for value in list(vars(row).values())[1:])
        + "</tr>"
        for row in found.rows
    )
    head = "".join(f"<th>{text}</th>" for text in heads)
    return f"""<section><h2>Worked out on four trainings</h2>
<p>Losses as natural logarithms. To beat: {_signed(found.line)}, a loss of
{np.exp(found.line):.3f}. An improvement of 0.1 is about a tenth of the loss.</p>
<table><tr>{head}</tr>{rows}</table></section>
<section>{_verdict(found)}</section>"""


def _verdict(found: Example) -> str:
    """Say what the numbers say, whatever they are."""
    most, lowest = found.most, min(found.rows, key=lambda row: row.mean)
    above = most.mean > found.line
    said = [f"<b>The next trial is {most.rate:.3g}.</b>"]
    if above:
        said.append("Its loss is expected above the best so far; what speaks for it is the doubt.")
    if lowest is not most:
        said.append(f"The lowest loss is expected at {lowest.rate:.3g}, where little can surprise.")
    came = "an improvement" if np.log(found.came) < found.line else "no improvement"
    said.append(
        f"It was trained: a loss of {found.came:.3f}, {came}, and the surrogate knows more."
    )
    return f"<p>{' '.join(said)}</p>"


def _signed(value: float) -> str:
    return f"{value:.3f}".replace("-", "−")
