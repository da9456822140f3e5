"""Where the kit's notebooks and quizzes lie: in the installed package, or beside it in a clone."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def notebooks() -> Path:
    """Return the folder of the lessons."""
    return _find("notebooks")


def quizzes() -> Path:
    """Return the folder of the question bank and of `topics.yaml`."""
    return _find("quizzes")


def _find(name: str) -> Path:
    for folder in (_PACKAGE / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"This copy of hpstudy has no {name} folder: install it anew.")
