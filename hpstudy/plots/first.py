"""The picture of d.first: the fit among the patients, and both errors against the strength."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpstudy.plots.style import colour, marker, plain_numbers, trail

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hpstudy.demos.first import First
    from hpstudy.plots.drawing import Update


def draw_first(figure: Figure) -> Update:
    """Patients and fitted curve on the left, errors on the right."""
    fit, errors = figure.subplots(1, 2, width_ratios=[3, 2])
    _label(fit, errors)
    dots = {
        role: fit.plot([], [], marker(role), color=colour(role), ls="", **look, label=label)[0]
        for role, label, look in (
            ("unseen", "new patients", {"ms": 4.5, "alpha": 0.45, "mew": 0}),
            ("seen", "patients it has seen", {"ms": 6.5, "mew": 0}),
        )
    }
    (curve,) = fit.plot([], [], color=colour("model"))
    fit.legend(loc="upper left", borderpad=0, handletextpad=0.2)
    marks = {
        role: trail(errors.plot([], [], marker(role), color=colour(role), ls="", mew=0)[0])
        for role in ("unseen", "seen")
    }

    def update(numbers: First) -> list[Artist]:
        dots["seen"].set_data(numbers.x_seen, numbers.y_seen)
        dots["unseen"].set_data(numbers.x_unseen, numbers.y_unseen)
        curve.set_data(numbers.x_curve, numbers.y_curve)
        marks["seen"].set_data([numbers.strength], [numbers.seen_error])
        marks["unseen"].set_data([numbers.strength], [numbers.unseen_error])
        return [*dots.values(), curve, *marks.values()]

    return update


def _label(fit: Axes, errors: Axes) -> None:
    fit.set(xlim=(17.5, 42.5), ylim=(0, 400), xlabel="body-mass index", ylabel="progression")
    fit.set_title("The model")
    errors.set(xscale="log", xlim=(6e-5, 160), ylim=(20, 150), xlabel="strength of the penalty")
    errors.set_title("Its error, on average")
    plain_numbers(errors.xaxis)
    errors.set_xticks([1e-4, 1e-2, 1, 100])
