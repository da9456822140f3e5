"""The package's own code as a block in the notebook: the code shown is the code run."""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any


def show_source(thing: Any, *, docstring: bool = True) -> None:
    """Show the source of a function, a method or a class, with or without its docstring.

    An object shows its class. A `TypeError` for what has no Python source, such as `np.exp`.
    """
    from IPython.display import display

    code = source(thing, docstring=docstring)
    markdown = f"```python\n{code}\n```"
    display(  # type: ignore[no-untyped-call]
        {"text/markdown": markdown, "text/plain": code}, raw=True
    )


def source(thing: Any, *, docstring: bool = True) -> str:
    """Return the source of a function, a method or a class, flush with the left margin."""
    has_code = inspect.isroutine(thing) or inspect.isclass(thing)
    try:
        code = inspect.getsource(thing if has_code else type(thing))
    except (OSError, TypeError):
        raise TypeError(
            f"{thing!r} has no Python source to show: give show_source a function or a class."
        ) from None
    code = textwrap.dedent(code).rstrip()
    return code if docstring else _without_docstring(code)


def _without_docstring(code: str) -> str:
    """Leave the lines of the first docstring out, and a blank line after them."""
    definition = ast.parse(code).body[0]
    assert isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    if ast.get_docstring(definition) is None:
        return code
    first = definition.body[0]
    assert first.end_lineno is not None
    lines = code.split("\n")
    after = lines[first.end_lineno :]
    while after and not after[0].strip():
        after = after[1:]
    return "\n".join(lines[: first.lineno - 1] + after)
