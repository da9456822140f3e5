"""`show_source(expected_improvement)`: the very code that was just run, as a block in the notebook.

A fenced block of markdown takes the reader's own theme, and reads well on a repository's page and
in a diff; so the text beside it and the package cannot drift apart.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any

from hpstudy.widgets import page


def show_source(thing: Any, *, docstring: bool = True) -> None:
    """Show the source of a function or a class below the cell, without its docstring if asked."""
    code = source_of(thing, docstring=docstring)
    page.put({"text/markdown": fenced(code), "text/plain": code})


def source_of(thing: Any, *, docstring: bool = True) -> str:
    """The source of a function or a class, flush left; `TypeError` if there is none."""
    try:
        code = textwrap.dedent(inspect.getsource(thing)).rstrip()
    except (TypeError, OSError):
        name = getattr(thing, "__qualname__", repr(thing))
        raise TypeError(
            f"{name} has no Python source to show; give a function, a method or a class"
        ) from None
    return code if docstring else without_docstrings(code)


def without_docstrings(code: str) -> str:
    """The code without the docstrings of its functions and classes, where a body is left."""
    lines = code.split("\n")
    gone: set[int] = set()
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if len(node.body) > 1 and ast.get_docstring(node) is not None:
            last = node.body[0].end_lineno or 0
            last += not lines[last].strip()  # the empty line that follows
            gone.update(range(node.body[0].lineno, last + 1))
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in gone)


def fenced(code: str) -> str:
    """A markdown block of Python, whatever backquotes the code holds."""
    fence = "```"
    while fence in code:
        fence += "`"
    return f"{fence}python\n{code}\n{fence}"
