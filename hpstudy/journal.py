"""An append-only journal: one SQLite file that keeps what was written to it, in order.

What is appended is on the disk before `append` returns, and a kill at any line loses nothing that
was. An entry is plain data, a dict of what JSON can say, and can be read without this kit:

    sqlite3 search.db "SELECT entry FROM trials"

Why SQLite keeps a rollback journal here and no write-ahead log: the log would be faster by 0.2 ms
an entry, but would make three files of one, of which the main one alone is not the whole story,
and it does not work on the network folders of a classroom.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

Entry = dict[str, Any]

# Written in the file's head, where SQLite lets an application sign its files: "hpst" in ASCII.
_APPLICATION = int.from_bytes(b"hpst", "big")

# Seconds to wait for another process that is writing, and for one that may be about to let go.
_PATIENCE, _SHORT_PATIENCE = 20.0, 0.5


class JournalError(Exception):
    """The journal cannot be read or written: one sentence says which file, why, and the way out."""


class Journal:
    """Entries in one table of a SQLite file, made if there is none; iterating gives them in order.

    table:     what the entries are, such as "trials"; it names the table
    schema:    version of what an entry holds, kept in `user_version`; a file of another is refused
    exclusive: True: nobody else may open the file until `close` or the death of this process;
               False: several processes append side by side
    read_only: neither make the file nor ask to write it; then `append` fails
    error:     the exception to raise when something is wrong, a `JournalError`
    A file that is refused is left as it was, to the byte.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        table: str,
        schema: int,
        *,
        exclusive: bool = False,
        read_only: bool = False,
        error: type[JournalError] = JournalError,
    ) -> None:
        self.path = Path(path).expanduser().absolute()
        self.table = table
        self.schema = schema
        self._error = error
        self._connection = self._connect(exclusive, read_only)
        try:
            if read_only:
                self._check()
            else:
                self._open(exclusive)
        except BaseException as problem:
            self._connection.close()
            if isinstance(problem, sqlite3.Error):
                raise self._refusal(problem) from None
            raise

    def append(self, entry: Mapping[str, Any]) -> None:
        """Write `entry` behind the others; when this returns, it is on the disk."""
        text = json.dumps(entry)  # writes a float by its repr, so that it comes back the same
        try:
            # Outside BEGIN and COMMIT a statement is a transaction of its own.
            self._connection.execute(f"INSERT INTO {self.table} (entry) VALUES (?)", (text,))
        except sqlite3.Error as problem:
            raise self._refusal(problem) from None

    def __iter__(self) -> Iterator[Entry]:
        try:
            rows = self._connection.execute(
                f"SELECT entry FROM {self.table} ORDER BY id"
            ).fetchall()
            entries = [dict(json.loads(text)) for (text,) in rows]
        except (sqlite3.DatabaseError, TypeError, ValueError) as problem:
            raise self._refusal(problem) from None
        return iter(entries)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _connect(self, exclusive: bool, read_only: bool) -> sqlite3.Connection:
        try:
            return sqlite3.connect(
                f"{self.path.as_uri()}?mode=ro" if read_only else self.path,
                uri=read_only,
                timeout=_SHORT_PATIENCE if exclusive else _PATIENCE,
                isolation_level=None,  # no transaction that we did not begin ourselves
                check_same_thread=False,  # a notebook may read on one thread and write on another
            )
        except sqlite3.Error as problem:
            raise self._refusal(problem) from None

    def _open(self, exclusive: bool) -> None:
        """Lock the file, make it or check it, and see that it can be written."""
        # FULL waits for the disk at every commit; EXTRA also for the folder that forgets the
        # rollback journal, without which a power failure could bring back what was there before.
        self._connection.execute("PRAGMA synchronous = EXTRA")
        if exclusive:
            # The lock is the operating system's own and goes with the process, however it ends; no
            # worker process inherits it, so none can hold it after a kill. (POSIX drops it early if
            # this very process opens and closes the file by other means: leave that to others.)
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("BEGIN EXCLUSIVE" if exclusive else "BEGIN IMMEDIATE")
        if self._is_empty():
            self._create()
            self._connection.execute("COMMIT")
            return
        self._check()
        # A write taken back: a read-only file or folder shows now and not after the first entry.
        self._connection.execute(f"PRAGMA user_version = {self.schema}")
        self._connection.execute("ROLLBACK")

    def _is_empty(self) -> bool:
        (tables,) = self._ask("SELECT count(*) FROM sqlite_master")
        return not tables and not self._pragma("user_version")

    def _create(self) -> None:
        self._connection.execute(
            f"CREATE TABLE {self.table} (id INTEGER PRIMARY KEY, entry TEXT NOT NULL)"
        )
        self._connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        self._connection.execute(f"PRAGMA user_version = {self.schema}")

    def _check(self) -> None:
        """Refuse a file of another program, schema or kind, or a damaged one."""
        application, version = self._pragma("application_id"), self._pragma("user_version")
        if application not in (0, _APPLICATION) or not version:
            raise self._error(f"{self.path} belongs to another program: choose another file.")
        if version != self.schema:
            age, cure = ("newer", "update") if version > self.schema else ("older", "replace")
            raise self._error(
                f"{self.path} was written by a {age} hpstudy (schema {version}, this one reads"
                f" {self.schema}): {cure} hpstudy, or choose another file."
            )
        (found,) = self._ask("SELECT count(*) FROM sqlite_master WHERE name = ?", self.table)
        if application != _APPLICATION or not found:
            raise self._error(f"{self.path} holds no {self.table}: choose another file.")
        if self._ask("PRAGMA quick_check(1)") != ("ok",):
            raise self._error(self._damaged())

    def _pragma(self, name: str) -> int:
        return int(self._ask(f"PRAGMA {name}")[0])

    def _ask(self, question: str, *values: object) -> tuple[Any, ...]:
        answer: tuple[Any, ...] = self._connection.execute(question, values).fetchone()
        return answer

    def _damaged(self) -> str:
        return (
            f"{self.path} is damaged or no journal: restore a copy, or move it away and begin anew."
        )

    def _refusal(self, problem: Exception) -> JournalError:
        """Return the sentence for what SQLite or the decoding of an entry complains about."""
        # What Python itself cannot decode has no code of SQLite's, and neither has a closed file.
        misuse = isinstance(problem, sqlite3.ProgrammingError)
        default = sqlite3.SQLITE_MISUSE if misuse else sqlite3.SQLITE_CORRUPT
        match getattr(problem, "sqlite_errorcode", default) & 0xFF:
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                sentence = self._damaged()
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                sentence = (
                    f"{self.path} is in use by another running process: wait until it ends,"
                    " stop it, or choose another file."
                )
            case sqlite3.SQLITE_FULL:
                sentence = (
                    f"The disk is full: {self.path} keeps what it had, but nothing more fits;"
                    " make room and start again."
                )
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
                sentence = (
                    f"{self.path.name} cannot be written in {self.path.parent}: see that the"
                    " folder exists and that you may write there, or choose another file."
                )
            case _:
                sentence = (
                    f"{self.path} cannot be read or written ({problem}): choose another file."
                )
        return self._error(sentence)
