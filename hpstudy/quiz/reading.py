"""YAML files as nodes that know their lines: read, and nothing more.

PyYAML's own loading keeps the last of two equal keys without a word and turns a bare `No` into
False; so files are only *composed* here, by the C parser where there is one, and `walk.py` looks at
every node itself. Nothing in a file is executed: composing builds nodes, never objects.
"""

from __future__ import annotations

import re
from itertools import accumulate
from pathlib import Path

import yaml
from yaml.nodes import Node

from hpstudy.quiz.problems import BankError, Problem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# A bank file holds some ten thousand characters; these stop what can only be an accident or a bomb.
_LARGEST = 8 * 2**20
_MOST_PIECES = 500_000
_DEEPEST = 500
_BLOCK_RUN = re.compile(r"(?:[-?][ \t]+){100}")


def read_documents(path: Path) -> list[Node]:
    """Return the root node of every document in the file; a `BankError` if it cannot be read."""
    text = _read_text(path)
    _refuse_bombs(path, text)
    try:
        return [node for node in yaml.compose_all(text, Loader=_LOADER) if node is not None]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _fault(path, line, "holds a character that YAML does not allow") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.context, error.problem) if part)
        line = min(mark.line, text.count("\n")) + 1 if mark else 0
        raise _fault(path, line, f"is not valid YAML: {what}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _fault(path, 0, f"is not valid YAML: {error}") from None


def _read_text(path: Path) -> str:
    try:
        if not path.is_file():
            raise _fault(path, 0, "is not a file")
        if path.stat().st_size > _LARGEST:
            raise _fault(path, 0, "is larger than 8 MiB: keep one topic a file")
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, BankError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise _fault(path, 0, f"cannot be read: {reason}") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _fault(
            path, line, f"is not UTF-8: byte 0x{raw[error.start]:02x}; save it as UTF-8"
        ) from None


def _refuse_bombs(path: Path, text: str) -> None:
    """Stop what would run a parser out of memory, or one written with recursion out of stack."""
    if text.count("\n") + text.count(",") > _MOST_PIECES:
        raise _fault(path, 0, f"has more than {_MOST_PIECES} lines and entries")
    brackets = (1 if bracket in "[{" else -1 for bracket in re.findall(r"[\[\]{}]", text))
    if max(accumulate(brackets), default=0) > _DEEPEST or _BLOCK_RUN.search(text):
        raise _fault(path, 0, f"is nested more than {_DEEPEST} levels deep, or never closes them")


def _fault(path: Path, line: int, message: str) -> BankError:
    return BankError([Problem(str(path), line, "", "", message)])
