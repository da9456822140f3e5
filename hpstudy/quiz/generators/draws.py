"""Small draws that generators share, all in plain Python numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")

KNOBS = (
    "learning rate",
    "batch size",
    "hidden units",
    "dropout rate",
    "momentum",
    "L2 strength",
    "number of layers",
    "tree depth",
    "number of trees",
    "crop size",
)


def whole(rng: np.random.Generator, low: int, high: int) -> int:
    """Draw a whole number from `low` to `high`, both included."""
    return int(rng.integers(low, high + 1))


def decimal(rng: np.random.Generator, low: float, high: float, digits: int = 2) -> float:
    """Draw a number with so many decimals from `low` to `high`."""
    scale: int = 10**digits
    return whole(rng, round(low * scale), round(high * scale)) / float(scale)


def pick(rng: np.random.Generator, choices: Sequence[T]) -> T:
    """Draw one of the choices."""
    return choices[int(rng.integers(len(choices)))]


def some(rng: np.random.Generator, choices: Sequence[T], n: int) -> list[T]:
    """Draw `n` of the choices, each at most once, in a drawn order."""
    return [choices[int(i)] for i in rng.permutation(len(choices))[:n]]


def listed(parts: Iterable[object]) -> str:
    """Return the parts as text: a, b and c."""
    *first, last = map(str, parts)
    return f"{', '.join(first)} and {last}" if first else last


def plus(value: float) -> str:
    """Return a number as the next one of a sum: + 2, - 0.3."""
    return f"{'-' if value < 0 else '+'} {abs(value):.4g}"


def table(rows: Sequence[Sequence[object]]) -> str:
    """Return rows as a block of aligned text."""
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(str(cell).rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(["```", *lines, "```"])


def json_block(content: dict[str, Any]) -> str:
    """Return a request as a block of JSON."""
    return f"```json\n{_laid_out(content)}\n```"


def _laid_out(content: Any, indent: int = 0) -> str:
    """Return JSON whose small parts stand on one line."""
    inline = json.dumps(content)
    if len(inline) + indent <= 80:
        return inline
    pad, end = " " * (indent + 2), " " * indent
    if isinstance(content, dict):
        parts = [f'{pad}"{key}": {_laid_out(x, indent + 2)}' for key, x in content.items()]
        return "{\n" + ",\n".join(parts) + f"\n{end}}}"
    return "[\n" + ",\n".join(pad + _laid_out(x, indent + 2) for x in content) + f"\n{end}]"
