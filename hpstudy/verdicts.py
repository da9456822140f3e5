"""Verdicts that were measured in a workbook, kept with the code that made them.

A verdict is stale once the claim's module, or anything of the kit that it imports, has changed
since: then only measuring again tells.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hpstudy.claims import Verdict
from hpstudy.journal import Journal

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Kept:
    """A verdict, and whether the code that measured it has changed since."""

    verdict: Verdict
    stale: bool

    def __str__(self) -> str:
        name = self.verdict.name
        note = f"\n  stale           the code has changed: hpstudy claims {name}"
        return f"{self.verdict}{note if self.stale else ''}"


def workbook(folder: Path) -> Path | None:
    """Return the workbook at `folder`, or the usual one below it; None if there is neither."""
    places = (folder, folder / "hpstudy-workbook")
    return next((place for place in places if (place / ".hpstudy").is_dir()), None)


def keep(folder: Path, verdict: Verdict) -> None:
    """Keep a verdict in the workbook `folder`."""
    with _journal(folder) as journal:
        journal.append({"code": code_of(verdict.name), "verdict": verdict.as_dict()})


def kept(folder: Path) -> list[Kept]:
    """Return the last verdict kept on each claim, in the order of their names."""
    with _journal(folder) as journal:
        last = {entry["verdict"]["name"]: entry for entry in journal}
    return [
        Kept(_verdict(entry["verdict"]), _changed(name, entry["code"]))
        for name, entry in sorted(last.items())
    ]


def code_of(name: str) -> str:
    """Return a fingerprint of the claim's module and of all it imports of the kit."""
    digest = hashlib.sha256()
    for path in sorted(_reached(_PACKAGE / "claims" / f"{name.replace('-', '_')}.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _changed(name: str, code: str) -> bool:
    try:
        return code_of(name) != code
    except FileNotFoundError:
        return True  # no claim is called so any more


def _reached(start: Path) -> set[Path]:
    found, ahead = {start}, [start]
    while ahead:
        new = set(_imported(ahead.pop())) - found
        found |= new
        ahead += new
    return found


def _imported(path: Path) -> Iterator[Path]:
    """Yield the kit's modules that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("hpstudy."):
            base = _PACKAGE.joinpath(*node.module.split(".")[1:])
            names = [base / alias.name for alias in node.names]
            for place in (base, *names):
                files = (place.with_suffix(".py"), place / "__init__.py")
                yield from (file for file in files if file.exists())


def _verdict(entry: dict[str, object]) -> Verdict:
    lists = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    return Verdict(**lists)  # type: ignore[arg-type]


def _journal(folder: Path) -> Journal:
    return Journal(folder / ".hpstudy" / "claims.sqlite", "verdicts", 1)
