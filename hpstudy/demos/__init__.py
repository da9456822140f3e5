"""What each demo computes, without a widget: `compute("d.first", seed=0, strength=0.1)`.

A demo's numbers are one function, found by its name: `d.first` is `first` in
`hpstudy/demos/first.py`. There is no list to keep. The rules for such a function:

- `first(seed=0, *, strength=1.0) -> First`: a seed, then the settings by name, each with its
  default; the answer is a frozen dataclass of arrays and numbers. Same arguments, same answer.
- A training or a search is a generator that yields such answers, the last of them the result;
  each holds all that the picture shows. At most 50 ms pass between two.
- If it has a parameter `before`, it is given what the run before it left (None at first), so
  that earlier curves and dots can stay in the picture: the answer then holds them as well.
- No widget, no matplotlib, nothing read from a file that was computed before.

Modules whose name begins with an underscore are shared by several demos and are none themselves.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable
from typing import Any


def names(folder: Iterable[str] = __path__) -> list[str]:
    """The names of all demos, such as "d.first", or of those in another folder like this one."""
    found = (module.name for module in pkgutil.iter_modules(folder))
    return sorted(f"d.{name}" for name in found if not name.startswith("_"))


def check_name(name: str, known: list[str]) -> str:
    """The demo's module name; a `ValueError` that names the nearest if there is no such demo."""
    if name not in known:
        raise ValueError(f"there is no demo {name!r}; {_nearest(str(name), known)}")
    return name.removeprefix("d.")


def function(name: str) -> Callable[..., Any]:
    """The function that computes a demo."""
    short = check_name(name, names())
    run: Callable[..., Any] = getattr(importlib.import_module(f"{__name__}.{short}"), short)
    return run


def check_seed(seed: Any) -> int:
    """The seed; a `ValueError` if it is not a whole number from 0 on."""
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise ValueError(f"a seed is a whole number from 0 on, not {seed!r}")
    return seed


def compute(name: str, seed: int = 0, **settings: Any) -> Any:
    """The numbers of a demo; of a training or a search, those it ends with."""
    run = function(name)
    check_seed(seed)
    known = [p for p in inspect.signature(run).parameters if p != "seed"]
    for setting in settings:
        if setting not in known:
            nearest = _nearest(setting, known)
            raise ValueError(f"{name} has no setting {setting!r}; {nearest}")
    numbers = run(seed, **settings)
    if inspect.isgenerator(numbers):
        for last in numbers:
            numbers = last
    return numbers


def _nearest(word: str, known: list[str]) -> str:
    """The way out of a misspelling, as the end of a sentence."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"there are {', '.join(known)}" if known else "it has none"
