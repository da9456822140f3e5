"""Lays the lessons out in a folder of the learner's; updates never touch their work.

Beside the lessons stands `.hpstudy/laid.json`: for each lesson, the fingerprint of the copy that
was laid there last. A file that still has it is as we left it and may be replaced; any other file
is the learner's, and an update lands beside it.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hpstudy.lessons import without_outputs
from hpstudy.places import notebooks


class WorkbookError(Exception):
    """The workbook's folder cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Laid:
    """What happened to one lesson: "new", "kept", "updated" or "beside", and the file it is in."""

    path: Path
    what: str

    def __str__(self) -> str:
        if self.what == "beside":
            yours = self.path.name.split(".")[0]
            return f"{yours} has your changes and stays; the updated lesson is {self.path.name}"
        return f"{self.path.name}: {self.what}"


def lay_out(folder: Path) -> list[Laid]:
    """Lay every lesson out in `folder`, making it if need be, and say what happened to each.

    A `WorkbookError` where the folder cannot be written.
    """
    try:
        (folder / ".hpstudy").mkdir(parents=True, exist_ok=True)
        fingerprints = _read_fingerprints(folder)
        laid = []
        for source in _lessons():
            laid.append(_lay(source, folder, fingerprints))
            _write(_fingerprint_file(folder), json.dumps(fingerprints, indent=1).encode())
        return laid
    except OSError as error:
        raise WorkbookError(
            f"Cannot lay the lessons out in {folder}: {error.strerror or error}. "
            "Name another folder: hpstudy lab DIR."
        ) from None


def _lessons() -> Iterator[Path]:
    return iter(sorted(notebooks().glob("*.ipynb")))


def _lay(source: Path, folder: Path, fingerprints: dict[str, str]) -> Laid:
    lesson = without_outputs(source.read_text(encoding="utf-8")).encode()
    target, last = folder / source.name, fingerprints.get(source.name)
    fingerprints[source.name] = _fingerprint(lesson)
    if not target.exists():
        what = "new"
    elif last == _fingerprint(lesson) or target.read_bytes() == lesson:
        return Laid(target, "kept")  # nothing new in the kit, whatever the learner did
    elif _as_laid(target, last):
        what = "updated"
    else:
        target, what = _beside(target, last), "beside"
    _write(target, lesson)
    return Laid(target, what)


def _beside(target: Path, last: str | None) -> Path:
    """Return a name next to `target` that holds nothing of the learner's."""
    names = (f"{target.stem}.updated{n or ''}.ipynb" for n in itertools.count())
    paths = (target.with_name(name) for name in names)
    return next(path for path in paths if not path.exists() or _as_laid(path, last))


def _as_laid(path: Path, last: str | None) -> bool:
    return _fingerprint(path.read_bytes()) == last


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _fingerprint_file(folder: Path) -> Path:
    return folder / ".hpstudy" / "laid.json"


def _read_fingerprints(folder: Path) -> dict[str, str]:
    """Return the fingerprints; a damaged file holds none, so every lesson counts as changed."""
    try:
        read = json.loads(_fingerprint_file(folder).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _write(path: Path, content: bytes) -> None:
    """Write a file so that a kill leaves the old one or the new one, never half of it."""
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(content)
    os.replace(half, path)
