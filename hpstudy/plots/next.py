"""The picture of d.next: the belief with the bell of one rate, and the worth of every rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hpstudy.plots.band import HIGHEST, LOWEST, Belief, Known, rate_axes
from hpstudy.plots.style import colour, marker

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.next import Look, Next
    from hpstudy.plots.drawing import Update

WIDTH, HEIGHT = 600, 377
_BELL = 0.7  # decades: how wide a bell is drawn
_RULES = {
    "improvement": "expected improvement",
    "greedy": "how low the expected loss",
    "uncertainty": "how wide the band",
}


def draw_next(figure: Figure) -> Update:
    """The belief above; what each rate is worth below, on the same scale of rates."""
    above, below = figure.subplots(2, 1, height_ratios=[5, 3])
    rate_axes(above)
    above.set_title("What the surrogate expects", y=1)
    above.tick_params(labelbottom=False)
    parts = [_draw_belief(above), _draw_bell(above), _draw_worth(below)]

    def update(numbers: Next) -> list[Artist]:
        return [artist for part in parts for artist in part(numbers)]

    return update


def _draw_belief(axes: Axes) -> Update:
    belief, known = Belief(axes), Known(axes)
    look: dict[str, Any] = {"color": colour("bayesian"), "mec": colour("paper"), "mew": 1}
    (steps,) = axes.plot([], [], marker("bayesian"), ms=10, zorder=3.2, **look)
    key = "dot: known before · cross: step of this rule"
    axes.set_title(key, y=1, loc="right", size=12, weight="normal", color=colour("muted"))

    def update(numbers: Next) -> list[Artist]:
        rates, losses, n = numbers.known.rates, numbers.known.losses, _n_steps(numbers)
        first = len(rates) - n
        steps.set_data(rates[first:], losses[first:])
        return [
            *belief.show(numbers.mean, numbers.low, numbers.high),
            *known.show(rates[:first], losses[:first]),
            steps,
        ]

    return update


def _draw_bell(axes: Axes) -> Update:
    """The line to beat, the bell of the rate looked at, and of it what lies below the line."""
    line = axes.axhline(1, color=colour("incumbent"), lw=1.5, ls=(0, (5, 3)), zorder=2)
    said = axes.text(1e-4, 1, "to beat", color=colour("incumbent"), size=12, va="bottom")
    (bell,) = axes.plot([], [], color=colour("accent"), lw=1.5, zorder=3.4)
    (below,) = axes.fill([], [], color=colour("accent"), alpha=0.55, lw=0, zorder=3.3)

    def update(numbers: Next) -> list[Artist]:
        to_beat = float(np.clip(np.exp(numbers.line), LOWEST, HIGHEST))
        line.set_ydata([to_beat] * 2)
        said.set_y(to_beat * 1.03)
        bell.set_data(*_bell(numbers.look, np.inf))
        below.set_xy(np.column_stack(_bell(numbers.look, numbers.line)))
        return [line, said, below, bell]

    return update


def _bell(look: Look, line: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the outline of the bell's part below a log loss, lying on its side at its rate."""
    lowest, highest = np.log(LOWEST), np.log(HIGHEST)
    low, high = look.mean - 3.5 * look.sd, min(look.mean + 3.5 * look.sd, line)
    z = np.linspace(max(low, lowest), min(high, highest), 81)
    if high <= low:
        return np.array([look.rate] * 2), np.exp([lowest] * 2)
    side = -1 if look.rate > 0.1 else 1
    width = _BELL * np.exp(-0.5 * ((z - look.mean) / look.sd) ** 2)
    outline = look.rate * 10 ** (side * width)
    ends = [look.rate], np.exp(z[:1]), np.exp(z[-1:])
    return np.concatenate([ends[0], outline, ends[0], ends[0]]), np.concatenate(
        [ends[1], np.exp(z), ends[2], ends[1]]
    )


def _draw_worth(axes: Axes) -> Update:
    axes.set(xscale="log", xlim=(8e-5, 1.25), ylim=(0, 1.12), yticks=[], xlabel="learning rate")
    axes.set_xticks([1e-4, 1e-3, 1e-2, 1e-1, 1], ["1e-4", "0.001", "0.01", "0.1", "1"])
    axes.set_ylabel("worth")
    title = axes.set_title(" ", y=1)
    (area,) = axes.fill([], [], color=colour("accent"), alpha=0.2, lw=0, zorder=1)
    (curve,) = axes.plot([], [], color=colour("accent"), lw=2, zorder=2)
    here = axes.axvline(1, color=colour("accent"), lw=1.5, ls=(0, (2, 3)))
    (top,) = axes.plot([], [], marker("incumbent"), color=colour("incumbent"), ms=13, zorder=3)
    look: dict[str, Any] = {"color": colour("bayesian"), "ms": 12, "mew": 2}
    (tried,) = axes.plot([], [], "|", clip_on=False, zorder=3, **look)
    tried.set_in_layout(False)  # while it is empty it stands in a corner of the page

    def update(numbers: Next) -> list[Artist]:
        from hpstudy.demos.band import RATES

        title.set_text(f"Worth: {_RULES[numbers.rule]}")
        ends = [[RATES[0], 0.0]], [[RATES[-1], 0.0]]
        area.set_xy(np.vstack([ends[0], np.column_stack([RATES, numbers.worth]), ends[1]]))
        curve.set_data(RATES, numbers.worth)
        here.set_xdata([numbers.look.rate] * 2)
        top.set_data([numbers.best], [numbers.worth.max()])
        n = _n_steps(numbers)
        tried.set_data(numbers.known.rates[len(numbers.known) - n :], np.full(n, 0.06))
        return [title, area, curve, here, tried, top]

    return update


def _n_steps(numbers: Next) -> int:
    return len(numbers.steps[numbers.rule]) if numbers.rule in numbers.steps else 0
