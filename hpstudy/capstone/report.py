"""The page that is handed in: the numbers and the words of its author, beside what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hpstudy.capstone.jobs import Capstone

# Each blank of the page, and what belongs there.
NUMBERS = {
    "default": "accuracy of the default on the test set, from 0 to 1",
    "best": "accuracy of the best job on the test set",
    "gain": "the difference of the two",
    "interval": "the 95 % interval of the gain, (low, high)",
    "sure": "True if the whole interval lies above zero, else False",
    "jobs": "training jobs run, in both rounds",
    "seconds": "seconds of training, in both rounds",
}
WORDS = {
    "reasons": "for each of the five knobs, a sentence: why this range and this scale",
    "ten_times": "what you would do with ten times the budget",
    "did_not_matter": "one practice that made no difference here, and how you know",
}
BLANKS = NUMBERS | WORDS

RUBRIC = (
    "The ranges and scales are defended by what the knobs do, not by habit.",
    "Round 2 answers what round 1 said: edges moved, knobs that did not matter left alone.",
    "The gain is told with its interval and with the default it is measured against, and a gain "
    "that may be none is called so.",
    "Ten times the budget goes where the evidence points, more data or features included.",
)


class Report:
    """One page of a capstone: set its blanks, `report.gain = 0.012`, and show it."""

    def __init__(self, capstone: Capstone) -> None:
        self.capstone = capstone
        for name in BLANKS:
            setattr(self, name, ...)

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "capstone" and name not in BLANKS:
            raise AttributeError(f"The page has no blank {name!r}: it has {', '.join(BLANKS)}.")
        object.__setattr__(self, name, value)

    def claim(self, name: str) -> Any:
        """Return what the author wrote in a blank, None if nothing."""
        value = getattr(self, name)
        return None if value is ... or value == "" else value

    def stored(self) -> dict[str, Any]:
        """Return what the store has for each of the numbers; nothing before the opening."""
        openings, rounds = self.capstone.test.openings(), self.capstone.rounds()
        if not openings:
            return {}
        last = openings[-1]
        return {
            "default": last.default,
            "best": last.best,
            "gain": last.gain,
            "interval": last.interval,
            "sure": last.sure,
            "jobs": sum(len(each.jobs) for each in rounds),
            "seconds": sum(each.seconds for each in rounds),
        }

    def __repr__(self) -> str:
        filled = sum(self.claim(name) is not None for name in BLANKS)
        return f"A page with {filled} of {len(BLANKS)} blanks filled in."

    def _repr_markdown_(self) -> str:
        rows = [f"| `{name}` | {what} | {self._said(name)} |" for name, what in BLANKS.items()]
        rounds = [f"- {each}" for each in self.capstone.rounds()] or ["- No round has been run."]
        rubric = [f"- {line}" for line in RUBRIC]
        return "\n".join(
            [
                f"**A tuning job of my own: {self.capstone.data}**",
                "",
                *rounds,
                "",
                "| blank | what belongs there | the claim |",
                "|---|---|---|",
                *rows,
                "",
                "What a reader looks for:",
                "",
                *rubric,
            ]
        )

    def _said(self, name: str) -> str:
        value = self.claim(name)
        if value is None:
            return "…"
        if isinstance(value, Mapping):
            return "<br>".join(f"{knob}: {why}" for knob, why in value.items())
        if isinstance(value, tuple | list):
            return " to ".join(str(part) for part in value)
        return str(value)
