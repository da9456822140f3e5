"""Labs: a task, a reference, and a check that says what is wrong, not only that it is.

A lab is a module here, `soft_threshold.py` for "soft-threshold", with

    reference            an answer that passes
    check(answer)        returns if the answer is right, raises `Mistake` with the reason if not

and tests/test_labs.py holds wrong answers for each, with the words that their message must have.
"""

from __future__ import annotations

import difflib
import html
import importlib
import pkgutil
import traceback
from dataclasses import dataclass
from typing import Any

from hpstudy.labs.mistake import Mistake

__all__ = ["LabResult", "Mistake", "check_lab", "load", "names"]


@dataclass(frozen=True)
class LabResult:
    """Whether an answer passed, and one or two sentences on why."""

    passed: bool
    message: str

    def __repr__(self) -> str:
        return f"{'Passed' if self.passed else 'Not yet'}: {self.message}"

    def _repr_html_(self) -> str:
        """Return the same for a notebook, where plain text would break within words."""
        return f'<div style="white-space: pre-wrap">{html.escape(repr(self))}</div>'


def names() -> list[str]:
    """Return the names of all labs."""
    return [
        module.name.replace("_", "-")
        for module in pkgutil.iter_modules(__path__)
        if module.name != "mistake"
    ]


def load(name: str) -> Any:
    """Return the module of lab `name`."""
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")


def check_lab(name: str, answer: Any) -> LabResult:
    """Check an answer to lab `name`; never raises, whatever the answer is or does."""
    if name not in names():
        near = difflib.get_close_matches(str(name), names(), n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names())}"
        return LabResult(False, f"No lab is called {name!r}: {hint}")
    if answer is None or answer is ...:
        return LabResult(False, "There is no answer yet: fill in the cell above and run it.")
    lab = load(name)
    try:
        lab.check(answer)
    except Mistake as mistake:
        return LabResult(False, str(mistake))
    except (Exception, SystemExit) as error:  # the learner's code may raise anything
        where = _line(error, answer)
        said = f"Your code stopped{where} with {type(error).__name__}: {error}"
        return LabResult(False, " ".join([said, *_hints(said)]))
    return LabResult(True, lab.PASSED)


_HINTS = {
    "truth value of an array": "(An if decides once; of many numbers np.where decides each.)",
    "for ^": "(A power is ** in Python.)",
    "mismatch in its core dimension": "(A @ B wants A as wide as B is high: the order counts.)",
    "operands could not be broadcast": "(Shapes that do not fit. Matrices are multiplied by @.)",
}


def _hints(said: str) -> list[str]:
    """Return what helps a beginner with an error of numpy or Python."""
    return [hint for words, hint in _HINTS.items() if words in said]


def _line(error: BaseException, answer: Any) -> str:
    """Return the line of the learner's cell at which the error came up."""
    code = getattr(answer, "__code__", None)
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if code and frame.f_code.co_filename == code.co_filename
    ]
    return f" in line {lines[-1]} of its cell" if lines else ""
