"""Where the tuning jobs of d.job live: one store a workbook, which survives the kernel.

A service holds its store alone, so a kernel has one for it, shared by all cells that show d.job.
Opening it lets jobs that a killed kernel has left behind go on; `interrupted` only looks.
"""

from __future__ import annotations

import atexit
import getpass
import hashlib
import tempfile
from pathlib import Path
from typing import NamedTuple

from hpstudy.demos.job import GRACE
from hpstudy.sagemaker.algorithms import BUILT_IN
from hpstudy.sagemaker.memory import Memory
from hpstudy.sagemaker.service import TuningService

_open: dict[Path, TuningService] = {}


class Interrupted(NamedTuple):
    """A tuning job that has not ended, and nobody runs it."""

    name: str
    ended: int  # of its training jobs
    most: int


def default_store() -> Path:
    """Return the store of the workbook we are in; elsewhere, one outside, by the folder's name."""
    here = Path.cwd()
    if (here / ".hpstudy").is_dir():
        return here / ".hpstudy" / "tuning" / "jobs.sqlite"
    place = hashlib.sha256(str(here).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"hpstudy-{getpass.getuser()}" / place / "jobs.sqlite"


def opened(store: Path) -> TuningService | None:
    """Return this kernel's service on a store, None if it has not been opened."""
    return _open.get(store)


def service(store: Path) -> TuningService:
    """Return this kernel's service on a store; what was interrupted there goes on."""
    if store not in _open:
        store.parent.mkdir(parents=True, exist_ok=True)
        _open[store] = TuningService(store, grace=GRACE)
    return _open[store]


def close(store: Path) -> None:
    """Let go of one store."""
    if (held := _open.pop(store, None)) is not None:
        held.close()


@atexit.register
def close_all() -> None:
    """Let go of all stores; what runs is interrupted and can be taken up again."""
    while _open:
        _open.popitem()[1].close()


def left_behind(store: Path) -> tuple[list[str], Interrupted | None]:
    """Return the names in a store that nobody has opened, and the job left in the midst, if any.

    A JournalError if another kernel has it open.
    """
    if not store.exists():
        return [], None
    memory = Memory(store, BUILT_IN)
    try:
        names = [job.name for job in memory.jobs()]
        for job in reversed(memory.unfinished()):
            return names, Interrupted(job.name, len(job.finished), job.most)
        return names, None
    finally:
        memory.record.close()
